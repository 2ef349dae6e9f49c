import { describe, expect, it } from 'vitest'

import { classify, timeBySteps } from './classify.ts'

/** A stack with the innermost function first: name and place of each. */
function stack(...frames: readonly (readonly [functionName: string, url: string])[]) {
  return frames.map(([functionName, url]) => ({ functionName, url }))
}

const ROOM = 'file:///project/src/dialects/tencent-cvm'

describe('a function works for', () => {
  it.each([
    [
      'verify: access key and signature',
      stack(
        ['init', ''],
        ['createHmac', 'node:crypto'],
        ['verify', 'file:///project/src/dialects/kit/tencent/tc3-signature.ts'],
      ),
    ],
    [
      'SQL: statements',
      stack(
        ['all', ''],
        ['run', 'file:///project/src/store/sqlite/sqlite-database.ts'],
        ['list', 'file:///project/src/core/key-pairs/find.ts'],
      ),
    ],
    [
      'SQL: transaction and commit',
      stack(
        ['run', ''],
        ['run', 'file:///project/src/store/sqlite/sqlite-database.ts'],
        ['commitTransaction', 'file:///project/node_modules/kysely/dist/dialect/sqlite/sqlite-driver.js'],
      ),
    ],
    [
      'authorize: user and policies',
      stack(
        ['judge', 'file:///project/src/dialects/kit/policies/guard.ts'],
        ['takeSteps', `${ROOM}/steps.ts`],
      ),
    ],
    ['parse: parameters', stack(['inst._zod.parse', 'file:///project/node_modules/zod/v4/core/schemas.js'])],
    ['HTTP in: socket, parser, Node', stack(['parserOnHeadersComplete', 'node:_http_common'])],
    [
      'HTTP out: headers, socket',
      stack(['writeUtf8String', ''], ['handleWriteReq', 'node:internal/stream_base_commons']),
    ],
    ['garbage collection', stack(['(garbage collector)', ''])],
    ['idle', stack(['(idle)', ''])],
    [
      'rest',
      stack(['runMicrotasks', ''], ['processTicksAndRejections', 'node:internal/process/task_queues']),
    ],
  ])('%s', (step, frames) => {
    expect(classify(frames)).toBe(step)
  })
})

it('gives each sample the time until the next one, and leaves waiting out', () => {
  const frame = (functionName: string, url = '') => ({ callFrame: { functionName, url } })
  const times = timeBySteps({
    nodes: [
      { id: 1, ...frame('(root)'), children: [2, 3, 4] },
      { id: 2, ...frame('(idle)') },
      { id: 3, ...frame('takeSteps', `${ROOM}/steps.ts`), children: [5] },
      { id: 4, ...frame('(garbage collector)') },
      { id: 5, ...frame('now', '') },
    ],
    samples: [2, 3, 5, 4],
    timeDeltas: [10, 20, 30, 40],
  })
  expect(times.get('room: find the dialect and action, read the request')).toBe(70)
  expect([...times.values()].reduce((sum, micros) => sum + micros, 0)).toBe(70)
})
