import { describe, expect, it } from 'vitest'
import {
  claimsError,
  gatewayErrors,
  invalidParameter,
  missingParameter,
  paramsError,
  signatureDoesNotMatch,
  unsupportedParameter,
} from './errors.ts'

// Codes, statuses and messages are from spec/alibaba.md §1.9.
describe('gatewayErrors', () => {
  it.each(Object.entries(gatewayErrors))('%s has a status, a code and a message', (_name, error) => {
    expect(error.status).toBeGreaterThanOrEqual(400)
    expect(error.code).toMatch(/^[A-Z][A-Za-z]+(\.[A-Za-z]+)?$/)
    expect(error.message).toMatch(/\.$/)
  })

  it('answers an unknown access key with 404', () => {
    expect(gatewayErrors.accessKeyNotFound).toEqual({
      status: 404,
      code: 'InvalidAccessKeyId.NotFound',
      message: 'Specified access key is not found.',
    })
  })
})

describe('signatureDoesNotMatch', () => {
  it('has exactly one colon before the string to sign and nothing after it', () => {
    const { status, code, message } = signatureDoesNotMatch('GET&%2F&a%3Db')
    expect([status, code]).toEqual([400, 'SignatureDoesNotMatch'])
    expect(message).toBe(
      'Specified signature is not matched with our calculation. server string to sign is:GET&%2F&a%3Db',
    )
    expect(message.split(':')).toHaveLength(2)
  })
})

describe('claimsError', () => {
  it('maps each kind of problem', () => {
    expect(claimsError({ problem: 'missing', name: 'AccessKeyId' })).toEqual({
      status: 400,
      code: 'MissingParameter',
      message:
        'The input parameter "AccessKeyId" that is mandatory for processing this request is not supplied.',
    })
    expect(claimsError({ problem: 'malformed', name: 'Authorization' })).toBe(
      gatewayErrors.incompleteSignature,
    )
    expect(claimsError({ problem: 'unsupported', name: 'SignatureMethod' })).toEqual({
      status: 400,
      code: 'UnsupportedParameter',
      message: 'The parameter SignatureMethod is not supported.',
    })
  })
})

describe('paramsError', () => {
  it('names the parameter at fault, or the limit', () => {
    expect(paramsError({ problem: 'conflictingName', name: 'Tag.1' })).toEqual(invalidParameter('Tag.1'))
    expect(paramsError({ problem: 'tooManyParams', limit: 10_000 })).toEqual({
      status: 400,
      code: 'InvalidParameter',
      message: 'A request carries at most 10000 parameters.',
    })
  })
})

describe('parameter errors', () => {
  it('are all 400', () => {
    const errors = [missingParameter('A'), invalidParameter('A'), unsupportedParameter('A')]
    expect(errors.map(({ status, code }) => [status, code])).toEqual([
      [400, 'MissingParameter'],
      [400, 'InvalidParameter'],
      [400, 'UnsupportedParameter'],
    ])
  })
})
