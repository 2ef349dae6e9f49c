import { z } from 'zod'

import { accountId, route, time } from './route.ts'

const about = { scope: 'admin', tag: 'world' } as const
const NOTHING = z.strictObject({})
const LONGEST_DELAY_MS = 600_000
const YEAR_MS = 366 * 86_400_000

const clock = z.object({ mode: z.enum(['real', 'held']), now: time })
const snapshotName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i, 'must be 1 to 64 letters, digits, dots and dashes')
const snapshot = z.object({ name: z.string(), takenAt: time, rows: z.int() })

const instance = { dialect: z.string(), account: accountId, instance: z.string() }
const held = z.object({ ...instance, action: z.string().optional().describe('Call whose operation is held') })

const delayMs = z.int().min(0).max(LONGEST_DELAY_MS)
const occasion = {
  nth: z.int().min(1).optional().describe('From this match on; alone: this one only'),
  rate: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe('Share of the matches; which ones follows from the seed number'),
  times: z.int().min(1).optional().describe('At most so many'),
}
const anywhere = { dialect: z.string().optional(), account: accountId.optional() }

const callFault = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('error'),
    code: z.string().regex(/^[\w.-]{1,128}$/, 'must be a code: letters, digits, dots and dashes'),
    status: z.int().min(200).max(599).optional(),
    message: z.string().max(1_000).optional(),
  }),
  z.strictObject({ kind: z.literal('delay'), delayMs }),
  z.strictObject({ kind: z.literal('cut'), when: z.enum(['before', 'after']) }),
  z.strictObject({ kind: z.literal('half-answer') }),
])
const machineFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('slow'), delayMs }),
  z.strictObject({ kind: z.literal('refused') }),
  z.strictObject({ kind: z.literal('half-applied') }),
])
const step = z.enum(['login', 'start', 'stop', 'reboot', 'applyAccess', 'reinstall', 'observe'])

const newRule = z.discriminatedUnion('on', [
  z.strictObject({
    ...{ on: z.literal('call'), fault: callFault, ...occasion },
    match: z.strictObject({ ...anywhere, action: z.string().optional() }).default({}),
  }),
  z.strictObject({
    ...{ on: z.literal('machine'), fault: machineFault, ...occasion },
    match: z
      .strictObject({ ...anywhere, instance: z.string().optional(), step: step.optional() })
      .default({}),
  }),
])
const rule = z.object({
  ...{ id: z.string(), on: z.enum(['call', 'machine']), ...occasion },
  match: z.object({
    ...{ ...anywhere, action: z.string().optional() },
    ...{ instance: z.string().optional(), step: step.optional() },
  }),
  fault: z.union([callFault, machineFault]),
  matched: z.int().describe('Calls or steps that it is about, since it is there'),
  injected: z.int().describe('How many of them it hit'),
})

/** A fault rule as it is asked for. */
export type NewRule = z.input<typeof newRule>

/** Control of the world of a stand-in; in strict mode none of it is there. */
export const world = {
  show: route('GET', '/world', { ...about, summary: 'How the world is controlled at the moment' })
    .input(NOTHING)
    .output(
      z.object({
        ...{ clock, seedNumber: z.int().optional(), holds: z.array(held) },
        ...{ faults: z.array(rule), snapshots: z.array(snapshot) },
      }),
    ),
  reset: route('POST', '/world/reset', {
    ...about,
    status: 204,
    summary: 'Back to the seed file, or to nothing: everything, or one account',
  })
    .input(z.strictObject({ account: accountId.optional() }))
    .output(z.void()),
  snapshots: {
    list: route('GET', '/world/snapshots', { ...about, summary: 'All snapshots' })
      .input(NOTHING)
      .output(z.object({ items: z.array(snapshot) })),
    save: route('PUT', '/world/snapshots/{name}', { ...about, summary: 'Keeps the world under a name' })
      .input(z.strictObject({ name: snapshotName }))
      .output(snapshot),
    load: route('POST', '/world/snapshots/{name}/load', {
      ...about,
      status: 204,
      summary: 'Brings the world back as it was kept',
    })
      .input(z.strictObject({ name: snapshotName }))
      .output(z.void()),
    remove: route('DELETE', '/world/snapshots/{name}', {
      ...about,
      status: 204,
      summary: 'Removes a snapshot',
    })
      .input(z.strictObject({ name: snapshotName }))
      .output(z.void()),
  },
  clock: {
    set: route('PUT', '/world/clock', { ...about, summary: 'Holds the clock, or lets it run' })
      .input(
        z.strictObject({ mode: z.enum(['real', 'held']), at: z.iso.datetime({ offset: true }).optional() }),
      )
      .output(clock),
    advance: route('POST', '/world/clock/advance', { ...about, summary: 'Moves a held clock forward' })
      .input(z.strictObject({ byMs: z.int().min(0).max(YEAR_MS) }))
      .output(clock),
  },
  holds: {
    hold: route('PUT', '/world/holds/{dialect}/{account}/{instance}', {
      ...about,
      summary: 'Keeps an instance busy with the operation that runs, or with its next one',
    })
      .input(z.strictObject(instance))
      .output(held),
    release: route('DELETE', '/world/holds/{dialect}/{account}/{instance}', {
      ...about,
      summary: 'Lets go what was held, by a call or by the seed file',
    })
      .input(z.strictObject(instance))
      .output(held),
  },
  faults: {
    list: route('GET', '/world/faults', { ...about, summary: 'All fault rules, with what they did' })
      .input(NOTHING)
      .output(z.object({ items: z.array(rule) })),
    add: route('POST', '/world/faults', { ...about, status: 201, summary: 'Lets calls or machines go wrong' })
      .input(newRule)
      .output(rule),
    remove: route('DELETE', '/world/faults/{id}', {
      ...about,
      status: 204,
      summary: 'Takes a fault rule away',
    })
      .input(z.strictObject({ id: z.string() }))
      .output(z.void()),
  },
}
