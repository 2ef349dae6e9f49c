import { z } from 'zod'

import { route, time } from './route.ts'
import { SCOPES } from './scopes.ts'

const about = { scope: 'reader', tag: 'session' } as const

const caller = z.object({
  id: z.string().describe('Of the token; of the administrator `admin`'),
  scope: z.enum(SCOPES),
  expiresAt: time.optional().describe('When the token ends'),
  mode: z.enum(['stand-in', 'strict']),
})

/** Browsers keep their token in a cookie that no script can read. */
export const session = {
  show: route('GET', '/session', { ...about, summary: 'Whose token this is, and what it is good for' })
    .input(z.strictObject({}))
    .output(caller),
  open: route('POST', '/session', {
    ...about,
    summary: 'Keeps the token of this call in a httpOnly cookie, for twelve hours',
  })
    .input(z.strictObject({}))
    .output(caller),
  close: route('DELETE', '/session', { ...about, status: 204, summary: 'Takes the cookie away' })
    .input(z.strictObject({}))
    .output(z.void()),
}
