import { type CallAnswer, postTc3 } from '../../src/dialects/kit/tencent/test-support/signed-call.ts'
import type { Caller, Cloud, ShownInstance } from './cloud.ts'
import type { Answer, Ledger } from './outcome.ts'

type Fields = Readonly<Record<string, unknown>>

interface Differences {
  readonly dialect: string
  readonly version: string
  readonly importing: Fields
  /** Beside ids, for binding and unbinding. */
  readonly binding: Fields
  readonly makesInstances: boolean
}

const CVM: Differences = {
  ...{ dialect: 'tencent-cvm', version: '2017-03-12' },
  makesInstances: true,
  importing: { ProjectId: 0 },
  binding: { ForceStop: true },
}

const LIGHTHOUSE: Differences = {
  ...{ dialect: 'tencent-lighthouse', version: '2020-03-24' },
  // They end in two calls, with a state between them.
  makesInstances: false,
  importing: {},
  binding: {},
}

export function tencentCvm(caller: Caller, ledger: Ledger): Cloud {
  return tencentCloud(CVM, caller, ledger)
}

export function tencentLighthouse(caller: Caller, ledger: Ledger): Cloud {
  return tencentCloud(LIGHTHOUSE, caller, ledger)
}

const REGION = 'ap-guangzhou'
const MACHINE = { Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-eb30mz89' }

function tencentCloud(own: Differences, caller: Caller, ledger: Ledger): Cloud {
  const send = async (action: string, params: Fields, secret: string) => {
    const signer = { secretId: caller.accessKeyId, secretKey: secret }
    const { version } = own
    return answerOf(
      await postTc3({ api: await caller.api(), action, version, params, signer, region: REGION }),
    )
  }
  const ask = (action: string, params: Fields) =>
    ledger.note({ action, isChange: !action.startsWith('Describe') }, () =>
      send(action, params, caller.secret),
    )
  const instances = (id: string) => ({ InstanceIds: [id] })
  return {
    ...{ dialect: own.dialect, makesInstances: own.makesInstances, region: REGION, bindsAtOnce: true },
    importPair: (KeyName, PublicKey) => ask('ImportKeyPair', { KeyName, PublicKey, ...own.importing }),
    async createPair(KeyName) {
      const made = await ask('CreateKeyPair', { KeyName, ...own.importing })
      if (made.kind !== 'done') return made
      // The shape is tested with CreateKeyPair.
      const { PrivateKey } = made.value['KeyPair'] as { PrivateKey: string }
      return { kind: 'done', value: PrivateKey }
    },
    deletePair: ({ id }) => ask('DeleteKeyPairs', { KeyIds: [id] }),
    bind: (id, pair) =>
      ask('AssociateInstancesKeyPairs', { ...instances(id), KeyIds: [pair.id], ...own.binding }),
    unbind: (id, pair) =>
      ask('DisassociateInstancesKeyPairs', { ...instances(id), KeyIds: [pair.id], ...own.binding }),
    power: (verb, id) => ask(POWER[verb], instances(id)),
    async run(name) {
      const made = await ask('RunInstances', { ...MACHINE, InstanceName: name, ClientToken: name })
      if (made.kind !== 'done') return made
      // The shape is tested with RunInstances.
      const [id = ''] = made.value['InstanceIdSet'] as string[]
      return { kind: 'done', value: id }
    },
    terminate: (id) => ask('TerminateInstances', instances(id)),
    async describe() {
      const seen = await ask('DescribeInstances', { Limit: 100 })
      return seen.kind === 'done' ? { kind: 'done', value: shownOf(seen.value) } : seen
    },
    forge: () =>
      ledger.note({ action: 'DescribeKeyPairs', isChange: false }, () =>
        send('DescribeKeyPairs', {}, 'not the secret'),
      ),
  }
}

const POWER = { start: 'StartInstances', stop: 'StopInstances', reboot: 'RebootInstances' } as const

function answerOf({ status, requestId, error, response }: CallAnswer): Answer<Fields> {
  // Refusals have the status 200 here; a code says that it is the server's fault.
  const isInternal = error?.Code.startsWith('InternalError') || error?.Code === 'InternalServerError'
  return { status: isInternal ? 500 : status, requestId, code: error?.Code, value: response }
}

function shownOf(response: Fields): readonly ShownInstance[] {
  // The shape is tested with DescribeInstances.
  const set = response['InstanceSet'] as readonly {
    readonly InstanceId: string
    readonly InstanceState: string
    readonly LoginSettings?: { readonly KeyIds?: readonly string[] }
  }[]
  return set.map(({ InstanceId, InstanceState, LoginSettings }) => ({
    ...{ id: InstanceId, state: InstanceState.toLowerCase(), pairs: LoginSettings?.KeyIds ?? [] },
  }))
}
