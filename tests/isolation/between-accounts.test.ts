import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createOwnApiClient } from '../../src/own-api/client.ts'
import { startTestKeyplane, type TestKeyplane, type TestOptions } from '../start-keyplane.ts'
import { ROLE } from './clouds.ts'
import { describeEngines, type Engine } from './engines.ts'
import { allCallables, type Params } from './random-calls.ts'
import {
  type AccountName,
  type AccountWorld,
  ACCOUNTS,
  randomWorlds,
  seedOf,
  type Signer,
  signerOf,
} from './random-world.ts'
import { type Answer, send } from './send.ts'

const TOKEN = 'the-administrators-token'
const [ALPHA, BETA] = ACCOUNTS

const callables = new Map(allCallables().map((callable) => [callable.name, callable]))

let engine: Engine
let server: TestKeyplane

describeEngines('between accounts', (given) => {
  beforeAll(async () => {
    engine = given
    server = await startOn({ seed: JSON.stringify(seedOf(someAccounts())), adminToken: TOKEN })
  })
  afterAll(() => server[Symbol.asyncDispose]())
  describe('client tokens', () => {
    ofClientTokens()
  })
  describe('cursors', () => {
    ofCursors()
  })
  describe('temporary credentials', () => {
    ofTemporaryCredentials()
  })
  describe('what is written down', () => {
    ofWhatIsWrittenDown()
  })
  describe('rates', () => {
    ofRates()
  })
})

async function startOn(options: TestOptions): Promise<TestKeyplane> {
  return startTestKeyplane({ ...options, ...(await engine.newDatabase()), logLevel: 'silent' })
}

function someAccounts(): readonly AccountWorld[] {
  const [world] = fc.sample(randomWorlds(), { numRuns: 1, seed: 7 })
  if (!world) throw new Error('there is no world')
  return [world.alpha, world.beta]
}

function callAs(
  signer: Signer,
  name: string,
  params: Params,
  { endpoint }: { readonly endpoint: string } = server,
): Promise<Answer> {
  const callable = callables.get(name)
  if (!callable) throw new Error(`there is no action ${name}`)
  return send(endpoint, { callable, params, signer })
}

const call = (account: AccountName, name: string, params: Params) =>
  callAs(signerOf(account, 'root'), name, params)

const CN = { RegionId: 'cn-hangzhou' }
const RUN = {
  ...CN,
  ...{ ImageId: 'aliyun_3_x64_20G_alibase_20240819.vhd', InstanceType: 'ecs.g6.large', Amount: 2 },
  ...{ SecurityGroupId: 'sg-aaaaaaaa', VSwitchId: 'vsw-aaaaaaaa' },
}

/** Values of a member, wherever in an answer it is. */
function valuesOf(value: unknown, name: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
    key === name && typeof child === 'string' ? [child] : valuesOf(child, name),
  )
}

/** Ids of the new instances. */
async function runAs(account: AccountName, token: string): Promise<readonly string[]> {
  const { body } = await call(account, 'alibaba-ecs ecs RunInstances', { ...RUN, ClientToken: token })
  // The shape of the answer is tested with RunInstances.
  return (body['InstanceIdSets'] as { InstanceIdSet: string[] }).InstanceIdSet
}

function ofClientTokens(): void {
  it('of two accounts are two: each gets an answer of its own, again and again', async () => {
    const [ofAlpha, ofBeta] = [await runAs('alpha', 'deploy'), await runAs('beta', 'deploy')]
    expect(new Set([...ofAlpha, ...ofBeta]).size).toBe(4)
    expect(await runAs('alpha', 'deploy')).toEqual(ofAlpha)
    expect(await runAs('beta', 'deploy')).toEqual(ofBeta)
  })
}

function ofCursors(): void {
  it.each([
    ['alibaba-ecs ecs DescribeInstances', { ...CN, MaxResults: 10 }],
    ['volcengine-ecs ecs DescribeInstances', { MaxResults: 1 }],
  ])('of another account lead to nothing of it: %s', async (name, params) => {
    for (let nth = 0; nth < 6; nth += 1) await runAs('beta', `many-${nth}`)
    const theirs = await call('beta', name, params)
    const [cursor = ''] = valuesOf(theirs.body, 'NextToken').filter((text) => text !== '')
    expect(cursor).not.toBe('')
    const all = { ...params, MaxResults: 100 }
    const own = new Set(instancesIn((await call('alpha', name, all)).body))
    // Of the same ids, and yet others.
    expect(instancesIn((await call('beta', name, all)).body).some((one) => !own.has(one))).toBe(true)
    const shown = instancesIn((await call('alpha', name, { ...params, NextToken: cursor })).body)
    expect(shown.filter((one) => !own.has(one))).toEqual([])
  })
}

/** Each instance of an answer in full, as text. */
function instancesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  if ('InstanceId' in value) return [JSON.stringify(value)]
  return Object.values(value).flatMap(instancesIn)
}

function ofTemporaryCredentials(): void {
  const assume = (account: AccountName, owner: string) =>
    call(account, 'tencent-cvm sts AssumeRole', {
      ...{ RoleArn: `qcs::cam::uin/${owner}:roleName/${ROLE}`, RoleSessionName: 'session' },
    })

  it('are of the account that gave them, and their parts cannot be mixed with those of another', async () => {
    const mine = signerFrom(await assume('alpha', ALPHA.id))
    const theirs = signerFrom(await assume('beta', BETA.id))
    const ask = (signer: Signer) => callAs(signer, 'tencent-cvm sts GetCallerIdentity', {})
    expect((await ask(mine)).body).toMatchObject({ AccountId: ALPHA.id })
    expect((await ask(theirs)).body).toMatchObject({ AccountId: BETA.id })
    const mixed = await ask({ ...mine, token: theirs.token ?? '' })
    const invented = await ask({ ...mine, token: 'no-such-token' })
    expect(mixed.outcome).not.toBe('ok')
    expect([mixed.status, mixed.outcome]).toEqual([invented.status, invented.outcome])
  })

  it('of a role of another account are refused as those of one that is not there', async () => {
    const seed = JSON.stringify(seedOf(someAccounts()))
    // In stand-in mode an account that nobody described has every role: docs/differences.md.
    await using strict = await startOn({ seed, mode: 'strict' })
    const params = { RoleArn: `qcs::cam::uin/${BETA.id}:roleName/${ROLE}`, RoleSessionName: 'session' }
    const nowhere = { ...params, RoleArn: params.RoleArn.replace(BETA.id, '9999999999') }
    const root = signerOf('alpha', 'root')
    const there = await callAs(root, 'tencent-cvm sts AssumeRole', params, strict)
    expect(there.outcome).toBe('ResourceNotFound.RoleNotFound')
    const none = await callAs(root, 'tencent-cvm sts AssumeRole', nowhere, strict)
    expect(withoutRequestId(there.body)).toEqual(withoutRequestId(none.body))
  })
}

function signerFrom({ body }: Answer): Signer {
  const [id = ''] = valuesOf(body, 'TmpSecretId')
  const [secret = ''] = valuesOf(body, 'TmpSecretKey')
  const [token = ''] = valuesOf(body, 'Token')
  return { id, secret, token }
}

function withoutRequestId(body: object): object {
  return { ...body, RequestId: '' }
}

function ofWhatIsWrittenDown(): void {
  it('of one account has no row of another: audit log and last calls', async () => {
    await call('alpha', 'alibaba-ecs ecs DescribeInstances', CN)
    await call('beta', 'alibaba-ecs ecs DescribeInstances', CN)
    await server.core.auditLog.flush()
    const api = createOwnApiClient({ url: server.api, token: TOKEN })
    for (const { id: account, name } of [ALPHA, BETA]) {
      const rows = (await api.audit.list({ account, limit: 500 })).items
      const calls = (await api.calls.list({ account, limit: 500 })).items
      expect(rows.length).toBeGreaterThan(0)
      expect(calls.length).toBeGreaterThan(0)
      expect(new Set([...rows, ...calls].map((row) => row.account))).toEqual(new Set([account]))
      const other = name === 'alpha' ? 'beta' : 'alpha'
      expect(JSON.stringify(rows)).not.toContain(`AKID${other}`)
    }
  })
}

function ofRates(): void {
  it('one account has used up are not used up for another, on an instance of the same id neither', async () => {
    const instances = [ALPHA, BETA].map(({ name }) => ({
      ...{ dialect: 'volcengine-ecs', account: name, region: 'cn-beijing', id: 'i-twin0001' },
    }))
    const seed = JSON.stringify({ ...seedOf(someAccounts()), keyPairs: [], instances })
    await using limited = await startOn({ seed, rates: '2' })
    const callable = callables.get('volcengine-ecs ecs ModifyInstanceAttribute')
    if (!callable) throw new Error('there is no such action')
    const rename = (account: AccountName) =>
      send(limited.endpoint, {
        ...{ callable, signer: signerOf(account, 'root') },
        params: { InstanceId: 'i-twin0001', InstanceName: 'x' },
      })
    const ofAlpha = await Promise.all(Array.from({ length: 8 }, () => rename('alpha')))
    expect(ofAlpha.some(({ outcome }) => outcome !== 'ok')).toBe(true)
    expect((await rename('beta')).outcome).toBe('ok')
  })
}
