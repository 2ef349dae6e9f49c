import { describe, expect, test } from 'vitest'
import type { CredentialsProblem } from './credentials.ts'
import * as errors from './errors.ts'
import { credentialsError, ecsErrors, gatewayErrors, paramsError } from './errors.ts'

describe('refusals of the gateway', () => {
  // Source: spec/volcengine.md §1.8, the table.
  test.each([
    [
      errors.missingParameterOfCall('Action'),
      400,
      100002,
      'MissingParameter',
      'The request is missing Action parameter.',
    ],
    [
      gatewayErrors.missingToken,
      401,
      100003,
      'MissingAuthenticationToken',
      'Request is missing Authentication Token.',
    ],
    [
      errors.missingInfo('X-Date'),
      400,
      100004,
      'MissingRequestInfo',
      'The request is missing X-Date information.',
    ],
    [gatewayErrors.missingSignature, 401, 100005, 'MissingSignature', 'The request is missing signature.'],
    [
      gatewayErrors.invalidTimestamp,
      400,
      100006,
      'InvalidTimestamp',
      'The Signature of the request is expired.',
    ],
    [errors.serviceNotFound('abc'), 404, 100007, 'ServiceNotFound', 'This service[abc] not found.'],
    [
      errors.unknownOperation('A', '1'),
      404,
      100008,
      'InvalidActionOrVersion',
      'Could not find operation A for version 1.',
    ],
    [
      errors.invalidAccessKey('AKLT1'),
      401,
      100009,
      'InvalidAccessKey',
      'The accesskey [AKLT1] included in the request is invalid.',
    ],
    [
      gatewayErrors.signatureDoesNotMatch,
      401,
      100010,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your Secret Access Key and signing method. Consult the service documentation for details.',
    ],
    [
      errors.accessDenied('ecs:AttachKeyPair', 'trn:ecs:cn-beijing:2100000000:instance/i-1'),
      403,
      100013,
      'AccessDenied',
      'User is not authorized to perform: ecs:AttachKeyPair on resource: trn:ecs:cn-beijing:2100000000:instance/i-1.',
    ],
    [
      gatewayErrors.invalidAuthorization,
      400,
      100024,
      'InvalidAuthorization',
      "Invalid 'Authorization' header, Pls check authorization header.",
    ],
    [
      gatewayErrors.invalidCredential,
      400,
      100025,
      'InvalidCredential',
      "Invalid credential in 'Authorization', Pls check credential in authorization header.",
    ],
    [
      errors.invalidSecretToken('expired'),
      401,
      100026,
      'InvalidSecretToken',
      'Invalid secret token, msg: expired.',
    ],
  ])('%o', (error, status, codeN, code, message) => {
    expect(error).toEqual({ status, codeN, code, message })
  })
})

describe('patterns of ECS', () => {
  // Source: spec/volcengine.md §1.8 (patterns), §2.10, §3.1.
  test.each([
    [
      errors.missing('InstanceIds'),
      400,
      'MissingParameter.InstanceIds',
      'The required parameter InstanceIds is not supplied.',
    ],
    [
      errors.missingBoth('KeyPairName', 'KeyPairId'),
      400,
      'MissingParameter.KeyPairNameAndKeyPairId',
      'The required parameters KeyPairName and KeyPairId are not supplied.',
    ],
    [
      errors.malformed('KeyPairName'),
      400,
      'InvalidKeyPairName.Malformed',
      'The specified KeyPairName is malformed.',
    ],
    [
      errors.tooMany('InstanceIds'),
      400,
      'LimitExceeded.MaximumInstanceIds',
      "You've reached the limit on the number of InstanceIds that you can set.",
    ],
    [errors.notFound('KeyPair'), 404, 'InvalidKeyPair.NotFound', 'The specified KeyPair does not exist.'],
    [
      errors.notFound('Instance', 'instance'),
      404,
      'InvalidInstance.NotFound',
      'The specified instance does not exist.',
    ],
    [ecsErrors.invalidArgument, 400, 'InvalidArgument', 'The specified argument is invalid.'],
    [ecsErrors.internal, 500, 'InternalError', 'An internal error has occurred.'],
    [ecsErrors.flowLimit, 429, 'FlowLimitExceeded', "You've reach the limit on request rate of resources."],
  ])('%o', (error, status, code, message) => {
    expect(error).toEqual({ status, code, message })
  })
})

describe('credentialsError', () => {
  test.each<[CredentialsProblem, string]>([
    [{ problem: 'absent' }, 'MissingAuthenticationToken'],
    [{ problem: 'malformedAuthorization' }, 'InvalidAuthorization'],
    [{ problem: 'malformedCredential' }, 'InvalidCredential'],
    [{ problem: 'missingSignature' }, 'MissingSignature'],
    [{ problem: 'malformedTimestamp' }, 'InvalidTimestamp'],
    [{ problem: 'missingInfo', name: 'Region' }, 'MissingRequestInfo'],
  ])('%o is %s', (problem, code) => {
    expect(credentialsError(problem).code).toBe(code)
  })

  test('names what is missing', () => {
    const { message } = credentialsError({ problem: 'missingInfo', name: 'X-Date' })
    expect(message).toBe('The request is missing X-Date information.')
  })
})

describe('paramsError', () => {
  test('names the parameter, where one that can be named is at fault', () => {
    expect(paramsError({ problem: 'malformed', name: 'Tags.1.Key' }).code).toBe('InvalidTags.Malformed')
    expect(paramsError({ problem: 'malformed', name: '<b>.1' })).toBe(ecsErrors.invalidArgument)
    expect(paramsError({ problem: 'malformed' })).toBe(ecsErrors.invalidArgument)
  })
})
