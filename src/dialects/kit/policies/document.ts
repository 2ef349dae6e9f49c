import type { Policy } from '../../../core/policies/policy.ts'

/** Why a policy document is refused. Never skipped: a statement that is lost may have been a deny. */
export interface PolicyProblem {
  /** Dotted path of the element: `Statement.0.Action.1`; empty for the document itself. */
  readonly path: string
  /** English, without the path. */
  readonly message: string
  /** The cloud's own code for it, where it publishes one. */
  readonly code?: string
}

/** Something that is allowed and has no effect here. */
export interface PolicyWarning {
  readonly path: string
  readonly message: string
}

export type PolicyReading =
  | { readonly policy: Policy; readonly warnings: readonly PolicyWarning[] }
  | { readonly problem: PolicyProblem }

/** What a policy is read for. */
export interface PolicyOwner {
  /** What an audit row calls the policy. */
  readonly policyId: string
  /** Account the policy belongs to. */
  readonly account: string
}

/** A value of a document with its place in it. */
export interface Element {
  readonly value: unknown
  readonly path: string
}

/** Greatest length of a document in all three languages. Source: spec/policies.md §1.1–§1.3. */
export const LONGEST_DOCUMENT = 6144

class BadElement extends Error {
  readonly problem: PolicyProblem

  constructor(problem: PolicyProblem) {
    super(problem.message)
    this.problem = problem
  }
}

/** Stops the reading of the document. */
export function refuse({ path }: Element, message: string, code?: string): never {
  throw new BadElement({ path, message, ...(code === undefined ? {} : { code }) })
}

/** Runs a reader; the first element it refuses becomes the problem of the document. */
export function readDocument(
  document: unknown,
  read: (root: Element, warnings: PolicyWarning[]) => Policy,
): PolicyReading {
  const warnings: PolicyWarning[] = []
  try {
    return { policy: read({ value: document, path: '' }, warnings), warnings }
  } catch (error) {
    if (error instanceof BadElement) return { problem: error.problem }
    throw error
  }
}

/** The document as compact JSON; refuses what JSON cannot hold. */
export function jsonOf(root: Element, code?: string): string {
  let text: string | undefined
  try {
    text = JSON.stringify(root.value)
  } catch {
    // A circle or a bigint, from YAML.
  }
  return text ?? refuse(root, 'The document is no JSON.', code)
}

export function elementAt({ path }: Element, key: string | number, value: unknown): Element {
  return { value, path: path === '' ? String(key) : `${path}.${key}` }
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The members of an object, in order. */
export function membersOf(element: Element, code?: string): ReadonlyMap<string, Element> {
  const { value } = element
  if (!isObject(value)) return refuse(element, 'An object is needed here.', code)
  // JSON has no undefined: such a member is not stored either.
  const members = Object.entries(value).filter(([, child]) => child !== undefined)
  return new Map(members.map(([name, child]) => [name, elementAt(element, name, child)]))
}

/** Refuses every member that is not named. */
export function knowOnly(
  members: ReadonlyMap<string, Element>,
  known: readonly string[],
  codeOf?: (name: string) => string,
): void {
  for (const [name, member] of members) {
    if (!known.includes(name)) refuse(member, `The element "${name}" is not known here.`, codeOf?.(name))
  }
}

/** One element or a list of at least one. */
export function listOf(element: Element, code?: string): readonly Element[] {
  const { value } = element
  if (!Array.isArray(value)) return [element]
  const items: readonly unknown[] = value
  if (items.length === 0) refuse(element, 'A list must not be empty.', code)
  return items.map((item, index) => elementAt(element, index, item))
}

/** A text of a document with its place. */
export interface TextElement extends Element {
  readonly value: string
}

/** A text or a list of texts; `x` means `["x"]`. Source: spec/policies.md §1.0. */
export function textsOf(element: Element, code?: string): readonly TextElement[] {
  return listOf(element, code).map((item) => {
    const { value, path } = item
    if (typeof value !== 'string' || value === '') return refuse(item, 'A text is needed here.', code)
    return { value, path }
  })
}

/** Values of a condition: texts, numbers or booleans, all of one type, taken as their text. Source: §1.4. */
export function scalarsOf(element: Element, code?: string): readonly TextElement[] {
  const items = listOf(element, code)
  return items.map((item) => {
    const { value, path } = item
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      return refuse(item, 'A text, a number or a boolean is needed here.', code)
    }
    if (typeof value !== typeof items[0]?.value) refuse(item, 'A list must not mix types.', code)
    return { value: String(value), path }
  })
}
