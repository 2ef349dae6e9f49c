import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { createOwnApiClient, type OwnApiClient } from '../../src/own-api/client.ts'
import { startTestKeyplane } from '../start-keyplane.ts'
import { describeEngines } from './engines.ts'
import { allCallables } from './random-calls.ts'
import { type AccountName, ACCOUNTS, signerOf } from './random-world.ts'
import { send } from './send.ts'

const TOKEN = 'the-administrators-token'
const RUNS = Number(process.env['KEYPLANE_ISOLATION_WORLDS'] ?? 1)
const dialect = 'tencent-cvm'
/** Every account has one of this id. */
const id = 'ins-twin0001'
const [{ id: alpha }] = ACCOUNTS

const SEED = JSON.stringify({
  accounts: ACCOUNTS.map(({ id, name }) => ({
    ...{ id, name },
    users: [{ name: 'root', accessKeys: [signerOf(name, 'root')] }],
  })),
  instances: ACCOUNTS.map(({ name }) => ({ dialect, account: name, region: 'ap-guangzhou', id })),
})

/** Everybody at least once, alpha last: what is told of him has an end that can be waited for. */
const orders: fc.Arbitrary<readonly AccountName[]> = fc
  .array(fc.constantFrom(...ACCOUNTS.map(({ name }) => name)), { minLength: 3, maxLength: 6 })
  .map((some) => ['beta', ...some, 'gamma', 'alpha'])

interface Told {
  readonly account: string
}

/** What a stream tells, until it has told `last`. */
async function until<Item extends Told>(
  stream: AsyncIterable<Item>,
  isLast: (item: Item) => boolean,
): Promise<readonly Item[]> {
  const all: Item[] = []
  for await (const item of stream) {
    all.push(item)
    if (isLast(item)) break
  }
  return all
}

const accountsOf = (items: readonly Told[]) => [...new Set(items.map(({ account }) => account))].toSorted()

describeEngines('streams of the own API', (engine) => {
  it(
    'tell of the account they are asked for only, and of all where none is named',
    async () => {
      const options = { seed: SEED, adminToken: TOKEN, logLevel: 'silent' } as const
      await using server = await startTestKeyplane({ ...options, ...(await engine.newDatabase()) })
      const api = createOwnApiClient({ url: server.api, token: TOKEN })
      const property = fc.asyncProperty(orders, async (order) => {
        const [operations, calls] = [
          await api.operations.events({ account: alpha }),
          await api.calls.events({ account: alpha }),
        ]
        const [allOperations, allCalls] = [await api.operations.events({}), await api.calls.events({})]
        let last = ''
        for (const name of order) last = await act(api, server.endpoint, name)
        const isLast = (one: { readonly requestId: string }) => one.requestId === last
        const toldCalls = await until(calls, isLast)
        expect(accountsOf(toldCalls)).toEqual([alpha])
        expect(toldCalls).toHaveLength(order.filter((name) => name === 'alpha').length)
        expect(accountsOf(await until(allCalls, isLast))).toEqual(ACCOUNTS.map((one) => one.id))
        const isEnd = (one: { readonly requestId: string; readonly outcome: string }) =>
          isLast(one) && one.outcome !== 'running'
        expect(accountsOf(await until(operations, isEnd))).toEqual([alpha])
        expect(accountsOf(await until(allOperations, isEnd))).toEqual(ACCOUNTS.map((one) => one.id))
      })
      await fc.assert(property, { numRuns: RUNS, seed: 20_261_121, endOnFailure: true })
      for (const { id: account } of ACCOUNTS) {
        const rows = await until(await api.audit.export({ account }), () => false)
        expect(accountsOf(rows)).toEqual([account])
        expect(rows.length).toBeGreaterThan(RUNS)
        const chains = await until(await api.audit.verify({ account }), () => false)
        expect(accountsOf(chains)).toEqual([account])
      }
    },
    60_000 + RUNS * 20_000,
  )
})

/** Reboots the instance of an account by a call of its cloud, and sees it through; resolves to the id of the request. */
async function act(api: OwnApiClient, endpoint: string, name: AccountName): Promise<string> {
  const callable = allCallables().find((one) => one.name === `${dialect} cvm RebootInstances`)
  if (!callable) throw new Error('there is no such action')
  const params = { InstanceIds: [id], StopType: 'HARD' }
  const { outcome, body } = await send(endpoint, { callable, params, signer: signerOf(name, 'root') })
  expect(outcome).toBe('ok')
  const requestId = String(body['RequestId'])
  const account = ACCOUNTS.find((one) => one.name === name)?.id ?? ''
  const { items } = await api.operations.list({ account })
  const operation = items.find((one) => one.requestId === requestId)
  const followed = await until(await api.operations.follow({ id: operation?.id ?? '' }), () => false)
  expect(accountsOf(followed)).toEqual([account])
  expect(followed.at(-1)).toMatchObject({ outcome: 'succeeded', requestId })
  return requestId
}
