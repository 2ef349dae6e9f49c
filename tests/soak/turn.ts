import type { Random } from '../fuzz/random.ts'
import type { Account } from './account.ts'
import type { Key } from './keys.ts'
import { logIn, type LoginPlace } from './log-in.ts'
import type { Outcome } from './outcome.ts'
import type { World } from './world.ts'

/** What was done over all lanes of a site, beside calls. */
export interface Deeds {
  turns: number
  /** Pairs bound, by whichever call. */
  bindings: number
  loginsIn: number
  loginsRefused: number
  /** Bindings that ended by themselves. */
  temporary: number
  rotations: number
}

/** Everything that a lane works with. */
export interface LaneParts {
  readonly name: string
  readonly account: Account
  readonly random: Random
  readonly keys: readonly Key[]
  readonly place: LoginPlace
  readonly deeds: Deeds
  readonly thinkMs: number
  complain(this: void, flaw: string): void
}

export interface TurnParts extends LaneParts {
  /** A name that this lane has not used yet. */
  fresh(this: void): string
}

/** One thing that a client does, from the call to what must be there afterwards. */
export interface Turn {
  readonly name: string
  /** How often, beside the others. */
  readonly weight: number
  run(this: void, parts: TurnParts): Promise<void>
}

/** Compares what is there after a call with what it was told: done, refused (a flaw here), or cut off. */
export async function settle(
  { account, complain, name }: TurnParts,
  what: string,
  { outcome, after }: { readonly outcome: Outcome; readonly after: World },
): Promise<void> {
  const before = account.world
  if (outcome.kind === 'refused') complain(`${name}: ${what} was refused: ${outcome.code}`)
  const believed = { done: [after], refused: [before], unknown: [before, after] }[outcome.kind]
  await account.expect(`${name}: ${what}, ${outcome.kind}`, believed)
}

/** A key that neither a pair has nor a machine; undefined: all are in use. */
export function freeKey({ account, random, keys }: TurnParts): Key | undefined {
  const { pairs, instances } = account.world
  const inForce = Object.values(instances).flatMap((one) => one.inForce ?? [...account.keys.keys()])
  const used = new Set([...pairs, ...inForce].map((pair) => account.keys.get(pair)))
  return random.of(keys.filter((one) => !used.has(one)))
}

/** Names of running instances of which it is known who is let in. */
export function readable({ account }: TurnParts): readonly string[] {
  return Object.entries(account.world.instances)
    .filter(([, { state, inForce }]) => state === 'running' && inForce)
    .map(([name]) => name)
}

/** Logs in by SSH; another answer than is believed is a flaw, unless something was killed meanwhile. */
export async function expectLogin(parts: TurnParts, instance: string, pair: string): Promise<void> {
  const { account, complain, deeds, name, place } = parts
  const { address, loginUser: user } = account.instance(instance)
  const key = account.keys.get(pair)
  const inForce = account.world.instances[instance]?.inForce
  if (!key || !inForce) return
  const isIn = inForce.some((one) => account.keys.get(one) === key)
  const { epoch } = place
  try {
    const answer = await logIn(place, { address, user, privateKey: key.privateKey })
    if (answer === undefined) return
    if (answer) deeds.loginsIn += 1
    else deeds.loginsRefused += 1
    if (answer !== isIn) complain(`${name}: ${instance} ${answer ? 'lets in' : 'refuses'} ${pair}`)
  } catch (error) {
    if (place.epoch === epoch && epoch % 2 === 0)
      complain(`${name}: ${instance} with ${pair}: ${String(error)}`)
  }
}
