import { describe, expect, test } from 'vitest'

import type { CallRule, NewFaultRule } from './fault-rule.ts'
import { FaultRules } from './fault-rules.ts'

const ERROR = { kind: 'error', code: 'InternalError' } as const
const MET = { dialect: 'alibaba-ecs', account: '1', name: 'CreateKeyPair' }

function rule(more: Partial<CallRule> = {}): CallRule {
  return { on: 'call', match: {}, fault: ERROR, ...more }
}

/** Which of so many calls were hit: `.x.` for the second of three. */
function hits(rules: FaultRules, calls: number): string {
  return Array.from({ length: calls }, () => (rules.hitCall(MET).length > 0 ? 'x' : '.')).join('')
}

describe('which matches are hit', () => {
  test.each<[string, Partial<CallRule>]>([
    ['xxxxx', {}],
    ['xx...', { times: 2 }],
    ['..x..', { nth: 3 }],
    ['..xx.', { nth: 3, times: 2 }],
    ['xxxxx', { rate: 1 }],
    ['.....', { match: { account: '2' } }],
    ['.....', { match: { dialect: 'tencent-cvm' } }],
    ['.....', { match: { action: 'DeleteKeyPairs' } }],
    ['xxxxx', { match: { account: '1', dialect: 'alibaba-ecs', action: 'CreateKeyPair' } }],
  ])('%s of %j', (expected, more) => {
    const rules = new FaultRules(0)
    rules.add(rule(more))
    expect(hits(rules, 5)).toBe(expected)
  })

  test('a share of them is near what was asked for', () => {
    const rules = new FaultRules(0)
    rules.add(rule({ rate: 0.25 }))
    const count = hits(rules, 1_000).replaceAll('.', '').length
    expect(count).toBeGreaterThan(180)
    expect(count).toBeLessThan(320)
  })
})

test('delays add up, and what comes behind an error is only counted', () => {
  const rules = new FaultRules(0)
  const delay = { kind: 'delay', delayMs: 1 } as const
  rules.add(rule({ fault: delay }))
  rules.add(rule({ fault: delay }))
  rules.add(rule())
  rules.add(rule({ fault: { kind: 'cut', when: 'before' } }))
  expect(rules.hitCall(MET).map(({ fault }) => fault.kind)).toEqual(['delay', 'delay', 'error'])
  expect(rules.list().map(({ matched, injected }) => [matched, injected])).toEqual([
    [1, 1],
    [1, 1],
    [1, 1],
    [1, 0],
  ])
})

test('rules of machines ask for the instance and the step', () => {
  const rules = new FaultRules(0)
  rules.add({ on: 'machine', match: { instance: 'i-1', step: 'login' }, fault: { kind: 'refused' } })
  rules.add({ on: 'machine', match: {}, fault: { kind: 'half-applied' } })
  const meet = (instance: string, name: string) =>
    rules.hitMachine({ ...MET, instance, name }).map(({ fault }) => fault.kind)
  expect(meet('i-1', 'login')).toEqual(['refused'])
  expect(meet('i-2', 'login')).toEqual([])
  expect(meet('i-1', 'start')).toEqual([])
  expect(meet('i-2', 'applyAccess')).toEqual(['half-applied'])
  expect(rules.hitCall(MET)).toEqual([])
})

test('nothing is in force without rules, nor after they were taken away', () => {
  const rules = new FaultRules(0)
  expect([rules.hasCallRules, rules.hasMachineRules]).toEqual([false, false])
  const { id } = rules.add(rule({ match: { account: '1' } }))
  rules.add(rule({ match: { account: '2' } }))
  expect(rules.hasCallRules).toBe(true)
  rules.clear('1')
  expect(() => rules.remove(id)).toThrow('there is no fault rule fault-1')
  rules.clear()
  expect(rules.hasCallRules).toBe(false)
})

test.each<[string, NewFaultRule]>([
  ['nth counts from 1', rule({ nth: 0 })],
  ['times is at least 1', rule({ times: 0 })],
  ['rate is above 0 and at most 1', rule({ rate: 0 })],
  ['delayMs is from 0 to 600000', rule({ fault: { kind: 'delay', delayMs: -1 } })],
  ['code is a word of letters, digits, dots and dashes', rule({ fault: { kind: 'error', code: 'a b' } })],
  ['status is from 200 to 599', rule({ fault: { kind: 'error', code: 'a', status: 99 } })],
  [
    'half-applied is of the step applyAccess only',
    { on: 'machine', match: { step: 'start' }, fault: { kind: 'half-applied' } },
  ],
])('%s', (message, wrong) => {
  expect(() => new FaultRules(0).add(wrong)).toThrow(message)
})
