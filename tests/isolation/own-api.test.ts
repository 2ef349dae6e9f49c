import { isDefinedError, ORPCError } from '@orpc/client'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { createOwnApiClient, type OwnApiClient } from '../../src/own-api/client.ts'
import { startTestKeyplane } from '../start-keyplane.ts'
import { describeEngines } from './engines.ts'
import { type HeldKeyplane, startHeld } from './held-keyplane.ts'
import { publicKeyLine } from './public-keys.ts'
import { ACCOUNTS, randomWorlds, type RandomWorld, seedOf } from './random-world.ts'
import { changesOfOthers } from './rows.ts'
import { SameAnswers } from './same-answers.ts'

const TOKEN = 'the-administrators-token'
const [{ id: account }] = ACCOUNTS
const WANTED = process.env['KEYPLANE_ISOLATION_WORLDS']
const RUNS = { SQLite: Number(WANTED ?? 2), PostgreSQL: Number(WANTED ?? 1) }

type Route = (api: OwnApiClient) => Promise<unknown>

const dialect = 'tencent-cvm'
const user = 'user'
const instance = { dialect, account, id: 'ins-aaaaaaa1' }
const pair = { dialect, account, id: 'skey-aaaaaaa1' }
const reference = `${dialect}/${account}/ins-aaaaaaa2`
const READ = { version: '2.0', statement: [{ effect: 'allow', action: 'cvm:Describe*', resource: '*' }] }
const check = {
  account,
  user,
  dialect,
  action: 'StopInstances',
  region: 'ap-guangzhou',
  sourceAddress: '127.0.0.1',
}

/** Every route that is told whose things are meant; those of the whole server belong to nobody. */
const ROUTES: Readonly<Record<string, Route>> = {
  'accounts.show': (api) => api.accounts.show({ account }),
  'accounts.update': (api) => api.accounts.update({ account, requireMfa: ['StopInstances'] }),
  'users.list': (api) => api.users.list({ account }),
  'users.show': (api) => api.users.show({ account, user }),
  'users.create': (api) => api.users.create({ account, name: 'newcomer' }),
  'users.remove': (api) => api.users.remove({ account, user: 'newcomer' }),
  'accessKeys.list': (api) => api.accessKeys.list({ account, user }),
  'accessKeys.create': (api) => api.accessKeys.create({ account, user }),
  'accessKeys.update': (api) =>
    api.accessKeys.update({ account, user, id: 'AKIDalphauser', isDisabled: true }),
  'accessKeys.update of others': (api) =>
    api.accessKeys.update({ account, user, id: 'AKIDbetauser', isDisabled: true }),
  'accessKeys.show of others': (api) => api.accessKeys.show({ account, user, id: 'AKIDbetauser' }),
  'accessKeys.remove of others': (api) => api.accessKeys.remove({ account, user, id: 'AKIDbetauser' }),
  'policies.list': (api) => api.policies.list({ account, user }),
  'policies.attach': (api) => api.policies.attach({ account, user, dialect, document: READ }),
  'policies.check': (api) => api.policies.check({ ...check, parameters: { InstanceIds: ['ins-aaaaaaa1'] } }),
  'mfa.show': (api) => api.mfa.show({ account, user }),
  'mfa.enrol': (api) => api.mfa.enrol({ account, user }),
  'mfa.remove': (api) => api.mfa.remove({ account, user }),
  'instances.list': (api) => api.instances.list({ account }),
  'instances.list by text': (api) =>
    api.instances.list({ account, text: 'aaaaaaa', sort: 'newest', limit: 1 }),
  'instances.show': (api) => api.instances.show(instance),
  'instances.power': (api) => api.instances.power({ ...instance, verb: 'reboot' }),
  'instances.terminate': (api) => api.instances.power({ ...instance, verb: 'terminate', force: true }),
  'keyPairs.list': async (api) => inOrder((await api.keyPairs.list({ account })).items, 'name'),
  'keyPairs.show': (api) => api.keyPairs.show(pair),
  'keyPairs.import': (api) =>
    api.keyPairs.import({ account, dialect, name: 'web2', publicKey: publicKeyLine('ed25519', 500) }),
  'keyPairs.remove': (api) => api.keyPairs.remove(pair),
  'bindings.list of an instance': (api) => api.bindings.list({ instance: reference }),
  'bindings.list of a pair': (api) =>
    api.bindings.list({ keyPair: `${dialect}/${account}/web`, region: 'ap-guangzhou' }),
  'bindings.preview': (api) => api.bindings.preview({ key: 'web', instances: [reference] }),
  'bindings.add': async (api) =>
    collected(await api.bindings.add({ key: 'web', instances: [reference], force: true, wait: false })),
  'bindings.add for a while': async (api) =>
    collected(
      await api.bindings.add({ key: 'web', instances: [reference], force: true, forSeconds: 86_400 }),
    ),
  'bindings.remove': async (api) =>
    collected(await api.bindings.remove({ key: 'web', instances: [reference], force: true, wait: false })),
  'keyPairs.rotate': async (api) => {
    const rotation = { ...pair, id: 'web', publicKey: publicKeyLine('ed25519', 501) }
    const told = await collected(await api.keyPairs.rotate(rotation))
    // Instances are told as each is done.
    return inOrder(told, 'id')
  },
  'operations.list': async (api) =>
    inOrder((await api.operations.list({ account })).items, 'createdAt', 'instanceId'),
  'access.list': (api) => api.access.list({ account, look: false }),
  'audit.list': async (api) => (await api.audit.list({ account })).items.map(unsealed),
  'audit.export': async (api) => (await collected(await api.audit.export({ account }))).map(unsealed),
  'calls.list': (api) => api.calls.list({ account }),
}

/** Numbers and hashes are made beside the rows, by the clock of the machine: one world may be further. */
function unsealed<Row extends { number?: number | undefined; hash?: string | undefined }>(row: Row) {
  const { number: _number, hash: _hash, ...rest } = row
  return rest
}

async function collected<Item>(stream: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const one of stream) all.push(one)
  return all
}

/** By texts that are not made by chance, as the order is that they come in. */
function inOrder<Item extends object>(items: readonly Item[], ...names: readonly string[]): readonly Item[] {
  const keyOf = (item: Item) => names.map((name) => String(Reflect.get(item, name))).join(' ')
  return items.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)))
}

async function answerOf(server: HeldKeyplane, route: Route): Promise<unknown> {
  const api = createOwnApiClient({ url: server.api, token: TOKEN })
  await server.core.auditLog.flush()
  const answer = await route(api).catch((error: unknown) => {
    if (isDefinedError(error) || error instanceof ORPCError)
      return { status: error.status, message: error.message }
    throw error
  })
  // Ports are the server's own.
  const text = JSON.stringify(answer ?? null).replaceAll(String(server.sshPort), '0')
  return JSON.parse(text)
}

describeEngines('routes of one account', (engine) => {
  const numRuns = RUNS[engine.name]
  const startOn = (accounts: readonly RandomWorld['alpha'][], nowMs: number) =>
    startHeld(engine, { seed: JSON.stringify(seedOf(accounts)), adminToken: TOKEN, nowMs })

  it(
    'tell and change nothing of another one',
    async () => {
      const all = Object.keys(ROUTES)
      const names = fc
        .tuple(
          fc.shuffledSubarray(all, { minLength: all.length }),
          fc.array(fc.constantFrom(...all), { minLength: 20, maxLength: 20 }),
        )
        .map((parts) => parts.flat())
      const answered = new Set<string>()
      const property = fc.asyncProperty(randomWorlds(), names, async (world, order) => {
        const { alpha, beta, gamma } = world
        const nowMs = Date.now()
        await using full = await startOn([alpha, beta, gamma], nowMs)
        await using alone = await startOn([alpha], nowMs)
        const same = new SameAnswers(seedOf([alpha, beta, gamma]))
        for (const name of order) {
          const route = ROUTES[name]
          if (!route) throw new Error(`there is no ${name}`)
          for (const server of [full, alone]) await server.advance(1_000)
          const before = await full.rows()
          const answer = await answerOf(full, route)
          expect(changesOfOthers(before, await full.rows(), account), name).toEqual([])
          expect(same.differences(answer, await answerOf(alone, route)), name).toEqual([])
          if (!JSON.stringify(answer).includes('"message"')) answered.add(name)
        }
      })
      await fc.assert(property, { numRuns, seed: 20_261_121, endOnFailure: true })
      expect(answered.size).toBeGreaterThan(all.length / 2)
    },
    60_000 + numRuns * 60_000,
  )

  it('an id that two accounts have is refused until it is told whose it is', async () => {
    const [world] = fc.sample(randomWorlds(), { numRuns: 1, seed: 3 })
    if (!world) throw new Error('there is no world')
    const twice = ['alpha', 'beta'].map((name) => ({
      dialect,
      account: name,
      region: 'ap-guangzhou',
      id: 'ins-twin0001',
    }))
    const seed = JSON.stringify({ ...seedOf([world.alpha, world.beta]), instances: twice, keyPairs: [] })
    const options = { seed, adminToken: TOKEN, logLevel: 'silent' } as const
    await using server = await startTestKeyplane({ ...options, ...(await engine.newDatabase()) })
    const api = createOwnApiClient({ url: server.api, token: TOKEN })
    await expect(api.bindings.list({ instance: 'ins-twin0001' })).rejects.toMatchObject({ status: 409 })
    await expect(api.bindings.list({ instance: `${dialect}/${account}/ins-twin0001` })).resolves.toEqual({
      items: [],
    })
  })
})
