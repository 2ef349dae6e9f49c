import EcsModule, { DescribeKeyPairsRequest, DescribeKeyPairsRequestTag } from '@alicloud/ecs20140526'
import { Config } from '@alicloud/openapi-client'
import PopClient from '@alicloud/pop-core'
import { beforeEach, describe, expect, it } from 'vitest'
import { SigningKeys } from '../kit/signing-keys.ts'
import type { WireError } from '../kit/wire-error.ts'
import { wireServer } from '../kit/test-support/wire-server.ts'
import type { WireAnswer, WireRequest } from '../kit/wire-request.ts'
import { errorAnswer, successAnswer } from './answer.ts'
import { claimsError, paramsError, signatureDoesNotMatch } from './errors.ts'
import { nestParams, readCallHead, readParams, type CallHead, type ParamObject } from './params.ts'
import { readV1Claims, verifyV1 } from './v1-signature.ts'
import { readV3Claims, verifyV3 } from './v3-signature.ts'

// Unmodified clients against the wire layer alone: what they sign is accepted, a wrong secret is refused, and they
// understand both envelopes.
const accessKeyId = 'LTAI5tTestAccessKeyId'
const secret = 'TestAccessKeySecret0123456789'
const requestId = '473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E'
const oddKey = "env é*~'()!"
const oddValue = 'a b+c/d'
const nobody = { KeyPairs: { KeyPair: [] }, TotalCount: 0, PageNumber: 1, PageSize: 10 }
const business = { RegionId: 'cn-hangzhou', Tag: [{ Key: oddKey, Value: oddValue }, { Key: '中文😀' }] }

interface Seen {
  readonly head: CallHead
  readonly business: ParamObject
  readonly securityToken: string | undefined
}

const keys = new SigningKeys(4)
const seen: Seen[] = []

function answerTo(request: WireRequest): WireAnswer {
  const params = readParams(request)
  if ('problem' in params) return refuse(paramsError(params), request)
  const head = readCallHead(request, params)
  const claims = head.form === 'v1' ? readV1Claims(params) : readV3Claims(request)
  if ('problem' in claims) return refuse(claimsError(claims), request)
  const { isValid, stringToSign } =
    claims.version === 'v1'
      ? verifyV1({ request, params, claims }, secret, keys)
      : verifyV3({ request, params, claims }, secret, keys)
  if (!isValid) return refuse(signatureDoesNotMatch(stringToSign), request)
  const read = nestParams(params)
  if ('problem' in read) return refuse(paramsError(read), request)
  seen.push({ head, business: read.business, securityToken: claims.securityToken })
  return successAnswer(head.action ?? '', nobody, { requestId, format: head.format })
}

function refuse(error: WireError, { headers: { host } }: WireRequest): WireAnswer {
  return errorAnswer(error, { host }, { requestId, format: 'json' })
}

const endpoint = wireServer(answerTo)

beforeEach(() => {
  seen.length = 0
})

interface Identity {
  readonly accessKeySecret: string
  readonly securityToken?: string
}

/** The test runner unwraps the default export of a CommonJS module, plain Node and the types do not. */
function clientOf(module: typeof EcsModule): typeof EcsModule.default {
  return 'default' in module ? module.default : module
}

function describeWithEcs(identity: Identity, signing: { signatureAlgorithm?: string }) {
  const config = new Config({ accessKeyId, endpoint: endpoint(), protocol: 'HTTP', ...identity, ...signing })
  const request = new DescribeKeyPairsRequest({
    regionId: 'cn-hangzhou',
    tag: [
      new DescribeKeyPairsRequestTag({ key: oddKey, value: oddValue }),
      new DescribeKeyPairsRequestTag({ key: '中文😀', value: '' }),
    ],
  })
  const EcsClient = clientOf(EcsModule)
  return new EcsClient(config).describeKeyPairs(request)
}

function describeWithPop(identity: Identity, method: 'GET' | 'POST') {
  const client = new PopClient({
    endpoint: `http://${endpoint()}`,
    apiVersion: '2014-05-26',
    accessKeyId,
    ...identity,
  })
  const params = {
    RegionId: 'cn-hangzhou',
    Tag: [
      { Key: oddKey, Value: oddValue },
      { Key: '中文😀', Value: '' },
    ],
  }
  return client.request('DescribeKeyPairs', params, { method })
}

const clients = [
  { name: 'ecs20140526, V3', form: 'v3', call: (who: Identity) => describeWithEcs(who, {}) },
  {
    name: 'ecs20140526, V1',
    form: 'v1',
    call: (who: Identity) => describeWithEcs(who, { signatureAlgorithm: 'v2' }),
  },
  { name: 'pop-core, GET', form: 'v1', call: (who: Identity) => describeWithPop(who, 'GET') },
  { name: 'pop-core, POST', form: 'v1', call: (who: Identity) => describeWithPop(who, 'POST') },
]

describe.each(clients)('$name', ({ form, call }) => {
  it('is accepted with the right secret', async () => {
    const reply: unknown = await call({ accessKeySecret: secret })
    expect(JSON.stringify(reply)).toContain(requestId)
    expect(seen).toEqual([
      {
        head: { form, action: 'DescribeKeyPairs', version: '2014-05-26', format: 'json' },
        business,
        securityToken: undefined,
      },
    ])
  })

  it('is accepted with a session token', async () => {
    await call({ accessKeySecret: secret, securityToken: 'CAIStoken/+==' })
    expect(seen).toMatchObject([{ business, securityToken: 'CAIStoken/+==' }])
  })

  it('is refused with a wrong secret', async () => {
    const refusal = call({ accessKeySecret: `${secret}x` })
    await expect(refusal).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
      data: { RequestId: requestId, HostId: endpoint() },
    })
    await expect(refusal).rejects.toThrow('server string to sign is:')
    expect(seen).toEqual([])
  })
})
