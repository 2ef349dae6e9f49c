import { describe, expect, test } from 'vitest'

import { ALICE, like, missing, refusal, ROOT, STRANGER } from '../kit/tencent/test-support/test-room.ts'
import { cvmRoom, seededInstance, seededKeyPair } from './test-support/cvm-room.ts'

const room = cvmRoom(
  'keyPairs:\n' +
    seededKeyPair('skey-aaaaaaaa', 'a', 1) +
    'instances:\n' +
    seededInstance('ins-stopped1', 'state: stopped'),
)

const WRONG_SIGNATURE = refusal(
  'AuthFailure.SignatureFailure',
  'The provided credentials could not be validated. Please check your signature is correct.',
)
const FORMS = ['post', 'get', 'multipart', 'v1', 'v1-form'] as const

describe('every call', () => {
  test.each(FORMS)('%s: is answered when it is signed right', async (form) => {
    expect(await room.ok('DescribeKeyPairs', { Limit: 1 }, { form })).toMatchObject({ TotalCount: 1 })
  })

  test.each(FORMS)('%s: a wrong secret, an unknown secret id', async (form) => {
    const signer = { ...ROOT, secretKey: 'wrong' }
    expect(await room.call('DescribeKeyPairs', {}, { form, signer })).toEqual(WRONG_SIGNATURE)
    const nobody = { secretId: 'AKIDnobody', secretKey: 'not keyplane' }
    expect(await room.call('DescribeKeyPairs', {}, { form, signer: nobody })).toEqual(WRONG_SIGNATURE)
  })

  test('is told so in Chinese, if it asks for it', async () => {
    const signer = { ...ROOT, secretKey: 'wrong' }
    expect(await room.call('DescribeKeyPairs', {}, { signer, language: 'zh-CN' })).toEqual(
      refusal('AuthFailure.SignatureFailure', '请求签名验证失败，请检查您的签名计算是否正确。'),
    )
  })

  test.each([-310, 310])('a timestamp %i seconds off', async (skewSeconds) => {
    const expected = refusal('AuthFailure.SignatureExpire', 'The signature is expired, please request again.')
    for (const form of FORMS) {
      expect(await room.call('DescribeKeyPairs', {}, { form, skewSeconds })).toEqual(expected)
    }
  })

  test.each([-290, 290])('%i seconds off are fine', async (skewSeconds) => {
    expect(await room.ok('DescribeKeyPairs', {}, { skewSeconds })).toMatchObject({ TotalCount: 1 })
  })

  test('an unknown action, a known one of another version, an unknown version', async () => {
    const expected = refusal('InvalidAction', 'The request `Action` is invalid or not found.')
    expect(await room.call('FlyAway')).toEqual(expected)
    expect(await room.call('toString')).toEqual(expected)
    expect(await room.call('IsolateInstances')).toEqual(expected)
    expect(await room.call('DescribeKeyPairs', {}, { version: '2018-01-01' })).toEqual(
      refusal('NoSuchVersion', 'The specified api version=`2018-01-01` does not exist in service=`cvm`.'),
    )
  })

  test('another service by name: its own version is not known, or it is not here at all', async () => {
    const ask = (service: string, version: string) =>
      room.call(
        'DescribeInstances',
        {},
        {
          version,
          tamper({ headers }) {
            headers['authorization'] = String(headers['authorization']).replace('/127/', `/${service}/`)
          },
        },
      )
    expect(await ask('cam', '2017-03-12')).toEqual(
      refusal('NoSuchVersion', 'The specified api version=`2017-03-12` does not exist in service=`cam`.'),
    )
    const noCdb = refusal('NoSuchProduct', 'The product `cdb` does not exist.')
    expect(await ask('cdb', '2017-03-20')).toEqual(noCdb)
    expect(await ask('cdb', '2017-03-12')).toEqual(noCdb)
  })

  test('no region, an unknown one', async () => {
    expect(await room.call('DescribeKeyPairs', {}, { region: undefined })).toEqual(missing('Region'))
    expect(await room.call('DescribeKeyPairs', {}, { region: 'mars', form: 'v1' })).toEqual(
      refusal(
        'InvalidParameterValue',
        'A value specified in `Region` is not valid, is unsupported, or cannot be used.',
      ),
    )
  })

  test('a user without policies may do nothing; the answer names the operation and the resource', async () => {
    const answer = await room.call('DeleteKeyPairs', { KeyIds: ['skey-aaaaaaaa'] }, { signer: ALICE })
    expect(answer.error).toEqual({
      Code: 'UnauthorizedOperation',
      Message:
        `[request id:${answer.requestId}]you are not authorized to perform operation (cvm:DeleteKeyPairs)\n` +
        'resource (qcs::cvm:ap-guangzhou:uin/1000000001:keypair/skey-aaaaaaaa) has no permission\n',
    })
  })

  test('an account of another sees nothing', async () => {
    const { TotalCount } = await room.ok('DescribeKeyPairs', {}, { signer: STRANGER })
    expect(TotalCount).toBe(0)
  })

  test('of two wrong things, the earlier step complains', async () => {
    const signer = { ...ROOT, secretKey: 'wrong' }
    const all = { version: '2018-01-01', signer, region: 'mars', skewSeconds: 999 }
    const codeOf = async (action: string, options: object) =>
      (await room.call(action, { Bogus: 1 }, options)).error?.Code
    expect(await codeOf('FlyAway', all)).toBe('NoSuchVersion')
    expect(await codeOf('FlyAway', { ...all, version: '2017-03-12' })).toBe('InvalidAction')
    const known = { ...all, version: '2017-03-12' }
    expect(await codeOf('DeleteKeyPairs', known)).toBe('AuthFailure.SignatureExpire')
    expect(await codeOf('DeleteKeyPairs', { ...known, skewSeconds: 0 })).toBe('AuthFailure.SignatureFailure')
    const signed = { region: 'mars', signer: ALICE }
    expect(await codeOf('DeleteKeyPairs', signed)).toBe('InvalidParameterValue')
    expect(await codeOf('DeleteKeyPairs', { signer: ALICE })).toBe('UnauthorizedOperation')
    expect(await codeOf('DeleteKeyPairs', {})).toBe('UnknownParameter')
  })

  test('leaves one audit row, refused or not', async () => {
    const done = await room.call('CreateKeyPair', { KeyName: 'audited', ProjectId: 0 })
    const denied = await room.call('DeleteKeyPairs', {}, { signer: ALICE })
    const { core } = room.keyplane
    await core.auditLog.flush()
    const rows = await core.database.audit.newest('1000000001', 100)
    const rowOf = (id: string) => rows.filter(({ requestId }) => requestId === id)
    expect(rowOf(done.requestId)).toMatchObject([
      {
        ...{ action: 'CreateKeyPair', user: 'root', region: 'ap-guangzhou', outcome: 'ok' },
        changes: [{ what: 'keyPair', verb: 'created', subject: like(/^skey-/), detail: 'audited' }],
      },
    ])
    expect(rowOf(denied.requestId)).toMatchObject([
      {
        action: 'DeleteKeyPairs',
        user: 'alice',
        accessKeyId: ALICE.secretId,
        outcome: 'UnauthorizedOperation',
      },
    ])
  })
})

describe('the same bind in every form', () => {
  test.each(FORMS)('%s', async (form) => {
    const params = { InstanceIds: ['ins-stopped1'], KeyIds: ['skey-aaaaaaaa'], ForceStop: true }
    const { RequestId } = await room.ok('AssociateInstancesKeyPairs', params, { form })
    expect(await room.settled('ins-stopped1')).toMatchObject({
      ...{ InstanceState: 'STOPPED', LatestOperationState: 'SUCCESS', LatestOperationRequestId: RequestId },
      LoginSettings: { KeyIds: ['skey-aaaaaaaa'] },
    })
  })
})

describe('a request that is hardly one', () => {
  const headers = { 'x-tc-action': 'DescribeKeyPairs', 'x-tc-version': '2017-03-12' }
  async function send(init: RequestInit) {
    const answer = await fetch(room.keyplane.api, init)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json'])
    const { Response: response } = (await answer.json()) as { Response: { Error: { Code: string } } }
    return response.Error.Code
  }
  const json = { ...headers, 'content-type': 'application/json' }
  const authorization = `TC3-HMAC-SHA256 Credential=a/2026-01-01/cvm/tc3_request, SignedHeaders=content-type;host, Signature=00`
  const timestamp = String(Math.floor(Date.now() / 1000))

  test.each([
    ['PUT', { method: 'PUT', headers: json, body: '{}' }, 'UnsupportedProtocol'],
    [
      'text',
      { method: 'POST', headers: { ...headers, 'content-type': 'text/plain' }, body: 'x' },
      'UnsupportedProtocol',
    ],
    ['unsigned', { method: 'POST', headers: json, body: '{}' }, 'AuthFailure.InvalidAuthorization'],
    ['no timestamp', { method: 'POST', headers: { ...json, authorization }, body: '{}' }, 'MissingParameter'],
    [
      'a timestamp that is no number',
      { method: 'POST', headers: { ...json, authorization, 'x-tc-timestamp': 'now' }, body: '{}' },
      'InvalidParameter',
    ],
    [
      'a malformed Authorization',
      {
        method: 'POST',
        headers: { ...json, authorization: 'TC3-HMAC-SHA256 x', 'x-tc-timestamp': timestamp },
        body: '',
      },
      'AuthFailure.InvalidAuthorization',
    ],
    [
      'no action',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-tc-version': '2017-03-12' },
        body: '',
      },
      'MissingParameter',
    ],
  ])('%s', async (_name, init, code) => {
    expect(await send(init)).toBe(code)
  })
})
