import { z } from 'zod'

import type { Position, TextPattern } from '../../core/page.ts'
import type { Tag, TagFilter } from '../../core/tags/tag.ts'
import { findJsonExcess } from '../kit/json-excess.ts'
import { pageToken, writeToken } from '../kit/page-tokens.ts'
import { integer, states, text } from '../kit/params.ts'
import type { WireError } from '../kit/wire-error.ts'
import { doesNotExist, malformed, operationErrors } from './faults.ts'

/** An instance id; `*` because the reference pages print the ends of their ids so. Source: spec §3.4. */
export const INSTANCE_ID = /^i-[0-9A-Za-z*]{1,62}$/

/** Text that matches, or the stated refusal. */
export function matching(pattern: RegExp, refusal: WireError) {
  return text().refine((value) => pattern.test(value), states({ kind: 'malformed', refusal }))
}

/** A name or description people read; it must not begin like an address. Source: spec/alibaba.md §2.8. */
function notAddress(pattern: RegExp, name: string) {
  return text().refine(
    (value) => pattern.test(value) && !/^https?:\/\//i.test(value),
    states({ kind: 'malformed', refusal: malformed(name) }),
  )
}

/** Name of a new key pair. Source: spec/alibaba.md §3.4; the text of its refusal §2.2. */
export function newKeyPairName() {
  const refusal = { ...malformed('KeyPairName'), message: 'Specified Key Pair name is not valid.' }
  return text().refine(
    (value) => /^[A-Za-z\u4e00-\u9fff][\p{L}\p{N}:_.-]{1,127}$/u.test(value) && !/^https?:\/\//i.test(value),
    states({ kind: 'malformed', refusal }),
  )
}

/** Name of an instance. Source: spec/alibaba.md §2.8. */
export function plainInstanceName() {
  return notAddress(/^[A-Za-z\u4e00-\u9fff][\p{L}\p{N}:_.-]{1,127}$/u, 'InstanceName')
}

/** Names of a batch: `name[begin,bits]suffix` numbers them. Source: spec/alibaba.md §2.8. */
export function instanceName() {
  const form = /^(?=.{2,128}$)[A-Za-z\u4e00-\u9fff][\p{L}\p{N}:_.-]*(\[\d{0,6},[1-6]?\][\p{L}\p{N}:_.-]*)?$/u
  return notAddress(form, 'InstanceName')
}

export function description() {
  return notAddress(/^[^]{2,256}$/, 'Description')
}

const HOST_NAME = '[A-Za-z0-9]+([.-][A-Za-z0-9]+)*'

/** The longest host name of any system; Windows is held to its own form where the system is known. */
export function plainHostName() {
  return matching(new RegExp(`^(?=.{2,64}$)${HOST_NAME}$`), malformed('HostName'))
}

/** Host names of a batch, numbered like names of instances. Source: spec/alibaba.md §2.8. */
export function hostName() {
  const form = new RegExp(`^(?=.{2,64}$)${HOST_NAME}-?(\\[\\d{0,6},[1-6]?\\][A-Za-z0-9.-]*)?$`)
  return matching(form, malformed('HostName'))
}

/** Source: spec/alibaba.md §2.8, note 2: 8–30 characters of at least three classes. */
export function password() {
  return text().refine(isPassword, states({ kind: 'malformed', refusal: malformed('Password') }))
}

function isPassword(value: string): boolean {
  if (!/^[A-Za-z0-9()`~!@#$%^&*\-_+=|{}[\]:;"'<>,.?/]{8,30}$/.test(value)) return false
  return [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length >= 3
}

/** ASCII, at most 64 characters. Source: spec/alibaba.md §1.12. */
export function clientToken() {
  return text().refine((value) => /^[\x20-\x7e]{1,64}$/.test(value), states({ kind: 'malformed' }))
}

/** The group need not be known; one that has no form of a group cannot be. Source: spec/alibaba.md §2.2. */
export function resourceGroupId() {
  return matching(/^rg-[0-9A-Za-z*]{1,62}$/, {
    ...doesNotExist('ResourceGroup'),
    message: 'The ResourceGroup provided does not exist in our records.',
  })
}

/** There is no network behind it; one without the form of a group cannot exist. */
export function securityGroupId() {
  return matching(/^sg-[0-9A-Za-z*]{1,62}$/, doesNotExist('SecurityGroupId'))
}

/** Base64 of at most 32 KB. Source: spec/alibaba.md §2.8. */
export function userData() {
  const isTaken = (value: string) =>
    /^[A-Za-z0-9+/=\s]*$/.test(value) && Buffer.from(value, 'base64').length <= 32 * 1024
  return text().refine(isTaken, states({ kind: 'malformed', refusal: malformed('UserData') }))
}

interface JsonListRules {
  readonly max: number
  /** For text that is no JSON array of non-empty strings, and for an empty array. */
  readonly malformed: WireError
  readonly tooMany: WireError
}

/** A list in one parameter: `["i-1","i-2"]`. Source: spec/alibaba.md §1.10. */
export function jsonList(rules: JsonListRules) {
  return text().transform((value, context): readonly string[] => {
    // Checked entry by entry a list without end would fill the memory.
    const excess = findJsonExcess(value)?.problem
    const list = excess ? undefined : parseList(value)
    if (list && list.length <= rules.max) return list
    const stated =
      list || excess === 'tooMany'
        ? states({ kind: 'tooMany', refusal: rules.tooMany })
        : states({ kind: 'malformed', refusal: rules.malformed })
    context.addIssue({ code: 'custom', ...stated })
    return z.NEVER
  })
}

function parseList(value: string): readonly string[] | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(value)
  } catch {
    return undefined
  }
  const list: readonly unknown[] = Array.isArray(parsed) ? parsed : []
  const texts = list.filter((entry) => typeof entry === 'string' && entry !== '')
  // The filter lets no others through.
  return list.length > 0 && texts.length === list.length ? (texts as string[]) : undefined
}

/** `InstanceId.N` of the batch operations. Source: spec/alibaba.md §2.9, §2.10. */
export function instanceIds() {
  return z
    .array(matching(INSTANCE_ID, operationErrors.instanceIdsMalformed))
    .refine(
      (ids) => ids.length <= 100,
      states({ kind: 'tooMany', refusal: operationErrors.tooManyInstanceIds }),
    )
}

const DUPLICATE_TAG: WireError = {
  status: 400,
  code: 'Duplicate.TagKey',
  message: 'The Tag.N.Key contain duplicate key.',
}
// Unverified: text; the spec has a template only (§2.2).
const TOO_MANY_TAGS: WireError = {
  status: 403,
  code: 'QuotaExceed.Tags',
  message: 'The number of tags exceeds the quota of the resource.',
}
const TAG_KEY = { ...malformed('TagKey'), message: 'The specified Tag.n.Key is not valid.' }
const TAG_VALUE = { ...malformed('TagValue'), message: 'The specified Tag.n.Value is not valid.' }

const tag = z.object({
  Key: z
    .preprocess((key) => key ?? '', text())
    .refine(
      (key) => /^(?!aliyun|acs:)(?!.*https?:\/\/)[^]{1,128}$/i.test(key),
      states({ kind: 'malformed', refusal: TAG_KEY }),
    ),
  Value: text()
    .refine(
      (value) => /^(?!acs:)(?!.*https?:\/\/)[^]{0,128}$/i.test(value),
      states({ kind: 'malformed', refusal: TAG_VALUE }),
    )
    .default(''),
})

/** `Tag.N.*` to put on a resource, at most 20. Source: spec/alibaba.md §2.2. */
export function newTags(tooMany = TOO_MANY_TAGS) {
  return upTo(20, tag, tooMany)
    .refine(
      (tags) => new Set(tags.map(({ Key }) => Key)).size === tags.length,
      states({ kind: 'outOfRange', refusal: DUPLICATE_TAG }),
    )
    .transform((tags): Tag[] => tags.map(({ Key, Value }) => ({ key: Key, value: Value })))
    .default([])
}

/** `Tag.N.*` of a list: all must match, a key alone matches any value. Source: spec/alibaba.md §2.4. */
export function tagFilters() {
  return z
    .array(z.object({ Key: text().optional(), Value: text().optional() }))
    .refine((tags) => tags.length <= 20, states({ kind: 'tooMany', refusal: TOO_MANY_TAGS }))
    .transform((tags): TagFilter[] =>
      tags.map(({ Key, Value }) => ({
        ...(Key === undefined ? {} : { key: Key }),
        values: Value === undefined ? [] : [Value],
      })),
    )
    .default([])
}

/** `*x`, `x*` and `*x*`; any other text is meant exactly. Source: spec/alibaba.md §2.4. */
export function namePattern(name: string): TextPattern {
  const [, before, bare, after] = /^(\*?)([^*]*)(\*?)$/.exec(name) ?? []
  if (bare === undefined || (!before && !after)) return { match: 'exact', text: name }
  if (before && after) return { match: 'contains', text: bare }
  // A lone star is both at once and matches everything.
  if (bare === '') return { match: 'contains', text: '' }
  return before ? { match: 'endsWith', text: bare } : { match: 'startsWith', text: bare }
}

/** Counts from 1. Source: spec/alibaba.md §1.11. */
export function pageNumber() {
  return integer().refine((number) => number >= 1, states({ kind: 'outOfRange' }))
}

/** Unverified: a size above the maximum is cut to it. Source: spec/alibaba.md §1.11, §5 U14. */
export function pageSize(max: number) {
  return integer()
    .refine((size) => size >= 1, states({ kind: 'outOfRange' }))
    .transform((size) => Math.min(size, max))
}

/** Where the next page begins; opaque to callers. */
export function nextToken() {
  return pageToken((token): Position | undefined => {
    const [, createdAt, id] = /^(\d{1,15}) (\S+)$/.exec(token) ?? []
    return createdAt === undefined || id === undefined ? undefined : { createdAtMs: Number(createdAt), id }
  })
}

/** Empty on the last page. */
export function writeNextToken(next: Position | undefined): string {
  return next ? writeToken(next.createdAtMs, next.id) : ''
}

/** Names are Chinese unless another language is asked for. Source: spec/alibaba.md §2.11. */
export function isChinese(language: string): boolean {
  return language.toLowerCase().startsWith('zh')
}

/** A list of at most so many entries; more are refused as stated. Source: spec/alibaba.md §1.10. */
export function upTo<Schema extends z.ZodType>(max: number, entry: Schema, refusal?: WireError) {
  const stated = states({ kind: 'tooMany', ...(refusal ? { refusal } : {}) })
  return z.array(entry).refine((list) => list.length <= max, stated)
}

/** A number that may have a fraction. */
export function decimal() {
  return text()
    .refine((value) => /^\d{1,12}(\.\d{1,6})?$/.test(value), states({ kind: 'malformed' }))
    .transform(Number)
}

/** `yyyy-MM-ddTHH:mmZ` as milliseconds; undefined when it is not well formed. Source: spec/alibaba.md §2.9. */
export function minute(value: string): number | undefined {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(ms) ? undefined : ms
}
