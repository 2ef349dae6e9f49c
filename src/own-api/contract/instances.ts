import { z } from 'zod'

import { flag, pageOf, pageQuery, route, time } from './route.ts'

/** What names one instance in a path. */
const instancePath = { dialect: z.string(), account: z.string(), id: z.string() }

/** How to log in to a machine. */
const access = z.object({
  host: z.string(),
  port: z.number(),
  user: z.string(),
  hostKey: z.string().nullable().describe('As known_hosts has it after the name; null where none is known'),
  command: z.string().describe('What to type to log in'),
})

const latestOperation = z.object({
  id: z.string(),
  kind: z.string(),
  action: z.string(),
  outcome: z.enum(['running', 'succeeded', 'failed']),
  message: z.string(),
  createdAt: time,
})

const PENDING_REASONS = ['operationRunning', 'operationFailed', 'machineOff', 'nextBoot'] as const

/** Why the access wanted is not the one in force; null: it is. */
export const pending = z
  .object({
    reason: z.enum(PENDING_REASONS),
    message: z.string().describe('Why it failed; else empty'),
  })
  .nullable()

export const instance = z.object({
  ...instancePath,
  name: z.string(),
  region: z.string(),
  zone: z.string(),
  state: z.string(),
  os: z.enum(['linux', 'windows']),
  osName: z.string(),
  loginUser: z.string(),
  type: z.string(),
  address: z.string(),
  privateAddress: z.string(),
  driver: z.string(),
  keyPairIds: z.array(z.string()).readonly(),
  allowsPassword: z.boolean(),
  desiredVersion: z.number(),
  appliedVersion: z.number(),
  pending,
  latestOperation: latestOperation.nullable(),
  createdAt: time,
  access: access.nullable().describe('Null where nobody can log in: no SSH listener, or no Linux'),
})

const instanceFilters = {
  account: z.string().optional(),
  dialect: z.string().optional(),
  region: z.string().optional(),
  state: z.string().optional(),
  text: z.string().max(100).optional().describe('Part of the name, the id or the address'),
  keyPair: z.string().optional().describe('Id of a key pair that is bound'),
  pending: flag.optional(),
}

const about = { scope: 'reader', tag: 'instances' } as const

/** Machines of all accounts and clouds. */
export const instances = {
  list: route('GET', '/instances', {
    ...about,
    summary: 'Instances of all accounts and clouds; a page may be short, the last one has no `next`',
  })
    .input(
      z.strictObject({
        ...pageQuery,
        ...instanceFilters,
        sort: z
          .enum(['id', 'name', 'newest'])
          .default('id')
          .describe('`id`: by account, cloud and id. A cursor goes on in the order that gave it'),
      }),
    )
    .output(pageOf(instance)),
  show: route('GET', '/instances/{dialect}/{account}/{id}', { ...about, summary: 'One instance' })
    .input(z.strictObject(instancePath))
    .output(instance),
  power: route('POST', '/instances/{dialect}/{account}/{id}/power', {
    ...about,
    scope: 'operator',
    status: 202,
    summary: 'Begins to start, stop, reboot or terminate it',
  })
    .input(
      z.strictObject({
        ...instancePath,
        verb: z.enum(['start', 'stop', 'reboot', 'terminate']),
        force: z.boolean().default(false).describe('Without asking the guest'),
      }),
    )
    .output(z.object({ operationId: z.string() })),
}
