import { describe, expect, it } from 'vitest'

import { createContext } from './context.ts'
import { asIs } from './language.ts'
import { timeoutOf, untilEnded } from './wait.ts'
import { watch } from './watch.ts'

function written() {
  const texts: string[] = []
  const out = { write: (text: string) => texts.push(text) }
  return { context: createContext({ environment: {}, out, err: out }), text: () => texts.join('') }
}

interface Ended {
  readonly id: string
  readonly isFine: boolean
}

type Look = Parameters<typeof untilEnded<Ended>>[1]

const watched = (keys: readonly string[], look: Look) => ({
  awaited: keys.map((key) => ({ key, labels: [key] })),
  documents: (signal: AbortSignal) => untilEnded(keys, look, signal),
  read: ({ id, isFine }: Ended) => ({
    key: id,
    labels: [id],
    isGood: isFine,
    text: isFine ? 'ok' : 'failed',
  }),
  words: { done: asIs('done'), good: asIs('fine'), bad: asIs('failed') },
  isNumbered: true,
  interrupted: asIs('no longer watching'),
})

describe('waiting for many', () => {
  it('asks until all have ended, for the missing ones only, and tells each once', async () => {
    const asked: (readonly string[])[] = []
    const look = (missing: readonly string[]) => {
      asked.push(missing)
      const ended = asked.length === 1 ? ['b'] : missing
      return Promise.resolve(new Map(ended.map((id) => [id, { id, isFine: id !== 'c' }])))
    }
    const { context, text } = written()
    const isGood = await watch(context, watched(['a', 'b', 'c'], look), {})
    expect(isGood).toBe(false)
    expect(asked).toEqual([
      ['a', 'b', 'c'],
      ['a', 'c'],
    ])
    expect(text()).toBe('1/3  b  ok\n2/3  a  ok\n3/3  c  failed\n')
  })

  it('gives up when time is over, with an exit code of its own', async () => {
    const never = () => Promise.resolve(new Map<string, Ended>())
    const { context } = written()
    await expect(watch(context, { ...watched(['a', 'b'], never), timeoutMs: 20 }, {})).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('with 2 still under way') as unknown,
    })
  })

  it('gives up on a server that does not begin to answer, and lets go of the call', async () => {
    const signals: AbortSignal[] = []
    const silent = (signal: AbortSignal) => {
      signals.push(signal)
      return new Promise<AsyncIterable<Ended>>(() => undefined)
    }
    const { context } = written()
    const asked = { ...watched(['a'], () => Promise.resolve(new Map())), documents: silent, timeoutMs: 20 }
    await expect(watch(context, asked, {})).rejects.toMatchObject({ exitCode: 3 })
    expect(signals).toMatchObject([{ aborted: true }])
  })

  it('gives programs one document each', async () => {
    const look = () => Promise.resolve(new Map([['a', { id: 'a', isFine: true }]]))
    const { context, text } = written()
    expect(await watch(context, watched(['a'], look), { json: true })).toBe(true)
    expect(text()).toBe('{"id":"a","isFine":true}\n')
  })

  it.each([
    ['90s', 90_000],
    ['10m', 600_000],
    ['1h', 3_600_000],
    ['250ms', 250],
    // The longest that a timer takes, three weeks and a half.
    ['365d', 2_147_483_647],
    [undefined, 600_000],
  ])('%s is %d ms', (timeout, ms) => {
    expect(timeoutOf(timeout === undefined ? {} : { timeout })).toBe(ms)
  })

  it.each(['', '10', 'm', '1w', '-1s'])('%j is no time', (timeout) => {
    expect(() => timeoutOf({ timeout })).toThrow(expect.objectContaining({ exitCode: 2 }))
  })
})
