import { z } from 'zod'

import { accountId, pageOf, pageQuery, route } from './route.ts'

const about = { scope: 'admin', tag: 'accounts' } as const
const one = '/accounts/{account}'

const name = z.string().regex(/^[^\p{Cc}\s](?:[^\p{Cc}]{0,126}[^\p{Cc}\s])?$/u, 'must be 1 to 128 characters')
const requireMfa = z
  .array(z.string().max(128))
  .max(100)
  .describe('Actions of Tencent that need a code of the second factor, verified in the last 30 minutes')

const account = z.object({ id: z.string(), name: z.string(), requireMfa: z.array(z.string()) })

/** Tenants. */
export const accounts = {
  list: route('GET', '/accounts', { ...about, scope: 'reader', summary: 'Accounts, by id' })
    .input(z.strictObject(pageQuery))
    .output(pageOf(account)),
  create: route('POST', '/accounts', {
    ...about,
    status: 201,
    summary: 'Takes an account in, with its user root',
  })
    .input(
      z.strictObject({
        id: accountId.optional().describe('Made up when absent'),
        name,
        requireMfa: requireMfa.default([]),
      }),
    )
    .output(account),
  show: route('GET', one, { ...about, scope: 'reader', summary: 'One account' })
    .input(z.strictObject({ account: z.string() }))
    .output(account),
  update: route('PATCH', one, { ...about, summary: 'Renames an account, or says what needs a second factor' })
    .input(z.strictObject({ account: z.string(), name: name.optional(), requireMfa: requireMfa.optional() }))
    .output(account),
  remove: route('DELETE', one, {
    ...about,
    status: 204,
    summary: 'Takes an account away that has neither instances nor key pairs',
  })
    .input(z.strictObject({ account: z.string() }))
    .output(z.void()),
}
