import { Service, Signer } from '@volcengine/openapi'
import { buildRequestConfigFromMetaPath, Client, Command } from '@volcengine/sdk-core'

// The official SDKs, unmodified. Source of how they are pointed here: spec/volcengine.md §4.1.
export const ACCESS_KEY = { id: 'AKLTacmeroot', secret: 'acme-root-secret==' }
export const REGION = 'cn-beijing'

export type Body = Readonly<Record<string, unknown>>

export interface Answer {
  readonly ResponseMetadata: Body & { readonly Error?: Body }
  readonly Result?: Body
}

/** One API of the cloud. */
export interface Api {
  readonly service: string
  readonly version: string
}

const ECS: Api = { service: 'ecs', version: '2020-04-01' }

/** Calls an action; of the instances unless another API is named. */
export type Ask = (action: string, input?: Body, api?: Api) => Promise<Answer>

/** Where a Keyplane answers; asked for at each call, because it starts after the clients are listed. */
type Endpoint = () => string

/** `{ InstanceIds: ['a'] }` as `{ 'InstanceIds.1': 'a' }`: openapi leaves that to its callers. */
function flat(input: Body, prefix = ''): Record<string, string> {
  const entries = Object.entries(input).flatMap(([name, value]): [string, string][] => {
    if (Array.isArray(value)) {
      const numbered = Object.fromEntries(value.map((item, place) => [String(place + 1), item as unknown]))
      return Object.entries(flat(numbered, `${prefix}${name}.`))
    }
    // Only plain objects are nested.
    if (typeof value === 'object') return Object.entries(flat(value as Body, `${prefix}${name}.`))
    return [[`${prefix}${name}`, typeof value === 'string' ? value : JSON.stringify(value)]]
  })
  return Object.fromEntries(entries)
}

/** What the clients hand back is the parsed body. */
function asAnswer(body: unknown): Answer {
  return body as Answer
}

function openapi(endpoint: Endpoint): Ask {
  return async (action, input = {}, { service: serviceName, version } = ECS) => {
    const service = new Service({
      ...{ host: endpoint(), protocol: 'http:', region: REGION, serviceName },
      ...{ defaultVersion: version, accessKeyId: ACCESS_KEY.id, secretKey: ACCESS_KEY.secret },
    })
    return asAnswer(await service.createAPI(action)(flat(input)))
  }
}

function openapiSignedUrl(endpoint: Endpoint): Ask {
  return async (action, input = {}, { service, version } = ECS) => {
    const params = { Action: action, Version: version, ...flat(input) }
    const signer = new Signer({ region: REGION, method: 'GET', params }, service)
    const query = signer.getSignUrl({
      accessKeyId: ACCESS_KEY.id,
      secretKey: ACCESS_KEY.secret,
      sessionToken: '',
    })
    const response = await fetch(`http://${endpoint()}/?${query}`)
    return asAnswer(await response.json())
  }
}

class AnyCommand extends Command<Record<string, unknown>, unknown> {
  constructor(path: string, input: Body) {
    super({ ...input })
    this.requestConfig = buildRequestConfigFromMetaPath(path)
  }
}

/** This client throws a refusal; its body is what is asked for. */
export function sdkCore(endpoint: Endpoint, kind: string, accessKey = ACCESS_KEY): Ask {
  return async (action, input = {}, { service, version } = ECS) => {
    const client = new Client({
      ...{ host: endpoint(), protocol: 'http', region: REGION },
      ...{ accessKeyId: accessKey.id, secretAccessKey: accessKey.secret },
    })
    try {
      const command = new AnyCommand(`/${action}/${version}/${service}/${kind}/`, input)
      return asAnswer(await client.send(command))
    } catch (error) {
      if (error instanceof Error && 'data' in error) return asAnswer(error.data)
      throw error
    } finally {
      client.destroy()
    }
  }
}

/** Every client and every form in which it sends a call. */
export function volcengineClients(
  endpoint: Endpoint,
): readonly { readonly name: string; readonly ask: Ask }[] {
  return [
    { name: 'sdk-core-get', ask: sdkCore(endpoint, 'get/text_plain') },
    { name: 'sdk-core-json', ask: sdkCore(endpoint, 'post/application_json') },
    { name: 'sdk-core-form', ask: sdkCore(endpoint, 'post/application_x-www-form-urlencoded') },
    { name: 'openapi-get', ask: openapi(endpoint) },
    { name: 'openapi-signed-url', ask: openapiSignedUrl(endpoint) },
  ]
}

/** A list of an answer; a refusal has none. */
export function listOf({ Result = {} }: Answer, name: string): readonly Body[] {
  // What is in the lists is compared by the tests.
  return (Result[name] ?? []) as Body[]
}

export function detailsOf(answer: Answer): readonly Body[] {
  return listOf(answer, 'OperationDetails')
}
