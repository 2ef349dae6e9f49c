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
 * | `tooDeep`, `tooMany` | over {@link MAX_DEPTH} or {@link MAX_VALUES} |
 */
export type ParamProblem =
  | { readonly problem: 'unsupportedMethod'; readonly method: string }
  | { readonly problem: 'unsupportedContentType'; readonly contentType: string | undefined }
  | { readonly problem: 'tooLarge'; readonly limitBytes: number; readonly scheme: 'tc3' | 'v1' }
  | { readonly problem: 'malformedQuery'; readonly text: string }
  | { readonly problem: 'malformedMultipart'; readonly reason: string }
  | { readonly problem: 'malformedJson' }
  | { readonly problem: 'malformedName' | 'forbiddenName' | 'conflictingName'; readonly name: string }
  | { readonly problem: 'tooDeep' | 'tooMany'; readonly limit: number }

/** Action parameters: nested objects without prototype, arrays, and whatever values the form can express. */
export type ActionParams = Readonly<Record<string, unknown>>

/** Greatest number of objects and lists inside one another, the outermost included. */
export const MAX_DEPTH = 10

/** Greatest number of parameters (urlencoded, multipart) or of values, lists and objects (JSON) in one request. */
export const MAX_VALUES = 10_000

/** True for names that mean something else than a field on an ordinary JavaScript object. */
export function isForbiddenName(name: string): boolean {
  return name === '__proto__' || name === 'constructor' || name === 'prototype'
}

/** An object without prototype and without fields, for a parser to fill. */
export function noParams(): Record<string, unknown> {
  return { __proto__: null }
}
