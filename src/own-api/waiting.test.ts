import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../../tests/start-keyplane.ts'
import { createOwnApiClient, type OwnApiClient } from './client.ts'
import { endOf } from './server/end-of-operation.ts'

const TOKEN = 'the-administrators-token'
const ACCOUNT = '1000000001'
const PLACE = { dialect: 'tencent-cvm', account: ACCOUNT }
const SEED = `
accounts: [{ id: "${ACCOUNT}", name: acme, users: [{ name: root }] }]
instances:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-stopped0, state: stopped }
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-held0000, state: stopped }
`

let keyplane: TestKeyplane
let api: OwnApiClient
beforeAll(async () => {
  keyplane = await startTestKeyplane({ adminToken: TOKEN, seed: SEED })
  api = createOwnApiClient({ url: keyplane.api, token: TOKEN })
  await api.keyPairs.create({ ...PLACE, region: 'ap-guangzhou', name: 'web' })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

describe('waiting for an operation', () => {
  it('ends with it, also while the clock of the world is held', async () => {
    await api.world.clock.set({ mode: 'held' })
    const outcomes = []
    for await (const { outcome } of await api.bindings.add({ key: 'web', instances: ['ins-stopped0'] }))
      outcomes.push(outcome)
    await api.world.clock.set({ mode: 'real' })
    expect(outcomes).toEqual(['bound'])
  })

  it('ends when nobody listens any more', async () => {
    await api.world.holds.hold({ ...PLACE, instance: 'ins-held0000' })
    for await (const { outcome, message: id } of await api.bindings.add({
      ...{ key: 'web', instances: ['ins-held0000'], wait: false },
    })) {
      expect(outcome).toBe('begun')
      const gone = new AbortController()
      const waited = endOf(keyplane.core, { id }, gone.signal)
      gone.abort()
      expect(await waited).toBeUndefined()
    }
  })
})
