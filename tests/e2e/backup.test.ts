import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { noPostgres, type PostgresServer, startPostgres } from '../postgres-server.ts'
import { type ServerProcess, startServer } from '../server-process.ts'
import { sshKey } from '../ssh-client.ts'
import { CVM_SEED, cvmClient } from './clouds.ts'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts')
const IDS = ['ins-stopped0', 'ins-running0']

/** Where a server has its data. */
interface Place {
  readonly data: string
  readonly databaseUrl: string | undefined
}

describe.skipIf(noPostgres !== undefined)('keyplane backup and keyplane restore', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-backups-'))
  const seed = join(folder, 'seed.yaml')
  writeFileSync(seed, CVM_SEED)
  let postgres: PostgresServer
  beforeAll(async () => void (postgres = await startPostgres()), 120_000)
  afterAll(async () => {
    await postgres[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  const cases = [
    ['SQLite', 'SQLite'],
    ['PostgreSQL', 'PostgreSQL'],
    ['SQLite', 'PostgreSQL'],
  ] as const
  it.each(cases)(
    'make a copy of a running server that answers the same: %s to %s',
    async (from, to) => {
      const own = mkdtempSync(join(folder, 'case-'))
      const urlOf = async (engine: string) => (engine === 'SQLite' ? undefined : postgres.createDatabase())
      const source = { data: join(own, 'source'), databaseUrl: await urlOf(from) }
      const target = { data: join(own, 'target'), databaseUrl: await urlOf(to) }
      const file = join(own, 'backup.gz')

      const first = await startServer([...serving(source), '--seed', seed])
      let privateKey: string
      let answers: unknown
      try {
        privateKey = await bindNewKey(first)
        answers = await describeAll(first)
        const { exitCode, stdout } = await run('backup', [file, ...naming(source)])
        expect({ exitCode, stdout }).toEqual({
          exitCode: 0,
          stdout: expect.stringMatching(
            /^\S+: \d+ rows of \d+ tables\.\nThe master key is not in it: keep /,
          ) as unknown,
        })
        expect(await describeAll(first)).toEqual(answers)
        await expectNothingOpen(file, source.data, [privateKey, 'acme-root-secret', 'S3cret-pw!'])
        expect(await run('backup', [file, ...naming(source)])).toMatchObject(
          refusedWith('is there already; --force'),
        )
      } finally {
        expect(await first.stop()).toBe(0)
      }

      expect(await run('restore', [file, ...naming(target)])).toMatchObject(
        refusedWith('master key is needed'),
      )
      mkdirSync(target.data, { mode: 0o700 })
      copyFileSync(join(source.data, 'master.key'), join(target.data, 'master.key'))
      const otherKey = { KEYPLANE_MASTER_KEY: '0'.repeat(64) }
      const wrong = await run('restore', [file, ...naming(target)], otherKey)
      expect(wrong).toMatchObject(refusedWith('the backup was made with another master key'))
      expect(await run('restore', [file, ...naming(target)])).toMatchObject({
        exitCode: 0,
        stdout: expect.stringMatching(/^Restored \d+ rows of \d+ tables, as they were at 20/) as unknown,
      })
      expect(await run('restore', [file, ...naming(target)])).toMatchObject(
        refusedWith('--replace takes them all away'),
      )

      const second = await startServer(serving(target))
      try {
        expect(await describeAll(second)).toEqual(answers)
        await expectLogin(second, privateKey)
        // It goes on from there.
        await apiOf(second).CreateKeyPair({ KeyName: 'later', ProjectId: 0 })
        expect((await apiOf(second).DescribeKeyPairs({})).TotalCount).toBe(2)
      } finally {
        expect(await second.stop()).toBe(0)
      }
    },
    180_000,
  )

  it('leave alone what a server works on', async () => {
    const place = { data: mkdtempSync(join(folder, 'used-')), databaseUrl: undefined }
    const server = await startServer(serving(place))
    try {
      const file = join(place.data, 'backup.gz')
      expect(await run('backup', [file, ...naming(place)])).toMatchObject({ exitCode: 0 })
      const words = 'a server uses it; stop it first'
      expect(await run('restore', [file, '--replace', ...naming(place)])).toMatchObject(refusedWith(words))
      expect((await fetch(`${server.api}/readyz`)).status).toBe(200)
    } finally {
      expect(await server.stop()).toBe(0)
    }
  })

  it('say what a file is not, in one line', async () => {
    const file = join(folder, 'not-a-backup')
    writeFileSync(file, 'something else')
    const place = { data: join(folder, 'unused'), databaseUrl: undefined }
    const refused = await run('restore', [file, ...naming(place)])
    expect(refused).toMatchObject(refusedWith('it is damaged, or no backup of Keyplane'))
    expect(refused.stderr.split('\n')).toHaveLength(1)
    expect(await run('backup', [])).toMatchObject({ exitCode: 2 })
  })
})

/** Only seeded access keys are answered. */
function serving(place: Place): readonly string[] {
  const fixed = { listen: '127.0.0.1:0', 'ssh-listen': '0.0.0.0:0', mode: 'strict', 'transition-ms': '20' }
  return [...Object.entries(fixed).flatMap(([name, value]) => [`--${name}`, value]), ...naming(place)]
}

function naming({ data, databaseUrl }: Place): readonly string[] {
  return ['--data', data, ...(databaseUrl === undefined ? [] : ['--database-url', databaseUrl])]
}

/** Runs a command of the program to its end. */
async function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [MAIN, command, ...args], {
    cwd: tmpdir(),
    reject: false,
    env,
  })
  return { exitCode, stdout, stderr }
}

function refusedWith(words: string) {
  return { exitCode: 2, stdout: '', stderr: expect.stringContaining(words) as unknown }
}

/** Nothing that opens something stands in the backup as it is. */
async function expectNothingOpen(file: string, data: string, secrets: readonly string[]): Promise<void> {
  const text = gunzipSync(readFileSync(file)).toString()
  expect(text).toContain('AKIDacmeroot')
  expect(text).not.toContain('PRIVATE KEY')
  const files = ['master.key', 'admin.token'].map((name) => readFileSync(join(data, name), 'utf8').trim())
  for (const secret of [...secrets, ...files]) {
    expect(secret.length).toBeGreaterThan(5)
    for (const form of [
      secret,
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64'),
    ]) {
      expect(text.includes(form)).toBe(false)
    }
  }
}

const apiOf = (server: ServerProcess) => cvmClient(new URL(server.api).host)

/** What callers see, without the ids of their own calls. */
async function describeAll(server: ServerProcess): Promise<unknown> {
  const api = apiOf(server)
  const answers = [
    await api.DescribeInstances({}),
    await api.DescribeInstancesStatus({}),
    await api.DescribeKeyPairs({}),
  ]
  return answers.map((answer) => ({ ...answer, RequestId: '' }))
}

/** Binds a new pair to the stopped instance and starts it; resolves to the private key. */
async function bindNewKey(server: ServerProcess): Promise<string> {
  const api = apiOf(server)
  const { KeyPair } = await api.CreateKeyPair({ KeyName: 'mine', ProjectId: 0 })
  const [id = ''] = IDS
  await api.AssociateInstancesKeyPairs({ InstanceIds: [id], KeyIds: [KeyPair?.KeyId ?? ''] })
  await untilDone(server, 'STOPPED')
  await api.StartInstances({ InstanceIds: [id] })
  await untilDone(server, 'RUNNING')
  await expectLogin(server, KeyPair?.PrivateKey ?? '')
  return KeyPair?.PrivateKey ?? ''
}

async function findInstance(server: ServerProcess) {
  return (await apiOf(server).DescribeInstances({ InstanceIds: IDS.slice(0, 1) })).InstanceSet?.[0]
}

async function untilDone(server: ServerProcess, InstanceState: string): Promise<void> {
  await expect
    .poll(() => findInstance(server), { timeout: 20_000, interval: 20 })
    .toMatchObject({ InstanceState, LatestOperationState: 'SUCCESS' })
}

async function expectLogin(server: ServerProcess, privateKey: string): Promise<void> {
  const host = (await findInstance(server))?.PublicIpAddresses?.[0] ?? ''
  const target = { host, port: server.sshPort, user: 'root', command: 'echo in' }
  expect(await sshKey({ ...target, privateKey })).toMatchObject({ exitCode: 0, stdout: 'in\n' })
}
