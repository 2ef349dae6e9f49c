import type { DialectId, RequiredCode } from './recipe.ts'

/**
 * The codes that every call of a cloud may get, as far as Keyplane has what leads to them: signature, time, caller,
 * action, parameters, region, rate, permission, repetition. Data: it changes with the specs.
 */
export const COMMON_CODES: readonly RequiredCode[] = [
  ...common('tencent-cvm', 'spec/tencent.md §1.8', [
    [200, 'AuthFailure.InvalidAuthorization', 'AuthFailure.SecretIdNotFound', 'AuthFailure.SignatureExpire'],
    [200, 'AuthFailure.SignatureFailure', 'AuthFailure.TokenFailure', 'InvalidAction'],
    [200, 'InvalidParameter', 'InvalidRequest', 'NoSuchVersion', 'RequestLimitExceeded'],
    [200, 'RequestSizeLimitExceeded', 'UnauthorizedOperation', 'UnknownParameter', 'UnsupportedProtocol'],
  ]),
  ...common('tencent-lighthouse', 'spec/tencent.md §1.8', [
    [200, 'AuthFailure.InvalidAuthorization', 'AuthFailure.SecretIdNotFound', 'AuthFailure.SignatureExpire'],
    [200, 'AuthFailure.SignatureFailure', 'AuthFailure.TokenFailure', 'InternalError', 'InvalidAction'],
    [200, 'InvalidParameter', 'InvalidParameterValue', 'InvalidRequest', 'MissingParameter'],
    [200, 'RequestLimitExceeded', 'RequestSizeLimitExceeded', 'UnknownParameter', 'UnsupportedProtocol'],
    [200, 'UnsupportedRegion'],
  ]),
  ...common('tencent-lighthouse', 'spec/tencent.md appendix B', [
    [200, 'UnauthorizedOperation.MFAExpired', 'UnauthorizedOperation.MFANotFound'],
  ]),
  ...common('volcengine-ecs', 'spec/volcengine.md §1.8', [
    [400, 'InvalidArgument', 'InvalidAuthorization', 'InvalidCredential', 'InvalidTimestamp'],
    [400, 'MissingParameter', 'MissingRequestInfo', 'DryRunOperation'],
    [401, 'InvalidAccessKey', 'InvalidSecretToken', 'MissingAuthenticationToken', 'MissingSignature'],
    [401, 'SignatureDoesNotMatch'],
    [403, 'AccessDenied'],
    [404, 'InvalidActionOrVersion', 'InvalidRegion.NotFound', 'ServiceNotFound'],
    [405, 'MethodNotAllowed'],
    [429, 'FlowLimitExceeded'],
  ]),
  ...common('alibaba-ecs', 'spec/alibaba.md §1.9', [
    [400, 'DRYRUN.SUCCESS', 'DryRunOperation', 'IdempotentParameterMismatch', 'IdempotentProcessing'],
    [400, 'IncompleteSignature', 'InvalidAccessKeyId.Inactive', 'InvalidParameter'],
    [400, 'InvalidSecurityToken.Expired', 'InvalidSecurityToken.Malformed'],
    [400, 'InvalidSecurityToken.MismatchWithAccessKey', 'InvalidTimeStamp.Expired'],
    [400, 'InvalidTimeStamp.Format', 'InvalidVersion', 'MissingParameter', 'MissingSecurityToken'],
    [400, 'SignatureDoesNotMatch', 'SignatureNonceUsed', 'Throttling.User', 'UnsupportedHTTPMethod'],
    [400, 'UnsupportedParameter'],
    [403, 'Forbidden.RAM'],
    [404, 'InvalidAccessKeyId.NotFound', 'InvalidAction.NotFound', 'InvalidRegionId.NotFound'],
    [500, 'InternalError'],
  ]),
  ...common('alibaba-ecs', 'spec/alibaba.md §2.10', [[403, 'IncorrectInstanceStatus']]),
]

function common(
  dialect: DialectId,
  source: string,
  rows: readonly (readonly [status: number, ...codes: string[]])[],
): readonly RequiredCode[] {
  return rows.flatMap(([status, ...codes]) => codes.map((code) => ({ dialect, code, status, source })))
}
