import { bindKeyPairs, type BindResult } from '../../core/bindings/bind.ts'
import { ON_TOP_AT_ONCE } from '../../core/bindings/expiry.ts'
import { limitKeyPairs } from '../../core/bindings/limit.ts'
import type { KeyRotation } from '../../core/bindings/temporary-binding-store.ts'
import type { Call } from '../../core/call.ts'
import { eachBounded } from '../../core/each-bounded.ts'
import { type Fault, isFault } from '../../core/fault.ts'
import type { Instance } from '../../core/instances/instance.ts'
import { createKeyPair, importKeyPair } from '../../core/key-pairs/add.ts'
import type { KeyPair } from '../../core/key-pairs/key-pair.ts'
import { ownCall, type OwnContext } from './context.ts'
import { findKeyPair, findUsers, type KeyPairAddress } from './find-key-pair.ts'
import { knownDialect } from './known-dialect.ts'
import { orProblem } from './fault-problem.ts'
import { placeOf } from './place-key-pair.ts'
import { Problem } from './problem.ts'
import { type Shortfall, shortfallOf } from './shortfall.ts'
import { tellKeyPair } from './tell-key-pair.ts'
import { faultText, isoTime } from './texts.ts'

const MOST_AT_A_TIME = 64

interface RotationRequest extends KeyPairAddress {
  readonly newName?: string | undefined
  readonly publicKey?: string | undefined
  readonly overlapSeconds: number
}

/**
 * Binds another pair beside this one wherever this one is bound, and gives this one an end there once the other is in
 * force. How far it has come is in rows: asked for again after a crash or when its caller has gone, it goes on with the
 * same new pair. Where the new pair is not in force, the old one stays.
 */
export async function* rotateKeyPair(context: OwnContext, request: RotationRequest) {
  const old = await findKeyPair(context, request)
  const { rotation, newPair, privateKey } = await openRotation(context, old, request)
  const secret = privateKey === undefined ? {} : { privateKey }
  yield { kind: 'keyPair' as const, keyPair: tellKeyPair(newPair), ...secret }
  const { core } = context
  const instances = await findUsers(core, old)
  yield* eachBounded(instances, MOST_AT_A_TIME, (instance) => rotateAt(context, instance, rotation))
  context.expiry?.wake()
  if (instances.length === 0)
    await core.database.temporaryBindings.removeRotation({ ...rotation, keyPairId: old.id })
}

async function openRotation(
  context: OwnContext,
  old: KeyPair,
  request: RotationRequest,
): Promise<{ rotation: KeyRotation; newPair: KeyPair; privateKey?: string }> {
  const { core } = context
  const { account, dialect, id: keyPairId } = old
  const begun = await core.database.temporaryBindings.findRotation({ account, dialect, keyPairId })
  const [newPair] = begun ? await core.database.keyPairs.findByIds(old, [begun.newKeyPairId]) : []
  const isMeant = request.newName === undefined || request.newName === newPair?.name
  if (begun && newPair && isMeant && !(await isOver(context, old, begun))) return { rotation: begun, newPair }
  const { rules, ...place } = await placeOfNew(context, old, request)
  const newKeyPairId = rules.newId()
  const rotation = {
    ...{ account, dialect, oldKeyPairId: keyPairId, newKeyPairId },
    ...{ overlapMs: request.overlapSeconds * 1_000, startedAtMs: core.clock.now() },
  }
  // Before the pair is made: one that a process which died then left would be in the way of the next try.
  if (!(await core.database.temporaryBindings.putRotation(rotation, begun?.newKeyPairId)))
    throw new Problem(409, `another rotation of ${old.name} has just begun: ask again`)
  try {
    const withId = { ...place, rules: { ...rules, newId: () => newKeyPairId } }
    return { rotation, ...(await makePair(context, withId, request)) }
  } catch (error) {
    // Of what else has gone wrong nobody knows whether the pair is there.
    if (error instanceof Problem) await takeBack(context, rotation, begun)
    throw error
  }
}

/** What was written down before is written down again, unless somebody else has begun one since then. */
async function takeBack(
  { core }: OwnContext,
  { newKeyPairId, oldKeyPairId, account, dialect }: KeyRotation,
  before: KeyRotation | undefined,
): Promise<void> {
  const { temporaryBindings } = core.database
  if (before) await temporaryBindings.putRotation(before, newKeyPairId)
  else await temporaryBindings.removeRotation({ account, dialect, keyPairId: oldKeyPairId, newKeyPairId })
}

/** Whether the old pair was bound anew wherever it is bound: what is written down was for bindings that are gone. */
async function isOver({ core }: OwnContext, old: KeyPair, { startedAtMs }: KeyRotation): Promise<boolean> {
  const users = await findUsers(core, old)
  for (const instance of users) {
    const sinceMs = (await core.database.bindings.boundSince(instance)).get(old.id)
    if (sinceMs === undefined || sinceMs <= startedAtMs) return false
  }
  return users.length > 0
}

/** Where the new pair goes, under which name, and of which type it is if it is made. */
async function placeOfNew(context: OwnContext, old: KeyPair, { newName }: RotationRequest) {
  const { account, dialect } = old
  const name = newName ?? (await freeName(context, old))
  const region = old.region === '' ? undefined : old.region
  const type = old.publicKey.startsWith('ssh-ed25519 ') ? ('ed25519' as const) : ('rsa-2048' as const)
  return { name, type, ...(await placeOf(context, { account, dialect, region, name }, 'RotateKeyPair')) }
}

async function makePair(
  { core }: OwnContext,
  { name, type, rules, call }: Awaited<ReturnType<typeof placeOfNew>>,
  { publicKey }: RotationRequest,
) {
  if (publicKey !== undefined)
    return { newPair: await orProblem(() => importKeyPair(core, call, rules, { name, publicKey })) }
  const made = await orProblem(() => createKeyPair(core, call, rules, { name, type }))
  return { newPair: made.keyPair, privateKey: made.privateKey.reveal() }
}

/** `web`, `web_2`, `web_3` and so on. */
async function freeName({ core }: OwnContext, { account, dialect, name }: KeyPair): Promise<string> {
  const [, stem = name, number = '1'] = /^(.*)_(\d+)$/.exec(name) ?? []
  for (let next = Number(number) + 1; ; next += 1) {
    const found = await core.database.keyPairs.findAnywhere({ account, dialect }, `${stem}_${next}`)
    if (found.length === 0) return `${stem}_${next}`
  }
}

async function rotateAt(context: OwnContext, instance: Instance, rotation: KeyRotation) {
  const { account, dialect, id } = instance
  const told = { kind: 'instance' as const, dialect, account, id }
  const change = changeOf(context, instance, { keyPair: rotation.newKeyPairId })
  const fault = await faultOf(() => bindKeyPairs(...change))
  if (fault) return { ...told, outcome: 'refused' as const, message: faultText(fault) }
  const short = await shortfallAfter(context, instance, change[1])
  // Nobody listens any more where it is only begun.
  if (short)
    return { ...told, ...short, outcome: short.outcome === 'begun' ? ('pending' as const) : short.outcome }
  return { ...told, ...(await endOld(context, instance, rotation)) }
}

/** A change of one pair at one instance, as the use cases want it. */
function changeOf<How extends object>(
  context: OwnContext,
  { account, dialect, region, id }: Instance,
  { keyPair, ...how }: { readonly keyPair: string } & How,
) {
  const call = ownCall(context, { account, dialect, region, action: 'RotateKeyPair' })
  const { isAccountWide } = knownDialect(context.dialects, dialect).seeding.keyPairRules
  const request = { keyPairs: [{ id: keyPair }], instanceIds: [id], isLive: true, ...how }
  return [context.core, call, { ...ON_TOP_AT_ONCE, isAccountWide }, request] as const
}

/** Why a change was refused at its one instance; undefined: it was not. */
async function faultOf(change: () => Promise<BindResult>): Promise<Fault | undefined> {
  try {
    const { outcomes } = await change()
    return outcomes[0]?.fault
  } catch (error) {
    if (isFault(error)) return error
    throw error
  }
}

/**
 * What is missing once the operation of this call has ended: it may have failed already, and its change be taken back.
 * Where another one came after it, once that has ended.
 */
async function shortfallAfter(
  context: OwnContext,
  instance: Instance,
  { requestId }: Call,
): Promise<Shortfall | undefined> {
  const [now] = await context.core.database.instances.findByIds(instance, [instance.id])
  const latest = now?.latestOperation
  const running = now?.currentOperationId
  const other = running === undefined ? undefined : { id: running }
  return shortfallOf(context, instance, latest?.requestId === requestId ? latest : other)
}

/** The old pair ends here, and the machine is told; an end that it has already stays. */
async function endOld(context: OwnContext, instance: Instance, rotation: KeyRotation) {
  const known = await endThere(context, instance, rotation)
  if (known !== undefined) return { outcome: 'bound' as const, message: '', oldEndsAt: isoTime(known) }
  const expiresAtMs = context.core.clock.now() + rotation.overlapMs
  const limit = { keyPair: rotation.oldKeyPairId, expiresAtMs, beside: rotation.newKeyPairId }
  const change = changeOf(context, instance, limit)
  const fault = await faultOf(() => limitKeyPairs(...change))
  if (fault) return { outcome: 'refused' as const, message: `the old key has no end: ${faultText(fault)}` }
  const short = await shortfallAfter(context, instance, change[1])
  const endsAtMs = await endThere(context, instance, rotation)
  return {
    outcome: 'bound' as const,
    // It is in force all the same, and the server keeps to the end.
    message: short ? `the machine does not know the end of the old key: ${short.message}` : '',
    ...(endsAtMs === undefined ? {} : { oldEndsAt: isoTime(endsAtMs) }),
  }
}

async function endThere(
  { core }: OwnContext,
  { account, dialect, id: instanceId }: Instance,
  { oldKeyPairId }: KeyRotation,
): Promise<number | undefined> {
  const known = await core.database.temporaryBindings.ofInstance({ account, dialect, instanceId })
  return known.find(({ keyPairId }) => keyPairId === oldKeyPairId)?.expiresAtMs
}
