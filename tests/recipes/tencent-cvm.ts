import { DAMAGED_TABLE } from './damage.ts'
import { ALICE, manyIds, NO_DEVICE, STALE_CODE, type Recipe, type RecipeCall } from './recipe.ts'
import { tencentRecipes } from './tencent-common.ts'

const dialect = 'tencent-cvm'
const KeyIds = ['skey-demo0001']

function bind(instanceId: string, params: RecipeCall['params'] = {}): RecipeCall {
  return {
    action: 'AssociateInstancesKeyPairs',
    params: { InstanceIds: [instanceId], KeyIds, ...params },
  }
}

/** An instance whose seeded state stands in the way; ForceStop or not. */
function inState(name: string, instanceId: string, message: string): Recipe {
  return {
    ...{ dialect, code: `UnsupportedOperation.InstanceState${name}`, status: 200, message },
    call: bind(instanceId, { ForceStop: true }),
    why: 'The seed file holds the instance in this state.',
  }
}

const STATES: readonly Recipe[] = [
  inState(
    'EnterServiceLiveMigrate',
    'ins-migratin',
    'The instance ins-migratin in the ENTER_SERVICE_LIVE_MIGRATE status is not supported.',
  ),
  inState(
    'ExitRescueMode',
    'ins-exitresc',
    'Instances are exiting from the rescue mode, and this operation is not supported.',
  ),
  inState('Freezing', 'ins-freezing', 'The operation is not supported for the frozen instances.'),
  inState('Isolating', 'ins-isolatin', 'Unable to isolate: the instance is isolated'),
  inState('Pending', 'ins-pending1', 'The instances are being created, and this operation is not supported.'),
  inState(
    'Rebooting',
    'ins-rebootin',
    'The instances are being restarted, and this operation is not supported.',
  ),
  inState('RescueMode', 'ins-rescue01', 'Instances in the rescue mode are not available for this operation.'),
  inState('Shutdown', 'ins-shutdown', 'Isolated instances do not support this operation.'),
  inState('Starting', 'ins-starting', 'The instance is starting up, and this operation is not supported.'),
  inState(
    'Stopping',
    'ins-stopping',
    'The instance is being shut down, and this operation is not supported.',
  ),
  inState(
    'Terminating',
    'ins-terminat',
    'The instance is being terminated, and the operation is not supported.',
  ),
  {
    ...{ dialect, code: 'UnsupportedOperation.InstanceStateRunning', status: 200 },
    message: 'Running instances do not support this operation.',
    call: bind('ins-running1'),
    why: 'A running instance is bound only with ForceStop.',
  },
]

const IDS: readonly Recipe[] = [
  {
    ...{ dialect, code: 'InvalidInstanceId.Malformed', status: 200 },
    message:
      'Invalid instance ID. The specified instance ID has an invalid format. For example, `ins-1122` has an invalid ID length.',
    messageZh: '无效实例`ID`。指定的实例`ID`格式错误。例如实例`ID`长度错误`ins-1122`。',
    call: bind('ins-1122'),
    why: 'The id has the prefix of an instance and a wrong length.',
  },
  {
    ...{ dialect, code: 'InvalidParameterValue.InstanceIdMalformed', status: 200 },
    message:
      'Invalid instance ID. Please enter a valid ID, such as ins-xxxxxxxx (“x” represents a lower-case letter or a number).',
    call: bind('web-1'),
    why: 'The id does not even begin like one of an instance.',
  },
  {
    ...{ dialect, code: 'InvalidInstanceId.NotFound', status: 200 },
    message: "The specified instance ID `['ins-00000000']` is not found.",
    messageFrom: 'a real answer, spec/tencent.md appendix A',
    messageZh: '没有找到相应实例。',
    call: bind('ins-00000000'),
    why: 'The account has no such instance in this region.',
  },
  {
    ...{ dialect, code: 'InvalidKeyPairId.Malformed', status: 200 },
    message:
      'Invalid key pair ID. The specified key pair ID has an invalid format. For example, `skey-1122` has an invalid ID length.',
    messageZh: '无效密钥对ID。指定的密钥对ID格式错误，例如 `ID` 长度错误`skey-1122`。',
    call: bind('ins-stopped1', { KeyIds: ['skey-1122'] }),
    why: 'The id of a key pair has a wrong length.',
  },
  {
    ...{ dialect, code: 'InvalidKeyPairId.NotFound', status: 200 },
    message: 'Invalid key pair ID. The specified key pair ID does not exist.',
    messageZh: '无效密钥对ID。指定的密钥对ID不存在。',
    call: bind('ins-stopped1', { KeyIds: ['skey-00000000'] }),
    why: 'The account has no such key pair.',
  },
  {
    ...{ dialect, code: 'InvalidParameterValue.LimitExceeded', status: 200 },
    message: 'The number of parameter values exceeds the limit. (`InstanceIds`)',
    messageZh: '参数值数量超过限制。',
    call: bind('', { InstanceIds: manyIds('ins-', 101) }),
    why: 'A call takes at most 100 ids.',
  },
]

const INSTANCES: readonly Recipe[] = [
  {
    ...{ dialect, code: 'InvalidInstance.NotSupported', status: 200 },
    message:
      'The request does not support the instances `ins-special1` which are in operation or in a special state.',
    messageFrom: 'a real answer, spec/tencent.md appendix A',
    messageZh: '不被支持的实例。',
    call: bind('ins-special1'),
    why: 'The seed file says `supported: false` of the instance.',
  },
  {
    ...{ dialect, code: 'InvalidParameterValue.KeyPairNotSupported', status: 200 },
    message: 'The specified key does not support the operation. `skey-other001` is bound to an instance.',
    call: { action: 'DeleteKeyPairs', params: { KeyIds: ['skey-other001'] } },
    why: 'A key pair that is bound to an instance cannot be deleted.',
  },
  {
    ...{ dialect, code: 'UnsupportedOperation.InstanceOsWindows', status: 200 },
    message:
      'The instance ins-windows1 with the Windows Server 2019 DataCenter 64bit EN operating system does not support this operation.',
    messageFrom: 'seed 000, with the instance and its system filled in',
    call: bind('ins-windows1'),
    why: 'Key pairs are for Linux instances.',
  },
  {
    ...{ dialect, code: 'UnsupportedOperation.StoppedModeStopCharging', status: 200 },
    message: 'The instance does not support the no charges when shut down feature.',
    call: bind('ins-nocharge'),
    why: 'The instance was stopped without charges.',
  },
  {
    ...{ dialect, code: 'MutexOperation.TaskRunning', status: 200 },
    message: 'Mutex task is running, please try later',
    messageFrom: 'a real answer, spec/tencent.md appendix A',
    flags: { transitionMs: 600_000 },
    setup: [bind('ins-running1', { ForceStop: true })],
    call: bind('ins-running1', { ForceStop: true }),
    why: 'The same action is at work on the instance, which takes ten minutes to stop here.',
  },
  {
    ...{ dialect, code: 'OperationDenied.InstanceOperationInProgress', status: 200 },
    message: 'The instance has an operation in progress. Please try again later.',
    call: bind('ins-busy0001'),
    why: 'The seed file holds another operation open on the instance.',
  },
  {
    ...{ dialect, code: 'InternalServerError', status: 200, message: 'Internal error.' },
    messageZh: '操作内部错误。',
    damage: DAMAGED_TABLE,
    call: bind('ins-stopped1'),
    why: 'The database of the server is broken.',
  },
]

export const TENCENT_CVM: readonly Recipe[] = [
  ...IDS,
  ...INSTANCES,
  ...STATES,
  ...tencentRecipes(dialect),
  {
    ...{ dialect, code: 'UnauthorizedOperation.MFAExpired', status: 200 },
    message: 'Unauthorized operation. Make sure Multi-Factor Authentication (MFA) is valid.',
    messageZh: '您无法进行当前操作，请确认多因子认证（MFA）是否失效。',
    call: {
      action: 'AssociateInstancesKeyPairs',
      params: { InstanceIds: ['ins-00000000'], KeyIds: ['skey-00000000'] },
      as: STALE_CODE,
    },
    why: 'The account wants a verified code for this action, and none was verified in the last 30 minutes.',
  },
  {
    ...{ dialect, code: 'UnauthorizedOperation.MFANotFound', status: 200 },
    message: 'Unauthorized operation. Make sure Multi-Factor Authentication (MFA) exists.',
    messageZh: '没有权限进行此操作，请确认是否存在多因子认证（MFA）。',
    call: {
      action: 'AssociateInstancesKeyPairs',
      params: { InstanceIds: ['ins-00000000'], KeyIds: ['skey-00000000'] },
      as: NO_DEVICE,
    },
    why: 'The account wants a verified code for this action, and the user has no device.',
  },
  {
    ...{ dialect, code: 'NoSuchVersion', status: 200 },
    message: 'The specified api version=`2019-07-22` does not exist in service=`cvm`.',
    messageFrom: 'a real answer, spec/tencent.md §1.8',
    call: { action: 'DescribeKeyPairs', version: '2019-07-22' },
    why: 'There is no such version of the API.',
  },
  {
    ...{ dialect, code: 'UnauthorizedOperation', status: 200 },
    messageFrom: 'a real answer, spec/tencent.md §1.8',
    message:
      '[request id:{requestId}]you are not authorized to perform operation (cvm:DescribeKeyPairs)\nresource (qcs::cvm:ap-guangzhou:uin/1000000001:keypair/*) has no permission\n',
    call: { action: 'DescribeKeyPairs', as: ALICE },
    why: 'No policy allows the user anything.',
  },
]
