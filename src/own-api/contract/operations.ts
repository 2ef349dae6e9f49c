import { eventIterator } from '@orpc/contract'
import { z } from 'zod'

import { pageOf, pageQuery, route, time } from './route.ts'

const operation = z.object({
  id: z.string(),
  dialect: z.string(),
  account: z.string(),
  instanceId: z.string(),
  kind: z.string(),
  action: z.string().describe('The call that asked for it'),
  requestId: z.string(),
  outcome: z.enum(['running', 'succeeded', 'failed']),
  steps: z.array(z.string()).readonly(),
  step: z.number().describe('How many steps are done'),
  isUndoing: z.boolean(),
  attempt: z.number(),
  message: z.string().describe('Why it failed, or why its last attempt did'),
  createdAt: time,
  deadline: time,
})

const filters = {
  account: z.string().optional(),
  dialect: z.string().optional(),
  instance: z.string().optional().describe('Id of an instance'),
  outcome: z.enum(['running', 'succeeded', 'failed']).optional(),
}

const about = { scope: 'reader', tag: 'operations' } as const

/** Durable work on machines. */
export const operations = {
  list: route('GET', '/operations', {
    ...about,
    summary: 'Operations, newest first; a page may be short, the last one has no `next`',
  })
    .input(z.strictObject({ ...pageQuery, ...filters }))
    .output(pageOf(operation)),
  events: route('GET', '/operations/events', {
    ...about,
    isEndless: true,
    summary: 'Those that run, then every step of any, until the caller goes',
  })
    .input(z.strictObject(filters))
    .output(eventIterator(operation)),
  show: route('GET', '/operations/{id}', { ...about, summary: 'One operation' })
    .input(z.strictObject({ id: z.string() }))
    .output(operation),
  follow: route('GET', '/operations/{id}/events', {
    ...about,
    summary: 'One operation, step by step to its end',
  })
    .input(z.strictObject({ id: z.string() }))
    .output(eventIterator(operation)),
}
