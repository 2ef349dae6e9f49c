import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { noPostgres, type PostgresServer, startPostgres } from '../postgres-server.ts'
import { type ServerProcess, startServer } from '../server-process.ts'
import { CVM_SEED } from './clouds.ts'
import { apiOf, bindNewKey, expectLogin, untilDone } from './cvm-steps.ts'

const ID = 'ins-stopped0'

describe.skipIf(noPostgres !== undefined)('keyplane serve --database-url', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-on-postgres-'))
  const seed = join(folder, 'seed.yaml')
  writeFileSync(seed, CVM_SEED)
  let postgres: PostgresServer
  beforeAll(async () => void (postgres = await startPostgres()), 120_000)
  afterAll(async () => {
    await postgres[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  function flags(url: string, data = join(folder, 'data')): readonly string[] {
    const named = { listen: '127.0.0.1:0', 'ssh-listen': '0.0.0.0:0', data, seed, 'transition-ms': '20' }
    return Object.entries({ ...named, 'database-url': url }).flatMap(([name, value]) => [`--${name}`, value])
  }

  it('keeps everything in PostgreSQL over a restart, and waits for it when it is away', async () => {
    // The server does not ask for the password; whoever prints the address would be found out.
    const url = (await postgres.createDatabase()).replace('keyplane@', 'keyplane:hidden@')
    const first = await startServer(flags(url))
    let privateKey: string
    try {
      privateKey = await bindNewKey(first, ID)
      await expectLogin(first, { id: ID, privateKey })
    } finally {
      expect(await first.stop()).toBe(0)
    }
    await using second = await disposable(startServer(flags(url)))
    await expectLogin(second, { id: ID, privateKey })
    const { KeyPairSet } = await apiOf(second).DescribeKeyPairs({})
    expect(KeyPairSet).toMatchObject([{ KeyName: 'mine', AssociatedInstanceIds: [ID] }])

    await postgres.stop()
    expect((await fetch(`${second.api}/readyz`)).status).toBe(503)
    expect((await fetch(`${second.api}/healthz`)).status).toBe(200)
    await expect(apiOf(second).DescribeKeyPairs({})).rejects.toMatchObject({ code: 'InternalServerError' })
    await expect(apiOf(second).CreateKeyPair({ KeyName: 'lost', ProjectId: 0 })).rejects.toMatchObject({
      code: 'InternalServerError',
    })
    expect(second.process.exitCode).toBeNull()

    await postgres.start()
    await expect.poll(async () => (await fetch(`${second.api}/readyz`)).status).toBe(200)
    expect((await apiOf(second).DescribeKeyPairs({})).TotalCount).toBe(1)
    await apiOf(second).RebootInstances({ InstanceIds: [ID] })
    await untilDone(second, ID, 'RUNNING')
    await expectLogin(second, { id: ID, privateKey })
    expect(await second.stop()).toBe(0)
    expect(second.log()).not.toBe('')
    expect(second.log()).not.toContain('hidden')
  })

  it('refuses data that was made with another master key, and a database that is not there', async () => {
    const url = await postgres.createDatabase()
    const server = await startServer(flags(url))
    expect(await server.stop()).toBe(0)
    for (const [args, words] of [
      [flags(url, join(folder, 'other')), 'was made with another master key'],
      [flags(url.replace(/test_\d+/, 'nothing')), 'database "nothing" does not exist'],
      [flags('postgres://user:hidden@127.0.0.1:1/data'), 'the database at 127.0.0.1:1/data cannot be used'],
      [flags('postgres://user:hidden@127.0.0.1:port/data'), '--database-url cannot be read'],
    ] as const) {
      const { status, stdout, stderr } = serveToEnd(args)
      expect({ status, stdout }, stderr).toEqual({ status: 2, stdout: '' })
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect(stderr).toContain(words)
      expect(stderr).not.toContain('hidden')
    }
  })
})

function serveToEnd(args: readonly string[]) {
  const main = join(import.meta.dirname, '..', '..', 'src', 'main.ts')
  return spawnSync(process.execPath, [main, 'serve', ...args], { encoding: 'utf8', timeout: 30_000 })
}

async function disposable(starting: Promise<ServerProcess>): Promise<ServerProcess & AsyncDisposable> {
  const server = await starting
  return { ...server, [Symbol.asyncDispose]: async () => void (await server.stop()) }
}
