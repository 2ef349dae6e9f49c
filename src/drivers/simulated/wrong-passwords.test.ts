import { expect, it } from 'vitest'

import { heldClock } from '../../core/held-clock.ts'
import { WrongPasswords } from './wrong-passwords.ts'

const HOUR_MS = 3_600_000

function wrong(passwords: WrongPasswords, times: number, source = 'a'): void {
  for (let time = 0; time < times; time += 1) passwords.add(source)
}

it('lets a source be wrong a hundred times, then makes it wait longer with each', () => {
  const clock = heldClock(HOUR_MS)
  const passwords = new WrongPasswords(clock)
  const waits = [100, 1, 1, 48, 1_000].map((times) => {
    wrong(passwords, times)
    return passwords.mayTryAtMs('a') - HOUR_MS
  })
  expect(waits).toEqual([-HOUR_MS, 20, 40, 1_000, 2_000])
  expect(passwords.mayTryAtMs('b')).toBe(0)
})

it('forgives one in a second, and remembers nothing in the end', () => {
  const clock = heldClock(HOUR_MS)
  const passwords = new WrongPasswords(clock)
  wrong(passwords, 150)
  clock.advance(50_000)
  wrong(passwords, 1)
  expect(passwords.mayTryAtMs('a') - clock.now()).toBe(20)
  clock.advance(102_000)
  wrong(passwords, 1, 'b')
  expect(passwords.size).toBe(1)
})

it('lets somebody who guesses as fast as he may guess once a second', () => {
  const clock = heldClock(HOUR_MS)
  const passwords = new WrongPasswords(clock)
  let guesses = 0
  while (clock.now() < 2 * HOUR_MS) {
    wrong(passwords, 1)
    guesses += 1
    clock.advance(Math.max(0, passwords.mayTryAtMs('a') - clock.now()))
  }
  expect(guesses).toBeGreaterThan(3_600)
  expect(guesses).toBeLessThan(3_600 + 300)
})

it('remembers no more sources than it may', () => {
  const passwords = new WrongPasswords(heldClock(HOUR_MS), 2)
  for (const source of ['a', 'b', 'c']) wrong(passwords, 101, source)
  expect(passwords.size).toBe(2)
  expect(['a', 'b', 'c'].map((source) => passwords.mayTryAtMs(source) > 0)).toEqual([false, true, true])
})
