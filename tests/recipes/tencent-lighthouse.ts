import { DAMAGED_TABLE, damagedMachine, powerLoss } from './damage.ts'
import { ALICE, manyIds, NO_DEVICE, STALE_CODE, type Recipe, type RecipeCall } from './recipe.ts'
import { tencentRecipes } from './tencent-common.ts'

const dialect = 'tencent-lighthouse'
const KeyIds = ['lhkp-demo0001']

function unbind(instanceId: string, params: RecipeCall['params'] = {}): RecipeCall {
  return {
    action: 'DisassociateInstancesKeyPairs',
    params: { InstanceIds: [instanceId], KeyIds, ...params },
  }
}

const PARAMETERS: readonly Recipe[] = [
  {
    ...{ dialect, code: 'InvalidParameterValue.Duplicated', status: 200 },
    message: 'Invalid parameter value: duplicate values are not allowed.',
    call: unbind('', { InstanceIds: ['lhins-running1', 'lhins-running1'] }),
    why: 'The same id stands twice in the list.',
  },
  {
    ...{ dialect, code: 'InvalidParameterValue.InstanceIdMalformed', status: 200 },
    message: 'Invalid parameter value: the instance ID format is invalid.',
    call: unbind('lhins-1122'),
    why: 'The id has a wrong length.',
  },
  {
    ...{ dialect, code: 'InvalidParameterValue.KeyPairIdMalformed', status: 200 },
    message: 'Invalid parametric value: the key pair ID format is invalid.',
    call: unbind('lhins-running1', { KeyIds: ['lhkp-1122'] }),
    why: 'The id of a key pair has a wrong length.',
  },
  {
    ...{ dialect, code: 'InvalidParameterValue.LimitExceeded', status: 200 },
    message:
      'Invalid parametric value: the number of parameter values exceeds the upper limit. (`InstanceIds`)',
    call: unbind('', { InstanceIds: manyIds('lhins-', 101) }),
    why: 'A call takes at most 100 ids.',
  },
  {
    ...{ dialect, code: 'InvalidParameterValue.OutOfRange', status: 200 },
    message: 'Invalid parametric value: it is not within the valid range. (`DisassociateType`)',
    call: unbind('lhins-running1', { DisassociateType: 'LATER' }),
    why: 'The type is ONLINE or OFFLINE.',
  },
  {
    ...{ dialect, code: 'ResourceNotFound.InstanceIdNotFound', status: 200 },
    message: 'The instance ID does not exist.',
    call: unbind('lhins-00000000'),
    why: 'No instance ever had this id.',
  },
  {
    ...{ dialect, code: 'ResourceNotFound.InstanceNotFound', status: 200 },
    message: 'The instance does not exist.',
    setup: [{ action: 'TerminateInstances', params: { InstanceIds: ['lhins-shutdown'] } }],
    call: unbind('lhins-shutdown'),
    isRepeated: true,
    why: 'The instance existed and was terminated.',
  },
  {
    ...{ dialect, code: 'ResourceNotFound.KeyIdNotFound', status: 200 },
    message: 'The key pair ID does not exist.',
    call: unbind('lhins-running1', { KeyIds: ['lhkp-00000000'] }),
    why: 'The account has no such key pair in this region.',
  },
]

const INSTANCES: readonly Recipe[] = [
  {
    ...{ dialect, code: 'FailedOperation.InstanceOperationFailed', status: 200 },
    message: 'Failed to manipulate the instance.',
    damage: damagedMachine('lhins-running1'),
    call: unbind('lhins-running1'),
    why: 'The driver fails at the machine.',
  },
  {
    ...{ dialect, code: 'InternalError.DescribeInstanceStatus', status: 200 },
    message: 'Failed to query the instance status. Please try again later.',
    damage: powerLoss('lhins-running1'),
    call: unbind('lhins-running1'),
    why: 'The instance should be running, and its machine does not answer.',
  },
  {
    ...{ dialect, code: 'OperationDenied.InstanceCreating', status: 200 },
    message: 'It is not allowed to manipulate this instance, as it is being created.',
    call: unbind('lhins-pending1'),
    why: 'The seed file holds the instance in this state.',
  },
  {
    ...{ dialect, code: 'OperationDenied.InstanceOperationInProgress', status: 200 },
    message: 'It is not allowed to manipulate this instance, as the last operation is still in progress.',
    flags: { transitionMs: 600_000 },
    setup: [unbind('lhins-running1')],
    call: unbind('lhins-running1'),
    why: 'An operation on its keys is switching the machine off, which takes ten minutes here.',
  },
  {
    ...{ dialect, code: 'UnsupportedOperation.LatestOperationUnfinished', status: 200 },
    message: 'Unsupported operation: the last operation of the instance has not been completed.',
    call: unbind('lhins-busy0001'),
    why: 'The seed file holds an operation open on the instance.',
  },
  {
    ...{ dialect, code: 'UnsupportedOperation.InvalidInstanceState', status: 200 },
    message:
      'Unsupported operation: the instance status is invalid. The instance `lhins-rescue01` is in the status `RESCUE_MODE`.',
    call: unbind('lhins-rescue01'),
    why: 'Only running and stopped instances can be unbound.',
  },
  {
    ...{ dialect, code: 'UnsupportedOperation.KeyPairNotBoundToInstance', status: 200 },
    message:
      'Unsupported operation: key pairs that are not bound to instances cannot be unbound from instances.',
    call: unbind('lhins-unbound1'),
    why: 'The instance has no key pair.',
  },
  {
    ...{ dialect, code: 'UnauthorizedOperation.NoPermission', status: 200 },
    message:
      'No permission [request id:{requestId}]you are not authorized to perform operation (lighthouse:DescribeKeyPairs)\nresource (*) has no permission\n',
    call: { action: 'DescribeKeyPairs', as: ALICE },
    why: 'No policy allows the user anything.',
  },
  {
    ...{ dialect, code: 'InternalError', status: 200 },
    message: 'An internal error has occurred. Retry your request.',
    damage: DAMAGED_TABLE,
    call: unbind('lhins-stopped1'),
    why: 'The database of the server is broken.',
  },
]

export const TENCENT_LIGHTHOUSE: readonly Recipe[] = [
  ...PARAMETERS,
  ...INSTANCES,
  ...tencentRecipes(dialect),
  {
    ...{ dialect, code: 'UnauthorizedOperation.MFAExpired', status: 200 },
    message: 'MFA has expired.',
    messageZh: 'MFA 已过期。',
    call: {
      action: 'AssociateInstancesKeyPairs',
      params: { InstanceIds: ['lhins-00000000'], KeyIds: ['lhkp-00000000'] },
      as: STALE_CODE,
    },
    why: 'The account wants a verified code for this action, and none was verified in the last 30 minutes.',
  },
  {
    ...{ dialect, code: 'UnauthorizedOperation.MFANotFound', status: 200 },
    message: 'MFA does not exist.',
    messageZh: 'MFA 不存在。',
    call: {
      action: 'AssociateInstancesKeyPairs',
      params: { InstanceIds: ['lhins-00000000'], KeyIds: ['lhkp-00000000'] },
      as: NO_DEVICE,
    },
    why: 'The account wants a verified code for this action, and the user has no device.',
  },
  {
    ...{ dialect, code: 'UnsupportedRegion', status: 200 },
    message: 'The action not support this region.',
    call: { action: 'DescribeKeyPairs', region: 'ap-shenzhen-fsi' },
    why: 'The region exists and does not offer this service.',
  },
]
