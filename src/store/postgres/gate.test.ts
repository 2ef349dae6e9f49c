import { describe, expect, it } from 'vitest'

import { Gate } from './gate.ts'

/** Work that notes when it begins and ends when told. */
function steered(notes: string[], name: string) {
  const end = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const work = async () => {
    notes.push(`${name} begins`)
    begun.resolve()
    await end.promise
    notes.push(`${name} ends`)
  }
  return { work, begun: begun.promise, end: end.resolve }
}

describe('Gate', () => {
  it('lets many through together, and each who wants to be alone after them and before the next', async () => {
    const gate = new Gate()
    const notes: string[] = []
    const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((name) => steered(notes, name))
    if (!a || !b || !c || !d || !e) throw new Error('five were made')
    const all = [gate.among(a.work), gate.among(b.work), gate.alone(c.work), gate.alone(d.work)]
    all.push(gate.among(e.work))
    await Promise.all([a.begun, b.begun])
    for (const one of [e, d, c, b, a]) one.end()
    await Promise.all(all)
    expect(notes.slice(0, 2)).toEqual(['a begins', 'b begins'])
    expect(notes.slice(2, 4).toSorted()).toEqual(['a ends', 'b ends'])
    const rest = ['c', 'd', 'e'].flatMap((name) => [`${name} begins`, `${name} ends`])
    expect(notes.slice(4)).toEqual(rest)
  })

  it('opens again after work that fails', async () => {
    const gate = new Gate()
    const failing = () => Promise.reject(new Error('no'))
    await expect(gate.alone(failing)).rejects.toThrow('no')
    await expect(gate.among(failing)).rejects.toThrow('no')
    expect(await gate.alone(() => Promise.resolve(1))).toBe(1)
    expect(await gate.among(() => Promise.resolve(2))).toBe(2)
  })
})
