import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../../tests/start-keyplane.ts'
import type { Operation } from '../core/operations/operation.ts'
import { createOwnApiClient, type OwnApiClient } from './client.ts'

const TOKEN = 'the-administrators-token'
const HOUR_MS = 3_600_000

let keyplane: TestKeyplane
let api: OwnApiClient
beforeAll(async () => {
  keyplane = await startTestKeyplane({ adminToken: TOKEN })
  api = createOwnApiClient({ url: keyplane.api, token: TOKEN })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

function failed(number: number, createdAtMs: number): Operation {
  const before = { state: 'running', stoppedMode: undefined, keyPairIds: [], allowsPassword: true } as const
  return {
    ...{
      id: `op-${number}`,
      account: '1',
      dialect: 'tencent-cvm',
      instanceId: 'ins-none0000',
      kind: 'power',
    },
    ...{ action: 'StopInstance', requestId: '', steps: [], step: 0, isUndoing: false, endState: 'stopped' },
    ...{ isForced: false, before: { ...before, passwordHash: undefined }, attempt: 0, fence: 0, dueAtMs: 0 },
    ...{ deadlineAtMs: 0, outcome: 'failed', message: 'it did not stop', createdAtMs },
  }
}

function cursorOf(parts: unknown): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

describe('operations', () => {
  it.each([cursorOf(['soon', 'op-1']), cursorOf(['', 'op-1']), cursorOf([1]), 'none'])(
    'are not listed from %s on',
    async (cursor) => {
      await expect(api.operations.list({ cursor })).rejects.toMatchObject({
        ...{ status: 400, message: 'cursor: is not one that a page gave' },
      })
    },
  )

  it('that failed in the last hour are all counted, and no others', async () => {
    const { operations } = keyplane.core.database
    const nowMs = keyplane.core.clock.now()
    for (let number = 0; number < 2_500; number += 1)
      await operations.insert(failed(number, nowMs - (number < 2_100 ? number : 2 * HOUR_MS)))
    expect((await api.status.show({})).operations).toEqual({ running: 0, failedLastHour: 2_100 })
  })
})

it('cursors of other lists are refused, too', async () => {
  for (const list of [api.accounts.list, api.tokens.list])
    await expect(list({ cursor: 'none' })).rejects.toMatchObject({ status: 400 })
})
