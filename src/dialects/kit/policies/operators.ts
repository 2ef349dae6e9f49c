import { BlockList, isIP } from 'node:net'

import { compileGlob, matchesGlob, type Piece, type Wildcards } from '../../../core/policies/glob.ts'

/** Asks one value of the request. */
export type Test = (value: string) => boolean

/** A comparison. The three languages name them differently; what they do is here. Source: spec/policies.md §1.4. */
export interface Operator {
  /** True when none of the policy's values may match; the tests themselves are always positive. */
  readonly isNegative: boolean
  /** A value that is not of the operator's kind satisfies neither the operator nor its negation. */
  accepts(value: string): boolean
  /** The test for one value of the policy; undefined when the value is not of the operator's kind. */
  compile(value: readonly Piece[]): Test | undefined
}

export function negated(operator: Operator): Operator {
  return { ...operator, isNegative: true }
}

/** Compares the whole text. */
export function text({ ignoresCase }: { readonly ignoresCase: boolean }): Operator {
  return positive(anyText, (value) => {
    const wanted = fold(plain(value), ignoresCase)
    return (asked) => fold(asked, ignoresCase) === wanted
  })
}

/** Compares with a pattern; `*` and `?` are wildcards. */
export function pattern({ ignoresCase }: { readonly ignoresCase: boolean }): Operator {
  const wildcards: Wildcards = '*?'
  return positive(anyText, (value) => {
    const folded = value.map((piece) => ({ ...piece, text: fold(piece.text, ignoresCase) }))
    const glob = compileGlob(folded, wildcards)
    return (asked) => matchesGlob(glob, fold(asked, ignoresCase))
  })
}

/** The six ways to compare what has an order. */
export const COMPARISONS = {
  equal: (asked: number, wanted: number) => asked === wanted,
  lessThan: (asked: number, wanted: number) => asked < wanted,
  lessThanEqual: (asked: number, wanted: number) => asked <= wanted,
  greaterThan: (asked: number, wanted: number) => asked > wanted,
  greaterThanEqual: (asked: number, wanted: number) => asked >= wanted,
} as const

type Comparison = (asked: number, wanted: number) => boolean

export function number(compare: Comparison): Operator {
  return ordered(compare, readNumber)
}

/** ISO 8601 with `Z` or an offset; `takesBlank` also `2022-05-31 00:00:00`, which is UTC. */
export function instant(compare: Comparison, { takesBlank }: { readonly takesBlank: boolean }): Operator {
  return ordered(compare, (value) => readInstant(value, takesBlank))
}

export function truth(): Operator {
  const isTruth = (value: string) => /^(?:true|false)$/i.test(value)
  return positive(isTruth, (value) => {
    const wanted = plain(value).toLowerCase()
    return isTruth(wanted) ? (asked) => asked.toLowerCase() === wanted : undefined
  })
}

/** Address in a network, of either family; host bits of the network do not count. */
export function address(): Operator {
  return positive(
    (value) => isIP(withoutZone(value)) !== 0,
    (value) => compileNetwork(plain(value)),
  )
}

/** Bytes written as Base64. */
export function bytes(): Operator {
  return positive(isBase64, (value) => {
    const text = plain(value)
    if (!isBase64(text)) return undefined
    const wanted = Buffer.from(text, 'base64')
    return (asked) => Buffer.from(asked, 'base64').equals(wanted)
  })
}

function positive(accepts: Test, compile: Operator['compile']): Operator {
  return { isNegative: false, accepts, compile }
}

function ordered(compare: Comparison, read: (value: string) => number | undefined): Operator {
  return positive(
    (value) => read(value) !== undefined,
    (value) => {
      const wanted = read(plain(value))
      if (wanted === undefined) return undefined
      return (asked) => {
        const value = read(asked)
        return value !== undefined && compare(value, wanted)
      }
    },
  )
}

function anyText(): boolean {
  return true
}

function plain(value: readonly Piece[]): string {
  return value.map(({ text }) => text).join('')
}

function fold(value: string, ignoresCase: boolean): string {
  return ignoresCase ? value.toLowerCase() : value
}

function readNumber(value: string): number | undefined {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(value) ? Number(value) : undefined
}

const ISO_INSTANT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/
const BLANK_INSTANT = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/

/** Milliseconds since the epoch; undefined for a day that no calendar has. */
function readInstant(value: string, takesBlank: boolean): number | undefined {
  const [, day, time, fraction = '', zone = 'Z'] =
    ISO_INSTANT.exec(value) ?? (takesBlank ? BLANK_INSTANT.exec(value) : null) ?? []
  if (day === undefined || time === undefined) return undefined
  const local = Date.parse(`${day}T${time}Z`)
  // The parser takes 30 February for 2 March.
  if (Number.isNaN(local) || new Date(local).toISOString().slice(0, 10) !== day) return undefined
  const instant = Date.parse(`${day}T${time}${fraction.slice(0, 4)}${zone}`)
  return Number.isNaN(instant) ? undefined : instant
}

function compileNetwork(text: string): Test | undefined {
  const [, base = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const version = isIP(base)
  const longest = version === 4 ? 32 : 128
  const prefix = bits === undefined ? longest : Number(bits)
  if (version === 0 || base.includes('%') || prefix > longest) return undefined
  const network = new BlockList()
  network.addSubnet(base, prefix, version === 4 ? 'ipv4' : 'ipv6')
  return (asked) => {
    const address = withoutZone(asked)
    return network.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')
  }
}

/** `fe80::1%eth0` is an address on one of the server's own networks. */
function withoutZone(address: string): string {
  return address.split('%', 1)[0] ?? address
}

function isBase64(value: string): boolean {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)
}
