import { eventIterator } from '@orpc/contract'
import { z } from 'zod'

import { pageOf, pageQuery, route, time } from './route.ts'

const about = { scope: 'reader', tag: 'audit' } as const

const keys = z.array(z.string()).readonly().describe('Fingerprints, SHA256:…')

export const machineChange = z.object({
  instance: z.string(),
  driver: z.string(),
  address: z.string().describe('Where the machine was reached'),
  loginUser: z.string(),
  step: z.string(),
  isUndoing: z.boolean().describe('It went back to what was before an operation that failed'),
  version: z.number(),
  cameKeys: keys,
  wentKeys: keys,
  keys: keys.describe('All managed keys that are there now'),
  password: z.enum(['answered', 'refused']).optional().describe('What password login became, if it changed'),
  isPasswordNew: z.literal(true).optional(),
  message: z.string().optional().describe('Why it failed'),
})

export const auditEntry = z.object({
  id: z.string(),
  number: z.number().optional().describe('Its place in the chain of its account, once it is sealed'),
  hash: z.string().optional(),
  at: time,
  account: z.string().describe('Empty for calls of nobody known'),
  dialect: z.string(),
  region: z.string(),
  user: z.string(),
  accessKeyId: z.string(),
  action: z.string(),
  requestId: z.string(),
  sourceAddress: z.string(),
  outcome: z.string().describe('`ok`, the code of the refusal, or `failed` at a machine'),
  changes: z
    .array(
      z.object({ what: z.string(), verb: z.string(), subject: z.string(), detail: z.string().optional() }),
    )
    .readonly(),
  machine: machineChange.optional().describe('What changed on a machine; the rest tells by which request'),
})

const account = z.string().max(64)

const filters = {
  requestId: z.string().optional(),
  user: z.string().optional(),
  subject: z.string().optional().describe('Id of an instance, a key pair or what else was changed'),
  action: z.string().optional(),
  outcome: z.string().optional().describe('`ok`, `refused` for everything else, or a code'),
  since: time.optional(),
  until: time.optional(),
}

const end = z.object({ number: z.number(), hash: z.string() })

export const chainCheck = z.object({
  account: z.string(),
  sealed: z.number().describe('Rows that were found as they were sealed'),
  unsealed: z.number().describe('Rows that wait for their seal, as every row does for a moment'),
  unprotected: z.number().describe('Rows that processes of an older version wrote during an upgrade'),
  end: end.optional().describe('The last right seal; kept elsewhere it is an `anchor` for later'),
  broken: z
    .object({
      number: z.number(),
      why: z.enum(['changed', 'missing', 'extra', 'head', 'anchor']),
      rowId: z.string().optional(),
    })
    .optional()
    .describe('The first thing that is wrong'),
})

/** What was asked and what changed on machines: rows are only added, each account has a chain of them. */
export const audit = {
  list: route('GET', '/audit', { ...about, summary: 'Rows of one account, newest first' })
    .input(
      z.strictObject({
        ...pageQuery,
        account: account.optional().describe('May be left out where only one account has rows'),
        ...filters,
      }),
    )
    .output(pageOf(auditEntry)),
  trace: route('GET', '/audit/requests/{requestId}', {
    ...about,
    summary: 'What one request did: its call, and what changed on which machine',
  })
    .input(z.strictObject({ requestId: z.string() }))
    .output(z.object({ requestId: z.string(), calls: z.array(auditEntry), machines: z.array(auditEntry) })),
  verify: route('GET', '/audit/verification', { ...about, summary: 'Checks the chains, account by account' })
    .input(
      z.strictObject({
        account: account.optional(),
        anchor: z
          .string()
          .regex(/^\d{1,15}:[\w-]{43}$/, 'must be NUMBER:HASH, an end that was told before')
          .optional()
          .describe('An end that the chain of `account` must have had'),
      }),
    )
    .output(eventIterator(chainCheck)),
  export: route('GET', '/audit/export', {
    ...about,
    summary: 'Every row, of all accounts or of one, as they were written',
  })
    .input(z.strictObject({ account: account.optional(), ...filters }))
    .output(eventIterator(auditEntry)),
}
