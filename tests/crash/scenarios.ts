import type { OperationKind } from '../../src/core/operations/operation.ts'
import type { Answer, Clouds } from './clouds.ts'
import { IDS } from './seed.ts'
import type { Variant } from './variant.ts'

/** In the place of an action, where there is no call. */
export const NO_CALL = 'none'

/** One call whose process is killed at every point of what it begins. */
export interface Scenario {
  readonly name: string
  readonly kind: OperationKind
  readonly dialect: string
  /** Name of the action, as the audit has it. */
  readonly action: string
  readonly variant?: Variant
  /** What was done before, long ago. */
  prepare?(this: void, clouds: Clouds): Promise<unknown>
  call(this: void, clouds: Clouds): Promise<Answer>
  /** The call bears a client token: made again it gives the same answer and does nothing. */
  readonly hasToken?: true
  /** The instance that it is about; a new one otherwise. */
  readonly id?: string
  /** There is no call: it is the start itself, on empty data and with a seed file. */
  readonly isStart?: true
}

type Spec = Omit<Scenario, 'dialect' | 'action' | 'call'>

const { cvm, lighthouse, alibaba, volcengine, pair } = IDS
const FRESH = 'Fresh-pw-1!'
const RESCUE = 'Rescue-pw-1!'

/** An action of the CVM client, by its name. */
function ofCvm<A extends CvmAction>(
  spec: Spec,
  action: A,
  params: Parameters<Clouds['cvm'][A]>[0],
): Scenario {
  const call = async ({ cvm }: Clouds): Promise<Answer> => {
    // The client's methods are called by a name that TypeScript cannot follow.
    const method = cvm[action] as (params: unknown) => Promise<object>
    return { ...(await method.call(cvm, params)) }
  }
  return { ...spec, dialect: 'tencent-cvm', action, call }
}

type CvmAction =
  | 'RunInstances'
  | 'StartInstances'
  | 'StopInstances'
  | 'RebootInstances'
  | 'AssociateInstancesKeyPairs'
  | 'DisassociateInstancesKeyPairs'
  | 'ResetInstancesPassword'
  | 'ResetInstance'
  | 'EnterRescueMode'
  | 'ExitRescueMode'
  | 'TerminateInstances'
  | 'ModifyInstancesAttribute'

const NEW_CVM = { Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-eb30mz89', ClientToken: 'once' }

function bind(id: string) {
  return { InstanceIds: [id], KeyIds: [pair.second], ForceStop: true }
}

function reinstall(id: string) {
  return { InstanceId: id, LoginSettings: { Password: FRESH } }
}

function enterRescue(id: string) {
  return { InstanceId: id, Password: RESCUE, ForceStop: true }
}

const CREATE: readonly Scenario[] = [
  ofCvm({ name: 'create', kind: 'create', hasToken: true }, 'RunInstances', NEW_CVM),
  {
    ...{
      name: 'create, Alibaba',
      kind: 'create',
      hasToken: true,
      dialect: 'alibaba-ecs',
      action: 'RunInstances',
    },
    call: ({ alibaba }) =>
      alibaba('RunInstances', {
        ...{ RegionId: 'cn-hangzhou', ImageId: 'aliyun_3_x64_20G_alibase_20240819.vhd' },
        ...{ InstanceType: 'ecs.g6.large', SecurityGroupId: 'sg-bp1group', VSwitchId: 'vsw-bp1switch' },
        ...{ KeyPairName: 'first', ClientToken: 'once' },
      }),
  },
]

const POWER: readonly Scenario[] = [
  ofCvm({ name: 'start', kind: 'power', id: cvm.stopped }, 'StartInstances', { InstanceIds: [cvm.stopped] }),
  ofCvm({ name: 'stop', kind: 'power', id: cvm.running }, 'StopInstances', { InstanceIds: [cvm.running] }),
  ofCvm({ name: 'reboot', kind: 'power', id: cvm.bound }, 'RebootInstances', { InstanceIds: [cvm.bound] }),
  ofLighthouse({ name: 'isolate', kind: 'power', id: lighthouse.running }, 'IsolateInstances'),
  ofLighthouse({ name: 'isolate, stopped', kind: 'power', id: lighthouse.stopped }, 'IsolateInstances'),
]

function ofLighthouse(
  spec: Spec & { readonly id: string },
  action: 'IsolateInstances' | 'TerminateInstances',
): Scenario {
  return {
    ...{ ...spec, dialect: 'tencent-lighthouse', action },
    call: async ({ lighthouse }) => ({ ...(await lighthouse[action]({ InstanceIds: [spec.id] })) }),
  }
}

const ACCESS: readonly Scenario[] = [
  ofCvm({ name: 'bind', kind: 'access', id: cvm.running }, 'AssociateInstancesKeyPairs', bind(cvm.running)),
  ofCvm(
    { name: 'bind another', kind: 'access', id: cvm.bound },
    'AssociateInstancesKeyPairs',
    bind(cvm.bound),
  ),
  ofCvm(
    { name: 'bind, stopped', kind: 'access', id: cvm.stopped },
    'AssociateInstancesKeyPairs',
    bind(cvm.stopped),
  ),
  {
    ...{ name: 'bind, online', kind: 'access', id: lighthouse.running, dialect: 'tencent-lighthouse' },
    action: 'AssociateInstancesKeyPairs',
    call: async ({ lighthouse: client }) => {
      const wanted = { InstanceIds: [lighthouse.running], KeyIds: [pair.lighthouse], AssociateType: 'ONLINE' }
      return { ...(await client.AssociateInstancesKeyPairs(wanted)) }
    },
  },
  ofCvm({ name: 'unbind', kind: 'access', id: cvm.bound }, 'DisassociateInstancesKeyPairs', {
    ...{ InstanceIds: [cvm.bound], KeyIds: [pair.first], ForceStop: true },
  }),
  ofCvm({ name: 'set a password', kind: 'access', id: cvm.running }, 'ResetInstancesPassword', {
    ...{ InstanceIds: [cvm.running], Password: FRESH, ForceStop: true },
  }),
  {
    ...{ name: 'bind, at the next boot', kind: 'access', id: alibaba.running, dialect: 'alibaba-ecs' },
    action: 'AttachKeyPair',
    call: (clouds) =>
      clouds.alibaba('AttachKeyPair', {
        ...{ RegionId: 'cn-hangzhou', KeyPairName: 'first', InstanceIds: JSON.stringify([alibaba.running]) },
      }),
  },
]

const SYSTEM: readonly Scenario[] = [
  ofCvm({ name: 'reinstall', kind: 'reinstall', id: cvm.running }, 'ResetInstance', reinstall(cvm.running)),
  {
    ...{ name: 'reinstall, stopped', kind: 'reinstall', id: volcengine.stopped, hasToken: true },
    ...{ dialect: 'volcengine-ecs', action: 'ReplaceSystemVolume' },
    call: (clouds) =>
      clouds.volcengine('ReplaceSystemVolume', {
        ...{
          InstanceId: volcengine.stopped,
          ImageId: VOLCENGINE_IMAGE,
          KeyPairName: 'first',
          ClientToken: 'once',
        },
      }),
  },
  ofCvm(
    { name: 'enter rescue', kind: 'rescue', id: cvm.running },
    'EnterRescueMode',
    enterRescue(cvm.running),
  ),
  ofCvm(
    { name: 'enter rescue, stopped', kind: 'rescue', id: cvm.stopped },
    'EnterRescueMode',
    enterRescue(cvm.stopped),
  ),
  ofCvm(
    {
      ...{ name: 'exit rescue', kind: 'rescue', id: cvm.running },
      prepare: ({ cvm: client }) => client.EnterRescueMode(enterRescue(cvm.running)),
    },
    'ExitRescueMode',
    { InstanceId: cvm.running },
  ),
]

const VOLCENGINE_IMAGE = 'image-ybubuntu2404lts0x640'

const END: readonly Scenario[] = [
  ofCvm({ name: 'terminate', kind: 'terminate', id: cvm.bound }, 'TerminateInstances', {
    InstanceIds: [cvm.bound],
  }),
  {
    ...{ name: 'terminate, Alibaba', kind: 'terminate', id: alibaba.stopped, hasToken: true },
    ...{ dialect: 'alibaba-ecs', action: 'DeleteInstances' },
    call: (clouds) =>
      clouds.alibaba('DeleteInstances', {
        ...{ RegionId: 'cn-hangzhou', 'InstanceId.1': alibaba.stopped, Force: 'true', ClientToken: 'once' },
      }),
  },
  {
    ...{
      name: 'forget a host',
      kind: 'terminate',
      id: IDS.host,
      dialect: 'tencent-cvm',
      action: 'ForgetHost',
    },
    call: ({ remove }) => remove(`/hosts/${IDS.host}`, { forget: true }),
  },
]

const DESCRIPTION: readonly Scenario[] = [
  ofCvm({ name: 'rename', kind: 'attribute', id: cvm.running }, 'ModifyInstancesAttribute', {
    ...{ InstanceIds: [cvm.running], InstanceName: 'renamed' },
  }),
  {
    ...{ name: 'rename a busy one', kind: 'held', id: volcengine.busy, hasToken: true },
    ...{ dialect: 'volcengine-ecs', action: 'ModifyInstanceAttribute' },
    call: (clouds) =>
      clouds.volcengine('ModifyInstanceAttribute', {
        ...{ InstanceId: volcengine.busy, InstanceName: 'renamed', ClientToken: 'once' },
      }),
  },
]

/** What a seed file holds open is an operation too. */
const START: readonly Scenario[] = [
  {
    ...{ name: 'start with a seed file', kind: 'held', id: volcengine.busy, isStart: true },
    ...{ dialect: 'volcengine-ecs', action: NO_CALL },
    call: () => Promise.resolve({}),
  },
]

const live = { appliesLive: true } as const

/** On machines that write their access while they run. */
const LIVE: readonly Scenario[] = [
  ofCvm({ name: 'start, live', kind: 'power', id: cvm.stopped, variant: live }, 'StartInstances', {
    InstanceIds: [cvm.stopped],
  }),
  ofCvm({ name: 'reboot, live', kind: 'power', id: cvm.bound, variant: live }, 'RebootInstances', {
    InstanceIds: [cvm.bound],
  }),
  ofCvm(
    { name: 'bind, live and stopped', kind: 'access', id: cvm.stopped, variant: live },
    'AssociateInstancesKeyPairs',
    bind(cvm.stopped),
  ),
]

const startFails = (version: number): Variant => ({ fails: { step: 'start', version } })
const accessFails = (version: number): Variant => ({ fails: { step: 'applyAccess', version } })
const reinstallFails = (version: number): Variant => ({ fails: { step: 'reinstall', version } })

/** The machine refuses a step as often as it is tried: what was asked for is undone. */
const UNDONE: readonly Scenario[] = [
  ofCvm({ name: 'start, undone', kind: 'power', id: cvm.stopped, variant: startFails(1) }, 'StartInstances', {
    InstanceIds: [cvm.stopped],
  }),
  ...[
    { name: 'bind, undone at the start', id: cvm.bound, variant: startFails(2) },
    { name: 'bind, undone', id: cvm.bound, variant: accessFails(2) },
    { name: 'bind, stopped, undone', id: cvm.stopped, variant: accessFails(2) },
    { name: 'bind, live, undone', id: cvm.bound, variant: { ...live, ...accessFails(2) } },
  ].map((spec) => ofCvm({ ...spec, kind: 'access' }, 'AssociateInstancesKeyPairs', bind(spec.id))),
  ...[
    { name: 'reinstall, undone', id: cvm.bound, variant: accessFails(2) },
    { name: 'reinstall, undone at the start', id: cvm.bound, variant: startFails(2) },
    { name: 'reinstall, stopped, undone', id: cvm.stopped, variant: accessFails(2) },
    { name: 'reinstall, stopped, undone at the start', id: cvm.stopped, variant: startFails(2) },
    { name: 'reinstall, live, undone', id: cvm.bound, variant: { ...live, ...reinstallFails(1) } },
    {
      name: 'reinstall, live and stopped, undone',
      id: cvm.stopped,
      variant: { ...live, ...reinstallFails(1) },
    },
  ].map((spec) => ofCvm({ ...spec, kind: 'reinstall' }, 'ResetInstance', reinstall(spec.id))),
  ofCvm(
    { name: 'start, live, undone', kind: 'power', id: cvm.stopped, variant: { ...live, ...accessFails(1) } },
    'StartInstances',
    { InstanceIds: [cvm.stopped] },
  ),
  ofCvm(
    { name: 'create, given up', kind: 'create', hasToken: true, variant: accessFails(1) },
    'RunInstances',
    NEW_CVM,
  ),
]

export const SCENARIOS: readonly Scenario[] = [
  ...CREATE,
  ...POWER,
  ...ACCESS,
  ...SYSTEM,
  ...END,
  ...DESCRIPTION,
  ...START,
  ...LIVE,
  ...UNDONE,
]
