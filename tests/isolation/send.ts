import * as alibaba from '../../src/dialects/alibaba-ecs/test-support/signed-call.ts'
import { postTc3, postV1 } from '../../src/dialects/kit/tencent/test-support/signed-call.ts'
import * as volcengine from '../../src/dialects/volcengine-ecs/test-support/signed-call.ts'
import type { Callable, Params } from './random-calls.ts'
import type { Signer } from './random-world.ts'

/** What came back, the body with its members in the order of the wire. */
export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  /** Code of the refusal; `ok` for an answer. */
  readonly outcome: string
}

/** How calls are written: as the SDKs of their cloud do it, or with the parameters in the body as those of a form. */
export const FORMS = ['usual', 'form', 'signed form'] as const

/** A call as it goes over the wire. */
export interface Sent {
  readonly callable: Callable
  readonly params: Params
  readonly signer: Signer
  /** Each is another way through the decoders; `signed form` is one with the older signature, where its cloud has one. */
  readonly form?: (typeof FORMS)[number]
}

/** Signs a call as its cloud wants it and sends it to a running server. */
export function send(endpoint: string, sent: Sent): Promise<Answer> {
  const { dialect } = sent.callable.cloud
  if (dialect === 'alibaba-ecs') return sendAlibaba(endpoint, sent)
  if (dialect === 'volcengine-ecs') return sendVolcengine(endpoint, sent)
  return sendTencent(endpoint, sent)
}

async function sendTencent(endpoint: string, { callable, params, signer, form }: Sent): Promise<Answer> {
  const { action, version, cloud } = callable
  const { id, secret, token } = signer
  // With its newer signature this cloud knows no forms.
  const post = form === undefined || form === 'usual' ? postTc3 : postV1
  const { status, response, error } = await post({
    ...{ api: `http://${endpoint}`, action: action.name, version, params, region: cloud.region },
    signer: { secretId: id, secretKey: secret },
    ...(token === undefined ? {} : { token }),
  })
  return { status, body: response, outcome: error?.Code ?? 'ok' }
}

async function sendVolcengine(endpoint: string, { callable, params, signer, form }: Sent): Promise<Answer> {
  const { action, version, service, cloud } = callable
  const { id, secret, token } = signer
  const { status, metadata, result } = await volcengine.signedCall(endpoint, action.name, flatten(params), {
    ...{ accessKeyId: id, secret, version, service, region: cloud.region },
    form: form === undefined || form === 'usual' ? 'get' : 'post-form',
    ...(token === undefined ? {} : { securityToken: token }),
  })
  const error: unknown = metadata['Error']
  return { status, body: { metadata, result }, outcome: codeOf(error) }
}

async function sendAlibaba(
  endpoint: string,
  { callable, params, signer, form = 'usual' }: Sent,
): Promise<Answer> {
  const { id, secret, token } = signer
  const { status, body } = await alibaba.signedCall(endpoint, callable.action.name, flatten(params), {
    ...{ accessKeyId: id, secret, version: callable.version },
    ...ALIBABA_FORMS[form],
    ...(token === undefined ? {} : { securityToken: token }),
  })
  return { status, body, outcome: status === 200 ? 'ok' : codeOf(body) }
}

const ALIBABA_FORMS = {
  usual: { form: 'v3' },
  form: { form: 'v3-form' },
  'signed form': { form: 'v1-form', format: 'JSON' },
} as const

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('Code' in error)) return 'ok'
  return String(error.Code)
}

/** `{ Ids: ['a', 'b'] }` as `Ids.1=a`, `Ids.2=b`. */
function flatten(value: object, prefix = ''): Record<string, string> {
  const isList = Array.isArray(value)
  const pairs = Object.entries(value).flatMap(([key, child]: [string, unknown]): [string, string][] => {
    const name = `${prefix}${isList ? Number(key) + 1 : key}`
    if (typeof child === 'object' && child !== null) return Object.entries(flatten(child, `${name}.`))
    return [[name, String(child)]]
  })
  return Object.fromEntries(pairs)
}
