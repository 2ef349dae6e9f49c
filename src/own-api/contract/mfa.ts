import { z } from 'zod'

import { route, time } from './route.ts'

const owner = { account: z.string(), user: z.string() }
const path = '/accounts/{account}/users/{user}/mfa'
const about = { scope: 'admin', tag: 'mfa' } as const

/** Devices for one-time codes. */
export const mfa = {
  show: route('GET', path, { ...about, scope: 'reader', summary: 'How a user stands' })
    .input(z.strictObject(owner))
    .output(z.object({ state: z.enum(['none', 'bound', 'verified']), verifiedUntil: time.optional() })),
  enrol: route('POST', path, {
    ...about,
    status: 201,
    summary: 'Gives a user a device; its secret is told once',
  })
    .input(z.strictObject(owner))
    .output(z.object({ secret: z.string(), uri: z.string() })),
  verify: route('POST', `${path}/verify`, { ...about, summary: 'Takes a code of the device' })
    .input(z.strictObject({ ...owner, code: z.string().regex(/^[0-9]{6}$/, 'must be six digits') }))
    .output(z.object({ verifiedUntil: time })),
  remove: route('DELETE', path, { ...about, status: 204, summary: 'Takes the device away' })
    .input(z.strictObject(owner))
    .output(z.void()),
}
