import { eventIterator } from '@orpc/contract'
import { z } from 'zod'

import { pending } from './instances.ts'
import { route, time } from './route.ts'

const LONGEST_NAME = 128
const LONGEST_ID = 200
const MOST_INSTANCES = 10_000
const LONGEST_LIFE_S = 365 * 86_400

const ids = z.array(z.string().min(1).max(LONGEST_ID)).max(MOST_INSTANCES).default([])

const unbindRequest = z.strictObject({
  key: z
    .string()
    .min(1)
    .max(LONGEST_NAME)
    .describe(
      'Name or id of the key pair, an exact id wins; each instance looks for it in its own account, cloud and region',
    ),
  hosts: ids.describe('Ids of hosts of your own'),
  instances: ids.describe('Ids of any instances, `dialect/account/id` where several have the same id'),
  force: z.boolean().default(false).describe('A running machine may be switched off for it'),
  wait: z.boolean().default(true).describe('Tells each when its operation has ended; else when it has begun'),
})

const bindRequest = unbindRequest.extend({
  replace: z
    .boolean()
    .optional()
    .describe('Takes the place of what is bound; else on top of it. By default as the cloud does it'),
  forSeconds: z
    .int()
    .min(1)
    .max(LONGEST_LIFE_S)
    .optional()
    .describe('It is taken away again after so long; always on top of what is bound'),
})

const namedPair = z.object({ id: z.string(), name: z.string() })

/** What binding would do to one instance. */
export const bindingPreview = z.object({
  id: z.string(),
  dialect: z.string(),
  account: z.string(),
  name: z.string(),
  state: z.string(),
  address: z.string(),
  outcome: z
    .enum(['atOnce', 'restart', 'nextBoot', 'nextStart', 'unchanged', 'refused'])
    .describe(
      '`atOnce`: without a restart; `restart`: the machine is stopped and started again; `nextBoot`, `nextStart`: ' +
        'bound now, in force when the machine boots next, or starts; `unchanged`: it is bound already',
    ),
  message: z.string().describe('Why it would be refused; else empty'),
  needsForce: z.boolean().describe('It is refused, and would not be with `force`'),
  keyPair: namedPair.nullable().describe('What the name means there; null where it would be refused'),
  replaced: z.array(namedPair).describe('Pairs that would be bound no more'),
  kept: z.array(namedPair).describe('Other pairs that would stay bound'),
  turnsPasswordOff: z.boolean().describe('Password login, allowed now, would be refused from then on'),
})

/** What became of the call at one instance. */
export const changedInstance = z.object({
  id: z.string(),
  dialect: z.string(),
  account: z.string(),
  address: z.string(),
  outcome: z
    .enum(['bound', 'unbound', 'pending', 'begun', 'failed', 'refused'])
    .describe('`pending`: wanted, and in force from the next boot on; `begun`: its operation runs'),
  message: z.string(),
})

const binding = z.object({
  dialect: z.string(),
  account: z.string(),
  instanceId: z.string(),
  instanceName: z.string(),
  keyPairId: z.string(),
  keyPairName: z.string(),
  fingerprint: z.string(),
  desired: z.boolean(),
  applied: z.boolean().nullable().describe('Null where nobody can tell: a change is under way'),
  pending,
  boundAt: time.optional().describe('Absent where it was bound before this was written down'),
  expiresAt: time.optional().describe('Of a temporary binding'),
})

const about = { scope: 'operator', tag: 'bindings' } as const

/** One key pair, many instances: each gives its own result. */
export const bindings = {
  list: route('GET', '/bindings', {
    ...about,
    scope: 'reader',
    summary: 'Bindings of one instance, or of one key pair',
  })
    .input(
      z.strictObject({
        instance: z.string().optional().describe('Id, or `dialect/account/id`'),
        keyPair: z.string().optional().describe('`dialect/account/id`, or name in place of the id'),
        region: z.string().optional().describe('Of the key pair, where several have the name'),
      }),
    )
    .output(z.object({ items: z.array(binding) })),
  add: route('POST', '/bindings', { ...about, summary: 'Binds a key pair to instances' })
    .input(bindRequest)
    .output(eventIterator(changedInstance)),
  preview: route('POST', '/bindings/preview', {
    ...about,
    scope: 'reader',
    summary: 'What binding a key pair would do to each instance; changes nothing',
  })
    .input(bindRequest.omit({ wait: true }))
    .output(z.object({ items: z.array(bindingPreview) })),
  remove: route('DELETE', '/bindings', { ...about, summary: 'Unbinds a key pair from instances' })
    .input(unbindRequest)
    .output(eventIterator(changedInstance)),
}
