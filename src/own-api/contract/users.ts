import { z } from 'zod'

import { pageOf, pageQuery, route } from './route.ts'

const about = { scope: 'admin', tag: 'users' } as const
const all = '/accounts/{account}/users'
const one = `${all}/{user}` as const
const named = { account: z.string(), user: z.string() }

const user = z.object({
  name: z.string(),
  isRoot: z.boolean().describe('The account itself: no policy limits it'),
  policies: z.int().describe('How many are attached'),
})

/** Actors inside an account. */
export const users = {
  list: route('GET', all, { ...about, scope: 'reader', summary: 'Users of an account, by name' })
    .input(z.strictObject({ account: z.string(), ...pageQuery }))
    .output(pageOf(user)),
  create: route('POST', all, { ...about, status: 201, summary: 'Takes a user in, who may do nothing yet' })
    .input(
      z.strictObject({
        account: z.string(),
        name: z.string().regex(/^[\w.@+=,-]{1,64}$/, 'must be 1 to 64 letters, digits and . _ @ + = , -'),
      }),
    )
    .output(user),
  show: route('GET', one, { ...about, scope: 'reader', summary: 'One user' })
    .input(z.strictObject(named))
    .output(user),
  remove: route('DELETE', one, {
    ...about,
    status: 204,
    summary: 'Takes a user away, with the access keys and the device',
  })
    .input(z.strictObject(named))
    .output(z.void()),
}
