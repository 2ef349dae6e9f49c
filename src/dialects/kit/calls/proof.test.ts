import { describe, expect, it } from 'vitest'

import { proofOf } from './proof.ts'

const request = { method: 'POST', path: '/', query: '', headers: {}, body: '' }
const NOON_MS = Date.UTC(2026, 10, 21, 12)

describe('proofOf', () => {
  it.each([
    [
      { 'x-tc-timestamp': String(NOON_MS / 1000) },
      'TC3-HMAC-SHA256 Credential=AKID1/2026-11-21/cvm/tc3_request, SignedHeaders=content-type;host, Signature=0123…',
      'TC3-HMAC-SHA256',
    ],
    [
      { 'x-acs-date': '2026-11-21T12:00:00Z' },
      'ACS3-HMAC-SHA256 Credential=AKID1,SignedHeaders=content-type;host,Signature=0123…',
      'ACS3-HMAC-SHA256',
    ],
    [
      { 'x-date': '20261121T120000Z' },
      'HMAC-SHA256 Credential=AKID1/20261121/cn-beijing/ecs/request, SignedHeaders=content-type;host, Signature=0123…',
      'HMAC-SHA256',
    ],
  ])('reads a signature in the header', (headers, authorization, scheme) => {
    expect(proofOf({ request: { ...request, headers: { ...headers, authorization } } })).toEqual({
      ...{ scheme, place: 'header', accessKeyId: 'AKID1', signedHeaders: ['content-type', 'host'] },
      ...{ signedAtMs: NOON_MS, hasToken: false },
    })
  })

  it('reads a presigned query, and that a token is there', () => {
    const query =
      'X-Algorithm=HMAC-SHA256&X-Credential=AK%2F20261121%2Fcn-beijing%2Fecs%2Frequest&X-Date=20261121T120000Z&X-Security-Token=[secret]&X-SignedHeaders=host&X-Signature=0123…'
    expect(proofOf({ request: { ...request, query } })).toEqual({
      ...{ scheme: 'HMAC-SHA256', place: 'query', accessKeyId: 'AK', signedHeaders: ['host'] },
      ...{ signedAtMs: NOON_MS, hasToken: true },
    })
  })

  it('reads the parameters of a form, of which the method may be left out', () => {
    const body = `SecretId=AK&Timestamp=${NOON_MS / 1000}&Signature=0123…`
    expect(proofOf({ request: { ...request, body } })).toMatchObject({
      ...{ scheme: 'HmacSHA1', place: 'body', accessKeyId: 'AK', signedAtMs: NOON_MS },
    })
    const query =
      'AccessKeyId=AK&SignatureMethod=HMAC-SHA1&Timestamp=2026-11-21T12%3A00%3A00Z&Signature=0123…'
    expect(proofOf({ request: { ...request, query } })).toMatchObject({
      ...{ scheme: 'HMAC-SHA1', place: 'query', accessKeyId: 'AK', signedAtMs: NOON_MS },
    })
  })

  it.each(['', 'Basic [secret]', 'TC3-HMAC-SHA256 Credential=AK'])('finds none in %j', (authorization) => {
    expect(proofOf({ request: { ...request, headers: { authorization }, body: '{}' } })).toEqual({
      ...{ scheme: '', place: 'nowhere', accessKeyId: '', signedHeaders: [], hasToken: false },
    })
  })

  it('tells no time that is none', () => {
    const proof = proofOf({ request: { ...request, query: 'Signature=0123…&Timestamp=yesterday' } })
    expect(proof).not.toHaveProperty('signedAtMs')
  })
})
