import { isUtf8 } from 'node:buffer'
import {
  type ActionParams,
  isForbiddenName,
  MAX_DEPTH,
  MAX_VALUES,
  noParams,
  type ParamProblem,
} from './param-problem.ts'

/** A parameter as a query, a form or a multipart body names it, both parts decoded. */
export type Pair = readonly [name: string, value: string]

/** Longer digits would not fit a number exactly; nobody numbers lists that way. */
const LIST_INDEX = /^(?:0|[1-9]\d{0,14})$/

type Node = string | Branch

interface Branch {
  /** Set by the first child: integers make a list. */
  kind: 'object' | 'list' | undefined
  readonly children: Map<string, Node>
}

/** Reads urlencoded bytes; see {@link readPairs}. */
export function readFormPairs(body: Buffer): readonly Pair[] | ParamProblem {
  return isUtf8(body) ? readPairs(body.toString()) : { problem: 'malformedQuery', text: '' }
}

/**
 * Reads urlencoded text in the order given. Every piece needs a `=`; empty pieces (`a=1&&b=2`) are skipped.
 *
 * Source: spec/tencent.md §1.6.
 */
export function readPairs(text: string): readonly Pair[] | ParamProblem {
  const pairs: Pair[] = []
  for (let start = 0; start < text.length;) {
    const ampersand = text.indexOf('&', start)
    const end = ampersand === -1 ? text.length : ampersand
    if (end > start) {
      const pair = readPair(text.slice(start, end))
      if ('problem' in pair) return pair
      if (pairs.push(pair) > MAX_VALUES) return { problem: 'tooMany', limit: MAX_VALUES }
    }
    start = end + 1
  }
  return pairs
}

function readPair(piece: string): Pair | ParamProblem {
  const equals = piece.indexOf('=')
  if (equals === -1) return { problem: 'malformedQuery', text: piece }
  try {
    return [decode(piece.slice(0, equals)), decode(piece.slice(equals + 1))]
  } catch {
    // decodeURIComponent throws URIError alone: a broken escape or bytes that are not UTF-8.
    return { problem: 'malformedQuery', text: piece }
  }
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  return spaced.includes('%') ? decodeURIComponent(spaced) : spaced
}

/**
 * Folds flattened names (`Filters.0.Values.1`, `Placement.Zone`) into objects and arrays. Values stay text.
 *
 * Lists are ordered by their integers, so gaps and 1-based numbering are fine and a huge index costs nothing.
 * Source: spec/tencent.md §1.6.
 */
export function nestPairs(pairs: Iterable<Pair>): { readonly params: ActionParams } | ParamProblem {
  const root: Branch = { kind: 'object', children: new Map() }
  for (const [name, value] of pairs) {
    const problem = plant(root, name, value)
    if (problem !== undefined) return problem
  }
  return { params: toObject(root) }
}

function plant(root: Branch, name: string, value: string): ParamProblem | undefined {
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
