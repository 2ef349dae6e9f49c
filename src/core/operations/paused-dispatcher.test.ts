import { describe, expect, it } from 'vitest'

import { heldClock } from '../held-clock.ts'
import { EmbeddedDispatcher } from './embedded-dispatcher.ts'

/** A dispatcher that notes what it runs; what is named `stuck` ends only when it is cut short. */
function notingDispatcher() {
  const clock = heldClock()
  const noted: string[] = []
  const gate = Promise.withResolvers<void>()
  const dispatcher = new EmbeddedDispatcher({
    clock,
    async run(id, { signal }) {
      noted.push(`begin ${id}`)
      if (id === 'slow') await gate.promise
      if (id === 'stuck')
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      noted.push(`${signal.aborted ? 'cut' : 'end'} ${id}`)
      return undefined
    },
    onError: (error) => noted.push(String(error)),
  })
  const wake = (...ids: readonly string[]) => dispatcher.wake(ids.map((id) => ({ id, dueAtMs: clock.now() })))
  return {
    ...{ dispatcher, noted, wake, clock, finish: gate.resolve },
    [Symbol.asyncDispose]: () => dispatcher[Symbol.asyncDispose](),
  }
}

const LONG_MS = 60_000

describe('EmbeddedDispatcher.pausedWhile', () => {
  it('waits for what is at work, begins nothing meanwhile, and then takes up what is unfinished', async () => {
    await using test = notingDispatcher()
    test.wake('slow')
    await expect.poll(() => test.noted).toEqual(['begin slow'])
    const unfinished = () => Promise.resolve([{ id: 'left', dueAtMs: test.clock.now() }])
    const paused = test.dispatcher.pausedWhile(
      () => {
        test.noted.push('work')
        return Promise.resolve('done')
      },
      { unfinished, graceMs: LONG_MS },
    )
    test.wake('later')
    test.finish()
    expect(await paused).toBe('done')
    await expect.poll(() => test.dispatcher.isIdle).toBe(true)
    expect(test.noted.slice(0, 3)).toEqual(['begin slow', 'end slow', 'work'])
    expect(test.noted.slice(3).toSorted()).toEqual(['begin later', 'begin left', 'end later', 'end left'])
  })

  it('cuts short what does not end, and goes on afterwards, also when the work failed', async () => {
    await using test = notingDispatcher()
    test.wake('stuck')
    await expect.poll(() => test.noted).toEqual(['begin stuck'])
    const work = () => Promise.reject(new Error('no'))
    const paused = test.dispatcher.pausedWhile(work, { unfinished: () => Promise.resolve([]), graceMs: 0 })
    await expect(paused).rejects.toThrow('no')
    expect(test.noted).toEqual(['begin stuck', 'cut stuck'])
    test.wake('later')
    await expect.poll(() => test.noted.slice(2)).toEqual(['begin later', 'end later'])
  })
})
