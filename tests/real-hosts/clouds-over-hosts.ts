import * as ecs from '@alicloud/ecs20140526'
import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { lighthouse } from 'tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/index.js'

import * as alibaba from '../clients/alibaba-calls.ts'
import * as volcengine from '../clients/volcengine-clients.ts'
import { keyPairId, type Place } from './cloud-of-hosts.ts'

/** What a cloud shows of an instance, as far as it shows it. */
export interface Shown {
  readonly isRunning: boolean
  /** Names of the bound pairs. */
  readonly pairs: readonly string[]
  /** Tencent only. */
  readonly operation?: 'OPERATING' | 'SUCCESS' | 'FAILED'
  /** CVM only. */
  readonly message?: string
  /** The whole answer, to look for what must not be in it. */
  readonly whole: string
}

/** One cloud through its official client, with one instance there. */
export interface HostCloud extends Place {
  /** Resolves to undefined when the call was taken, else to the code of its refusal. */
  bind(endpoint: string, pair: string): Promise<string | undefined>
  show(endpoint: string): Promise<Shown>
}

const SECRET = 'acme-root-secret'
const TENCENT = { secretId: 'AKIDacmeroot', secretKey: SECRET }
const ALIBABA = { accessKeyId: 'LTAI5tAcmeRoot', accessKeySecret: SECRET }
const VOLCENGINE = { id: 'AKLTacmehosts', secret: SECRET }

/** Of the user who makes the calls. */
export const ACCESS_KEYS = [TENCENT.secretId, ALIBABA.accessKeyId, VOLCENGINE.id].map((id) => ({
  id,
  secret: SECRET,
}))

function profile(endpoint: string) {
  return {
    credential: TENCENT,
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint, protocol: 'http://' } },
  }
}

/** Calls that are refused by an error with a code. */
async function codeOf(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call
    return undefined
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code)
    throw error
  }
}

interface TencentInstance {
  readonly InstanceState?: string
  readonly LoginSettings?: { readonly KeyIds?: string[] }
  readonly LatestOperationState?: string
  readonly LatestOperationErrorMsg?: string
}

function tencentShown(dialect: string, instance: TencentInstance | undefined): Shown {
  const ids = instance?.LoginSettings?.KeyIds ?? []
  const operation = instance?.LatestOperationState
  const message = instance?.LatestOperationErrorMsg
  return {
    isRunning: instance?.InstanceState === 'RUNNING',
    pairs: ['one', 'two'].filter((name) => ids.includes(keyPairId(dialect, name) ?? '')),
    ...((operation === 'OPERATING' || operation === 'SUCCESS' || operation === 'FAILED') && { operation }),
    ...(message !== undefined && { message }),
    whole: JSON.stringify(instance),
  }
}

const tencentCvm: HostCloud = {
  ...{ dialect: 'tencent-cvm', region: 'ap-guangzhou', instanceId: 'ins-1e4r6y8i' },
  bind(endpoint, pair) {
    const client = new cvm.v20170312.Client(profile(endpoint))
    const ids = { InstanceIds: [this.instanceId], KeyIds: [keyPairId(this.dialect, pair) ?? ''] }
    return codeOf(client.AssociateInstancesKeyPairs({ ...ids, ForceStop: true }))
  },
  async show(endpoint) {
    const client = new cvm.v20170312.Client(profile(endpoint))
    const { InstanceSet } = await client.DescribeInstances({ InstanceIds: [this.instanceId] })
    return tencentShown(this.dialect, InstanceSet?.[0])
  },
}

const tencentLighthouse: HostCloud = {
  ...{ dialect: 'tencent-lighthouse', region: 'ap-guangzhou', instanceId: 'lhins-ruy9d2tw' },
  bind(endpoint, pair) {
    const client = new lighthouse.v20200324.Client(profile(endpoint))
    const ids = { InstanceIds: [this.instanceId], KeyIds: [keyPairId(this.dialect, pair) ?? ''] }
    return codeOf(client.AssociateInstancesKeyPairs(ids))
  },
  async show(endpoint) {
    const client = new lighthouse.v20200324.Client(profile(endpoint))
    const { InstanceSet } = await client.DescribeInstances({ InstanceIds: [this.instanceId] })
    return tencentShown(this.dialect, InstanceSet?.[0])
  },
}

const volcengineEcs: HostCloud = {
  ...{ dialect: 'volcengine-ecs', region: volcengine.REGION, instanceId: 'i-ahipakt2gcg95jpv0000' },
  async bind(endpoint, pair) {
    const ask = volcengine.sdkCore(() => endpoint, 'get/text_plain', VOLCENGINE)
    const answer = await ask('AttachKeyPair', { InstanceIds: [this.instanceId], KeyPairName: pair })
    const details = volcengine.detailsOf(answer)
    // Null for an instance that was bound.
    const refusal = (answer.ResponseMetadata.Error ?? details[0]?.['Error']) as volcengine.Body | null
    return refusal === null ? undefined : String(refusal['Code'])
  },
  async show(endpoint) {
    const ask = volcengine.sdkCore(() => endpoint, 'get/text_plain', VOLCENGINE)
    const answer = await ask('DescribeInstances', { InstanceIds: [this.instanceId] })
    const [instance = {}] = volcengine.listOf(answer, 'Instances')
    const pair = instance['KeyPairName']
    return {
      isRunning: instance['Status'] === 'RUNNING',
      pairs: typeof pair === 'string' && pair !== '' ? [pair] : [],
      whole: JSON.stringify(instance),
    }
  },
}

const alibabaEcs: HostCloud = {
  ...{ dialect: 'alibaba-ecs', region: alibaba.REGION, instanceId: 'i-bp1gtjxuuvwj17zr0000' },
  async bind(endpoint, keyPairName) {
    const request = { regionId: alibaba.REGION, keyPairName, instanceIds: JSON.stringify([this.instanceId]) }
    const client = alibaba.ecsClient(endpoint, ALIBABA)
    return codeOf(client.attachKeyPair(new ecs.AttachKeyPairRequest(request)))
  },
  async show(endpoint) {
    const filter = { instanceIds: JSON.stringify([this.instanceId]) }
    const [instance] = await alibaba.listInstances(alibaba.ecsClient(endpoint, ALIBABA), filter)
    const pair = instance?.keyPairName ?? ''
    return {
      isRunning: instance?.status === 'Running',
      pairs: pair === '' ? [] : [pair],
      whole: JSON.stringify(instance),
    }
  },
}

/** Every cloud once. */
export const HOST_CLOUDS: readonly HostCloud[] = [tencentCvm, tencentLighthouse, volcengineEcs, alibabaEcs]
