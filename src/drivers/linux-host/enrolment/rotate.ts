import { eachBounded } from '../../../core/each-bounded.ts'
import { type Hop, lastOf } from '../host-record.ts'
import type { ConnectParts } from '../ssh/connect.ts'
import { installKey, removeKey } from './management-access.ts'
import type { ManagementKey, ManagementKeys } from './management-keys.ts'

/** What happened at one server. */
export interface RotationStep {
  /** `user@address:port` */
  readonly host: string
  readonly step: 'install' | 'remove'
  readonly outcome: 'done' | 'failed' | 'skipped'
  /** Why it failed, or what being left out means; empty otherwise. */
  readonly message: string
}

/** The ways to the hosts of a rotation. */
export interface RotationWays {
  readonly ways: readonly (readonly Hop[])[]
  /** Nobody goes there: what is only on these ways keeps the old key. */
  readonly leftOut: readonly (readonly Hop[])[]
}

const MOST_AT_A_TIME = 16
const KEEPS_OLD_KEY =
  'keeps the old key: it cannot be logged in to after the rotation, unless the new key is put there by hand'

/**
 * Replaces the management key everywhere. Every server gets the new key and proves it; only when all have, it becomes
 * the key in use, and only then the old one is taken away. Whatever fails or crashes in between, the key in use opens
 * every server, and the next rotation goes on with the same new key.
 */
export async function* rotateManagementKey(
  { ways, leftOut }: RotationWays,
  { keys, parts }: { readonly keys: ManagementKeys; readonly parts: ConnectParts },
  signal: AbortSignal,
): AsyncGenerator<RotationStep, void, undefined> {
  const rounds = roundsOf(ways)
  for (const host of serversOnlyOn(leftOut, rounds))
    yield { host, step: 'install', outcome: 'skipped', message: KEEPS_OLD_KEY }
  const leftOver = await keys.leftOver()
  if (leftOver) {
    if (yield* takeAway(rounds, { key: leftOver, parts }, signal)) return
    await keys.finish()
  }
  const next = await keys.begin()
  const install = (hops: readonly Hop[]) => installKey(hops, { key: next, parts }, signal)
  if (yield* eachServer(rounds, { step: 'install', work: install })) return
  const old = await keys.commit()
  if (yield* takeAway(rounds, { key: old, parts }, signal)) return
  await keys.finish()
}

/** A server behind a jump host is done after it on the way in. */
type Rounds = readonly (readonly (readonly Hop[])[])[]

/** Every server that is logged in to with the management key, jump hosts too, each once; the nearest ones first. */
function roundsOf(ways: readonly (readonly Hop[])[]): Rounds {
  const rounds: Map<string, readonly Hop[]>[] = []
  for (const way of ways) {
    for (const [index, hop] of way.entries()) {
      if (hop.login.kind !== 'management') continue
      const round = (rounds[index] ??= new Map<string, readonly Hop[]>())
      round.set(
        way
          .slice(0, index + 1)
          .map(nameOf)
          .join(),
        way.slice(0, index + 1),
      )
    }
  }
  return Array.from(rounds, (round: Map<string, readonly Hop[]> | undefined) => [...(round?.values() ?? [])])
}

/** The servers on these ways that are logged in to with the management key and are in none of the rounds. */
function serversOnlyOn(ways: RotationWays['leftOut'], rounds: Rounds): ReadonlySet<string> {
  const namesIn = (all: Rounds) => new Set(all.flat().map((hops) => nameOf(lastOf(hops))))
  const reached = namesIn(rounds)
  return new Set([...namesIn(roundsOf(ways))].filter((name) => !reached.has(name)))
}

function takeAway(
  rounds: Rounds,
  { key, parts }: { readonly key: ManagementKey; readonly parts: ConnectParts },
  signal: AbortSignal,
): AsyncGenerator<RotationStep, boolean, undefined> {
  return eachServer(rounds, { step: 'remove', work: (hops) => removeKey(hops, { key, parts }, signal) })
}

/** Returns whether any server failed; one round begins when the one before is over. */
async function* eachServer(
  rounds: Rounds,
  {
    step,
    work,
  }: { readonly step: RotationStep['step']; readonly work: (hops: readonly Hop[]) => Promise<void> },
): AsyncGenerator<RotationStep, boolean, undefined> {
  let hasFailed = false
  for (const round of rounds) {
    const tried = eachBounded(round, MOST_AT_A_TIME, async (hops): Promise<RotationStep> => {
      const host = nameOf(lastOf(hops))
      try {
        await work(hops)
        return { host, step, outcome: 'done', message: '' }
      } catch (error) {
        return {
          host,
          step,
          outcome: 'failed',
          message: error instanceof Error ? error.message : String(error),
        }
      }
    })
    for await (const result of tried) {
      hasFailed ||= result.outcome === 'failed'
      yield result
    }
  }
  return hasFailed
}

function nameOf({ user, address, port }: Hop): string {
  return `${user}@${address}:${port}`
}
