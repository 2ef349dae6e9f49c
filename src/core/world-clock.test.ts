import { expect, test } from 'vitest'

import { heldClock } from './held-clock.ts'
import { WorldClock } from './world-clock.ts'

const settled = () => Promise.resolve()

test('is the clock of the machine until it is held, and again afterwards', () => {
  const machine = heldClock(1_000)
  const clock = new WorldClock(machine)
  machine.advance(500)
  expect([clock.isHeld, clock.now()]).toEqual([false, 1_500])
  clock.hold()
  machine.advance(500)
  expect([clock.isHeld, clock.now()]).toEqual([true, 1_500])
  clock.hold(9_000)
  expect(clock.now()).toBe(9_000)
  clock.release()
  expect([clock.isHeld, clock.now()]).toEqual([false, 2_000])
})

test('who waits is woken by the clock in force, once', async () => {
  const machine = heldClock(0)
  const clock = new WorldClock(machine)
  const woken: string[] = []
  clock.wakeAt(100, () => woken.push('a'))
  clock.hold()
  clock.wakeAt(200, () => woken.push('b'))
  clock.wakeAt(300, () => woken.push('c'))
  machine.advance(1_000)
  expect(woken).toEqual([])
  await clock.advance(150, settled)
  expect(woken).toEqual(['a'])
  clock.release()
  await new Promise((resolve) => setImmediate(resolve))
  expect(woken).toEqual(['a', 'b', 'c'])
})

test('who no longer wants to be woken is not, whichever clock is in force', async () => {
  const clock = new WorldClock(heldClock(0))
  const woken: string[] = []
  const waiting = clock.wakeAt(10, () => woken.push('never'))
  clock.hold()
  waiting[Symbol.dispose]()
  await clock.advance(100, settled)
  expect(woken).toEqual([])
})

test('goes from one who is due to the next, so that each sees his own time', async () => {
  const clock = new WorldClock(heldClock(0))
  clock.hold()
  const seen: number[] = []
  const again = () => {
    seen.push(clock.now())
    if (seen.length < 4) clock.wakeAt(clock.now() + 100, again)
  }
  clock.wakeAt(100, again)
  await clock.advance(350, settled)
  expect(seen).toEqual([100, 200, 300])
  expect(clock.now()).toBe(350)
  await clock.advance(50, settled)
  expect(seen).toEqual([100, 200, 300, 400])
})

test('only a held clock is moved', async () => {
  const clock = new WorldClock(heldClock(0))
  await expect(clock.advance(1, settled)).rejects.toThrow('the clock is not held')
})

test('what a caller dates by his own clock is as young as it is', () => {
  const machine = heldClock(1_000_000)
  const clock = new WorldClock(machine)
  clock.hold(9_000_000)
  expect(clock.nowFor(1_000_100)).toBe(1_000_000)
  expect(clock.nowFor(8_999_900)).toBe(9_000_000)
  clock.release()
  expect(clock.nowFor(8_999_900)).toBe(1_000_000)
})
