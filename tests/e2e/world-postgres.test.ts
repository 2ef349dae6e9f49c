import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { readConfig } from '../../src/config.ts'
import { startKeyplane } from '../../src/keyplane.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../postgres-server.ts'
import { sshPassword } from '../ssh-client.ts'
import { cvmClient } from './clouds.ts'
import { ACCOUNT, WORLD_SEED } from './world-server.ts'

// What of the world can be controlled when its data is in PostgreSQL, and what is refused there.

describe.skipIf(noPostgres !== undefined)('a world in PostgreSQL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-world-'))
  const seed = join(folder, 'seed.yaml')
  writeFileSync(seed, WORLD_SEED)
  let postgres: PostgresServer
  beforeAll(async () => void (postgres = await startPostgres()), 120_000)
  afterAll(async () => {
    await postgres[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  async function start() {
    const named = { listen: '127.0.0.1:0', 'ssh-listen': '0.0.0.0:0', data: join(folder, 'data'), seed }
    const flags = { ...named, 'transition-ms': '20', 'database-url': await postgres.createDatabase() }
    const keyplane = await startKeyplane(
      readConfig({ flags, environment: {}, file: join(folder, 'none.yaml') }),
    )
    const { world } = keyplane
    if (!world) throw new Error('a stand-in has a world')
    const login = { host: '127.0.0.1', port: Number(keyplane.ssh.split(':').at(-1)), password: 'S3cret-pw!' }
    const endpoint = new URL(keyplane.api).host
    return {
      world,
      mine: cvmClient(endpoint),
      others: cvmClient(endpoint, 'AKIDother', 'other-secret'),
      logIn: () => sshPassword({ ...login, user: 'root+ins-running0', command: 'hostname' }),
      [Symbol.asyncDispose]: () => keyplane[Symbol.asyncDispose](),
    }
  }

  test('is set back as a whole, or one account of it', async () => {
    await using keyplane = await start()
    const { world, mine, others, logIn } = keyplane
    const addresses = async () =>
      (await mine.DescribeInstances({})).InstanceSet?.map(({ InstanceId, PublicIpAddresses }) =>
        [InstanceId, PublicIpAddresses?.[0]].join(' '),
      ).toSorted()
    const first = await addresses()
    await mine.CreateKeyPair({ KeyName: 'mine', ProjectId: 0 })
    await others.CreateKeyPair({ KeyName: 'others', ProjectId: 0 })
    await mine.TerminateInstances({ InstanceIds: ['ins-running0'] })
    await expect.poll(async () => (await mine.DescribeInstances({})).TotalCount, { timeout: 20_000 }).toBe(3)

    await world.reset({ account: ACCOUNT })
    expect((await mine.DescribeKeyPairs({})).TotalCount).toBe(0)
    expect((await others.DescribeKeyPairs({})).TotalCount).toBe(1)
    expect(await logIn()).toMatchObject({ exitCode: 0 })

    await world.reset()
    expect((await others.DescribeKeyPairs({})).TotalCount).toBe(0)
    expect(await addresses()).toEqual(first)
    expect(await logIn()).toMatchObject({ exitCode: 0 })
    await mine.StopInstances({ InstanceIds: ['ins-running0'] })
    const state = async () =>
      (await mine.DescribeInstances({ InstanceIds: ['ins-running0'] })).InstanceSet?.[0]?.InstanceState
    await expect.poll(state, { timeout: 20_000 }).toBe('STOPPED')
  })

  test('cannot be kept, nor its time or operations held: others may share it', async () => {
    await using keyplane = await start()
    const { world } = keyplane
    const refused = (what: string) =>
      expect.objectContaining({
        ...{ name: 'WorldError', problem: 'unsupported' },
        message: `${what} the embedded database: others share the data in PostgreSQL`,
      }) as unknown
    await expect(world.saveSnapshot('one')).rejects.toEqual(refused('snapshots need'))
    await expect(world.loadSnapshot('one')).rejects.toEqual(refused('snapshots need'))
    expect(() => world.holdClock()).toThrow(refused('a clock that is held needs'))
    const key = { dialect: 'tencent-cvm', account: ACCOUNT, id: 'ins-running0' }
    await expect(world.hold(key)).rejects.toEqual(refused('an operation that is held needs'))
  })
})
