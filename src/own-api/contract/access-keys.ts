import { z } from 'zod'

import { pageOf, pageQuery, route } from './route.ts'

const about = { scope: 'admin', tag: 'access keys' } as const
const all = '/accounts/{account}/users/{user}/access-keys'
const one = `${all}/{id}` as const
const holder = { account: z.string(), user: z.string() }
const named = { ...holder, id: z.string() }

/** How the ids of new keys look. */
export const ACCESS_KEY_FORMS = ['keyplane', 'tencent', 'alibaba', 'volcengine'] as const

const accessKey = z.object({ id: z.string(), isDisabled: z.boolean() })

/** What users sign calls of the clouds' APIs with. */
export const accessKeys = {
  list: route('GET', all, {
    ...about,
    scope: 'reader',
    summary: 'Access keys of a user, without their secrets',
  })
    .input(z.strictObject({ ...holder, ...pageQuery }))
    .output(pageOf(accessKey)),
  create: route('POST', all, {
    ...about,
    status: 201,
    summary: 'Gives a user an access key; its secret is told once',
  })
    .input(
      z.strictObject({
        ...holder,
        id: z
          .string()
          .regex(/^[A-Za-z0-9][\w.=-]{3,127}$/, 'must be 4 to 128 letters, digits and . _ = -')
          .optional()
          .describe('Made up when absent'),
        form: z
          .enum(ACCESS_KEY_FORMS)
          .default('keyplane')
          .describe("What an id that is made up looks like: Keyplane's own, or as this cloud gives them out"),
      }),
    )
    .output(accessKey.extend({ secret: z.string() })),
  show: route('GET', one, { ...about, scope: 'reader', summary: 'One access key, without its secret' })
    .input(z.strictObject(named))
    .output(accessKey),
  update: route('PATCH', one, {
    ...about,
    summary: 'Disables an access key, or enables it again; the next call sees it',
  })
    .input(z.strictObject({ ...named, isDisabled: z.boolean() }))
    .output(accessKey),
  remove: route('DELETE', one, { ...about, status: 204, summary: 'Takes an access key away for good' })
    .input(z.strictObject(named))
    .output(z.void()),
}
