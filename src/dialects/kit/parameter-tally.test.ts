import { describe, expect, test } from 'vitest'
import { z } from 'zod'

import { type Call, Trail } from '../../core/call.ts'
import { ParameterTally } from './parameter-tally.ts'
import { ignored } from './parameter-uses.ts'
import { text } from './params.ts'

const schema = z.object({ Name: text(), Old: ignored() })
const CALL: Call = {
  ...{ dialect: 'd', account: '1', user: 'root', accessKeyId: 'ak', region: 'r', action: 'Make' },
  ...{ requestId: 'id-1', sourceAddress: '', nowMs: 0, trail: new Trail() },
}

function createTally({ isStrict = false } = {}) {
  const lines: object[] = []
  const log = {
    error: () => undefined,
    warn: () => undefined,
    info: (facts: object) => void lines.push(facts),
  }
  return { tally: new ParameterTally(log, { isStrict }), lines }
}

function counts(tally: ParameterTally) {
  return [...tally.counts.entries()].map(({ labels, count }) => [labels.parameter, labels.use, count])
}

describe('ParameterTally', () => {
  test('counts every parameter of an action by what became of it', () => {
    const { tally } = createTally()
    tally.note(CALL, schema, { params: { Name: 'a', Old: 1 } })
    tally.note(CALL, schema, { params: { Name: 'b', Nome: 1 } })
    expect(counts(tally)).toEqual([
      ['Name', 'read', 2],
      ['Old', 'ignored', 1],
      ['Nome', 'unknown', 1],
    ])
  })

  test('writes one line when a parameter without effect is met first, with its name and never its value', () => {
    const { tally, lines } = createTally()
    for (let time = 0; time < 3; time++)
      tally.note(CALL, schema, { params: { Name: 'a', Old: 'secret', Nome: 'secret' } })
    tally.note(CALL, schema, { params: { Name: 'a' } })
    expect(lines).toEqual([
      { dialect: 'd', action: 'Make', requestId: 'id-1', ignored: ['Old'], unknown: ['Nome'] },
    ])
  })

  test('an unknown parameter is an issue only where such are refused', () => {
    const issue = { kind: 'unknown', name: 'Nome', path: 'Nome' }
    expect(createTally().tally.note(CALL, schema, { params: { Nome: 1 } })).toBeUndefined()
    expect(createTally({ isStrict: true }).tally.note(CALL, schema, { params: { Old: 1, Nome: 1 } })).toEqual(
      issue,
    )
    expect(createTally({ isStrict: true }).tally.note(CALL, schema, { params: { Old: 1 } })).toBeUndefined()
  })

  test('invented names do not grow the list for ever', () => {
    const { tally } = createTally()
    for (let index = 0; index < 6_000; index++) tally.note(CALL, schema, { params: { [`p${index}`]: 1 } })
    const all = counts(tally)
    expect(all).toHaveLength(5_001)
    expect(all.at(-1)).toEqual(['others', 'unknown', 1_000])
  })
})
