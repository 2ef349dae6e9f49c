import { eventIterator } from '@orpc/contract'
import { z } from 'zod'

import { pageOf, pageQuery, route, time } from './route.ts'

const about = { scope: 'reader', tag: 'calls' } as const

export const callSummary = z.object({
  number: z.number().describe('Grows by one with each call that this process answered'),
  at: time,
  durationMs: z.number(),
  requestId: z.string(),
  dialect: z.string(),
  service: z.string(),
  action: z.string(),
  account: z.string(),
  user: z.string(),
  accessKeyId: z.string(),
  region: z.string(),
  sourceAddress: z.string(),
  outcome: z.string().describe('`ok`, or the code of the refusal'),
  status: z.number(),
  message: z.string(),
})

const names = z.array(z.string()).readonly()

/** How the sender was known, and how far the call got. No signature is told. */
const verification = z.object({
  scheme: z.string().describe('`TC3-HMAC-SHA256`, `HMAC-SHA1`, …; empty for a call that is not signed'),
  place: z.enum(['header', 'query', 'body', 'nowhere']).describe('Where the signature stands'),
  accessKeyId: z.string().describe('The access key that signed, as the call says'),
  signedHeaders: names,
  signedAt: time.optional().describe('As the call says'),
  hasToken: z.boolean().describe('With temporary credentials'),
  isGenuine: z.boolean().nullable().describe('The signature is right; null: the call was refused before'),
  steps: z
    .array(z.object({ step: z.string(), state: z.enum(['passed', 'refused', 'notReached']) }))
    .describe('In the order of the cloud'),
})

export const wholeCall = callSummary.extend({
  verification,
  parameters: z.object({ read: names, ignored: names, unknown: names }),
  request: z.object({
    method: z.string(),
    path: z.string(),
    query: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
  }),
  answer: z.unknown().describe('The fields of the answer, before the envelope of its cloud'),
})

const filters = {
  dialect: z.string().optional(),
  action: z.string().optional(),
  account: z.string().optional(),
  outcome: z.string().optional().describe('`ok`, `refused` for every refusal, or a code'),
}

/** The last calls of the clouds' APIs that this process answered, without their secrets. */
export const calls = {
  list: route('GET', '/calls', { ...about, summary: 'The last calls, newest first' })
    .input(z.strictObject({ ...pageQuery, ...filters }))
    .output(pageOf(callSummary)),
  events: route('GET', '/calls/events', { ...about, isEndless: true, summary: 'Calls as they come' })
    .input(z.strictObject(filters))
    .output(eventIterator(callSummary)),
  show: route('GET', '/calls/{requestId}', { ...about, summary: 'One call in full' })
    .input(z.strictObject({ requestId: z.string() }))
    .output(wholeCall),
}
