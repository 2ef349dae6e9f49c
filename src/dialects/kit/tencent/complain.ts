import type { ParamIssue } from '../params.ts'
import { Refusal, type WireError } from '../wire-error.ts'
import type { TencentApi } from './api.ts'
import {
  invalidValue,
  missingParameter,
  refusal,
  tooLargeForV1,
  unknownParameter,
  wrongType,
} from './common-errors.ts'
import type { ParamProblem } from './param-problem.ts'
import { tencentError } from './tencent-error.ts'

/**
 * The refusal of a parameter that was read and not taken; the services differ in two of them.
 * Source: spec/tencent.md §1.6, §1.11.
 */
export function complain(issue: ParamIssue, api: Pick<TencentApi, 'outOfRange' | 'tooMany'>): WireError {
  if (issue.refusal) return issue.refusal
  switch (issue.kind) {
    case 'missing':
      return missingParameter(issue.path)
    case 'type':
      return wrongType(issue.path)
    case 'tooMany':
      return api.tooMany(issue.path)
    case 'unknown':
      return unknownParameter(issue.name)
    case 'malformed':
      return invalidValue(issue.path)
    case 'outOfRange':
      return api.outOfRange(issue.path)
  }
}

/** The refusal of a request whose parameters cannot be read at all. Source: spec/tencent.md §1.2, §1.6. */
export function unreadable(problem: ParamProblem): Refusal {
  switch (problem.problem) {
    case 'unsupportedMethod':
    case 'unsupportedContentType':
      return refusal('UnsupportedProtocol')
    case 'tooLarge':
      return new Refusal(problem.scheme === 'v1' ? tooLargeForV1() : tooLarge(problem.limitBytes))
    case 'malformedQuery':
      return invalid('Url key and value should be splited by `=`.')
    case 'malformedMultipart':
      return new Refusal(tencentError('InvalidRequest', `The multipart body is invalid: ${problem.reason}.`))
    case 'malformedJson':
      return invalid('The request body is not a JSON object.')
    case 'malformedName':
    case 'forbiddenName':
      return new Refusal(unknownParameter(problem.name))
    case 'conflictingName':
      return new Refusal(wrongType(problem.name))
    case 'tooDeep':
      return invalid('The parameters are nested too deeply.')
    case 'tooMany':
      return invalid('The request has too many parameters.')
  }
}

function invalid(message: string): Refusal {
  return new Refusal(tencentError('InvalidParameter', message))
}

function tooLarge(limitBytes: number): WireError {
  return tencentError('RequestSizeLimitExceeded', `The request is larger than ${limitBytes} bytes.`)
}
