import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ACCESS_KEY, type CallOptions, timestampNow } from './test-support/signed-call.ts'
import { invalid, missing, refusal, REGION, startWorld, type TestWorld } from './test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ keyPairs: [{ name: 'k1' }] }, { mode: 'strict', rates: 'off' })
})
afterAll(() => world[Symbol.asyncDispose]())

function call(options: CallOptions, action = 'DescribeKeyPairs') {
  return world.call(action, { RegionId: REGION }, { format: 'JSON', ...options })
}

const EXPIRED = [400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.']
const NO_ACTION = [
  404,
  'InvalidAction.NotFound',
  'Specified api is not found, please check your url and method.',
]
const NO_KEY = [404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.']
const MINUTE_MS = 60_000

// V1 and V3 go through the same steps.
describe.each(['v3', 'v3-form', 'v1-get', 'v1-query', 'v1-form'] as const)(
  'a call in the form %s',
  (form) => {
    it('is answered when it is right', async () => {
      const { status, body } = await call({ form })
      expect([status, body['TotalCount']]).toEqual([200, 1])
    })

    it('is refused for its version', async () => {
      expect(refusal(await call({ form, version: '2014-05-27' }))).toEqual([
        400,
        'InvalidVersion',
        'Specified parameter Version is not valid.',
      ])
    })

    it('is refused for its action before its signature', async () => {
      expect(refusal(await call({ form, secret: 'wrong' }, 'Nonsense'))).toEqual(NO_ACTION)
    })

    it.each(['yesterday', '2026-01-02 03:04:05', '2026-13-02T03:04:05Z'])(
      'is refused for the time %s',
      async (timestamp) => {
        expect(refusal(await call({ form, timestamp }))).toEqual([
          400,
          'InvalidTimeStamp.Format',
          'Specified time stamp or date value is not well formatted.',
        ])
      },
    )

    it('is refused 15 minutes early or late, before its access key', async () => {
      const accessKeyId = 'LTAI5tNobody'
      for (const shiftMs of [-16 * MINUTE_MS, 16 * MINUTE_MS]) {
        expect(refusal(await call({ form, accessKeyId, timestamp: timestampNow(shiftMs) }))).toEqual(EXPIRED)
      }
      expect((await call({ form, timestamp: timestampNow(-14 * MINUTE_MS) })).status).toBe(200)
    })

    it('is refused for an unknown access key', async () => {
      expect(refusal(await call({ form, accessKeyId: 'LTAI5tNobody' }))).toEqual(NO_KEY)
    })

    it('is refused for its signature, and its nonce stays free', async () => {
      const nonce = `wrong-first-${form}`
      const { status, body } = await call({ form, nonce, secret: 'wrong' })
      expect([status, body['Code']]).toEqual([400, 'SignatureDoesNotMatch'])
      expect(body['Message']).toMatch(
        /^Specified signature is not matched with our calculation\. server string to sign is:[^:]+$/,
      )
      expect((await call({ form, nonce })).status).toBe(200)
    })

    it('is refused when its nonce was used', async () => {
      const nonce = `twice-${form}`
      expect((await call({ form, nonce })).status).toBe(200)
      expect(refusal(await call({ form, nonce }))).toEqual([
        400,
        'SignatureNonceUsed',
        'Specified signature nonce was used already.',
      ])
    })

    it('is refused for a token that was never issued', async () => {
      expect(refusal(await call({ form, securityToken: 'CAIS' })).slice(0, 2)).toEqual([
        400,
        'InvalidSecurityToken.Malformed',
      ])
    })

    it('is refused when it was changed on the way', async () => {
      const reply = await call({
        form,
        tamper: (request) => {
          request.url = request.url.replace('cn-hangzhou', 'cn-beijing')
          request.body = request.body.replace('cn-hangzhou', 'cn-beijing')
        },
      })
      expect(refusal(reply)[1]).toBe('SignatureDoesNotMatch')
    })
  },
)

describe('a call', () => {
  it('comes with GET or POST', async () => {
    expect(refusal(await call({ method: 'PUT' }))).toEqual([
      400,
      'UnsupportedHTTPMethod',
      'This http method is not supported.',
    ])
    expect((await call({ method: 'GET' })).status).toBe(200)
  })

  it('is recognised without a signature, and then lacks one', async () => {
    const url = `http://${world.endpoint}/?Action=DescribeKeyPairs&Version=2014-05-26&Format=JSON`
    const response = await fetch(url)
    expect(await response.json()).toMatchObject({
      Code: 'MissingParameter',
      Message: missing('AccessKeyId')[2],
    })
    const unknown = await fetch(url.replace('Action=DescribeKeyPairs&', ''))
    expect(await unknown.json()).toMatchObject({ Code: 'MissingParameter', Message: missing('Action')[2] })
  })

  it('is refused in XML when it asked for XML, with the request id in the header', async () => {
    const { status, contentType, text } = await call({ form: 'v1-get', format: 'XML' }, 'Nonsense')
    expect([status, contentType]).toEqual([404, 'text/xml;charset=utf-8'])
    expect(text).toMatch(
      /^<\?xml version='1.0' encoding='UTF-8'\?><Error><RequestId>[0-9A-F-]{36}<\/RequestId><HostId>127\.0\.0\.1:\d+<\/HostId><Code>InvalidAction\.NotFound<\/Code><Message>[^<]+<\/Message><\/Error>$/,
    )
  })

  it('is refused for parameters that cannot be read', async () => {
    const url = `http://${world.endpoint}/?Version=2014-05-26&Format=JSON&X=%zz`
    expect(await (await fetch(url)).json()).toMatchObject({ Code: 'InvalidParameter' })
    const reply = await world.call('DescribeKeyPairs', { RegionId: REGION, 'a.__proto__': 'x' })
    expect(refusal(reply)).toEqual(invalid('a.__proto__'))
  })

  it('carries 64 KiB in its query', async () => {
    const params = { RegionId: REGION, Whatever: 'x'.repeat(64 * 1024) }
    expect((await world.call('DescribeKeyPairs', params)).status).toBe(200)
  })
})

describe('in stand-in mode', () => {
  it('any access key is an account of its own, with any token but one for STS keys', async () => {
    await using standIn = await startWorld()
    const who = { accessKeyId: 'STS.anyone', secret: 'keyplane' }
    const params = { RegionId: REGION }
    expect(refusal(await standIn.call('DescribeKeyPairs', params, who))).toEqual([
      400,
      'MissingSecurityToken',
      'SecurityToken is mandatory for this action.',
    ])
    const reply = await standIn.call('DescribeKeyPairs', params, { ...who, securityToken: 'CAIStoken/+==' })
    expect(reply.body).toMatchObject({ TotalCount: 0 })
    expect((await standIn.call('DescribeKeyPairs', params, { accessKeyId: ACCESS_KEY.id })).status).toBe(200)
  })
})
