import type { Instance } from '../../src/core/instances/instance.ts'
import type { Clouds } from './clouds.ts'
import { findFlaws, instancesOf } from './picture.ts'
import type { Restarted } from './restarted.ts'
import type { Scenario } from './scenarios.ts'
import { IDS } from './seed.ts'

/** Asks for something else on the same instance, whatever became of it; resolves to what is wrong then. */
export async function freshOperationFlaws(
  server: Restarted,
  { dialect, id }: Scenario,
): Promise<readonly string[]> {
  const find = async () => {
    const all = await instancesOf(server.core, dialect)
    const known: readonly string[] = Object.values({ ...IDS.cvm, ...IDS.alibaba, host: IDS.host })
    return all.find((one) => (id === undefined ? !known.includes(one.id) : one.id === id))
  }
  const instance = await find()
  // Terminated: nothing can be asked of it.
  if (!instance) return []
  const wanted = nextState(instance)
  await ask(server.clouds, instance)
  await server.settled()
  const now = await find()
  const flaws = await findFlaws(server.core, server.clouds, dialect)
  if (now?.state === wanted) return flaws
  return [
    ...flaws,
    `a fresh operation on a ${instance.state} one ends ${now?.state}: ${now?.latestOperation?.message}`,
  ]
}

function nextState({ id, state }: Instance): Instance['state'] | undefined {
  if (id === IDS.volcengine.busy) return state
  if (state === 'shutdown' || state === 'corrupted') return undefined
  return state === 'running' ? 'stopped' : 'running'
}

async function ask(clouds: Clouds, { dialect, id, state }: Instance): Promise<unknown> {
  const verb = state === 'running' ? 'Stop' : 'Start'
  if (id === IDS.volcengine.busy)
    return clouds.volcengine('ModifyInstanceAttribute', { InstanceId: id, InstanceName: 'anew' })
  if (dialect === 'volcengine-ecs') return clouds.volcengine(`${verb}Instance`, { InstanceId: id })
  if (dialect === 'alibaba-ecs') return clouds.alibaba(`${verb}Instance`, { InstanceId: id })
  if (dialect === 'tencent-lighthouse') {
    const { lighthouse } = clouds
    if (state === 'shutdown') return lighthouse.TerminateInstances({ InstanceIds: [id] })
    return lighthouse[`${verb}Instances`]({ InstanceIds: [id] })
  }
  if (state === 'rescue') return clouds.cvm.ExitRescueMode({ InstanceId: id })
  if (state === 'corrupted') return clouds.cvm.TerminateInstances({ InstanceIds: [id] })
  return clouds.cvm[`${verb}Instances`]({ InstanceIds: [id] })
}
