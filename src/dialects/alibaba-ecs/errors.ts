import type { Excess } from '../../core/rates/rates.ts'
import type { WireError } from '../kit/wire-error.ts'
import type { ParamsProblem } from './params.ts'

/**
 * Why the credentials of a request cannot be read; `name` is the parameter (V1) or header (V3) at fault.
 * `unsupported` means well-formed, but a signature scheme that is not offered.
 */
export interface ClaimsProblem {
  readonly problem: 'missing' | 'malformed' | 'unsupported'
  readonly name: string
}

/** Refusals of the gateway that carry no detail. Source: spec/alibaba.md §1.9, except where noted. */
export const gatewayErrors = {
  accessKeyNotFound: row(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.'),
  accessKeyInactive: row(400, 'InvalidAccessKeyId.Inactive', 'Specified access key is disabled.'),
  incompleteSignature: row(
    400,
    'IncompleteSignature',
    'The request signature does not conform to Aliyun standards.',
  ),
  nonceUsed: row(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.'),
  timestampFormat: row(
    400,
    'InvalidTimeStamp.Format',
    'Specified time stamp or date value is not well formatted.',
  ),
  timestampExpired: row(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.'),
  tokenMissing: row(400, 'MissingSecurityToken', 'SecurityToken is mandatory for this action.'),
  tokenExpired: row(400, 'InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.'),
  tokenMalformed: row(400, 'InvalidSecurityToken.Malformed', 'Specified SecurityToken is malformed.'),
  tokenMismatch: row(
    400,
    'InvalidSecurityToken.MismatchWithAccessKey',
    'Specified SecurityToken mismatch with the AccessKey.',
  ),
  actionNotFound: row(
    404,
    'InvalidAction.NotFound',
    'Specified api is not found, please check your url and method.',
  ),
  versionInvalid: row(400, 'InvalidVersion', 'Specified parameter Version is not valid.'),
  // Unverified: text and status; older tables say 403. Source: spec/alibaba.md §1.9, §5 U24.
  methodUnsupported: row(400, 'UnsupportedHTTPMethod', 'This http method is not supported.'),
  regionNotFound: row(404, 'InvalidRegionId.NotFound', 'The specified RegionId does not exist.'),
  throttled: row(400, 'Throttling', 'Request was denied due to request throttling.'),
  forbidden: row(
    403,
    'Forbidden.RAM',
    "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
  ),
  internal: row(
    500,
    'InternalError',
    'The request processing has failed due to some unknown error, exception or failure.',
  ),
  unavailable: row(
    503,
    'ServiceUnavailable',
    'The request has failed due to a temporary failure of the server.',
  ),
} as const satisfies Record<string, WireError>

/** A mandatory parameter that is absent or empty. Source: spec/alibaba.md §1.9. */
export function missingParameter(name: string): WireError {
  return row(
    400,
    'MissingParameter',
    `The input parameter "${name}" that is mandatory for processing this request is not supplied.`,
  )
}

/** A parameter that cannot be used. Source: spec/alibaba.md §1.9 (the text varies between actions). */
export function invalidParameter(name: string): WireError {
  return row(400, 'InvalidParameter', `The specified parameter ${name} is not valid.`)
}

/** A well-formed value of a kind that is not offered. Source: spec/alibaba.md §1.9. */
export function unsupportedParameter(name: string): WireError {
  return row(400, 'UnsupportedParameter', `The parameter ${name} is not supported.`)
}

/**
 * A wrong signature. Clients cut the message at `server string to sign is:` and compare the rest with their own
 * string, so nothing may follow it. Source: spec/alibaba.md §1.9.
 */
export function signatureDoesNotMatch(stringToSign: string): WireError {
  return row(
    400,
    'SignatureDoesNotMatch',
    `Specified signature is not matched with our calculation. server string to sign is:${stringToSign}`,
  )
}

/** One call too many in a second. Source: spec/alibaba.md §1.9. */
export function userThrottled({ retryAfterMs }: Pick<Excess, 'retryAfterMs'>): WireError {
  return { ...row(400, 'Throttling.User', 'Request was denied due to user flow control.'), retryAfterMs }
}

/** The refusal for credentials that cannot be read. Source: spec/alibaba.md §1.3, §1.6 step 4, §5 U18. */
export function claimsError({ problem, name }: ClaimsProblem): WireError {
  if (problem === 'missing') return missingParameter(name)
  return problem === 'malformed' ? gatewayErrors.incompleteSignature : unsupportedParameter(name)
}

/** The refusal for parameters that cannot be read. Unverified: the clouds' own text for these is not documented. */
export function paramsError(problem: ParamsProblem): WireError {
  return problem.problem === 'tooManyParams'
    ? row(400, 'InvalidParameter', `A request carries at most ${problem.limit} parameters.`)
    : invalidParameter(problem.name)
}

/** An error as the tables of the cloud's pages list them. */
export function row(status: number, code: string, message: string): WireError {
  return { status, code, message }
}
