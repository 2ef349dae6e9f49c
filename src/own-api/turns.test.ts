import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../../tests/start-keyplane.ts'
import { instanceOf } from '../../tests/store-rows.ts'
import { createOwnApiClient, type OwnApiClient } from './client.ts'
import { Problem } from './server/problem.ts'
import { Turns } from './server/turns.ts'

const TOKEN = 'the-administrators-token'
const OWNER = { account: '1000000001', dialect: 'alibaba-ecs', region: 'cn-hangzhou' }
const SEED = `accounts: [{ id: "${OWNER.account}", name: acme, users: [{ name: root }] }]`
const COUNT = 800
/** Without turns of its own a call has a dozen, whatever it is about. */
const FEW = 30

const ids = Array.from({ length: COUNT }, (_, index) => `i-${String(index).padStart(4, '0')}`)
const references = ids.map((id) => `${OWNER.dialect}/${OWNER.account}/${id}`)

let keyplane: TestKeyplane
let api: OwnApiClient
let pair = ''
beforeAll(async () => {
  keyplane = await startTestKeyplane({ adminToken: TOKEN, seed: SEED })
  api = createOwnApiClient({ url: keyplane.api, token: TOKEN })
  pair = (await api.keyPairs.create({ ...OWNER, name: 'team' })).id
  const { instances, bindings } = keyplane.core.database
  for (const id of ids) {
    const row = instanceOf({ ...OWNER, id })
    await instances.insert(row)
    await bindings.replace(row, [pair], 1)
  }
})
afterAll(() => keyplane[Symbol.asyncDispose]())

/** How often the event loop turns while something is done. */
async function turnsOf(work: () => Promise<unknown>): Promise<number> {
  let count = 0
  let isOver = false
  const turn = () => {
    count += 1
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  await work()
  isOver = true
  return count
}

describe('others have their turn while a call', () => {
  it.each([
    ['foresees a binding', () => api.bindings.preview({ key: 'team', instances: references })],
    [
      'lists the bindings of a pair',
      () => api.bindings.list({ keyPair: `${OWNER.dialect}/${OWNER.account}/${pair}` }),
    ],
    ['lists who can get in', () => api.access.list({ look: false, limit: 500 })],
  ])('%s', async (_, work) => {
    expect(await turnsOf(work)).toBeGreaterThan(FEW)
  })

  it('binds', async () => {
    const instances = references.slice(0, 500)
    const bind = async () => {
      for await (const { outcome } of await api.bindings.add({ key: 'team', instances, wait: false }))
        expect(outcome).toBe('bound')
    }
    expect(await turnsOf(bind)).toBeGreaterThan(FEW)
  })
})

describe('turns', () => {
  it('spread over what is begun at once', async () => {
    const turns = new Turns()
    const work = () => Promise.all(Array.from({ length: 800 }, () => turns.take()))
    expect(await turnsOf(work)).toBeGreaterThanOrEqual(50)
  })

  it('end when the caller has gone', async () => {
    const gone = new AbortController()
    const turns = new Turns(gone.signal)
    await turns.take()
    gone.abort()
    await expect(turns.take()).rejects.toThrow(Problem)
  })
})
