/** What the cloud's documentation calls the kind of access. */
export type AccessLevel = 'read' | 'get' | 'list' | 'write' | 'create' | 'update' | 'delete'

/** Which names one action is judged by. Source: spec/policies.md §2. */
export interface ActionAccess {
  readonly level: AccessLevel
  /**
   * `operation`: by the bare name `*`, so that only a statement about every resource covers it. `unjudged`: no policy
   * is asked, everybody may.
   */
  readonly names: 'operation' | 'unjudged' | readonly NameRule[]
  /** Condition keys of the service that come with the names. */
  readonly keys?: readonly string[]
  /** Where the tags of the call are: a list of `{ Key, Value }`. */
  readonly tagsFrom?: string
}

/** All actions of one service. */
export interface AccessTable {
  /** Before the colon of an action, and in the names. */
  readonly service: string
  readonly language: 'cam' | 'ram' | 'iam'
  readonly actions: Readonly<Record<string, ActionAccess>>
}

/** A parameter: its dotted path, `*` for every entry of a list, and what it holds. */
export interface Source {
  readonly path: string
  /** `json`: a list as JSON text; `commas`: a list with commas between its entries; `oneOrList`: a list or one text. */
  readonly form: 'one' | 'list' | 'oneOrList' | 'json' | 'commas'
}

/**
 * One kind of name in the order in which a refusal names them. A required parameter that is missing, of a wrong type
 * or too long stands for every resource of the type.
 */
export type NameRule =
  /** `<type>/*`. */
  | { readonly rule: 'any'; readonly type: string }
  /** Each given one; none given: `<type>/*`. */
  | { readonly rule: 'each'; readonly type: string; readonly from: Source }
  /** The one that is given; none or several, or a pattern: `<type>/*`. */
  | { readonly rule: 'single'; readonly type: string; readonly from: Source }
  /** Each given one; none given: nothing. */
  | { readonly rule: 'given'; readonly type: string; readonly from: Source; readonly service?: string }
  /** `<type>/*` when the parameter is given. */
  | { readonly rule: 'anyIfGiven'; readonly type: string; readonly path: string }
  /** Each given one, of the type that the call names. */
  | { readonly rule: 'typed'; readonly typePath: string; readonly from: Source }
  /** A key pair by id or by name; an id wins, and a name is resolved first. */
  | {
      readonly rule: 'keyPair'
      readonly id?: Source
      readonly name: Source
      readonly isOptional?: boolean
    }
  /**
   * Each whose whole name is given, of whichever account; without one the caller's. Unreadable: every resource of the
   * service and type, without region, or else the bare `*`.
   */
  | {
      readonly rule: 'named'
      readonly from: Source
      readonly unreadable?: { readonly service: string; readonly type: string }
    }

export function one(path: string): Source {
  return { path, form: 'one' }
}

export function list(path: string): Source {
  return { path, form: 'list' }
}

export function oneOrList(path: string): Source {
  return { path, form: 'oneOrList' }
}

export function jsonList(path: string): Source {
  return { path, form: 'json' }
}

export function commaList(path: string): Source {
  return { path, form: 'commas' }
}

export function any(type: string): NameRule {
  return { rule: 'any', type }
}

export function each(type: string, from: Source): NameRule {
  return { rule: 'each', type, from }
}

export function single(type: string, from: Source): NameRule {
  return { rule: 'single', type, from }
}

export function given(type: string, from: Source, service?: string): NameRule {
  return { rule: 'given', type, from, ...(service === undefined ? {} : { service }) }
}

export function named(service: string, type: string, from: Source): NameRule {
  return { rule: 'named', from, unreadable: { service, type } }
}

/** Resources of any service and type by their whole names. */
export function wholeNames(from: Source): NameRule {
  return { rule: 'named', from }
}

/** `service:Action` of every action of a table. */
export function qualifiedActions({ service, actions }: AccessTable): string[] {
  return Object.keys(actions).map((name) => `${service}:${name}`)
}
