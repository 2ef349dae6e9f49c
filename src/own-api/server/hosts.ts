import { checkAccess } from '../../core/drift/check-access.ts'
import type { DriftMode } from '../../core/drift/settle-drift.ts'
import { eachBounded } from '../../core/each-bounded.ts'
import { begun } from './begun.ts'
import { type CheckedHost, settled } from './check-host.ts'
import { ownCall, type OwnContext } from './context.ts'
import { enrolHost } from './enrol-host.ts'
import { type EnrolledHost, findEnrolled, listEnrolled, pageOfEnrolled } from './host-desk.ts'
import { api } from './implementer.ts'
import { removeHost } from './remove-host.ts'
import { rotateKey } from './rotate-key.ts'

const MOST_CHECKS_AT_A_TIME = 32

export const hosts = api.hosts.router({
  list: api.hosts.list.handler(async ({ context, input }) => {
    const { items, ...next } = await pageOfEnrolled(context, input)
    return { items: items.map(tell), ...next }
  }),
  enrol: api.hosts.enrol.handler(({ context, input }) => enrolHost(context, input)),
  remove: api.hosts.remove.handler(({ context, input }) => removeHost(context, input)),
  check: api.hosts.check.handler(({ context, input }) => begun(checkHosts(context, input))),
  key: api.hosts.key.handler(async ({ context: { desk } }) => ({ publicKey: await desk.managementKey() })),
  rotateKey: api.hosts.rotateKey.handler(({ context, input: { skip } }) => begun(rotateKey(context, skip))),
})

function tell({ instance, way, drift }: EnrolledHost) {
  const { account, dialect, region, id, name, loginUser, state, keyPairIds } = instance
  const isPending = instance.appliedVersion !== instance.desiredVersion
  const told = { id, name, account, dialect, region, loginUser, state, keyPairIds, isPending, drift }
  return {
    ...told,
    way: way.map(({ address, port, user, login }) => ({ address, port, user, login: login.kind })),
  }
}

async function* checkHosts(
  context: OwnContext,
  {
    ids,
    mode: asked,
  }: { readonly ids?: readonly string[] | undefined; readonly mode?: DriftMode | undefined },
): AsyncGenerator<CheckedHost, void, undefined> {
  const { core } = context
  const found = ids ? await findEnrolled(context, ids) : await listEnrolled(context)
  yield* eachBounded(found, MOST_CHECKS_AT_A_TIME, async ({ instance, way, drift }) => {
    const { account, dialect, region } = instance
    const call = ownCall(context, { account, dialect, region, action: 'CheckHost' })
    // Anew: others were looked at first.
    const [now = instance] = await core.database.instances.findByIds(instance, [instance.id])
    const check = await checkAccess(core, now, context.gone)
    return settled(context, call, { check, mode: asked ?? drift, address: way.at(-1)?.address ?? '' })
  })
}
