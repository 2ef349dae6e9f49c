import { describe, expect, it } from 'vitest'

import { heldClock } from '../../../tests/held-clock.ts'
import { EmbeddedDispatcher } from './embedded-dispatcher.ts'

/** A dispatcher whose operations named `stuck…` end only when it is disposed of. */
function dispatcherOfStuck() {
  const clock = heldClock()
  const begun = new Set<string>()
  const others = Promise.withResolvers<void>()
  const dispatcher = new EmbeddedDispatcher({
    clock,
    async run(id, { signal }) {
      begun.add(id)
      if (id.startsWith('stuck'))
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      else others.resolve()
      return undefined
    },
    onError: (error) => others.reject(error),
  })
  const wake = (ids: readonly string[]) => dispatcher.wake(ids.map((id) => ({ id, dueAtMs: clock.now() })))
  return {
    ...{ begun, wake, others: others.promise },
    [Symbol.asyncDispose]: () => dispatcher[Symbol.asyncDispose](),
  }
}

describe('EmbeddedDispatcher', () => {
  it('carries an operation on while two hundred others never end', async () => {
    await using test = dispatcherOfStuck()
    const stuck = Array.from({ length: 200 }, (_, place) => `stuck ${place}`)
    test.wake(stuck)
    test.wake(['another'])
    await test.others
    expect([...test.begun]).toEqual([...stuck, 'another'])
  })
})
