import type { WireError } from '../kit/wire-error.ts'
import type { CredentialsProblem } from './credentials.ts'
import type { ParamsProblem } from './params.ts'

/** Refusals of the gateway that carry no detail. Source: spec/volcengine.md §1.8. */
export const gatewayErrors = {
  missingToken: gateway(401, 'MissingAuthenticationToken', {
    codeN: 100003,
    message: 'Request is missing Authentication Token.',
  }),
  missingSignature: gateway(401, 'MissingSignature', {
    codeN: 100005,
    message: 'The request is missing signature.',
  }),
  // The platform page says 400, the ECS page 403; see §5 item 3.
  invalidTimestamp: gateway(400, 'InvalidTimestamp', {
    codeN: 100006,
    message: 'The Signature of the request is expired.',
  }),
  signatureDoesNotMatch: gateway(401, 'SignatureDoesNotMatch', {
    codeN: 100010,
    message:
      'The request signature we calculated does not match the signature you provided. Check your Secret Access Key and signing method. Consult the service documentation for details.',
  }),
  flowLimit: gateway(429, 'FlowLimitExceeded', {
    codeN: 100018,
    message:
      'Request was rejected because the request speed of this openAPI is beyond the current flow control limit.',
  }),
  // Unverified: message and CodeN; see §5 item 4.
  methodNotAllowed: gateway(405, 'MethodNotAllowed', {
    codeN: 100020,
    message: 'The http method is not allowed.',
  }),
  // Unverified: CodeN; see §5 item 4.
  invalidAuthorization: gateway(400, 'InvalidAuthorization', {
    codeN: 100024,
    message: "Invalid 'Authorization' header, Pls check authorization header.",
  }),
  invalidCredential: gateway(400, 'InvalidCredential', {
    codeN: 100025,
    message: "Invalid credential in 'Authorization', Pls check credential in authorization header.",
  }),
} as const satisfies Record<string, WireError>

export function missingParameterOfCall(name: string): WireError {
  return gateway(400, 'MissingParameter', {
    codeN: 100002,
    message: `The request is missing ${name} parameter.`,
  })
}

export function missingInfo(name: string): WireError {
  return gateway(400, 'MissingRequestInfo', {
    codeN: 100004,
    message: `The request is missing ${name} information.`,
  })
}

export function serviceNotFound(service: string): WireError {
  return gateway(404, 'ServiceNotFound', { codeN: 100007, message: `This service[${service}] not found.` })
}

export function unknownOperation(action: string, version: string): WireError {
  return gateway(404, 'InvalidActionOrVersion', {
    codeN: 100008,
    message: `Could not find operation ${action} for version ${version}.`,
  })
}

export function invalidAccessKey(accessKeyId: string): WireError {
  return gateway(401, 'InvalidAccessKey', {
    codeN: 100009,
    message: `The accesskey [${accessKeyId}] included in the request is invalid.`,
  })
}

export function invalidSecretToken(reason: string): WireError {
  return gateway(401, 'InvalidSecretToken', {
    codeN: 100026,
    message: `Invalid secret token, msg: ${reason}.`,
  })
}

/** Terraform looks for `AccessDenied: User is not authorized to perform`. Source: spec/volcengine.md §1.8, §3.5. */
export function accessDenied(action: string, resource: string): WireError {
  return gateway(403, 'AccessDenied', {
    codeN: 100013,
    message: `User is not authorized to perform: ${action} on resource: ${resource}.`,
  })
}

/** The patterns all ECS actions share. No CodeN is published for them. Source: spec/volcengine.md §1.8. */
export const ecsErrors = {
  invalidArgument: row(400, 'InvalidArgument', 'The specified argument is invalid.'),
  internal: row(500, 'InternalError', 'An internal error has occurred.'),
  flowLimit: row(429, 'FlowLimitExceeded', "You've reach the limit on request rate of resources."),
  // Unverified: status and message; see §5 item 2.
  dryRun: row(400, 'DryRunOperation', 'Request validation has been passed with DryRun flag set.'),
} as const satisfies Record<string, WireError>

export function malformed(field: string): WireError {
  return row(400, `Invalid${field}.Malformed`, `The specified ${field} is malformed.`)
}

export function missing(field: string): WireError {
  return row(400, `MissingParameter.${field}`, `The required parameter ${field} is not supplied.`)
}

/** Several parameters of which one is needed: `KeyPairName` and `KeyPairId`. Source: spec/volcengine.md §3.1. */
export function missingBoth(first: string, second: string): WireError {
  const message = `The required parameters ${first} and ${second} are not supplied.`
  return row(400, `MissingParameter.${first}And${second}`, message)
}

export function tooMany(field: string): WireError {
  const message = `You've reached the limit on the number of ${field} that you can set.`
  return row(400, `LimitExceeded.Maximum${field}`, message)
}

/** `word` is how the sentence names it, where that differs from the code: `InvalidZone.NotFound`, "zone". */
export function notFound(resource: string, word: string = resource): WireError {
  return row(404, `Invalid${resource}.NotFound`, `The specified ${word} does not exist.`)
}

/** The refusal for credentials that cannot be read. Source: spec/volcengine.md §1.8. */
export function credentialsError(problem: CredentialsProblem): WireError {
  switch (problem.problem) {
    case 'absent':
      return gatewayErrors.missingToken
    case 'malformedAuthorization':
      return gatewayErrors.invalidAuthorization
    case 'malformedCredential':
      return gatewayErrors.invalidCredential
    case 'missingSignature':
      return gatewayErrors.missingSignature
    case 'malformedTimestamp':
      return gatewayErrors.invalidTimestamp
    case 'missingInfo':
      return missingInfo(problem.name)
  }
}

/** The refusal for parameters that cannot be read. Unverified: no code is documented for it. */
export function paramsError({ name }: ParamsProblem): WireError {
  const [field] = name?.split('.') ?? []
  return field !== undefined && /^[A-Za-z]{1,64}$/.test(field) ? malformed(field) : ecsErrors.invalidArgument
}

function gateway(
  status: number,
  code: string,
  { codeN, message }: { readonly codeN: number; readonly message: string },
): WireError {
  return { status, code, message, codeN }
}

/** An error as the tables of the cloud's pages list them. */
export function row(status: number, code: string, message: string): WireError {
  return { status, code, message }
}
