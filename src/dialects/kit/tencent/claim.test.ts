import { describe, expect, test } from 'vitest'

import type { WireRequest } from '../wire-request.ts'
import { type Claimant, claimOf } from './claim.ts'

const CVM: Claimant = { service: 'cvm', version: '2017-03-12', takesStrays: true }
const LIGHTHOUSE: Claimant = { service: 'lighthouse', version: '2020-03-24', takesStrays: false }
const TC3 =
  'TC3-HMAC-SHA256 Credential=a/2026-01-01/127/tc3_request, SignedHeaders=content-type;host, Signature=b'

function request(headers: WireRequest['headers'], rawQuery = '', form = ''): WireRequest {
  return {
    method: form === '' ? 'GET' : 'POST',
    path: '/',
    rawQuery,
    headers: {
      host: '127.0.0.1:7420',
      ...(form === '' ? {} : { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }),
      ...headers,
    },
    body: Buffer.from(form),
    sourceAddress: '127.0.0.1',
    isSecure: false,
  }
}

function claims(wire: WireRequest, domain?: string) {
  return [claimOf(wire, CVM, domain), claimOf(wire, LIGHTHOUSE, domain)]
}

describe('claimOf', () => {
  test.each([
    ['cvm.tencentcloudapi.com', 'cvm'],
    ['CVM.TencentCloudAPI.com:443', 'cvm'],
    ['cvm.ap-guangzhou.tencentcloudapi.com', 'cvm'],
    ['cvm.ap-shanghai-fsi.tencentcloudapi.com', 'cvm'],
    ['http://cvm.intl.tencentcloudapi.com:80', 'cvm'],
    ['lighthouse.tencentcloudapi.com', 'lighthouse'],
    ['lighthouse.intl.tencentcloudapi.com', 'lighthouse'],
  ])('the host %s means %s, whatever the version', (host, service) => {
    const expected = service === 'cvm' ? ['host', undefined] : [undefined, 'host']
    expect(claims(request({ host }))).toEqual(expected)
  })

  test.each([
    'tag.tencentcloudapi.com',
    'vpc.ap-guangzhou.tencentcloudapi.com',
    'cbs.intl.tencentcloudapi.com:443',
  ])('the host %s of a sibling service is for the one that takes strays', (host) => {
    expect(claims(request({ host }))).toEqual(['host', undefined])
  })

  test.each([
    ['cvm.example.test:7420', ['host', undefined]],
    ['http://cvm.ap-guangzhou.example.test', ['host', undefined]],
    ['lighthouse.example.test', [undefined, 'host']],
    ['tag.example.test', ['host', undefined]],
    ['sts.example.test', ['version', undefined]],
    ['vpc.ap-guangzhou.example.test', ['version', undefined]],
    ['ecs.example.test', [undefined, undefined]],
    ['example.test', [undefined, undefined]],
    ['cvm.example.test.evil.test', [undefined, undefined]],
  ])('under a root domain the host %s means %j', (host, expected) => {
    expect(claims(request({ host }), 'example.test')).toEqual(expected)
    expect(claims(request({ host }), 'another.test')).toEqual([undefined, undefined])
  })

  test("a host that clouds share leaves another cloud's call to that cloud", () => {
    const wire = request({ host: 'sts.example.test', authorization: TC3, 'x-tc-version': '2018-08-13' })
    expect(claims(wire, 'example.test')).toEqual(['shape', undefined])
  })

  test.each(['cvm.tencentcloudapi.com.evil.test', 'cvm.example.test:8080'])(
    'the host %s says nothing',
    (host) => {
      expect(claims(request({ host }))).toEqual([undefined, undefined])
    },
  )

  test.each([
    ['2017-03-12', ['shape', undefined]],
    ['2020-03-24', [undefined, 'shape']],
    ['2018-08-13', ['shape', undefined]],
  ])('a TC3 call on a local address goes by its version %s', (version, expected) => {
    expect(claims(request({ authorization: TC3, 'x-tc-version': version }))).toEqual(expected)
    expect(claims(request({ 'x-tc-version': version, 'x-tc-action': 'A' }))).toEqual(expected)
    const query = `Action=A&Version=${version}&SecretId=a&Signature=b`
    expect(claims(request({}, query))).toEqual(expected)
    expect(claims(request({}, '', query))).toEqual(expected)
  })

  test('a Tencent call without a version is the stray that one of them takes', () => {
    expect(claims(request({ authorization: TC3 }))).toEqual(['shape', undefined])
    expect(claims(request({}, 'Action=A&SecretId=a'))).toEqual(['shape', undefined])
  })

  test('the version alone is the weakest claim', () => {
    expect(claims(request({}, 'Action=A&Version=2020-03-24'))).toEqual([undefined, 'version'])
    expect(claims(request({}, 'Action=A&Version=2017-03-12'))).toEqual(['version', undefined])
  })

  test("another cloud's call is left alone", () => {
    const query =
      'Action=AttachKeyPair&Version=2014-05-26&SignatureMethod=HMAC-SHA1&AccessKeyId=a&Signature=b'
    expect(claims(request({}, query))).toEqual([undefined, undefined])
    expect(claims(request({ authorization: 'HMAC-SHA256 Credential=a/b/c/d/request' }))).toEqual([
      undefined,
      undefined,
    ])
  })
})
