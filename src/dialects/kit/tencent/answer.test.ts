import { describe, expect, test } from 'vitest'
import { failure, success } from './answer.ts'

const requestId = '6ef60bec-0242-43af-bb20-270359fb54a7'

describe('answer', () => {
  test('a success has the fields, the request id and no Error', () => {
    expect(success({ KeyId: 'skey-4e5ty7i8', Tags: [], Left: undefined }, requestId)).toStrictEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: `{"Response":{"KeyId":"skey-4e5ty7i8","Tags":[],"RequestId":"${requestId}"}}`,
    })
  })

  test('a success without fields has the request id alone', () => {
    expect(success({}, requestId).body).toBe(`{"Response":{"RequestId":"${requestId}"}}`)
  })

  test('a refusal is HTTP 200 with code and message', () => {
    expect(failure({ code: 'InvalidKeyPairId.NotFound', message: 'no "such" key' }, requestId)).toStrictEqual(
      {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body:
          '{"Response":{"Error":{"Code":"InvalidKeyPairId.NotFound","Message":"no \\"such\\" key"},' +
          `"RequestId":"${requestId}"}}`,
      },
    )
  })

  test('the headers cannot be changed for the next answer', () => {
    expect(Object.isFrozen(success({}, requestId).headers)).toBe(true)
  })
})
