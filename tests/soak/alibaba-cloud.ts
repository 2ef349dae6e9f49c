import { type Params, signedCall } from '../../src/dialects/alibaba-ecs/test-support/signed-call.ts'
import type { Caller, Cloud } from './cloud.ts'
import { type Answer, type Ledger, textOf } from './outcome.ts'

type Fields = Readonly<Record<string, unknown>>

const REGION = 'cn-hangzhou'
const MACHINE = {
  ...{ ImageId: 'aliyun_3_x64_20G_alibase_20240819.vhd', InstanceType: 'ecs.g6.large' },
  ...{ SecurityGroupId: 'sg-bp1group', VSwitchId: 'vsw-bp1switch' },
}

export function alibabaEcs(caller: Caller, ledger: Ledger): Cloud {
  const send = async (action: string, params: Params, secret: string): Promise<Answer<Fields>> => {
    const { accessKeyId } = caller
    const host = new URL(await caller.api()).host
    const { status, body } = await signedCall(
      host,
      action,
      { RegionId: REGION, ...params },
      { accessKeyId, secret },
    )
    return {
      ...{ status, requestId: textOf(body['RequestId']), value: body },
      code: status === 200 ? undefined : String(body['Code']),
    }
  }
  const ask = (action: string, params: Params) =>
    ledger.note({ action, isChange: !action.startsWith('Describe') }, () =>
      send(action, params, caller.secret),
    )
  const bind = async (action: string, id: string, name: string) => {
    const params = { KeyPairName: name, InstanceIds: JSON.stringify([id]) }
    const bound = await ask(action, params)
    if (bound.kind !== 'done' || bound.value['FailCount'] === '0') return bound
    return { kind: 'refused', code: JSON.stringify(bound.value['Results']) } as const
  }
  return {
    ...{ dialect: 'alibaba-ecs', region: REGION, bindsAtOnce: false },
    makesInstances: true,
    importPair: (name, line) => ask('ImportKeyPair', { KeyPairName: name, PublicKeyBody: line }),
    async createPair(name) {
      const made = await ask('CreateKeyPair', { KeyPairName: name })
      return made.kind === 'done' ? { kind: 'done', value: String(made.value['PrivateKeyBody']) } : made
    },
    deletePair: ({ name }) => ask('DeleteKeyPairs', { KeyPairNames: JSON.stringify([name]) }),
    bind: (id, { name }) => bind('AttachKeyPair', id, name),
    unbind: (id, { name }) => bind('DetachKeyPair', id, name),
    power: (verb, id) => ask(POWER[verb], { InstanceId: id }),
    async run(name) {
      const made = await ask('RunInstances', { ...MACHINE, InstanceName: name, ClientToken: name })
      if (made.kind !== 'done') return made
      // The shape is tested with RunInstances.
      const { InstanceIdSet } = made.value['InstanceIdSets'] as { InstanceIdSet: string[] }
      return { kind: 'done', value: InstanceIdSet[0] ?? '' }
    },
    terminate: (id) => ask('DeleteInstance', { InstanceId: id, Force: 'true' }),
    async describe() {
      const seen = await ask('DescribeInstances', { PageSize: '100' })
      if (seen.kind !== 'done') return seen
      // The shape is tested with DescribeInstances.
      const { Instance } = seen.value['Instances'] as { Instance: readonly Record<string, string>[] }
      const value = Instance.map((one) => ({
        ...{ id: one['InstanceId'] ?? '', state: (one['Status'] ?? '').toLowerCase() },
        pairs: one['KeyPairName'] ? [one['KeyPairName']] : [],
      }))
      return { kind: 'done', value }
    },
    forge: () =>
      ledger.note({ action: 'DescribeKeyPairs', isChange: false }, () =>
        send('DescribeKeyPairs', {}, 'not the secret'),
      ),
  }
}

const POWER = { start: 'StartInstance', stop: 'StopInstance', reboot: 'RebootInstance' } as const
