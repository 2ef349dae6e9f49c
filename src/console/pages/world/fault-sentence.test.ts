import { expect, it } from 'vitest'

import { FIRST_FIELDS, type FaultFields, ruleOf } from './fault-fields.ts'
import { faultSentence } from './fault-sentence.ts'

function sentence(fields: Partial<FaultFields>): string {
  return faultSentence(ruleOf({ ...FIRST_FIELDS, ...fields })).en
}

it.each([
  [{}, 'every call is answered with InternalError'],
  [{ nth: 1, action: 'RunInstances' }, 'the 1st RunInstances is answered with InternalError'],
  [{ nth: 12 }, 'the 12th call is answered with InternalError'],
  [{ times: 1 }, 'every call, once, is answered with InternalError'],
  [{ nth: 22, times: 1 }, 'the 22nd call is answered with InternalError'],
  [{ nth: 3, times: 2 }, 'from the 3rd on, every call, at most 2 times, is answered with InternalError'],
  [{ nth: 2, percent: 12.5 }, 'from the 2nd on, with 12.5 % chance each call is answered with InternalError'],
  [
    { callKind: 'cut-after', dialect: 'alibaba-ecs' },
    'every call of Alibaba ECS acts, and its answer is lost',
  ],
  [{ callKind: 'cut-before', account: '1' }, 'every call by account 1 is cut before it acts'],
  [{ callKind: 'half-answer' }, 'every call acts, and half of its answer is lost'],
  [{ callKind: 'delay', delayMs: 10 }, 'every call is answered 10 ms later'],
  [{ on: 'machine' }, 'every step at any machine takes 2 s longer'],
  [
    { on: 'machine', machineKind: 'refused', step: 'login' },
    'every login at any machine is refused the connection',
  ],
  [
    { on: 'machine', machineKind: 'half-applied', instance: 'i-1' },
    'every step at i-1 writes half of the keys, then is cut off',
  ],
] as const satisfies readonly (readonly [Partial<FaultFields>, string])[])('%j: %s', (fields, expected) => {
  expect(sentence(fields)).toBe(expected)
})

it('leaves out what is empty, and what belongs to the other kind', () => {
  const typed = { ...FIRST_FIELDS, dialect: ' ', instance: 'i-1', code: ' Busy ', status: 503, times: null }
  expect(ruleOf(typed)).toEqual({
    ...{ on: 'call', match: {}, fault: { kind: 'error', code: 'Busy', status: 503 } },
  })
})
