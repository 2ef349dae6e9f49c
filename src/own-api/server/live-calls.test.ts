import { expect, it } from 'vitest'

import type { LoggedCall } from '../../dialects/kit/calls/call-log.ts'
import { hearCalls } from './live-calls.ts'

/** A log as far as it is listened to. */
function fakeLog() {
  const listeners = new Set<(call: LoggedCall) => void>()
  return {
    listeners,
    // Of a call only its number is looked at.
    call: (number: number) => listeners.forEach((listener) => listener({ number } as LoggedCall)),
    listen(listener: (call: LoggedCall) => void): Disposable {
      listeners.add(listener)
      return { [Symbol.dispose]: () => listeners.delete(listener) }
    },
  }
}

it('hears from the beginning what is wanted, and nothing after the listener has gone', async () => {
  const log = fakeLog()
  const gone = new AbortController()
  const heard = hearCalls(log, ({ number }) => number !== 2, gone.signal)
  for (const number of [1, 2, 3]) log.call(number)
  expect((await heard.next()).value).toEqual({ number: 1 })
  expect((await heard.next()).value).toEqual({ number: 3 })
  const last = heard.next()
  gone.abort()
  expect(await last).toEqual({ done: true, value: undefined })
  expect(log.listeners.size).toBe(0)
})

it('keeps the newest for who reads slowly', async () => {
  const log = fakeLog()
  const gone = new AbortController()
  const heard = hearCalls(log, () => true, gone.signal)
  for (let number = 1; number <= 5_000; number += 1) log.call(number)
  expect((await heard.next()).value).toEqual({ number: 4_001 })
  await heard.return()
  expect(log.listeners.size).toBe(0)
})

it('listens to nothing for who has gone before', () => {
  const log = fakeLog()
  hearCalls(log, () => true, AbortSignal.abort())
  expect(log.listeners.size).toBe(0)
})
