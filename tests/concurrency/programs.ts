import * as fc from 'fast-check'

/** What one client asks for, one after the other. */
export type Command =
  | { readonly ask: 'import'; readonly pair: string }
  | { readonly ask: 'deletePairs'; readonly pairs: readonly string[] }
  | { readonly ask: 'attach' | 'detach'; readonly pair: string; readonly on: readonly number[] }
  | { readonly ask: 'start' | 'stop' | 'reboot'; readonly on: number }
  | { readonly ask: 'terminate'; readonly on: number; readonly isForced: boolean }
  | { readonly ask: 'show'; readonly on: readonly number[] }
  | { readonly ask: 'listPairs' }

/** Some clients that begin at the same time, on instances that run and pairs that are there already. */
export interface Program {
  readonly instances: number
  readonly pairs: readonly string[]
  readonly clients: readonly (readonly Step[])[]
}

/** Before a command its client lets this many turns of the event loop pass, so that clients meet differently. */
export interface Step {
  readonly afterTurns: number
  readonly command: Command
}

/** Few of each, so that clients meet. */
const INSTANCES = 2
const PAIRS = ['pair-a', 'pair-b'] as const

/** Many clients with few commands meet more often than few with many, and their histories are exPLAINed sooner. */
const MOST_CLIENTS = 5
const MOST_COMMANDS = 6
const MOST_TURNS = 30

/** Records that print as people write them. */
const PLAIN = { noNullPrototype: true }

export function programs(): fc.Arbitrary<Program> {
  return fc.integer({ min: 1, max: INSTANCES }).chain((instances) =>
    fc.record({
      instances: fc.constant(instances),
      pairs: fc.oneof(
        { weight: 3, arbitrary: fc.constant(PAIRS) },
        { weight: 1, arbitrary: fc.subarray([...PAIRS]) },
      ),
      clients: fc.array(fc.array(step(instances), { minLength: 1, maxLength: MOST_COMMANDS }), {
        minLength: 2,
        maxLength: MOST_CLIENTS,
      }),
    }),
  )
}

function step(instances: number): fc.Arbitrary<Step> {
  // Mostly at once; sometimes a passing state is over by then.
  const turns = fc.oneof({ weight: 3, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(MOST_TURNS) })
  return fc.record({ afterTurns: turns, command: command(instances) }, PLAIN)
}

function command(instances: number): fc.Arbitrary<Command> {
  const on = fc.nat(instances - 1)
  const some = fc.shuffledSubarray([...Array(instances).keys()], { minLength: 1 })
  const pair = fc.constantFrom(...PAIRS)
  const ask = <Name extends Command['ask']>(name: Name) => fc.constant(name)
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ ask: ask('attach'), pair, on: some }, PLAIN) },
    { weight: 5, arbitrary: fc.record({ ask: ask('detach'), pair, on: some }, PLAIN) },
    { weight: 2, arbitrary: fc.record({ ask: ask('import'), pair }, PLAIN) },
    {
      weight: 2,
      arbitrary: fc.record({
        ask: ask('deletePairs'),
        pairs: fc.shuffledSubarray([...PAIRS], { minLength: 1 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ ask: ask('stop'), on }, PLAIN) },
    { weight: 5, arbitrary: fc.record({ ask: ask('start'), on }, PLAIN) },
    { weight: 1, arbitrary: fc.record({ ask: ask('reboot'), on }, PLAIN) },
    { weight: 1, arbitrary: fc.record({ ask: ask('terminate'), on, isForced: fc.boolean() }, PLAIN) },
    { weight: 4, arbitrary: fc.record({ ask: ask('show'), on: some }, PLAIN) },
    { weight: 1, arbitrary: fc.record({ ask: ask('listPairs') }, PLAIN) },
  )
}
