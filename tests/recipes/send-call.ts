import * as alibaba from '../../src/dialects/alibaba-ecs/test-support/signed-call.ts'
import {
  type CallOptions,
  getTc3,
  getV1,
  postTc3,
} from '../../src/dialects/kit/tencent/test-support/signed-call.ts'
import * as volcengine from '../../src/dialects/volcengine-ecs/test-support/signed-call.ts'
import type { DialectId, RecipeCall, Signer } from './recipe.ts'

/** What came back, in one form for all clouds. */
export interface Reply {
  readonly status: number
  readonly requestId: string
  /** The refusal of the call; undefined when it was answered. */
  readonly error: ReplyError | undefined
  /** The refusals of single instances inside the answer, in its order. */
  readonly instanceErrors: readonly ReplyError[]
  /** The whole answer. */
  readonly body: Fields
}

export interface ReplyError {
  readonly code: string
  readonly message: string
}

type Fields = Readonly<Record<string, unknown>>
type Sender = (endpoint: string, call: RecipeCall, language?: 'zh') => Promise<Reply>

/** The owner of the account in `world.yaml`. */
const ROOT: Signer = { id: 'AKIDacmeroot', secret: 'acme-root-secret' }

const SENDERS: Readonly<Record<DialectId, Sender>> = {
  'tencent-cvm': (...rest) => sendTencent('2017-03-12', ...rest),
  'tencent-lighthouse': (...rest) => sendTencent('2020-03-24', ...rest),
  'volcengine-ecs': sendVolcengine,
  'alibaba-ecs': sendAlibaba,
}

/** Signs and sends one call as a client of this cloud does. `endpoint`: `127.0.0.1:PORT`. */
export function sendCall(
  dialect: DialectId,
  endpoint: string,
  call: RecipeCall,
  language?: 'zh',
): Promise<Reply> {
  return SENDERS[dialect](endpoint, call, language)
}

async function sendTencent(
  version: string,
  ...[endpoint, call, language]: Parameters<Sender>
): Promise<Reply> {
  const { id, secret } = call.as ?? ROOT
  const options: CallOptions = {
    api: `http://${endpoint}`,
    action: call.action,
    params: call.params ?? {},
    version: call.version ?? version,
    region: call.region ?? 'ap-guangzhou',
    signer: { secretId: id, secretKey: secret },
    skewSeconds: -(call.signedAgoSeconds ?? 0),
    ...(call.token === undefined ? {} : { token: call.token }),
    ...(call.body ? { raw: { contentType: call.body.contentType, body: call.body.text } } : {}),
    ...(language === undefined ? {} : { language: 'zh-CN' }),
    tamper(request) {
      tamper(request, call)
      if (call.sent?.method === 'PUT') request.method = 'PUT'
    },
  }
  const send = { get: getTc3, v1: (given: CallOptions) => getV1(given), post: postTc3 }[call.form ?? 'post']
  const { status, requestId, error, response } = await send(options)
  const refusal = error && { code: error.Code, message: error.Message }
  return { status, requestId, error: refusal, instanceErrors: [], body: response }
}

async function sendVolcengine(endpoint: string, call: RecipeCall): Promise<Reply> {
  const { id, secret } = call.as ?? ROOT
  const reply = await volcengine.signedCall(endpoint, call.action, flatten(call.params ?? {}), {
    accessKeyId: id,
    secret,
    timestamp: volcengine.timestampNow(-(call.signedAgoSeconds ?? 0) * 1000),
    ...pick(call, ['region', 'service', 'version']),
    ...(call.token === undefined ? {} : { securityToken: call.token }),
    ...(call.sent?.method === undefined ? {} : { method: call.sent.method }),
    tamper: (request) => tamper(request, call),
  })
  const { status, metadata, result } = reply
  const details = result?.['OperationDetails']
  const errors = Array.isArray(details) ? details.map((detail: Fields) => readError(detail['Error'])) : []
  return {
    status,
    requestId: String(metadata['RequestId']),
    error: readError(metadata['Error']),
    instanceErrors: errors.filter((error) => error !== undefined),
    body: result ?? {},
  }
}

async function sendAlibaba(endpoint: string, call: RecipeCall): Promise<Reply> {
  const { id, secret } = call.as ?? ROOT
  const { status, body } = await alibaba.signedCall(endpoint, call.action, flatten(call.params ?? {}), {
    ...(call.form === 'v1' ? { form: 'v1-query', format: 'JSON' } : {}),
    accessKeyId: id,
    secret,
    timestamp: call.timestamp ?? alibaba.timestampNow(-(call.signedAgoSeconds ?? 0) * 1000),
    ...pick(call, ['nonce', 'version']),
    ...(call.token === undefined ? {} : { securityToken: call.token }),
    ...(call.sent?.method === undefined ? {} : { method: call.sent.method }),
    tamper: (request) => tamper(request, call),
  })
  return {
    status,
    requestId: String(body['RequestId']),
    error: status === 200 ? undefined : readError(body),
    instanceErrors: [],
    body,
  }
}

function tamper(
  request: { url: string; readonly headers: Record<string, string> },
  { sent }: RecipeCall,
): void {
  for (const [name, value] of Object.entries(sent?.headers ?? {})) {
    if (value === null) Reflect.deleteProperty(request.headers, name)
    else request.headers[name] = value
  }
  if (sent?.url) request.url = request.url.replace(...sent.url)
}

function readError(value: unknown): ReplyError | undefined {
  if (typeof value !== 'object' || value === null || !('Code' in value) || !('Message' in value))
    return undefined
  return { code: String(value.Code), message: String(value.Message) }
}

/** `{ Ids: ['a', 'b'] }` as `Ids.1=a`, `Ids.2=b`. */
function flatten(params: object, prefix = ''): Record<string, string> {
  const isList = Array.isArray(params)
  const pairs = Object.entries(params).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    const name = `${prefix}${isList ? Number(key) + 1 : key}`
    if (typeof value === 'object' && value !== null) return Object.entries(flatten(value, `${name}.`))
    return [[name, String(value)]]
  })
  return Object.fromEntries(pairs)
}

/** These fields, without those that are not given. */
function pick<Name extends keyof RecipeCall>(
  call: RecipeCall,
  names: readonly Name[],
): { [N in Name]?: NonNullable<RecipeCall[N]> } {
  const given = names.filter((name) => call[name] !== undefined).map((name) => [name, call[name]])
  // Only what is given is left, under its own name.
  return Object.fromEntries(given) as { [N in Name]?: NonNullable<RecipeCall[N]> }
}
