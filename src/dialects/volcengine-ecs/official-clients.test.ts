import { Service, Signer } from '@volcengine/openapi'
import { buildRequestConfigFromMetaPath, Client, Command } from '@volcengine/sdk-core'
import { beforeEach, describe, expect, test } from 'vitest'
import type { ActionParams } from '../kit/nest-pairs.ts'
import { SigningKeys } from '../kit/signing-keys.ts'
import { wireServer } from '../kit/test-support/wire-server.ts'
import type { WireAnswer, WireRequest } from '../kit/wire-request.ts'
import { type AnswerContext, errorAnswer, successAnswer } from './answer.ts'
import { credentialsError, ecsErrors, gatewayErrors, paramsError } from './errors.ts'
import { readParams } from './params.ts'
import { readQuery, valueOf } from './query-pairs.ts'
import { readCredentials } from './read-credentials.ts'
import { verify } from './signature.ts'

// Unmodified clients against the wire layer alone: what they sign is accepted, a wrong secret is refused, they
// understand both envelopes, and the same parameters arrive whatever form they travel in.
const accessKeyId = 'AKLTEXAMPLEEXAMPLEEXAMPLE0001'
const secret = 'EXAMPLESECRETexamplesecretEXAMPLE0001=='
const requestId = '20250612211650F6034647881AD3D59CF6'
const version = '2020-04-01'
const odd = "a b+c/d=é~*'()!&中文😀"
const flatInput = {
  KeyPairId: 'kp-1',
  'InstanceIds.1': 'i-1',
  'InstanceIds.2': 'i-2',
  'Tags.1.Key': 'k',
  'Tags.1.Value': odd,
}
const nestedInput = { KeyPairId: 'kp-1', InstanceIds: ['i-1', 'i-2'], Tags: [{ Key: 'k', Value: odd }] }
const accepted = {
  ResponseMetadata: {
    RequestId: requestId,
    Action: 'AttachKeyPair',
    Version: version,
    Service: 'ecs',
    Region: 'cn-beijing',
  },
  Result: { OperationDetails: [] },
}

interface Seen {
  readonly method: string
  readonly form: 'header' | 'query'
  readonly params: ActionParams
  readonly securityToken: string | undefined
}

const keys = new SigningKeys(4)
const seen: Seen[] = []

function answerTo(request: WireRequest): WireAnswer {
  const unknown = { action: undefined, version: undefined, service: undefined, region: undefined }
  const query = readQuery(request)
  if ('problem' in query) return errorAnswer(ecsErrors.invalidArgument, { requestId, ...unknown })
  const credentials = readCredentials(request, query)
  if ('problem' in credentials) return errorAnswer(credentialsError(credentials), { requestId, ...unknown })
  const context: AnswerContext = {
    requestId,
    action: valueOf(query, 'Action'),
    version: valueOf(query, 'Version'),
    service: credentials.service,
    region: credentials.region,
  }
  if (!verify(request, credentials, { secretKey: secret, keys })) {
    return errorAnswer(gatewayErrors.signatureDoesNotMatch, context)
  }
  const read = readParams(request, credentials)
  if ('problem' in read) return errorAnswer(paramsError(read), context)
  const { form, securityToken } = credentials
  seen.push({ method: request.method, form, params: read.params, securityToken })
  return successAnswer({ OperationDetails: [] }, context)
}

const host = wireServer(answerTo)

beforeEach(() => {
  seen.length = 0
})

interface Identity {
  readonly secretKey: string
  readonly sessionToken?: string
}

function openapi(identity: Identity): Service {
  return new Service({
    ...{ host: host(), protocol: 'http:', region: 'cn-beijing', serviceName: 'ecs', defaultVersion: version },
    ...{ accessKeyId, ...identity },
  })
}

async function presigned(
  method: 'GET' | 'POST',
  { secretKey, sessionToken = '' }: Identity,
): Promise<unknown> {
  const params = { Action: 'AttachKeyPair', Version: version, ...flatInput }
  const signer = new Signer({ region: 'cn-beijing', method, params }, 'ecs')
  const query = signer.getSignUrl({ accessKeyId, secretKey, sessionToken })
  const response = await fetch(`http://${host()}/?${query}`, { method })
  return response.json()
}

class AttachKeyPair extends Command<Record<string, unknown>, unknown> {
  constructor(input: Record<string, unknown>, kind: string) {
    super(input)
    this.requestConfig = buildRequestConfigFromMetaPath(`/AttachKeyPair/${version}/ecs/${kind}/`)
  }
}

/** The answer, also of a refusal, which this client throws. */
async function sdkCore(kind: string, input: object, { secretKey, sessionToken }: Identity): Promise<unknown> {
  const client = new Client({
    ...{ host: host(), protocol: 'http', region: 'cn-beijing', accessKeyId, secretAccessKey: secretKey },
    ...(sessionToken === undefined ? {} : { sessionToken }),
  })
  try {
    return await client.send(new AttachKeyPair({ ...input }, kind))
  } catch (error) {
    if (error instanceof Error && 'data' in error) return error.data
    throw error
  } finally {
    client.destroy()
  }
}

interface Way {
  readonly name: string
  readonly method: string
  readonly form: 'header' | 'query'
  readonly call: (who: Identity) => Promise<unknown>
}

const ways: readonly Way[] = [
  {
    ...{ name: 'openapi GET', method: 'GET', form: 'header' },
    call: (who) => openapi(who).createAPI('AttachKeyPair')(flatInput),
  },
  {
    ...{ name: 'openapi POST form', method: 'POST', form: 'header' },
    call: (who) => openapi(who).createUrlEncodeAPI('AttachKeyPair')(flatInput),
  },
  {
    ...{ name: 'openapi POST JSON', method: 'POST', form: 'header' },
    call: (who) => openapi(who).createJSONAPI('AttachKeyPair')(nestedInput),
  },
  {
    ...{ name: 'openapi getSignUrl GET', method: 'GET', form: 'query' },
    call: (who) => presigned('GET', who),
  },
  {
    ...{ name: 'openapi getSignUrl POST', method: 'POST', form: 'query' },
    call: (who) => presigned('POST', who),
  },
  {
    ...{ name: 'sdk-core GET', method: 'GET', form: 'header' },
    call: (who) => sdkCore('get/text_plain', nestedInput, who),
  },
  {
    ...{ name: 'sdk-core POST form', method: 'POST', form: 'header' },
    call: (who) => sdkCore('post/application_x-www-form-urlencoded', nestedInput, who),
  },
  {
    ...{ name: 'sdk-core POST JSON', method: 'POST', form: 'header' },
    call: (who) => sdkCore('post/application_json', nestedInput, who),
  },
]

describe.each(ways)('$name', ({ method, form, call }) => {
  test('is accepted with the right secret, and its parameters arrive', async () => {
    expect(await call({ secretKey: secret })).toEqual(accepted)
    expect(seen).toEqual([{ method, form, params: nestedInput, securityToken: undefined }])
  })

  test('is accepted with a session token', async () => {
    expect(await call({ secretKey: secret, sessionToken: 'STSexampletoken+/=' })).toEqual(accepted)
    expect(seen).toMatchObject([{ params: nestedInput, securityToken: 'STSexampletoken+/=' }])
  })

  test('is refused with a wrong secret', async () => {
    expect(await call({ secretKey: `${secret}x` })).toMatchObject({
      ResponseMetadata: {
        RequestId: requestId,
        Error: { CodeN: 100010, Code: 'SignatureDoesNotMatch' },
      },
    })
    expect(seen).toEqual([])
  })
})

test('openapi GET with a JavaScript array repeats the name and signs the values sorted', async () => {
  const call = openapi({ secretKey: secret }).createAPI('AttachKeyPair')
  expect(await call({ Name: ['z', 'a b', '!'] })).toEqual(accepted)
  expect(seen).toMatchObject([{ params: { Name: '!' } }])
})
