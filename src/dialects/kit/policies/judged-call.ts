import type { AccessRequest, CallContext, JudgedResource } from '../../../core/policies/access-request.ts'
import type { Tag } from '../../../core/tags/tag.ts'
import type { AccessLevel, AccessTable, ActionAccess, NameRule } from './access-table.ts'
import { splitAtColons } from './colon-names.ts'
import { isObject } from './document.ts'
import { isGiven, type RawParams, textsAt, valuesAt } from './param-texts.ts'

/** The name of one resource, in the words of its cloud. */
export interface JudgedName extends JudgedResource {
  /** `instance`, `keypair`, …; empty for the bare `*`. */
  readonly type: string
  /** As the caller wrote it, or what a name was resolved to; undefined when every resource of the type is meant. */
  readonly id: string | undefined
}

/** A call before it is judged. */
export interface CallToJudge {
  readonly action: string
  readonly account: string
  /** Empty for a call without a region. */
  readonly region: string
  /** As they came, nested and not checked: what is judged must be what the caller sent. */
  readonly params: RawParams
  /** Ids of the key pairs of the caller's own account that `keyPairNamesOf` asked for, by name. */
  readonly keyPairIds?: ReadonlyMap<string, string>
}

/** What a call is judged by. */
export interface JudgedCall {
  /** With its service: `ecs:AttachKeyPair`. */
  readonly action: string
  readonly level: AccessLevel
  readonly resources: readonly [JudgedName, ...JudgedName[]]
  readonly requestTags: readonly Tag[]
}

/** The access that an action needs. Throws for an action that has no row: a new action needs one. */
export function accessOf({ service, actions }: AccessTable, action: string): ActionAccess {
  const access = Object.hasOwn(actions, action) ? actions[action] : undefined
  if (!access) throw new Error(`${service}:${action} has no row in its table of access`)
  return access
}

/** Names of key pairs whose ids have to be known before the call is judged. */
export function keyPairNamesOf(table: AccessTable, { action, params }: CallToJudge): readonly string[] {
  const { names } = accessOf(table, action)
  if (typeof names === 'string') return []
  return names.flatMap((rule) => {
    if (rule.rule !== 'keyPair' || (rule.id && textsAt(params, rule.id) !== 'absent')) return []
    const found = textsAt(params, rule.name)
    return typeof found === 'string' ? [] : found
  })
}

/**
 * The names by which a call is judged, in the order in which a refusal names them, each once, and the tags it wants
 * to put on something. Source: spec/policies.md §1.0, §2.
 */
export function judgedCall(table: AccessTable, call: CallToJudge): JudgedCall {
  const { level, names, tagsFrom } = accessOf(table, call.action)
  const relative = typeof names === 'string' ? [] : names.flatMap((rule) => relativeNames(table, rule, call))
  const unique = new Map<string, JudgedName>()
  for (const name of relative) {
    const judged = name === 'bare' ? BARE : judgedName(table, call, name)
    if (!unique.has(judged.text)) unique.set(judged.text, judged)
  }
  const [first = BARE, ...rest] = unique.values()
  return {
    action: `${table.service}:${call.action}`,
    level,
    resources: [first, ...rest],
    requestTags: tagsFrom === undefined ? [] : readTags(call.params, tagsFrom),
  }
}

/** The resource of this whole name, `*` for the bare one; undefined for a text that is no name in the language. */
export function namedResource(table: AccessTable, call: CallToJudge, text: string): JudgedName | undefined {
  if (text === BARE.text) return BARE
  const name = wholeName(table.language, text)
  return name && judgedName(table, call, name)
}

/** The request of a judged call; `facts` gives what is known about resources of the caller's own account. */
export function accessRequest(
  { action, resources: [first, ...rest], requestTags }: JudgedCall,
  context: Omit<CallContext, 'requestTags'>,
  facts: (name: JudgedName) => Pick<JudgedResource, 'tags' | 'facts'> | undefined = () => undefined,
): AccessRequest<JudgedName> {
  const known = (name: JudgedName): JudgedName => ({ ...name, ...facts(name) })
  return { action, resources: [known(first), ...rest.map(known)], context: { ...context, requestTags } }
}

/** Only the keys that the action has are facts of its resources. Source: spec/policies.md §1.5, row "service". */
export function factsOf(
  { keys = [] }: ActionAccess,
  values: Readonly<Record<string, string | readonly string[] | undefined>>,
): ReadonlyMap<string, readonly string[]> {
  const facts = new Map<string, readonly string[]>()
  for (const key of keys) {
    const value = values[key]
    if (value !== undefined) facts.set(key, typeof value === 'string' ? [value] : value)
  }
  return facts
}

/** What it leaves out is that of the call. */
interface RelativeName {
  readonly service?: string
  readonly region?: string
  readonly owner?: string
  readonly type: string
  readonly id: string | undefined
}

/** Covered by statements about every resource only: `bare` among relative names. */
const BARE: JudgedName = { type: '', id: undefined, text: '*', fields: [] }

function relativeNames(
  { language }: AccessTable,
  rule: NameRule,
  call: CallToJudge,
): readonly (RelativeName | 'bare')[] {
  const { params } = call
  switch (rule.rule) {
    case 'any':
      return [everyOf(rule.type)]
    case 'anyIfGiven':
      return isGiven(params, rule.path) ? [everyOf(rule.type)] : []
    case 'each':
    case 'single':
    case 'given':
      return listedNames(rule, params)
    case 'typed':
      return typedNames(rule, params)
    case 'keyPair':
      return keyPairs(rule, call)
    case 'named':
      return wholeNames(language, rule, params)
  }
}

function everyOf(type: string): RelativeName {
  return { type, id: undefined }
}

function listedNames(
  rule: NameRule & { readonly rule: 'each' | 'single' | 'given' },
  params: RawParams,
): readonly RelativeName[] {
  const { type } = rule
  const service = rule.rule === 'given' && rule.service !== undefined ? { service: rule.service } : {}
  const ids = textsAt(params, rule.from)
  if (ids === 'absent' && rule.rule === 'given') return []
  const isAll =
    typeof ids === 'string' || (rule.rule === 'single' && (ids.length > 1 || ids[0]?.includes('*')))
  return isAll ? [{ ...everyOf(type), ...service }] : ids.map((id) => ({ type, id, ...service }))
}

/** A type that cannot be read stands for every type. */
function typedNames(rule: NameRule & { readonly rule: 'typed' }, params: RawParams): readonly RelativeName[] {
  const types = textsAt(params, { path: rule.typePath, form: 'one' })
  const type = typeof types === 'string' ? '*' : (types[0] ?? '*')
  const ids = textsAt(params, rule.from)
  return typeof ids === 'string' ? [everyOf(type)] : ids.map((id) => ({ type, id }))
}

function keyPairs(
  { id, name, isOptional }: NameRule & { readonly rule: 'keyPair' },
  { params, keyPairIds }: CallToJudge,
): readonly RelativeName[] {
  const type = 'keypair'
  const ids = id ? textsAt(params, id) : 'absent'
  if (typeof ids !== 'string') return ids.map((id) => ({ type, id }))
  const names = ids === 'absent' ? textsAt(params, name) : ids
  if (names === 'absent' && isOptional) return []
  return typeof names === 'string'
    ? [everyOf(type)]
    : names.map((name) => ({ type, id: keyPairIds?.get(name) }))
}

/** Names like `acs:ram::1:role/ops`, taken apart. */
function wholeNames(
  language: AccessTable['language'],
  { from, unreadable }: NameRule & { readonly rule: 'named' },
  params: RawParams,
): readonly (RelativeName | 'bare')[] {
  const any = unreadable ? { ...unreadable, region: '', id: undefined } : 'bare'
  const texts = textsAt(params, from)
  return typeof texts === 'string' ? [any] : texts.map((text) => wholeName(language, text) ?? any)
}

function wholeName(language: AccessTable['language'], text: string): RelativeName | undefined {
  const prefix = `${PREFIX[language]}:`
  if (!text.startsWith(prefix)) return undefined
  const [service = '', region = '', owner = '', relative = ''] = splitAtColons(text.slice(prefix.length), 3)
  const slash = relative.indexOf('/')
  if (slash === -1) return undefined
  const type = relative.slice(0, slash)
  const id = relative.slice(slash + 1)
  const isOwn = owner === '' || (language === 'cam' && owner === 'uin/')
  return { service, region, type, id, ...(isOwn ? {} : { owner }) }
}

function judgedName(
  { service: own, language }: AccessTable,
  call: CallToJudge,
  { service = own, region = call.region, owner = ownerOf(language, call), type, id }: RelativeName,
): JudgedName {
  const relative = `${type}/${id ?? '*'}`
  const text = `${PREFIX[language]}:${service}:${region}:${owner}:${relative}`
  return { type, id, text, fields: [service, region, owner, relative] }
}

function ownerOf(language: AccessTable['language'], { account }: CallToJudge): string {
  return language === 'cam' ? `uin/${account}` : account
}

const PREFIX = { cam: 'qcs:', ram: 'acs', iam: 'trn' } as const

/** What is no tag is left to the check of the parameters. */
function readTags(params: RawParams, path: string): readonly Tag[] {
  const found = valuesAt(params, [...path.split('.'), '*'])
  if (found === 'unreadable') return []
  return found.flatMap((entry) => {
    if (!isObject(entry)) return []
    const key: unknown = Reflect.get(entry, 'Key')
    const value: unknown = Reflect.get(entry, 'Value') ?? ''
    return typeof key === 'string' && typeof value === 'string' ? [{ key, value }] : []
  })
}
