import { expect, it } from 'vitest'

import { streamedAnswer } from './answers.ts'
import { Problem } from './problem.ts'

it('gathers what ends, and refuses to gather what does not', async () => {
  let isOpen = true
  async function* forEver() {
    try {
      for (;;) yield 1
    } finally {
      isOpen = false
    }
  }
  async function* two() {
    yield* [1, 2]
  }
  const headers = { accept: 'application/json' }
  expect(await streamedAnswer({ headers }, two())).toMatchObject({ body: '{"results":[1,2]}' })
  await expect(streamedAnswer({ headers }, forEver())).rejects.toThrow(Problem)
  expect(isOpen).toBe(false)
})
