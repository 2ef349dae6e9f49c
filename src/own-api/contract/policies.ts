import { z } from 'zod'

import { route } from './route.ts'

const about = { scope: 'admin', tag: 'policies' } as const
const user = '/accounts/{account}/users/{user}'
const all = `${user}/policies` as const
const one = `${all}/{policy}` as const
const holder = { account: z.string(), user: z.string() }

const document = z.record(z.string(), z.unknown()).describe('In the policy language of the cloud')

const policy = z.object({
  id: z.string(),
  place: z.string().describe('What the audit log calls it; changes when another is detached'),
  dialect: z.string(),
  document,
})

const warning = z.object({ path: z.string(), message: z.string() })

const LONGEST_NAME = 2_000
const MOST_RESOURCES = 100

const question = z.strictObject({
  ...holder,
  dialect: z.string(),
  action: z.string().max(128).describe('`AttachKeyPair`, or with its service `ecs:AttachKeyPair`'),
  region: z.string().max(64).default(''),
  parameters: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('As the call has them, nested; what they name is judged'),
  resources: z
    .array(z.string().max(LONGEST_NAME))
    .min(1)
    .max(MOST_RESOURCES)
    .optional()
    .describe('Whole names of resources, in place of those that the parameters name'),
  sourceAddress: z
    .string()
    .max(64)
    .optional()
    .describe('Where the call comes from; by default where this one does'),
  isSecure: z.boolean().default(true).describe('The call comes over TLS'),
})

const verdict = z.object({
  decision: z.enum(['allow', 'deny']),
  why: z
    .enum(['account', 'unjudged', 'statements', 'explicit-deny', 'no-allow', 'no-device', 'no-recent-code'])
    .describe(
      'account: it is the account itself; unjudged: no policy is asked for the action; statements: each resource is allowed by one; ' +
        'explicit-deny: a statement denies; no-allow: nothing allows the resource; no-device, no-recent-code: policies ' +
        'allow it, but the account wants a second factor',
    ),
  statements: z
    .array(
      z.object({
        effect: z.enum(['allow', 'deny']),
        resource: z.string(),
        policy: z.string(),
        place: z.string(),
        statement: z.int().describe('Its place in the document, from 0'),
      }),
    )
    .describe('Those that decided'),
  resource: z
    .string()
    .optional()
    .describe('Of a denial: the first resource that is denied, or that nothing allows'),
})

/** What users may do. */
export const policies = {
  list: route('GET', all, { ...about, scope: 'reader', summary: 'Policies of a user' })
    .input(z.strictObject(holder))
    .output(z.object({ items: z.array(policy) })),
  attach: route('POST', all, { ...about, status: 201, summary: 'Attaches a policy to a user' })
    .input(z.strictObject({ ...holder, dialect: z.string(), document }))
    .output(
      policy.extend({ warnings: z.array(warning).describe('What is allowed there and has no effect') }),
    ),
  show: route('GET', one, { ...about, scope: 'reader', summary: 'One policy of a user' })
    .input(z.strictObject({ ...holder, policy: z.string() }))
    .output(policy),
  detach: route('DELETE', one, { ...about, status: 204, summary: 'Takes a policy from a user' })
    .input(z.strictObject({ ...holder, policy: z.string() }))
    .output(z.void()),
  check: route('POST', `${user}/check`, {
    ...about,
    scope: 'reader',
    summary: 'Whether a call of the user would be allowed, and which statements decide; nothing is called',
  })
    .input(question)
    .output(verdict),
}
