import type { InstanceState } from '../../src/core/instances/instance.ts'
import type { Clouds } from './clouds.ts'

/** What a cloud's own API shows of an instance, in words that all clouds share. */
export interface Shown {
  /** A state of the core, unless the cloud has a word that nobody here knows. */
  readonly state: string
  /** How many are bound. */
  readonly keyPairs: number
  readonly name: string
}

interface Row extends Shown {
  readonly id: string
}

/** Words that are not just a state's name in other letters. */
const WORDS: Readonly<Record<string, InstanceState>> = {
  RESCUE_MODE: 'rescue',
  LAUNCH_FAILED: 'corrupted',
}

/** All instances that a cloud shows, by id. */
export async function shownBy(clouds: Clouds, dialect: string): Promise<Map<string, Shown>> {
  const read = READERS[dialect]
  if (!read) throw new Error(`nobody reads ${dialect}`)
  const rows = await read(clouds)
  return new Map(
    rows.map(({ id, state, ...rest }) => [id, { ...rest, state: WORDS[state] ?? state.toLowerCase() }]),
  )
}

const READERS: Readonly<Record<string, (clouds: Clouds) => Promise<readonly Row[]>>> = {
  async 'tencent-cvm'({ cvm }) {
    const { InstanceSet = [] } = await cvm.DescribeInstances({ Limit: 50 })
    return InstanceSet.map(({ InstanceId = '', InstanceName = '', InstanceState = '', LoginSettings }) => ({
      ...{ id: InstanceId, name: nameUnlessId(InstanceName, InstanceId), state: InstanceState },
      keyPairs: LoginSettings?.KeyIds?.length ?? 0,
    }))
  },
  async 'tencent-lighthouse'({ lighthouse }) {
    const { InstanceSet = [] } = await lighthouse.DescribeInstances({ Limit: 50 })
    return InstanceSet.map(({ InstanceId = '', InstanceName = '', InstanceState = '', LoginSettings }) => ({
      ...{ id: InstanceId, name: nameUnlessId(InstanceName, InstanceId), state: InstanceState },
      keyPairs: LoginSettings?.KeyIds?.length ?? 0,
    }))
  },
  async 'alibaba-ecs'({ alibaba }) {
    const answer = await alibaba('DescribeInstances', { RegionId: 'cn-hangzhou', PageSize: '50' })
    // The shape is tested with DescribeInstances.
    const { Instance } = answer['Instances'] as { Instance: readonly Record<string, string>[] }
    return Instance.map((one) => ({
      ...{ id: one['InstanceId'] ?? '', state: one['Status'] ?? '' },
      name: nameUnlessId(one['InstanceName'] ?? '', one['InstanceId'] ?? ''),
      keyPairs: one['KeyPairName'] ? 1 : 0,
    }))
  },
  async 'volcengine-ecs'({ volcengine }) {
    const answer = await volcengine('DescribeInstances', { MaxResults: '50' })
    // The shape is tested with DescribeInstances.
    const instances = answer['Instances'] as readonly Record<string, string>[]
    return instances.map((one) => ({
      ...{ id: one['InstanceId'] ?? '', state: one['Status'] ?? '' },
      name: nameUnlessId(one['InstanceName'] ?? '', one['InstanceId'] ?? ''),
      keyPairs: one['KeyPairName'] ? 1 : 0,
    }))
  },
}

/** Ids of new instances are random. */
function nameUnlessId(name: string, id: string): string {
  return name === id ? '' : name
}
