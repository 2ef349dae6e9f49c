import { expect, it } from 'vitest'

import { endOfTurn } from './end-of-turn.ts'

it('is one for all of a turn, after all that was ready, and another one afterwards', async () => {
  const order: string[] = []
  const first = endOfTurn()
  expect(endOfTurn()).toBe(first)
  const waiting = first.then(() => order.push('end'))
  await Promise.resolve().then(() => order.push('ready'))
  await waiting
  expect(order).toEqual(['ready', 'end'])
  expect(endOfTurn()).not.toBe(first)
})
