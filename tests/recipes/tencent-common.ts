import { type DialectId, NOBODY, type Recipe, type RecipeCall, WRONG_SECRET } from './recipe.ts'

type Part = Omit<Recipe, 'dialect' | 'status'>

const list: RecipeCall = { action: 'DescribeKeyPairs' }

const REAL = 'a real answer, spec/tencent.md §1.8'
const SPEC = 'spec/tencent.md §1.8'

const CALLER: readonly Part[] = [
  {
    code: 'AuthFailure.InvalidAuthorization',
    message: 'The `Authorization` in the request header is invalid.',
    messageFrom: SPEC,
    call: { ...list, sent: { headers: { authorization: null } } },
    why: 'The request has no Authorization header.',
  },
  {
    code: 'AuthFailure.SecretIdNotFound',
    message: 'The SecretId is not found, please ensure that your SecretId is correct.',
    messageZh: 'SecretId不存在，请输入正确的密钥。',
    messageFrom: REAL,
    flags: { mode: 'strict' },
    call: { ...list, as: NOBODY },
    why: 'In strict mode only the access keys of the seed file are known.',
  },
  {
    code: 'AuthFailure.SignatureExpire',
    message: 'The signature is expired, please request again.',
    messageFrom: REAL,
    call: { ...list, signedAgoSeconds: 3600 },
    why: 'The timestamp is more than 300 seconds away.',
  },
  {
    code: 'AuthFailure.SignatureFailure',
    message: 'The provided credentials could not be validated. Please check your signature is correct.',
    messageZh: '请求签名验证失败，请检查您的签名计算是否正确。',
    messageFrom: REAL,
    call: { ...list, as: WRONG_SECRET },
    why: 'The request was signed with another secret.',
  },
  {
    code: 'AuthFailure.TokenFailure',
    message: 'The token is invalid.',
    messageFrom: SPEC,
    flags: { mode: 'strict' },
    call: { ...list, token: 'nobody-issued-this' },
    why: 'In strict mode no session token is known.',
  },
  {
    code: 'RequestLimitExceeded',
    message:
      'Your current request times equals to `2` in a second, which exceeds the frequency limit `1` for a second. Please reduce the frequency of calls.',
    messageFrom: REAL,
    flags: { rates: '1' },
    setup: [list],
    call: list,
    why: 'It is the second call within a second.',
  },
]

const REQUEST: readonly Part[] = [
  {
    code: 'InvalidAction',
    message: 'The request `Action` is invalid or not found.',
    messageFrom: REAL,
    call: { action: 'BindKeyPairs' },
    why: 'There is no such action.',
  },
  {
    code: 'MissingParameter',
    message: 'The request is missing a required parameter `InstanceIds`.',
    messageZh: '参数缺失。请求没有带必选参数。',
    messageFrom: REAL,
    call: { action: 'StopInstances' },
    why: 'A required parameter is not given.',
  },
  {
    code: 'InvalidParameter',
    message: 'Parameter `InstanceIds` type error.',
    messageFrom: 'a real answer, spec/tencent.md §1.6',
    call: { action: 'StopInstances', params: { InstanceIds: 'one-id-and-no-list' } },
    why: 'A text stands where a list belongs.',
  },
  {
    code: 'InvalidParameterValue',
    message: 'A value specified in `X-TC-Region` is not valid, is unsupported, or cannot be used.',
    messageZh: '无效参数值。参数值格式错误或者参数值不被支持等。',
    messageFrom: REAL,
    call: { ...list, region: 'ap-nowhere' },
    why: 'There is no such region.',
  },
  {
    code: 'UnknownParameter',
    message: 'The parameter `Colour` is not recognized.',
    messageFrom: REAL,
    call: { ...list, params: { Colour: 'red' } },
    why: 'The action has no such parameter.',
  },
  {
    code: 'InvalidRequest',
    message: 'The multipart body is invalid: {…}.',
    messageFrom: SPEC,
    call: { ...list, body: { contentType: 'multipart/form-data; boundary=edge', text: 'no part at all' } },
    why: 'The body is said to be multipart and is not.',
  },
  {
    code: 'RequestSizeLimitExceeded',
    message: 'The request is larger than 32768 bytes.',
    messageFrom: SPEC,
    call: { ...list, form: 'get', params: { Padding: 'x'.repeat(33_000) } },
    why: 'A query holds at most 32 KiB.',
  },
  {
    code: 'UnsupportedProtocol',
    message: 'Only GET and POST requests are supported.',
    messageFrom: SPEC,
    call: { ...list, sent: { method: 'PUT' } },
    why: 'The method is neither GET nor POST.',
  },
]

/** What both Tencent services answer to every call. Source: spec/tencent.md §1.8. */
export function tencentRecipes(dialect: DialectId): readonly Recipe[] {
  return [...CALLER, ...REQUEST].map((part) => ({ dialect, status: 200, ...part }))
}
