import type { z } from 'zod'

import { type ForeseenBinding, foreseeBinding } from '../../core/bindings/foresee.ts'
import type { Call } from '../../core/call.ts'
import { eachBounded } from '../../core/each-bounded.ts'
import { isFault } from '../../core/fault.ts'
import type { Instance } from '../../core/instances/instance.ts'
import type { KeyPair } from '../../core/key-pairs/key-pair.ts'
import type { bindingPreview } from '../contract/bindings.ts'
import {
  refusalText,
  type Named,
  requestAt,
  type Target,
  targetsOf,
  type Wanted,
} from './bind-at-instances.ts'
import { ownCall, type OwnContext } from './context.ts'
import { findKeyPairsAt, KeyPairFinder } from './find-key-pair.ts'
import { Turns } from './turns.ts'

const MOST_AT_A_TIME = 64

type Previewed = z.input<typeof bindingPreview>
type Asked = Omit<Wanted, 'verb' | 'wait'>

/** What binding one key pair would do at each instance, in the order they were named; nothing is changed anywhere. */
export async function previewBinding(
  context: OwnContext,
  { key, hosts, instances, ...wanted }: Omit<Asked, 'pairs'> & Named,
): Promise<readonly Previewed[]> {
  const targets = await targetsOf(context, { hosts, instances })
  const asked = { ...wanted, pairs: new KeyPairFinder(context.core, key) }
  const found = new Map<Target, Previewed>()
  const turns = new Turns(context.gone)
  const look = async (target: Target) => {
    await turns.take()
    found.set(target, await previewAt(context, target, asked))
  }
  for await (const _ of eachBounded(targets, MOST_AT_A_TIME, look));
  return targets.flatMap((target) => found.get(target) ?? [])
}

async function previewAt(
  context: OwnContext,
  { instance, address }: Target,
  asked: Asked,
): Promise<Previewed> {
  const { account, dialect, region, id, name, state } = instance
  const told = { id, dialect, account, name, state, address }
  const call = ownCall(context, { account, dialect, region, action: 'BindKeyPair' })
  const foreseen = await foreseeAt(context, call, { instance, asked })
  if (!('refused' in foreseen)) return { ...told, ...(await tellForeseen(context, instance, foreseen)) }
  const forced = asked.force
    ? foreseen
    : await foreseeAt(context, call, { instance, asked: { ...asked, force: true } })
  const needsForce = !('refused' in forced)
  const nothing = { keyPair: null, replaced: [], kept: [], turnsPasswordOff: false }
  return { ...told, ...nothing, outcome: 'refused', message: foreseen.refused, needsForce }
}

type Foreseen = { readonly refused: string } | (ForeseenBinding & { readonly keyPair: KeyPair | undefined })

async function foreseeAt(
  context: OwnContext,
  call: Call,
  { instance, asked }: { readonly instance: Instance; readonly asked: Asked },
): Promise<Foreseen> {
  const wanted = { ...asked, verb: 'bind', wait: false } as const
  const { rules, request } = await requestAt(context, call, { instance, wanted })
  try {
    const { keyPairs, outcomes } = await foreseeBinding(context.core, call, rules, request)
    const [outcome] = outcomes
    if (outcome?.fault) return { refused: refusalText(outcome.fault, asked) }
    return { instanceId: instance.id, ...outcome, keyPair: keyPairs[0] }
  } catch (error) {
    if (!isFault(error)) throw error
    return { refused: refusalText(error, asked) }
  }
}

async function tellForeseen(
  context: OwnContext,
  instance: Instance,
  foreseen: Exclude<Foreseen, { readonly refused: string }>,
) {
  const { keyPair, wanted } = foreseen
  const after = wanted?.keyPairIds ?? instance.keyPairIds
  const others = await namesOf(
    context,
    instance,
    instance.keyPairIds.filter((id) => id !== keyPair?.id),
  )
  return {
    outcome: outcomeOf(instance, foreseen),
    message: '',
    needsForce: false,
    keyPair: keyPair ? { id: keyPair.id, name: keyPair.name } : null,
    replaced: others.filter(({ id }) => !after.includes(id)),
    kept: others.filter(({ id }) => after.includes(id)),
    turnsPasswordOff: instance.allowsPassword && wanted?.allowsPassword === false,
  }
}

function outcomeOf({ state }: Instance, { wanted, plan }: ForeseenBinding): Previewed['outcome'] {
  if (!wanted) return 'unchanged'
  if (plan?.steps.some(({ name }) => name === 'stop')) return 'restart'
  if (plan && plan.steps.length > 0) return 'atOnce'
  return state === 'running' ? 'nextBoot' : 'nextStart'
}

async function namesOf({ core }: OwnContext, instance: Instance, ids: readonly string[]) {
  const found = await findKeyPairsAt(core, instance, ids)
  return ids.map((id) => ({ id, name: found.find((pair) => pair.id === id)?.name ?? '' }))
}
