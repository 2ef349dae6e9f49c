import { machineIdOf } from '../../core/instances/instance.ts'
import type { OwnContext } from './context.ts'
import { type EnrolledHost, findEnrolled, listEnrolled, type RotatedHost, type WayHop } from './host-desk.ts'
import { Problem } from './problem.ts'

/** Replaces the management key on every host but those left out; tells each server when it is done. */
export async function* rotateKey(
  context: OwnContext,
  skip: readonly string[],
): AsyncGenerator<RotatedHost, void, undefined> {
  const skipped = await findEnrolled(context, skip)
  const names = new Set(skipped.map(({ instance }) => machineIdOf(instance)))
  const others = (await listEnrolled(context)).filter(({ instance }) => !names.has(machineIdOf(instance)))
  for (const host of skipped) refuseNeeded(host, others)
  const leftOut = skipped.map(({ way }) => way)
  yield* context.desk.rotate({ ways: others.map(({ way }) => way), leftOut }, context.gone)
}

/** A host that others are reached through cannot keep the old key: they could not be reached with the new one. */
function refuseNeeded({ instance, way }: EnrolledHost, others: readonly EnrolledHost[]): void {
  const self = way.at(-1)
  if (self?.login.kind !== 'management') return
  const isSelf = ({ address, port, user, login }: WayHop) =>
    address === self.address && port === self.port && user === self.user && login.kind === 'management'
  const needing = others.filter((other) => other.way.some(isSelf)).map(({ instance: { id } }) => id)
  if (needing.length === 0) return
  throw new Problem(
    400,
    `the way to ${needing.join(', ')} leads to ${instance.id}: skip that too, or neither`,
  )
}
