import type { NestingProblem } from '../nest-pairs.ts'

/**
 * Why the parameters of a request cannot be read: facts only, the dialect chooses code and sentence.
 *
 * | problem | meaning |
 * | --- | --- |
 * | `unsupportedMethod` | neither GET nor POST |
 * | `unsupportedContentType` | a POST that is neither JSON, urlencoded nor multipart |
 * | `tooLarge` | over the size the form allows |
 * | `malformedQuery` | urlencoded text without `=`, with a broken escape or not UTF-8 |
 * | `malformedMultipart` | multipart body that is not well-formed |
 * | `malformedJson` | body that is not one JSON object in UTF-8 |
 * | `malformedName` | parameter name with an empty part |
 * | `forbiddenName` | name that would reach a prototype |
 * | `conflictingName` | name given twice, or once as a value and once as a parent, or list and object at once |
 * | `tooDeep`, `tooMany` | over MAX_DEPTH or MAX_VALUES |
 */
export type ParamProblem =
  | { readonly problem: 'unsupportedMethod'; readonly method: string }
  | { readonly problem: 'unsupportedContentType'; readonly contentType: string | undefined }
  | { readonly problem: 'tooLarge'; readonly limitBytes: number; readonly scheme: 'tc3' | 'v1' }
  | { readonly problem: 'malformedQuery'; readonly text: string }
  | { readonly problem: 'malformedMultipart'; readonly reason: string }
  | { readonly problem: 'malformedJson' }
  | { readonly problem: 'tooMany'; readonly limit: number }
  | NestingProblem
