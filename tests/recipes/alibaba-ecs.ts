import { DAMAGED_TABLE, DIED_BEFORE_ANSWER } from './damage.ts'
import {
  ALICE,
  DISABLED,
  manyIds,
  NOBODY,
  type Recipe,
  type RecipeCall,
  type Signer,
  WRONG_SECRET,
} from './recipe.ts'

const dialect = 'alibaba-ecs'
const RegionId = 'cn-hangzhou'

function attach(instanceIds: readonly string[] | string, params: RecipeCall['params'] = {}): RecipeCall {
  const InstanceIds = typeof instanceIds === 'string' ? instanceIds : JSON.stringify(instanceIds)
  return { action: 'AttachKeyPair', params: { RegionId, KeyPairName: 'demo', InstanceIds, ...params } }
}

const ATTACH: readonly Recipe[] = [
  {
    ...{ dialect, code: 'InvalidKeyPairName.NotFound', status: 400 },
    message: 'The specified KeyPairName does not exist in our records.',
    call: attach(['i-running1'], { KeyPairName: 'nowhere' }),
    why: 'The account has no such key pair in this region.',
  },
  {
    ...{ dialect, code: 'InvalidInstanceIds.ValueNotSupported', status: 400 },
    message: 'The specified parameter InstanceIds is not valid.',
    call: attach('i-running1,i-stopped1'),
    why: 'The ids are a JSON array, not a list with commas.',
  },
  {
    ...{ dialect, code: 'DependencyViolation.IoOptimize', status: 400 },
    message: 'The specified parameter InstanceIds is not valid.',
    call: attach(['i-slowdisk1']),
    why: 'The seed file says `ioOptimized: false` of the only instance.',
  },
  {
    ...{ dialect, code: 'DependencyViolation.WindowsInstance', status: 403 },
    message: 'The instance creating is windows, cannot use ssh key pair to login',
    call: attach(['i-windows1']),
    why: 'Key pairs are for Linux instances.',
  },
  {
    ...{ dialect, code: 'InstanceKeyPairLimitExceeded', status: 403 },
    message: 'The specified instances are beyond the permitted range.',
    call: attach(manyIds('i-', 51)),
    why: 'A call takes at most 50 ids.',
  },
  {
    ...{ dialect, code: 'IncorrectInstanceStatus', status: 403 },
    message: 'The current status of the resource does not support this operation.',
    call: attach(['i-starting1']),
    why: 'The seed file holds the only instance in the state `starting`.',
  },
]

const list: RecipeCall = { action: 'DescribeKeyPairs', params: { RegionId } }
/** A temporary access key of the seed file; its token is `first-token`. */
const VISITOR: Signer = { id: 'STS.first', secret: 'first-secret' }

const CALLER: readonly Recipe[] = [
  {
    ...{ dialect, code: 'InvalidTimeStamp.Format', status: 400 },
    message: 'Specified time stamp or date value is not well formatted.',
    call: { ...list, timestamp: 'yesterday' },
    why: 'The time of signing is no time.',
  },
  {
    ...{ dialect, code: 'InvalidTimeStamp.Expired', status: 400 },
    message: 'Specified time stamp or date value is expired.',
    call: { ...list, signedAgoSeconds: 3600 },
    why: 'A signature is valid for 15 minutes.',
  },
  {
    ...{ dialect, code: 'InvalidAccessKeyId.NotFound', status: 404 },
    message: 'Specified access key is not found.',
    flags: { mode: 'strict' },
    call: { ...list, as: NOBODY },
    why: 'In strict mode only the access keys of the seed file are known.',
  },
  {
    ...{ dialect, code: 'InvalidAccessKeyId.Inactive', status: 400 },
    message: 'Specified access key is disabled.',
    call: { ...list, as: DISABLED },
    why: 'The seed file has the access key, `disabled: true`.',
  },
  {
    ...{ dialect, code: 'MissingSecurityToken', status: 400 },
    message: 'SecurityToken is mandatory for this action.',
    call: { ...list, as: VISITOR },
    why: 'An access key that begins `STS.` is temporary and needs its token.',
  },
  {
    ...{ dialect, code: 'InvalidSecurityToken.Malformed', status: 400 },
    message: 'Specified SecurityToken is malformed.',
    call: { ...list, as: VISITOR, token: 'nobody-issued-this' },
    why: 'Nobody was given this token.',
  },
  {
    ...{ dialect, code: 'InvalidSecurityToken.Expired', status: 400 },
    message: 'Specified SecurityToken is expired.',
    call: { ...list, as: { id: 'STS.over', secret: 'over-secret' }, token: 'over-token' },
    why: 'The seed file says `expires` of the temporary access key.',
  },
  {
    ...{ dialect, code: 'InvalidSecurityToken.MismatchWithAccessKey', status: 400 },
    message: 'Specified SecurityToken mismatch with the AccessKey.',
    call: { ...list, as: VISITOR, token: 'second-token' },
    why: 'The token was given out with another temporary access key.',
  },
  {
    ...{ dialect, code: 'IncompleteSignature', status: 400 },
    message: 'The request signature does not conform to Aliyun standards.',
    call: { ...list, sent: { headers: { authorization: 'ACS3-HMAC-SHA256 nonsense' } } },
    why: 'The Authorization header has none of its parts.',
  },
  {
    ...{ dialect, code: 'SignatureDoesNotMatch', status: 400 },
    message: 'Specified signature is not matched with our calculation. server string to sign is:{…}',
    call: { ...list, as: WRONG_SECRET },
    why: 'The request was signed with another secret.',
  },
  {
    ...{ dialect, code: 'SignatureNonceUsed', status: 400 },
    message: 'Specified signature nonce was used already.',
    setup: [{ ...list, nonce: 'only-once' }],
    call: { ...list, nonce: 'only-once' },
    why: 'Every request needs a nonce of its own.',
  },
  {
    ...{ dialect, code: 'UnsupportedParameter', status: 400 },
    message: 'The parameter SignatureMethod is not supported.',
    call: { ...list, form: 'v1', sent: { url: ['HMAC-SHA1', 'HMAC-MD5'] } },
    why: 'There is no such signature method.',
  },
  {
    ...{ dialect, code: 'Forbidden.RAM', status: 403 },
    message: "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
    call: { ...list, as: ALICE },
    why: 'No policy allows the user anything.',
  },
  {
    ...{ dialect, code: 'Throttling.User', status: 400 },
    message: 'Request was denied due to user flow control.',
    flags: { rates: '1' },
    setup: [list],
    call: list,
    why: 'It is the second call within a second.',
  },
]

const create: RecipeCall = {
  action: 'RunInstances',
  params: {
    ...{ RegionId, ImageId: 'aliyun_3_x64_20G_alibase.vhd', InstanceType: 'ecs.g6.large' },
    ...{ SecurityGroupId: 'sg-bp1small', ClientToken: 'used-before' },
  },
}

const GATEWAY: readonly Recipe[] = [
  {
    ...{ dialect, code: 'UnsupportedHTTPMethod', status: 400 },
    message: 'This http method is not supported.',
    call: { ...list, sent: { method: 'PUT' } },
    why: 'The method is neither GET nor POST.',
  },
  {
    ...{ dialect, code: 'InvalidVersion', status: 400 },
    message: 'Specified parameter Version is not valid.',
    call: { ...list, version: '2019-07-22' },
    why: 'There is no such version of the API.',
  },
  {
    ...{ dialect, code: 'InvalidAction.NotFound', status: 404 },
    message: 'Specified api is not found, please check your url and method.',
    call: { ...list, action: 'BindKeyPair' },
    why: 'There is no such action.',
  },
  {
    ...{ dialect, code: 'MissingParameter', status: 400 },
    message:
      'The input parameter "InstanceIds" that is mandatory for processing this request is not supplied.',
    call: { action: 'AttachKeyPair', params: { RegionId, KeyPairName: 'demo' } },
    why: 'A required parameter is not given.',
  },
  {
    ...{ dialect, code: 'InvalidParameter', status: 400 },
    message: 'The specified parameter PageSize is not valid.',
    call: { ...list, params: { RegionId, PageSize: 'many' } },
    why: 'A word stands where a number belongs.',
  },
  {
    ...{ dialect, code: 'InvalidRegionId.NotFound', status: 404 },
    message: 'The specified RegionId does not exist.',
    call: { ...list, params: { RegionId: 'cn-nowhere' } },
    why: 'There is no such region.',
  },
  {
    ...{ dialect, code: 'DryRunOperation', status: 400 },
    message: 'Request validation has been passed with DryRun flag set.',
    call: { action: 'StopInstance', params: { InstanceId: 'i-running1', DryRun: true } },
    why: 'The call would have succeeded.',
  },
  {
    ...{ dialect, code: 'DRYRUN.SUCCESS', status: 400 },
    message: 'This request is a dryrun request with successful result.',
    call: { action: 'StopInstances', params: { RegionId, InstanceId: ['i-running1'], DryRun: true } },
    why: 'The call would have succeeded; calls over several instances say it so.',
  },
  {
    ...{ dialect, code: 'IdempotentParameterMismatch', status: 400 },
    message: 'Request uses a client token in a previous request but is not Identical to that request.',
    setup: [create],
    call: { ...create, params: { ...create.params, InstanceName: 'another' } },
    why: 'The token belongs to a call with other parameters.',
  },
  {
    ...{ dialect, code: 'IdempotentProcessing', status: 400 },
    message: 'The previous idempotent request(s) is still processing.',
    setup: [create],
    damage: DIED_BEFORE_ANSWER,
    call: create,
    why: 'The first call with this token is held open.',
  },
  {
    ...{ dialect, code: 'InternalError', status: 500 },
    message: 'The request processing has failed due to some unknown error, exception or failure.',
    damage: DAMAGED_TABLE,
    call: attach(['i-running1']),
    why: 'The database of the server is broken.',
  },
]

export const ALIBABA_ECS: readonly Recipe[] = [...ATTACH, ...CALLER, ...GATEWAY]
