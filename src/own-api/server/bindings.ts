import type { Instance } from '../../core/instances/instance.ts'
import { begun } from './begun.ts'
import { changeAtInstances } from './bind-at-instances.ts'
import { previewBinding } from './bind-preview.ts'
import type { OwnContext } from './context.ts'
import { findInstances } from './find-instances.ts'
import { findKeyPair, findKeyPairsAt, findUsers } from './find-key-pair.ts'
import { api } from './implementer.ts'
import { Problem } from './problem.ts'
import { pendingOf } from './tell-instance.ts'
import { fingerprintOf } from './tell-key-pair.ts'
import { isoTime } from './texts.ts'
import { Turns } from './turns.ts'

export const bindings = api.bindings.router({
  list: api.bindings.list.handler(async ({ context, input }) => ({
    items: await listBindings(context, input),
  })),
  add: api.bindings.add.handler(({ context, input }) =>
    begun(changeAtInstances(context, { verb: 'bind', ...input })),
  ),
  preview: api.bindings.preview.handler(async ({ context, input }) => ({
    items: [...(await previewBinding(context, input))],
  })),
  remove: api.bindings.remove.handler(({ context, input }) =>
    begun(changeAtInstances(context, { verb: 'unbind', ...input })),
  ),
})

interface Wanted {
  readonly instance?: string | undefined
  readonly keyPair?: string | undefined
  readonly region?: string | undefined
}

async function listBindings(context: OwnContext, { instance, keyPair, region }: Wanted) {
  if ((instance === undefined) === (keyPair === undefined))
    throw new Problem(400, 'instance: name either an instance or a key pair')
  if (instance !== undefined) {
    const found = await findInstances(context, [instance])
    return (await Promise.all(found.map((one) => bindingsOf(context, one)))).flat()
  }
  const [dialect = '', account = '', id = ''] = (keyPair ?? '').split('/')
  const pair = await findKeyPair(context, { dialect, account, id, region })
  const items: Awaited<ReturnType<typeof bindingsOf>> = []
  const turns = new Turns(context.gone)
  for (const one of await findUsers(context.core, pair, turns)) {
    await turns.take()
    items.push(...(await bindingsOf(context, one)).filter(({ keyPairId }) => keyPairId === pair.id))
  }
  return items
}

/** Every binding of an instance, as it is wanted and as far as it is in force. */
export async function bindingsOf({ core }: OwnContext, instance: Instance) {
  const { account, dialect, id: instanceId, name: instanceName } = instance
  const owner = { account, dialect }
  const { bindings: store, temporaryBindings } = core.database
  const pairs = await findKeyPairsAt(core, instance, instance.keyPairIds)
  const since = await store.boundSince(instance)
  const temporary = await temporaryBindings.ofInstance({ ...owner, instanceId })
  const pending = pendingOf(instance)
  return instance.keyPairIds.map((keyPairId) => {
    const pair = pairs.find(({ id }) => id === keyPairId)
    const boundAtMs = since.get(keyPairId)
    const expiresAtMs = temporary.find((one) => one.keyPairId === keyPairId)?.expiresAtMs
    return {
      ...{ dialect, account, instanceId, instanceName, keyPairId, keyPairName: pair?.name ?? '' },
      fingerprint: pair ? fingerprintOf(pair.publicKey) : '',
      ...{ desired: true, applied: pending ? null : true, pending },
      ...(boundAtMs === undefined ? {} : { boundAt: isoTime(boundAtMs) }),
      ...(expiresAtMs === undefined ? {} : { expiresAt: isoTime(expiresAtMs) }),
    }
  })
}
