import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import { createOwnApiClient, type OwnApiClient } from '../../src/own-api/client.ts'
import { newKey } from '../real-hosts/new-key.ts'
import { noRealHosts, type RealHost, startRealHost } from '../real-sshd.ts'
import { startTestKeyplane } from '../start-keyplane.ts'

const TOKEN = 'a-token-of-a-test'
const folder = mkdtempSync(join(tmpdir(), 'keyplane-restored-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const [data, copy, identityFile] = ['data', 'copy', 'identity'].map((name) => join(folder, name)) as [
  ...[string, string, string],
]
const identity = newKey()
writeFileSync(identityFile, identity.privateKey, { mode: 0o600 })
const keys = { a: newKey().publicKey, b: newKey().publicKey }

const place = { dialect: 'tencent-cvm', account: 'acme', region: 'ap-guangzhou' }
const SEED = JSON.stringify({
  accounts: [{ id: '1000000001', name: 'acme', users: [{ name: 'root' }] }],
  keyPairs: Object.entries(keys).map(([name, publicKey]) => ({ ...place, name, publicKey })),
})

/** Runs `work` with a server on the data as they are. */
async function withServer<T>(work: (api: OwnApiClient) => Promise<T>): Promise<T> {
  await using server = await startTestKeyplane({ seed: SEED, adminToken: TOKEN, data, logLevel: 'silent' })
  return await work(createOwnApiClient({ url: server.api, token: TOKEN }))
}

async function enrol(api: OwnApiClient, { address, port }: RealHost, user: string): Promise<string> {
  const login = { kind: 'identity', file: identityFile } as const
  const of = { account: '1000000001', region: 'ap-guangzhou', acceptNew: true }
  return (await api.hosts.enrol({ address, port, user, login, ...of })).id ?? ''
}

type Verb = 'add' | 'remove'

/** Binds or unbinds a pair everywhere; all of it must be done. */
async function change(api: OwnApiClient, verb: Verb, key: 'a' | 'b', instances: readonly string[]) {
  const done: string[] = []
  for await (const { outcome } of await api.bindings[verb]({ key, instances: [...instances] }))
    done.push(outcome)
  expect(done).toEqual(instances.map(() => (verb === 'add' ? 'bound' : 'unbound')))
}

async function keysOn(host: RealHost, home: string): Promise<string> {
  const text = (await host.read(`${home}/.ssh/authorized_keys`)).toString()
  return Object.entries(keys)
    .flatMap(([name, key]) => (text.includes(key) ? [name] : []))
    .join()
}

describe.skipIf(noRealHosts)(`real hosts of a database that was restored ${noRealHosts ?? ''}`, () => {
  it('get what is bound and unbound afterwards, though they have seen newer access', async () => {
    const authorizedKeys = `${identity.publicKey}\n`
    await using whole = await startRealHost({ users: [{ name: 'root', authorizedKeys }] })
    await using filesOnly = await startRealHost({
      sshdConfig: 'Subsystem sftp internal-sftp\nMatch User files\n    ForceCommand internal-sftp\n',
      users: [{ name: 'files', authorizedKeys }],
    })
    const found = async () => [await keysOn(whole, '/root'), await keysOn(filesOnly, '/home/files')]
    const ids = await withServer(async (api) => {
      const both = [await enrol(api, whole, 'root'), await enrol(api, filesOnly, 'files')]
      await change(api, 'add', 'a', both)
      return both
    })
    cpSync(data, copy, { recursive: true })
    await withServer(async (api) => {
      for (const verb of ['add', 'remove', 'add'] as const) await change(api, verb, 'b', ids)
    })
    expect(await found()).toEqual(['a,b', 'a,b'])
    rmSync(data, { recursive: true })
    cpSync(copy, data, { recursive: true })

    await withServer(async (api) => {
      await change(api, 'remove', 'a', ids)
      expect(await found()).toEqual(['', ''])
      await change(api, 'add', 'b', ids)
      expect(await found()).toEqual(['b', 'b'])
      for await (const { state } of await api.hosts.check({ ids: [...ids] })) expect(state).toBe('in-sync')
      const { items } = await api.hosts.list({})
      expect(items.map(({ isPending }) => isPending)).toEqual([false, false])
    })
  })
})
