import { describe, expect, test } from 'vitest'
import { errorAnswer, formatTime, newRequestId, successAnswer } from './answer.ts'
import { ecsErrors, gatewayErrors } from './errors.ts'

const requestId = '202106111445100102252431000052ABCD'
const context = {
  requestId,
  action: 'AttachKeyPair',
  version: '2020-04-01',
  service: 'ecs',
  region: 'cn-beijing',
}
const headers = { 'content-type': 'application/json; charset=utf-8', 'x-tt-logid': requestId }

describe('successAnswer', () => {
  // Source: spec/volcengine.md §1.7.
  test('is the documented envelope', () => {
    expect(successAnswer({}, context)).toEqual({
      status: 200,
      headers,
      body: '{"ResponseMetadata":{"RequestId":"202106111445100102252431000052ABCD","Action":"AttachKeyPair","Version":"2020-04-01","Service":"ecs","Region":"cn-beijing"},"Result":{}}',
    })
  })

  test('keeps null, which says that an item did not fail', () => {
    const { body } = successAnswer({ OperationDetails: [{ InstanceId: 'i-1', Error: null }] }, context)
    expect(body).toContain('"Result":{"OperationDetails":[{"InstanceId":"i-1","Error":null}]}')
  })
})

describe('errorAnswer', () => {
  // Source: spec/volcengine.md §1.7.
  test('is the documented envelope, without a result', () => {
    const { status, headers: sent, body } = errorAnswer(gatewayErrors.signatureDoesNotMatch, context)
    expect(status).toBe(401)
    expect(sent).toEqual(headers)
    expect(body).toBe(
      '{"ResponseMetadata":{"RequestId":"202106111445100102252431000052ABCD","Action":"AttachKeyPair","Version":"2020-04-01","Service":"ecs","Region":"cn-beijing","Error":{"CodeN":100010,"Code":"SignatureDoesNotMatch","Message":"The request signature we calculated does not match the signature you provided. Check your Secret Access Key and signing method. Consult the service documentation for details."}}}',
    )
  })

  test('leaves out what the error and the request do not have', () => {
    const unknown = { action: undefined, version: undefined, service: undefined, region: undefined }
    const { status, body } = errorAnswer(ecsErrors.internal, { requestId, ...unknown })
    expect(status).toBe(500)
    expect(body).toBe(
      '{"ResponseMetadata":{"RequestId":"202106111445100102252431000052ABCD","Error":{"Code":"InternalError","Message":"An internal error has occurred."}}}',
    )
  })
})

describe('formatTime', () => {
  test.each([
    [Date.UTC(2022, 4, 6, 9, 33, 34), '2022-05-06T17:33:34+08:00'],
    [Date.UTC(2023, 11, 31, 16, 0, 0, 999), '2024-01-01T00:00:00+08:00'],
  ])('%i is %s', (ms, text) => {
    expect(formatTime(ms)).toBe(text)
    expect(Date.parse(formatTime(ms))).toBe(ms - (ms % 1000))
  })
})

describe('newRequestId', () => {
  test('is the time in China and twenty hex digits in upper case', () => {
    const ids = {
      uuid: () => 'f6034647-881a-4d3d-9cf6-aaaaaaaaaaaa',
      suffix: (length: number) => 'x'.repeat(length),
    }
    const id = newRequestId(Date.UTC(2025, 5, 12, 13, 16, 50, 123), ids)
    expect(id).toBe('202506122116504D3D9CF6AAAAAAAAAAAA')
    expect(id).toHaveLength(34)
  })
})
