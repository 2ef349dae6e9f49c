/** A parameter as a query, a form or a multipart body names it, both parts decoded. */
export type Pair = readonly [name: string, value: string]

/**
 * Why names cannot be nested: an empty part; a part that would reach a prototype; a name given twice, or once as a
 * value and once as a parent, or list and object at once; too many parts.
 */
export type NestingProblem =
  | { readonly problem: 'malformedName' | 'forbiddenName' | 'conflictingName'; readonly name: string }
  | { readonly problem: 'tooDeep'; readonly limit: number }

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

/** Longer digits would not fit a number exactly; nobody numbers lists that way. */
const LIST_INDEX = /^(?:0|[1-9]\d{0,14})$/

type Node = string | Branch

interface Branch {
  /** Set by the first child: integers make a list. */
  kind: 'object' | 'list' | undefined
  readonly children: Map<string, Node>
}

/**
 * Folds flattened names (`Filters.0.Values.1`, `Placement.Zone`) into objects and arrays. Values stay text.
 *
 * Lists are ordered by their integers, so gaps and 1-based numbering are fine and a huge index costs nothing.
 * Source: spec/tencent.md §1.6, spec/volcengine.md §1.4.
 */
export function nestPairs(pairs: Iterable<Pair>): { readonly params: ActionParams } | NestingProblem {
  const root: Branch = { kind: 'object', children: new Map() }
  for (const [name, value] of pairs) {
    const problem = plant(root, name, value)
    if (problem !== undefined) return problem
  }
  return { params: toObject(root) }
}

function plant(root: Branch, name: string, value: string): NestingProblem | undefined {
  // One part more than allowed is enough to tell; the rest of a long name is never split.
  const segments = name.split('.', MAX_DEPTH + 1)
  if (segments.length > MAX_DEPTH) return { problem: 'tooDeep', limit: MAX_DEPTH }
  if (segments.includes('')) return { problem: 'malformedName', name }
  if (segments.some(isForbiddenName)) return { problem: 'forbiddenName', name }
  let branch = root
  for (const [position, segment] of segments.entries()) {
    if (!admits(branch, segment)) return { problem: 'conflictingName', name }
    const isLeaf = position === segments.length - 1
    const present = branch.children.get(segment)
    if (typeof present === 'string' || (isLeaf && present !== undefined))
      return { problem: 'conflictingName', name }
    const next: Branch = present ?? { kind: undefined, children: new Map() }
    branch.children.set(segment, isLeaf ? value : next)
    branch = next
  }
  return undefined
}

/** False when a list would get a named child or an object a numbered one. The outermost is always an object. */
function admits(branch: Branch, segment: string): boolean {
  const kind = LIST_INDEX.test(segment) ? 'list' : 'object'
  branch.kind ??= kind
  return branch.kind === kind
}

function toValue(node: Node): unknown {
  if (typeof node === 'string') return node
  return node.kind === 'list' ? toList(node) : toObject(node)
}

function toObject(branch: Branch): ActionParams {
  const params = noParams()
  for (const [name, node] of branch.children) params[name] = toValue(node)
  return params
}

function toList(branch: Branch): unknown[] {
  const inOrder = [...branch.children].sort(([left], [right]) => Number(left) - Number(right))
  return inOrder.map(([, node]) => toValue(node))
}
