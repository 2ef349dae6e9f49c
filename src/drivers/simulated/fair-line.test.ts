import { expect, it } from 'vitest'

import { FairLine } from './fair-line.ts'

function takeAll(line: FairLine<string>): string[] {
  const taken: string[] = []
  for (let next = line.take(); next; next = line.take()) taken.push(next.work)
  return taken
}

it('serves sources in turn, and each in order', () => {
  const line = new FairLine<string>()
  for (const work of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) line.add(work.charAt(0), work)
  expect(takeAll(line)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
  expect([...line.sources()]).toEqual([])
})

it('passes over a source that may not, which keeps its work', () => {
  const line = new FairLine<string>()
  line.add('a', 'a1')
  line.add('b', 'b1')
  expect(line.take((source) => source === 'b')).toEqual({ source: 'b', work: 'b1' })
  expect(line.take((source) => source === 'b')).toBeUndefined()
  expect([...line.sources()]).toEqual(['a'])
  expect(line.take()).toEqual({ source: 'a', work: 'a1' })
})

it('keeps nothing of work that was taken back', () => {
  const line = new FairLine<string>()
  for (const work of ['a1', 'a2']) line.add('a', work)
  line.remove('a', 'a1')
  line.remove('a', 'a1')
  line.remove('b', 'b1')
  expect(takeAll(line)).toEqual(['a2'])
  line.add('a', 'a3')
  line.remove('a', 'a3')
  expect([...line.sources()]).toEqual([])
})
