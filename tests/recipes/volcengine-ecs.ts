import { DAMAGED_TABLE, DIED_BEFORE_ANSWER } from './damage.ts'
import { ALICE, manyIds, NOBODY, type Recipe, type RecipeCall, WRONG_SECRET } from './recipe.ts'

const dialect = 'volcengine-ecs'
const KeyPairName = 'demo'

function attach(instanceId: string, params: RecipeCall['params'] = {}): RecipeCall {
  return { action: 'AttachKeyPair', params: { InstanceIds: [instanceId], KeyPairName, ...params } }
}

const REQUEST: readonly Recipe[] = [
  {
    ...{ dialect, code: 'MissingParameter.KeyPairNameAndKeyPairId', status: 400 },
    message: 'The required parameters KeyPairName and KeyPairId are not supplied.',
    call: { action: 'AttachKeyPair', params: { InstanceIds: ['i-running1'] } },
    why: 'Neither name nor id of a key pair is given.',
  },
  {
    ...{ dialect, code: 'MissingParameter.InstanceIds', status: 400 },
    message: 'The required parameter InstanceIds is not supplied.',
    call: { action: 'AttachKeyPair', params: { KeyPairName } },
    why: 'No instance is given.',
  },
  {
    ...{ dialect, code: 'LimitExceeded.MaximumInstanceIds', status: 400 },
    message: "You've reached the limit on the number of InstanceIds that you can set.",
    call: attach('', { InstanceIds: manyIds('i-', 101) }),
    why: 'A call takes at most 100 ids.',
  },
  {
    ...{ dialect, code: 'InvalidClientToken.Malformed', status: 400 },
    message: 'The specified ClientToken is malformed.',
    call: attach('i-running1', { ClientToken: 't'.repeat(65) }),
    why: 'A client token has at most 64 characters.',
  },
  {
    ...{ dialect, code: 'IdempotentParameterMismatch', status: 400 },
    message:
      'The request uses the same client token as a previous, but non-identical request. Do not reuse a client token with different requests, unless the requests are identical.',
    setup: [attach('i-running1', { ClientToken: 'used-before' })],
    call: attach('i-running2', { ClientToken: 'used-before' }),
    why: 'The token belongs to a call with other parameters.',
  },
  {
    ...{ dialect, code: 'InvalidKeyPair.NotFound', status: 404 },
    message: 'The specified KeyPair does not exist.',
    call: attach('i-running1', { KeyPairName: 'nowhere' }),
    why: 'The account has no such key pair in this region.',
  },
  {
    ...{ dialect, code: 'IdempotentProcessing', status: 412 },
    message: 'The request uses the same client token as a previous one that is still in process.',
    setup: [attach('i-running1', { ClientToken: 'still-open' })],
    damage: DIED_BEFORE_ANSWER,
    call: attach('i-running1', { ClientToken: 'still-open' }),
    why: 'The first call with this token is held open.',
  },
  {
    ...{ dialect, code: 'InternalError', status: 500, message: 'An internal error has occurred.' },
    damage: DAMAGED_TABLE,
    call: attach('i-running1'),
    why: 'The database of the server is broken.',
  },
]

const INSTANCES: readonly Recipe[] = [
  {
    ...{ dialect, code: 'InvalidInstance.NotFound', level: 'instance', status: 200 },
    message: 'The specified instance does not exist.',
    call: attach('i-nowhere1'),
    why: 'The account has no such instance in this region.',
  },
  {
    ...{ dialect, code: 'InvalidKeyPairForWindows.Unsupported', level: 'instance', status: 200 },
    message: 'The OSType of this specified instance is Windows, which does not support key pairs.',
    call: attach('i-windows1'),
    why: 'Key pairs are for Linux instances.',
  },
  {
    ...{ dialect, code: 'InvalidResetAuthenticationAgent.NotFound', level: 'instance', status: 200 },
    message: 'The specified reset-authentication agent does not install on the instance.',
    call: attach('i-noagent1'),
    why: 'The seed file says `passwordAgent: false` of the instance.',
  },
  {
    ...{ dialect, code: 'InvalidInstanceStatus', level: 'instance', status: 200 },
    message: 'The status of the specified instance does not support this request.',
    call: attach('i-stopping1'),
    why: 'The seed file holds the instance in the state `stopping`.',
  },
  {
    ...{ dialect, code: 'FlowLimitExceeded', level: 'instance', status: 200 },
    message: "You've reach the limit on request rate of resources.",
    flags: { rates: '1' },
    setup: [{ action: 'DetachKeyPair', params: { InstanceIds: ['i-running1'], KeyPairName } }],
    call: attach('i-running1'),
    why: 'It is the second operation on the instance within a second.',
  },
]

const list: RecipeCall = { action: 'DescribeKeyPairs' }
const AUTHORIZATION = 'HMAC-SHA256 Credential='

const CALLER: readonly Recipe[] = [
  {
    ...{ dialect, code: 'MissingAuthenticationToken', status: 401 },
    message: 'Request is missing Authentication Token.',
    call: { ...list, sent: { headers: { authorization: null } } },
    why: 'The request has no Authorization header.',
  },
  {
    ...{ dialect, code: 'MissingRequestInfo', status: 400 },
    message: 'The request is missing X-Date information.',
    call: { ...list, sent: { headers: { 'x-date': null } } },
    why: 'The header X-Date is not sent.',
  },
  {
    ...{ dialect, code: 'MissingSignature', status: 401, message: 'The request is missing signature.' },
    call: {
      ...list,
      sent: {
        headers: {
          authorization: `${AUTHORIZATION}AKIDacmeroot/20260101/cn-beijing/ecs/request, SignedHeaders=x-date, Signature=`,
        },
      },
    },
    why: 'The Authorization header ends with an empty signature.',
  },
  {
    ...{ dialect, code: 'InvalidAuthorization', status: 400 },
    message: "Invalid 'Authorization' header, Pls check authorization header.",
    call: { ...list, sent: { headers: { authorization: 'HMAC-SHA256 nonsense' } } },
    why: 'The Authorization header has none of its parts.',
  },
  {
    ...{ dialect, code: 'InvalidCredential', status: 400 },
    message: "Invalid credential in 'Authorization', Pls check credential in authorization header.",
    call: {
      ...list,
      sent: {
        headers: { authorization: `${AUTHORIZATION}AKIDacmeroot, SignedHeaders=x-date, Signature=00` },
      },
    },
    why: 'The credential is an access key without a scope.',
  },
  {
    ...{ dialect, code: 'InvalidTimestamp', status: 400 },
    message: 'The Signature of the request is expired.',
    call: { ...list, signedAgoSeconds: 3600 },
    why: 'A signature is valid for 15 minutes.',
  },
  {
    ...{ dialect, code: 'InvalidAccessKey', status: 401 },
    message: 'The accesskey [AKIDnobody] included in the request is invalid.',
    flags: { mode: 'strict' },
    call: { ...list, as: NOBODY },
    why: 'In strict mode only the access keys of the seed file are known.',
  },
  {
    ...{ dialect, code: 'InvalidSecretToken', status: 401 },
    message: 'Invalid secret token, msg: the token is unknown.',
    flags: { mode: 'strict' },
    call: { ...list, token: 'nobody-issued-this' },
    why: 'In strict mode no session token is known.',
  },
  {
    ...{ dialect, code: 'SignatureDoesNotMatch', status: 401 },
    message:
      'The request signature we calculated does not match the signature you provided. Check your Secret Access Key and signing method. Consult the service documentation for details.',
    call: { ...list, as: WRONG_SECRET },
    why: 'The request was signed with another secret.',
  },
  {
    ...{ dialect, code: 'AccessDenied', status: 403 },
    message:
      'User is not authorized to perform: ecs:DescribeKeyPairs on resource: trn:ecs:cn-beijing:1000000001:keypair/*.',
    call: { ...list, as: ALICE },
    why: 'No policy allows the user anything.',
  },
  {
    ...{ dialect, code: 'FlowLimitExceeded', status: 429 },
    message:
      'Request was rejected because the request speed of this openAPI is beyond the current flow control limit.',
    flags: { rates: '1' },
    setup: [list],
    call: list,
    why: 'It is the second call within a second.',
  },
]

const GATEWAY: readonly Recipe[] = [
  {
    ...{ dialect, code: 'MissingParameter', status: 400 },
    message: 'The request is missing Action parameter.',
    call: { action: '' },
    why: 'The action is empty.',
  },
  {
    ...{ dialect, code: 'ServiceNotFound', status: 404, message: 'This service[rds] not found.' },
    call: { ...list, service: 'rds' },
    why: 'The request was signed for another service.',
  },
  {
    ...{ dialect, code: 'InvalidActionOrVersion', status: 404 },
    message: 'Could not find operation BindKeyPair for version 2020-04-01.',
    call: { action: 'BindKeyPair' },
    why: 'There is no such action.',
  },
  {
    ...{ dialect, code: 'MethodNotAllowed', status: 405, message: 'The http method is not allowed.' },
    call: { ...list, sent: { method: 'PUT' } },
    why: 'The method is neither GET nor POST.',
  },
  {
    ...{ dialect, code: 'InvalidRegion.NotFound', status: 404 },
    message: 'The specified region does not exist.',
    call: { ...list, region: 'cn-nowhere' },
    why: 'There is no such region.',
  },
  {
    ...{ dialect, code: 'InvalidArgument', status: 400, message: 'The specified argument is invalid.' },
    call: { ...list, sent: { url: ['?', '?%zz=1&'] } },
    why: 'The query holds an escape that is none.',
  },
  {
    ...{ dialect, code: 'DryRunOperation', status: 400 },
    message: 'Request validation has been passed with DryRun flag set.',
    call: { action: 'StopInstance', params: { InstanceId: 'i-running1', DryRun: true } },
    why: 'The call would have succeeded.',
  },
]

export const VOLCENGINE_ECS: readonly Recipe[] = [...REQUEST, ...INSTANCES, ...CALLER, ...GATEWAY]
