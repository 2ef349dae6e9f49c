import { z } from 'zod'

import { pageOf, pageQuery, route, time } from './route.ts'
import { SCOPES } from './scopes.ts'

const about = { scope: 'admin', tag: 'tokens' } as const
const name = z.string().regex(/^[\w.@-]{1,64}$/, 'must be 1 to 64 letters, digits and . _ @ -')

export const token = z.object({
  id: z.string(),
  name,
  scope: z.enum(SCOPES),
  createdAt: time,
  expiresAt: time.optional(),
})

const LONGEST_LIFE_S = 10 * 365 * 86_400

/** Bearer tokens of this API. The administrator's own token is not among them. */
export const tokens = {
  list: route('GET', '/tokens', { ...about, summary: 'All tokens, without what they are' })
    .input(z.strictObject(pageQuery))
    .output(pageOf(token)),
  create: route('POST', '/tokens', { ...about, status: 201, summary: 'Makes a token; it is told once' })
    .input(
      z.strictObject({
        name,
        scope: z.enum(SCOPES),
        expiresInSeconds: z.int().min(1).max(LONGEST_LIFE_S).optional(),
      }),
    )
    .output(token.extend({ token: z.string() })),
  remove: route('DELETE', '/tokens/{id}', {
    ...about,
    status: 204,
    summary: 'Makes a token worthless at once',
  })
    .input(z.strictObject({ id: z.string() }))
    .output(z.void()),
}
