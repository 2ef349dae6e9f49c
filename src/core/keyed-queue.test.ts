import { expect, it } from 'vitest'

import { KeyedQueue } from './keyed-queue.ts'

/** Work that notes when it begins and ends when told. */
function steered(notes: string[], name: string) {
  const end = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const work = async () => {
    notes.push(`${name} begins`)
    begun.resolve()
    await end.promise
    notes.push(`${name} ends`)
    return name
  }
  return { work, begun: begun.promise, end: end.resolve, fail: end.reject }
}

it('runs one key in order, also after a failure, and another key beside it', async () => {
  const queue = new KeyedQueue()
  const notes: string[] = []
  const [first, second, third, other] = ['first', 'second', 'third', 'other'].map((name) =>
    steered(notes, name),
  )
  if (!first || !second || !third || !other) throw new Error('four were made')
  const runs = [first, second, third].map(({ work }) => queue.run(['a'], work))
  const beside = queue.run(['b'], other.work)
  await Promise.all([first.begun, other.begun])
  expect(notes).toEqual(['first begins', 'other begins'])
  first.fail(new Error('failed'))
  await second.begun
  second.end()
  third.end()
  other.end()
  expect(await beside).toBe('other')
  const settled = await Promise.allSettled(runs)
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  expect(notes.filter((note) => !note.startsWith('other'))).toEqual([
    ...['first begins', 'second begins', 'second ends', 'third begins', 'third ends'],
  ])
})

it('lets who has several keys wait for each of them', async () => {
  const queue = new KeyedQueue()
  const notes: string[] = []
  const [one, two, both] = ['one', 'two', 'both'].map((name) => steered(notes, name))
  if (!one || !two || !both) throw new Error('three were made')
  const runs = [queue.run(['a'], one.work), queue.run(['b'], two.work), queue.run(['a', 'b'], both.work)]
  await Promise.all([one.begun, two.begun])
  one.end()
  two.end()
  both.end()
  expect(await Promise.all(runs)).toEqual(['one', 'two', 'both'])
  expect(notes.slice(-2)).toEqual(['both begins', 'both ends'])
})
