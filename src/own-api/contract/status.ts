import { z } from 'zod'

import { route, time } from './route.ts'

const count = z.number()

/** How the server is, at a glance. */
export const status = {
  show: route('GET', '/status', { scope: 'reader', tag: 'status', summary: 'How the server is, at a glance' })
    .input(z.strictObject({}))
    .output(
      z.object({
        version: z.string(),
        mode: z.enum(['stand-in', 'strict']),
        startedAt: time,
        uptimeSeconds: count,
        accounts: count,
        keyPairs: count.describe('Of all accounts and clouds'),
        instances: z.array(z.object({ dialect: z.string(), state: z.string(), count })),
        pending: count.describe('Instances whose access wanted is not the one in force'),
        operations: z.object({ running: count, failedLastHour: count }),
        calls: z
          .array(
            z.object({
              dialect: z.string(),
              lastMinute: count,
              perSecond: count,
              perSecondNow: count.describe('Over the last five seconds'),
            }),
          )
          .describe('Of this process, as far as it remembers them'),
      }),
    ),
}
