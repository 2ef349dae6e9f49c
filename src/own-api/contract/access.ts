import { z } from 'zod'

import { flag, pageOf, pageQuery, route, time } from './route.ts'

const accessLine = z.object({
  dialect: z.string(),
  account: z.string(),
  instanceId: z.string(),
  instanceName: z.string(),
  loginUser: z.string(),
  source: z
    .enum(['binding', 'leftover', 'foreign'])
    .describe('`leftover`: unbound, and still on the machine; `foreign`: a line that others wrote'),
  isOpen: z
    .boolean()
    .nullable()
    .describe(
      'The machine was seen to have the key; null: the machine was not looked at, or does not answer',
    ),
  fingerprint: z.string().describe('`SHA256:…`; of a line that does not read, empty'),
  keyPairId: z.string(),
  keyPairName: z.string(),
  comment: z.string().describe('Of a line that others wrote'),
  since: time.optional().describe('Absent where nobody wrote it down'),
  expiresAt: time.optional(),
})

/** Columns of the inventory as CSV. */
export const accessColumns: readonly string[] = Object.keys(accessLine.shape)

/** Who can open what. */
export const access = {
  list: route('GET', '/access', {
    scope: 'reader',
    tag: 'access',
    summary: 'Which keys open which instances; a page may be short',
  })
    .input(
      z.strictObject({
        ...pageQuery,
        account: z.string().optional(),
        dialect: z.string().optional(),
        instance: z.string().optional().describe('Id, or `dialect/account/id`'),
        fingerprint: z.string().optional().describe('SHA256:… of one key'),
        look: flag
          .default(true)
          .describe('False: machines are not looked at, so foreign lines are not found'),
      }),
    )
    .output(
      pageOf(accessLine).extend({
        unseen: z.array(z.object({ instance: z.string(), message: z.string() })).describe('Did not answer'),
        passwords: z
          .array(z.object({ instance: z.string(), isAnswered: z.boolean() }))
          .describe('Whether a password is answered, of machines that were looked at and tell'),
      }),
    ),
}
