import { describe, expect, it } from 'vitest'

import type { CallContext, Principal } from '../../../core/policies/access-request.ts'
import type { Tag } from '../../../core/tags/tag.ts'
import { camConditions } from './cam-conditions.ts'
import type { ConditionLanguage } from './conditions.ts'
import { readConditions } from './conditions.ts'
import { readDocument } from './document.ts'
import { iamConditions } from './iam-conditions.ts'
import { ramConditions } from './ram-conditions.ts'
import { contextOf } from './test-support/judging.ts'

interface Facts {
  readonly context?: Partial<CallContext>
  readonly tags?: readonly Tag[]
  readonly facts?: Readonly<Record<string, string>>
}

const LANGUAGES = { cam: camConditions, ram: ramConditions, iam: iamConditions } as const
type Language = keyof typeof LANGUAGES

/** Whether the block holds; undefined when it is refused. */
function holds(language: Language, block: unknown, facts: Facts = {}): boolean | undefined {
  const found = readBlock(LANGUAGES[language], block)
  if (!found) return undefined
  const context = contextOf('cvm', { context: facts.context ?? {} })
  const resource = {
    text: 'r',
    fields: ['r'],
    tags: facts.tags ?? [],
    facts: new Map(Object.entries(facts.facts ?? {}).map(([key, value]) => [key, [value]])),
  }
  return (
    found.callConditions.every((isMet) => isMet(context)) &&
    found.resourceConditions.every((isMet) => isMet(context, resource))
  )
}

function readBlock(language: ConditionLanguage, block: unknown) {
  let found: ReturnType<typeof readConditions> | undefined
  readDocument(block, (root) => {
    found = readConditions(root, language)
    return { id: '', statements: [] }
  })
  return found
}

const at = (time: string): Facts => ({ context: { nowMs: Date.parse(time) } })
const from = (sourceAddress: string): Facts => ({ context: { sourceAddress } })
const tag = (key: string, value: string): Tag => ({ key, value })

/** A tag is the one key that can have any value. */
const KEYS = { cam: 'cvm:zone', ram: 'acs:ResourceTag/k', iam: 'volc:ResourceTag/k' } as const
const withValue = (value: string): Facts => ({ tags: [tag('k', value)], facts: { 'cvm:zone': value } })

describe('operators', () => {
  it.each<readonly [Language, string, unknown, string, boolean]>([
    ['cam', 'string_equal', 'abc', 'abc', true],
    ['cam', 'string_equal', 'abc', 'ABC', false],
    ['cam', 'string_equal', 'a*', 'abc', false],
    ['cam', 'string_equal', ['x', 'abc'], 'abc', true],
    ['cam', 'string_not_equal', ['x', 'abc'], 'abc', false],
    ['cam', 'string_not_equal', ['x', 'y'], 'abc', true],
    ['cam', 'string_equal_ignore_case', 'ABC', 'abc', true],
    ['cam', 'string_not_equal_ignore_case', 'ABC', 'abc', false],
    ['cam', 'string_like', 'a?c*', 'abcd', true],
    ['cam', 'string_like', 'a?c', 'ABC', false],
    ['cam', 'string_not_like', 'a*', 'abc', false],
    ['cam', 'numeric_equal', 5, '5.0', true],
    ['cam', 'numeric_equal', '5', 'five', false],
    ['cam', 'numeric_not_equal', '5', 'five', false],
    ['cam', 'numeric_not_equal', '5', '6', true],
    ['cam', 'numeric_less_than', '5', '5', false],
    ['cam', 'numeric_less_than_equal', '5', '5', true],
    ['cam', 'numeric_greater_than', '5', '5', false],
    ['cam', 'numeric_greater_than_equal', '-1e2', '-100', true],
    ['cam', 'bool_equal', true, 'true', true],
    ['cam', 'bool_equal', 'false', 'true', false],
    ['cam', 'binary_equal', 'YWJj', 'YWJj', true],
    ['cam', 'binary_equal', 'YWJj', 'YWJk', false],
    ['cam', 'date_equal', '2022-05-31 00:00:00', '2022-05-31T08:00:00+08:00', true],
    ['cam', 'date_not_equal', '2022-05-31 00:00:00', '2022-05-31T00:00:00Z', false],
    ['ram', 'StringEquals', 'a*', 'abc', false],
    ['ram', 'StringEquals', 'a*', 'a*', true],
    ['ram', 'StringNotEquals', ['x', 'y'], 'abc', true],
    ['ram', 'StringEqualsIgnoreCase', 'ABC', 'abc', true],
    ['ram', 'StringNotEqualsIgnoreCase', 'ABC', 'abc', false],
    ['ram', 'StringLike', 'a?c', 'abc', true],
    ['ram', 'StringNotLike', ['x*', 'a?c'], 'abc', false],
    ['ram', 'NumericEquals', '5', '5', true],
    ['ram', 'NumericNotEquals', '5', '5', false],
    ['ram', 'NumericLessThan', '5', '4', true],
    ['ram', 'NumericLessThanEquals', '5', '6', false],
    ['ram', 'NumericGreaterThan', '5', '6', true],
    ['ram', 'NumericGreaterThanEquals', '5', '4', false],
    ['ram', 'Bool', 'true', 'false', false],
    ['iam', 'StringEquals', 'a*', 'abc', true],
    ['iam', 'StringEquals', 'A*', 'abc', false],
    ['iam', 'StringNotEquals', ['x', 'a?c'], 'abc', false],
    ['iam', 'StringEqualsIgnoreCase', 'A*', 'abc', true],
    ['iam', 'StringNotEqualsIgnoreCase', 'A*', 'abc', false],
    ['iam', 'StringLike', 'a*', 'abc', true],
    ['iam', 'StringNotLike', 'a*', 'abc', false],
    ['iam', 'NumericLessThan', 5, '4', true],
    ['iam', 'Bool', true, 'TRUE', true],
  ])('%s %s %j asks %j: %j', (language, operator, wanted, asked, expected) => {
    expect(holds(language, { [operator]: { [KEYS[language]]: wanted } }, withValue(asked))).toBe(expected)
  })

  it.each<readonly [Language, string, unknown]>([
    ['cam', 'StringEquals', 'a'],
    ['cam', 'String_Equal', 'a'],
    ['cam', 'null_equal_if_exist', 'true'],
    ['cam', 'for_any_value:null_equal', 'true'],
    ['cam', 'for_any_value:for_all_value:string_equal', 'a'],
    ['cam', 'null_equal', 'yes'],
    ['cam', 'numeric_equal', 'five'],
    ['cam', 'bool_equal', 1],
    ['cam', 'binary_equal', 'a'],
    ['cam', 'date_equal', '2022-05-31'],
    ['cam', 'date_equal', '2022-02-30 00:00:00'],
    ['cam', 'date_equal', '2022-05-31T25:00:00Z'],
    ['cam', 'ip_equal', '203.0.113.0/33'],
    ['cam', 'ip_equal', '203.0.113'],
    ['cam', 'ip_equal', 'fe80::1%eth0'],
    ['cam', 'ip_equal', '::1/129'],
    ['ram', 'string_equal', 'a'],
    ['ram', 'stringequals', 'a'],
    ['ram', 'Null', 'true'],
    ['ram', 'ForAnyValue:StringEquals', 'a'],
    ['ram', 'DateEquals', '2022-05-31 00:00:00'],
    ['ram', 'IpAddress', ''],
    ['iam', 'DateEquals', '2022-05-31T00:00:00'],
    ['iam', 'BinaryEquals', 'YWJj'],
  ])('%s %s %j is refused', (language, operator, wanted) => {
    expect(holds(language, { [operator]: { [KEYS[language]]: wanted } }, withValue('a'))).toBeUndefined()
  })

  it('all have to hold, and all keys of each', () => {
    const both = (zone: string, type: string) =>
      holds(
        'cam',
        { string_equal: { 'cvm:zone': 'z', 'cvm:instance_type': type }, string_like: { 'cvm:zone': zone } },
        { facts: { 'cvm:zone': 'z', 'cvm:instance_type': 't' } },
      )
    expect([both('z*', 't'), both('z*', 'x'), both('y*', 't')]).toEqual([true, false, false])
  })

  it('are none at all in an empty block', () => {
    expect([holds('cam', {}), holds('ram', {}), holds('iam', {})]).toEqual([true, true, true])
  })
})

describe('absent keys', () => {
  it.each<readonly [Language, string, string, boolean]>([
    ['cam', 'string_equal', 'a', false],
    ['cam', 'string_not_equal', 'a', false],
    ['cam', 'for_any_value:string_equal', 'a', false],
    ['cam', 'for_all_value:string_equal', 'a', false],
    ['cam', 'string_equal_if_exist', 'a', true],
    ['cam', 'string_not_equal_ignore_case_if_exist', 'a', true],
    ['cam', 'numeric_less_than_if_exist', '1', true],
    ['cam', 'for_all_value:string_equal_if_exist', 'a', true],
    ['cam', 'null_equal', 'true', true],
    ['cam', 'null_equal', 'false', false],
    ['ram', 'StringNotEquals', 'a', false],
    ['ram', 'NotIpAddress', '203.0.113.9', false],
    ['iam', 'StringNotLike', 'a', false],
  ])('%s %s %j: %j', (language, operator, wanted, expected) => {
    expect(holds(language, { [operator]: { [KEYS[language]]: wanted } })).toBe(expected)
    expect(holds(language, { [operator]: { 'no:such-key': wanted } })).toBe(expected)
  })

  it('present ones are compared under if_exist too', () => {
    const block = { string_equal_if_exist: { 'cvm:zone': 'a' } }
    expect([holds('cam', block, withValue('a')), holds('cam', block, withValue('b'))]).toEqual([true, false])
    expect(holds('cam', { null_equal: { 'cvm:zone': 'false' } }, withValue('a'))).toBe(true)
  })
})

describe('sets', () => {
  const tags = [tag('env', 'dev'), tag('team', 'b')]

  it.each<readonly [string, readonly string[], boolean]>([
    ['string_equal', ['env&dev'], true],
    ['string_equal', ['env&prod'], false],
    ['string_not_equal', ['env&dev'], false],
    ['string_not_equal', ['env&prod'], true],
    ['for_any_value:string_equal', ['env&dev', 'x&y'], true],
    ['for_any_value:string_equal', ['x&y'], false],
    ['for_any_value:string_not_equal', ['env&dev'], true],
    ['for_any_value:string_not_equal', ['env&dev', 'team&b'], false],
    ['for_all_value:string_equal', ['env&dev'], false],
    ['for_all_value:string_equal', ['env&dev', 'team&b', 'x&y'], true],
    ['for_all_value:string_like', ['env&*', 'team&*'], true],
    ['for_all_value:string_not_equal', ['x&y'], true],
  ])('%s %j: %j', (operator, wanted, expected) => {
    expect(holds('cam', { [operator]: { 'qcs:resource_tag': wanted } }, { tags })).toBe(expected)
    expect(
      holds('cam', { [operator]: { 'qcs:request_tag': wanted } }, { context: { requestTags: tags } }),
    ).toBe(expected)
  })
})

describe('addresses', () => {
  it.each([
    ['203.0.113.200/24', '203.0.113.9', true],
    ['203.0.113.200/24', '203.0.114.9', false],
    ['10.217.182.3/24', '10.217.182.200', true],
    ['198.51.100.1', '198.51.100.1', true],
    ['198.51.100.1', '198.51.100.2', false],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['0.0.0.0/0', '::1', false],
    ['2001:db8::1/32', '2001:db8:ffff::9', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['2001:db8::/32', '203.0.113.9', false],
    ['203.0.113.0/24', '::ffff:203.0.113.9', true],
    ['fe80::/10', 'fe80::1%eth0', true],
  ])('%s has %s: %j', (network, address, expected) => {
    expect(holds('cam', { ip_equal: { 'qcs:ip': network } }, from(address))).toBe(expected)
    expect(holds('cam', { ip_not_equal: { 'qcs:ip': network } }, from(address))).toBe(!expected)
    expect(holds('ram', { IpAddress: { 'acs:SourceIp': [network] } }, from(address))).toBe(expected)
    expect(holds('iam', { NotIpAddress: { 'volc:SourceIp': [network] } }, from(address))).toBe(!expected)
  })

  it('are neither in nor outside of a network when they are none', () => {
    expect(holds('cam', { ip_equal: { 'qcs:ip': '0.0.0.0/0' } }, from('somewhere'))).toBe(false)
    expect(holds('cam', { ip_not_equal: { 'qcs:ip': '0.0.0.0/0' } }, from('somewhere'))).toBe(false)
  })
})

describe('keys', () => {
  const user: Principal = { kind: 'user', account: '7', name: 'alice', id: '203', tags: [tag('team', 'a')] }
  const role: Principal = { kind: 'role', account: '7', name: 'ops', session: 'night', tags: [] }
  const is = (language: Language, key: string, value: string, context: Partial<CallContext>) =>
    holds(language, { [language === 'cam' ? 'string_equal' : 'StringEquals']: { [key]: value } }, { context })

  it.each<readonly [Language, string, string, Partial<CallContext>]>([
    ['cam', 'qcs:ip', '203.0.113.9', {}],
    ['cam', 'qcs:uin', '203', { principal: user }],
    ['cam', 'qcs:owner_uin', '7', { principal: role }],
    ['ram', 'acs:SourceIp', '203.0.113.9', {}],
    ['ram', 'acs:SecureTransport', 'false', { isSecure: false }],
    ['ram', 'acs:SecureTransport', 'true', { isSecure: true }],
    ['ram', 'acs:MFAPresent', 'true', { isMfaPresent: true }],
    ['ram', 'acs:MFAPresent', 'false', { isMfaPresent: false }],
    ['ram', 'acs:PrincipalARN', 'acs:ram::7:user/alice', { principal: user }],
    ['ram', 'acs:PrincipalARN', 'acs:ram::7:assumed-role/ops/night', { principal: role }],
    ['ram', 'acs:RequestTag/k', 'v', { requestTags: [tag('k', 'v')] }],
    ['iam', 'volc:SourceIp', '203.0.113.9', {}],
    ['iam', 'volc:UserName', 'alice', { principal: user }],
    ['iam', 'volc:PrincipalTrn', 'trn:iam::7:user/alice', { principal: user }],
    ['iam', 'volc:PrincipalTrn', 'trn:iam::7:role/ops', { principal: role }],
    ['iam', 'volc:PrincipalTag/team', 'a', { principal: user }],
    ['iam', 'volc:RequestTag/k', 'v', { requestTags: [tag('k', 'v')] }],
  ])('%s %s is %s', (language, key, value, context) => {
    expect(is(language, key, value, context)).toBe(true)
    expect(is(language, key, `${value}x`, context)).toBe(false)
    const otherCase = key.replace(/^\w+:./, (start) => `${start.slice(0, -1)}_`)
    expect(is(language, otherCase, value, context)).toBe(false)
  })

  it.each<readonly [Language, string, Partial<CallContext>]>([
    ['ram', 'acs:MFAPresent', {}],
    ['ram', 'acs:SourceVpc', {}],
    ['iam', 'volc:UserName', { principal: role }],
    ['cam', 'qcs:uin', { principal: role }],
    ['cam', 'qcs:request_tag', {}],
  ])('%s %s is absent', (language, key, context) => {
    expect(
      holds(language, { [language === 'cam' ? 'string_like' : 'StringLike']: { [key]: '*' } }, { context }),
    ).toBe(false)
  })

  it('tags keep their case, and have an older name in RAM', () => {
    const tags = [tag('team', 'qa')]
    const has = (key: string) => holds('ram', { StringEquals: { [key]: 'qa' } }, { tags })
    expect([has('acs:ResourceTag/team'), has('ecs:tag/team'), has('acs:ResourceTag/Team')]).toEqual([
      true,
      true,
      false,
    ])
    expect(holds('iam', { StringEquals: { 'volc:ResourceTag/team': 'qa' } }, { tags })).toBe(true)
  })

  it('the time is that of the call', () => {
    const before = { date_less_than: { 'qcs:current_time': '2026-06-01 00:00:00' } }
    expect(holds('cam', before, at('2026-05-31T23:59:59.999Z'))).toBe(true)
    expect(holds('cam', before, at('2026-06-01T00:00:00Z'))).toBe(false)
    const after = { DateGreaterThanEquals: { 'acs:CurrentTime': '2026-06-01T08:00:00+08:00' } }
    expect(holds('ram', after, at('2026-06-01T00:00:00Z'))).toBe(true)
    expect(holds('ram', after, at('2026-05-31T23:59:59Z'))).toBe(false)
    const inIam = { DateLessThan: { 'volc:CurrentTime': '2026-06-01T00:00:00.5Z' } }
    expect([
      holds('iam', inIam, at('2026-06-01T00:00:00.4Z')),
      holds('iam', inIam, at('2026-06-01T00:00:01Z')),
    ]).toEqual([true, false])
  })
})
