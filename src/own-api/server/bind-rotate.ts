import { bindKeyPairs } from '../../core/bindings/bind.ts'
import { ON_TOP_AT_ONCE } from '../../core/bindings/expiry.ts'
import type { KeyRotation } from '../../core/bindings/temporary-binding-store.ts'
import { eachBounded } from '../../core/each-bounded.ts'
import { isFault } from '../../core/fault.ts'
import type { Instance } from '../../core/instances/instance.ts'
import { createKeyPair, importKeyPair } from '../../core/key-pairs/add.ts'
import type { KeyPair } from '../../core/key-pairs/key-pair.ts'
import { ownCall, type OwnContext } from './context.ts'
import { endOf } from './end-of-operation.ts'
import { dialectOf, findKeyPair, type KeyPairAddress } from './find-key-pair.ts'
import { orProblem, placeOf } from './place-key-pair.ts'
import { pendingOf } from './tell-instance.ts'
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
  const page = { limit: 1, offset: 0 }
  const { rows } = await core.database.keyPairs.list(old, { ids: [old.id], page })
  const { account, dialect } = old
  const ids = rows[0]?.instanceIds ?? []
  const instances = await core.database.instances.findByIds({ account, dialect }, ids)
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
  if (begun && newPair) return { rotation: begun, newPair }
  const made = await makePair(context, old, request)
  const rotation = {
    ...{ account, dialect, oldKeyPairId: keyPairId, newKeyPairId: made.newPair.id },
    ...{ overlapMs: request.overlapSeconds * 1_000, startedAtMs: core.clock.now() },
  }
  await core.database.temporaryBindings.putRotation(rotation)
  return { rotation, ...made }
}

async function makePair(context: OwnContext, old: KeyPair, { newName, publicKey }: RotationRequest) {
  const { account, dialect } = old
  const name = newName ?? (await freeName(context, old))
  const region = old.region === '' ? undefined : old.region
  const { rules, call } = await placeOf(context, { account, dialect, region, name }, 'RotateKeyPair')
  if (publicKey !== undefined)
    return { newPair: await orProblem(() => importKeyPair(context.core, call, rules, { name, publicKey })) }
  const type = old.publicKey.startsWith('ssh-ed25519 ') ? 'ed25519' : 'rsa-2048'
  const made = await orProblem(() => createKeyPair(context.core, call, rules, { name, type }))
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
  const { core } = context
  const { account, dialect, region, id: instanceId } = instance
  const told = { kind: 'instance' as const, dialect, account, id: instanceId }
  const call = ownCall(context, { account, dialect, region, action: 'RotateKeyPair' })
  const { isAccountWide } = dialectOf(context, dialect).seeding.keyPairRules
  const request = {
    keyPairs: [{ id: rotation.newKeyPairId }],
    ...{ instanceIds: [instanceId], isLive: true },
  }
  try {
    const { outcomes } = await bindKeyPairs(core, call, { ...ON_TOP_AT_ONCE, isAccountWide }, request)
    const fault = outcomes[0]?.fault
    if (fault) return { ...told, outcome: 'refused' as const, message: faultText(fault) }
  } catch (error) {
    if (!isFault(error)) throw error
    return { ...told, outcome: 'refused' as const, message: faultText(error) }
  }
  const failure = await failureOf(context, instance)
  if (failure) return { ...told, ...failure }
  const endsAtMs = await endOld(context, instanceId, rotation)
  return { ...told, outcome: 'bound' as const, message: '', oldEndsAt: isoTime(endsAtMs) }
}

/** Undefined: what is wanted is in force. */
async function failureOf({ core }: OwnContext, instance: Instance) {
  const read = async () => (await core.database.instances.findByIds(instance, [instance.id]))[0]
  const begun = await read()
  if (begun?.currentOperationId !== undefined) {
    const { outcome, message } = await endOf(core, { id: begun.currentOperationId })
    if (outcome === 'failed') return { outcome: 'failed' as const, message }
  }
  const after = await read()
  const pending = after && pendingOf(after)
  if (!pending && after) return undefined
  return { outcome: 'pending' as const, message: pending?.message ?? 'the instance is gone' }
}

/** The old pair ends here; an end that it has already stays. */
async function endOld(
  { core }: OwnContext,
  instanceId: string,
  { account, dialect, oldKeyPairId: keyPairId, overlapMs }: KeyRotation,
): Promise<number> {
  const { temporaryBindings } = core.database
  const known = await temporaryBindings.ofInstance({ account, dialect, instanceId })
  const end = known.find((one) => one.keyPairId === keyPairId)
  if (end) return end.expiresAtMs
  const expiresAtMs = core.clock.now() + overlapMs
  const key = { account, dialect, instanceId, keyPairId }
  await temporaryBindings.put({ ...key, expiresAtMs, dueAtMs: expiresAtMs, endingAtMs: undefined })
  return expiresAtMs
}
