import { z } from 'zod'

import type { KeyPairReference } from '../../core/key-pairs/key-pair.ts'
import type { Tag, TagFilter } from '../../core/tags/tag.ts'
import type { Counting } from '../kit/numbered-names.ts'
import { integer, states, text } from '../kit/params.ts'
import type { WireError } from '../kit/wire-error.ts'
import { malformed, missingBoth } from './errors.ts'

/** Source: spec/volcengine.md §3.4. */
export const INSTANCE_ID = /^i-[0-9a-z]{1,32}$/
export const KEY_PAIR_ID = /^kp-[0-9a-z]{1,32}$/

/** Source: spec/volcengine.md §3.3. */
const PROJECT_NAME = /^[A-Za-z0-9_.-]{1,64}$/

/** A value whose empty text counts as not given. */
export function given<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema)
}

/** Text that matches, or the stated refusal. */
function matching(pattern: RegExp, refusal: WireError) {
  return text().refine((value) => pattern.test(value), states({ kind: 'malformed', refusal }))
}

/** A plain filter or echo. */
export function optionalText() {
  return given(text().optional())
}

/** A list of texts; `Name=` is how the Go SDK writes an empty one. Source: spec/volcengine.md §1.4. */
export function list(max = Infinity) {
  return given(z.array(text()).max(max).optional())
}

/** A list that must have an entry. */
export function requiredList(max: number) {
  return given(z.array(text()).min(1).max(max))
}

/** ASCII, at most 64 characters. Source: spec/volcengine.md §1.11. */
export function clientToken() {
  return given(matching(/^[\x20-\x7e]{1,64}$/, malformed('ClientToken')).optional())
}

/** Name of a new key pair; `_` because every official example has one. Source: spec/volcengine.md §3.3, §5 item 5. */
export function newKeyPairName() {
  const pattern = /^(?=.{2,64}$)[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*$/
  return given(matching(pattern, malformed('KeyPairName')))
}

/** Empty, or beginning with a letter or Chinese. Source: spec/volcengine.md §3.3. */
export function description(refusal: WireError = malformed('Description')) {
  return matching(/^(?:[A-Za-z\p{Script=Han}][A-Za-z0-9\p{Script=Han}. _\-=,，。]{0,254})?$/u, refusal)
}

export function keyPairDescription() {
  return description(malformed('KeyPairDescription')).default('')
}

/** Projects need not be known. Source: spec/volcengine.md §3.3. */
export function project() {
  return given(matching(PROJECT_NAME, malformed('ProjectName')).default('default'))
}

/** The name of a project that a call needs. Source: spec/volcengine.md §3.3. */
export function requiredProject(name: 'ProjectName' | 'TargetProjectName') {
  return given(matching(PROJECT_NAME, malformed(name)))
}

/** The name of an instance, at most this long with its number. Source: spec/volcengine.md §2.8. */
export const LONGEST_INSTANCE_NAME = 128
const INSTANCE_NAME = /^[A-Za-z\p{Script=Han}][A-Za-z0-9\p{Script=Han}_.-]{0,127}$/u

export function instanceName() {
  return matching(INSTANCE_NAME, malformed('InstanceName'))
}

/** Source: spec/volcengine.md §2.8; Windows is held to its own form where the system is known. */
const HOST_NAME = /^(?=.{2,63}$)[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$/

export function hostName() {
  return matching(HOST_NAME, malformed('Hostname'))
}

export function isLinuxHostName(name: string): boolean {
  return HOST_NAME.test(name)
}

/** How names of a batch count: `name[begin,bits]suffix`. Source: reference page of RunInstances, "InstanceName". */
export const COUNTING: Counting = {
  group: /\[(?:(\d{0,4}),([1-4]?))?\]/,
  // Where the last number needs more digits, all have as many.
  digits: ({ begin, bits = 4, count }) => Math.max(bits, String(Number(begin) + count).length),
}

/** Names of a batch: as a single one once they are counted. */
export function countedInstanceName() {
  const isName = (value: string) => INSTANCE_NAME.test(value.replace(COUNTING.group, '0'))
  return text().refine(isName, states({ kind: 'malformed', refusal: malformed('InstanceName') }))
}

export function countedHostName() {
  const isName = (value: string) => HOST_NAME.test(value.replace(COUNTING.group, '0'))
  return text().refine(isName, states({ kind: 'malformed', refusal: malformed('HostName') }))
}

/** 8–30 characters of three classes, none of the forbidden beginnings. Source: spec/volcengine.md §2.8. */
export function password() {
  return text().refine(isPassword, states({ kind: 'malformed', refusal: malformed('Password') }))
}

function isPassword(value: string): boolean {
  if (!/^(?!\/|\$6\$)[A-Za-z0-9`~!@#$%^&*()_\-+=|{}[\]:;'<>,.?/]{8,30}$/.test(value)) return false
  return [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length >= 3
}

/** Base64 of at most 16 KB. Source: spec/volcengine.md §2.8, §2.11. */
export function userData() {
  const isTaken = (value: string) =>
    /^[A-Za-z0-9+/\s]*(?:={1,2}\s*)?$/.test(value) && Buffer.from(value, 'base64').length <= 16 * 1024
  return text().refine(isTaken, states({ kind: 'malformed', refusal: malformed('UserData') }))
}

/** Stands for the name of a pair that has neither id nor name. */
const NEITHER = Symbol('neither id nor name')

/** A pair by id or by name. Use with `namingKeyPair` and `keyPairOf`. Source: spec/volcengine.md §3.1. */
export function keyPairNames() {
  const refusal = missingBoth('KeyPairName', 'KeyPairId')
  return {
    KeyPairName: z
      .unknown()
      .optional()
      .refine((name) => name !== NEITHER, states({ kind: 'missing', refusal }))
      .pipe(optionalText()),
    KeyPairId: optionalText(),
  }
}

/** Leaves out a name beside an id, and marks a call that has neither, so that this has its place among the checks. */
export function namingKeyPair<T extends z.ZodType>(schema: T) {
  return z.preprocess((input) => {
    // The wire layer hands over an object.
    const { KeyPairName, ...rest } = input as Readonly<Record<string, unknown>>
    if (rest['KeyPairId']) return rest
    return { ...rest, KeyPairName: KeyPairName || NEITHER }
  }, schema)
}

/** The pair that a call names; the id wins. Source: spec/volcengine.md §3.1. */
export function keyPairOf(names: {
  readonly KeyPairId?: string | undefined
  readonly KeyPairName?: string | undefined
}): KeyPairReference {
  const { KeyPairId: id, KeyPairName: name = '' } = names
  return id === undefined ? { name } : { id }
}

// Unverified: characters and number. Source: spec/volcengine.md §2.1 has the shape alone.
const tag = z.object({
  Key: z.preprocess((key) => key ?? '', matching(/^[^]{1,128}$/, malformed('TagKey'))),
  Value: matching(/^[^]{0,256}$/, malformed('TagValue')).default(''),
})

/** `Tags.N.*` of a new resource. Source: spec/volcengine.md §2.1. */
export function newTags() {
  return given(
    z
      .array(tag)
      .max(20)
      .refine(
        (tags) => new Set(tags.map(({ Key }) => Key)).size === tags.length,
        states({ kind: 'malformed', refusal: malformed('TagKey') }),
      )
      .transform((tags): Tag[] => tags.map(({ Key, Value }) => ({ key: Key, value: Value })))
      .default([]),
  )
}

/** `TagFilters.N`: all must match, each with one of its values; none means any. Source: spec/volcengine.md §2.3. */
export function tagFilters() {
  const filter = z.object({ Key: text(), Values: given(z.array(text()).default([])) })
  return given(
    z
      .array(filter)
      .max(20)
      .transform((filters): TagFilter[] => filters.map(({ Key, Values }) => ({ key: Key, values: Values })))
      .default([]),
  )
}

/** How many rows a page has. Source: spec/volcengine.md §1.10. */
export function maxResults({ byDefault, max }: { readonly byDefault: number; readonly max: number }) {
  return given(integer().pipe(z.int().min(1).max(max)).default(byDefault))
}
