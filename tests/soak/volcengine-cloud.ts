import { type Params, signedCall } from '../../src/dialects/volcengine-ecs/test-support/signed-call.ts'
import type { Caller, Cloud } from './cloud.ts'
import { type Answer, type Ledger, type Outcome, textOf } from './outcome.ts'

type Fields = Readonly<Record<string, unknown>>

const REGION = 'cn-beijing'
const MACHINE = {
  ...{ ZoneId: 'cn-beijing-a', ImageId: 'image-ybvelinux20lts00x640', InstanceType: 'ecs.g3i.large' },
  ...{ 'NetworkInterfaces.1.SubnetId': 'subnet-2fe79j7c8o5c059gp68ksxr93' },
  ...{ 'NetworkInterfaces.1.SecurityGroupIds.1': 'sg-2feyuknv6kdfk59gp67z8bpzi' },
  ...{ 'Volumes.1.VolumeType': 'ESSD_PL0', 'Volumes.1.Size': '40' },
  // Without a pair it has to have one.
  Password: 'S3cret-pw!',
}

export function volcengineEcs(caller: Caller, ledger: Ledger): Cloud {
  const send = async (action: string, params: Params, secret: string): Promise<Answer<Fields>> => {
    const { accessKeyId } = caller
    const host = new URL(await caller.api()).host
    const { status, metadata, result } = await signedCall(host, action, params, { accessKeyId, secret })
    // What a refusal has in its metadata.
    const error = metadata['Error'] as { Code?: string } | undefined
    return { status, requestId: textOf(metadata['RequestId']), code: error?.Code, value: result ?? {} }
  }
  const ask = (action: string, params: Params) =>
    ledger.note({ action, isChange: !action.startsWith('Describe') }, () =>
      send(action, params, caller.secret),
    )
  const ofOne = async (action: string, params: Params) => itemOutcome(await ask(action, params))
  return {
    ...{ dialect: 'volcengine-ecs', region: REGION, bindsAtOnce: false },
    makesInstances: true,
    importPair: (name, line) => ask('ImportKeyPair', { KeyPairName: name, PublicKey: line }),
    async createPair(name) {
      const made = await ask('CreateKeyPair', { KeyPairName: name })
      return made.kind === 'done' ? { kind: 'done', value: String(made.value['PrivateKey']) } : made
    },
    deletePair: ({ name }) => ofOne('DeleteKeyPairs', { 'KeyPairNames.1': name }),
    bind: (id, { name }) => ofOne('AttachKeyPair', { KeyPairName: name, 'InstanceIds.1': id }),
    unbind: (id, { name }) => ofOne('DetachKeyPair', { KeyPairName: name, 'InstanceIds.1': id }),
    power: (verb, id) => ask(POWER[verb], { InstanceId: id }),
    async run(name) {
      const made = await ask('RunInstances', { ...MACHINE, InstanceName: name, ClientToken: name })
      if (made.kind !== 'done') return made
      // The shape is tested with RunInstances.
      const [id = ''] = made.value['InstanceIds'] as string[]
      return { kind: 'done', value: id }
    },
    terminate: (id) => ask('DeleteInstance', { InstanceId: id }),
    async describe() {
      const seen = await ask('DescribeInstances', { MaxResults: '100' })
      if (seen.kind !== 'done') return seen
      // The shape is tested with DescribeInstances.
      const instances = seen.value['Instances'] as readonly Record<string, string>[]
      const value = instances.map((one) => ({
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

/** A refusal of the one thing that was asked for is inside an answer. */
function itemOutcome(outcome: Outcome<Fields>): Outcome<Fields> {
  if (outcome.kind !== 'done') return outcome
  // The shape is tested with the actions.
  const [first] = outcome.value['OperationDetails'] as readonly { readonly Error: { Code: string } | null }[]
  return first?.Error ? { kind: 'refused', code: first.Error.Code } : outcome
}
