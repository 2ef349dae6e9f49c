import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { sql } from 'kysely'
import { generateSync } from 'otplib'
import ssh2 from 'ssh2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { signedCall } from '../../src/dialects/alibaba-ecs/test-support/signed-call.ts'
import { openPostgres } from '../../src/store/postgres/postgres-database.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../postgres-server.ts'
import { type ServerProcess, startServer } from '../server-process.ts'
import { CVM_SEED } from './clouds.ts'
import { apiOf, bindNewKey, expectLogin, untilDone } from './cvm-steps.ts'

const ID = 'ins-stopped0'
const RUNNING = 'ins-running0'
/** A worker that says nothing loses its job after ten seconds; that is looked for every five. */
const TAKEN_OVER_MS = 30_000
/** So long a first step waits: there is time to do something to the worker that has taken it. */
const SLOW = { 'transition-ms': '2000' }

type Role = 'all' | 'api' | 'worker'
type Flags = Readonly<Record<string, string>>

describe.skipIf(noPostgres !== undefined)('keyplane serve --role', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-roles-'))
  const seedFile = join(folder, 'seed.yaml')
  let postgres: PostgresServer
  beforeAll(async () => void (postgres = await startPostgres()), 120_000)
  afterAll(async () => {
    await postgres[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Processes of one database; each is stopped, also when the test fails. */
  async function openCluster({ seed = CVM_SEED } = {}) {
    writeFileSync(seedFile, seed)
    const url = await postgres.createDatabase()
    const db = await openPostgres(url)
    const running = new Set<ServerProcess>()
    return {
      url,
      async start(role: Role, more: Flags = {}, environment: Flags = {}): Promise<ServerProcess> {
        const data = join(folder, 'data')
        const named = { listen: '127.0.0.1:0', data, seed: seedFile, 'database-url': url, role }
        const ssh = role === 'api' ? {} : { 'ssh-listen': '0.0.0.0:0' }
        const flags = { ...named, ...ssh, 'transition-ms': '20', ...more }
        const server = await startServer(
          Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]),
          { ...process.env, ...environment },
        )
        running.add(server)
        return server
      },
      /** Until a worker has taken what there is to do. */
      async untilTaken() {
        const active = sql<{ count: number }>`select count(*) from keyplane_jobs.job where state = 'active'`
        await expect.poll(async () => (await active.execute(db)).rows[0]?.count).toBe(1)
      },
      async bootsOf(instanceId: string) {
        const machines = db
          .selectFrom('machines')
          .select('record')
          .where('instance_id', 'like', `%${instanceId}`)
        const { record } = await machines.executeTakeFirstOrThrow()
        return (JSON.parse(record) as { boots: number }).boots
      },
      async [Symbol.asyncDispose]() {
        await db.destroy()
        for (const server of running) {
          server.process.kill('SIGCONT')
          await server.stop('SIGKILL')
        }
      },
    }
  }

  it('lets one process answer calls and another carry them out', async () => {
    await using cluster = await openCluster()
    const api = await cluster.start('api')
    const worker = await cluster.start('worker')
    expect(api.readyLine).toContain('ssh=off')
    const privateKey = await bindNewKey(api, ID)
    await expectLogin(api, { id: ID, privateKey, at: worker })
    // A worker only says how it is.
    expect((await fetch(`${worker.api}/readyz`)).status).toBe(200)
    expect((await fetch(`${worker.api}/?Action=DescribeKeyPairs`)).status).toBe(404)
    expect((await fetch(`${worker.api}/keyplane/v1/hosts`)).status).toBe(404)
    expect(await worker.stop()).toBe(0)
    expect(await api.stop()).toBe(0)
    expect(`${api.log()}${worker.log()}`).toBe('')
  })

  it('gives the work of a killed worker to another one, within half a minute', async () => {
    await using cluster = await openCluster()
    const api = await cluster.start('api', SLOW)
    const first = await cluster.start('worker')
    await apiOf(api).RebootInstances({ InstanceIds: [RUNNING] })
    await cluster.untilTaken()
    await first.stop('SIGKILL')
    await cluster.start('worker')
    await untilDone(api, RUNNING, 'RUNNING', TAKEN_OVER_MS)
    expect(await cluster.bootsOf(RUNNING)).toBe(2)
  })

  it('gives the work of a worker that is told to end to another one at once', async () => {
    await using cluster = await openCluster()
    const api = await cluster.start('api', SLOW)
    const first = await cluster.start('worker')
    const second = await cluster.start('worker')
    second.process.kill('SIGSTOP')
    await apiOf(api).RebootInstances({ InstanceIds: [RUNNING] })
    await cluster.untilTaken()
    expect(await first.stop()).toBe(0)
    const endedAtMs = Date.now()
    second.process.kill('SIGCONT')
    await untilDone(api, RUNNING, 'RUNNING', TAKEN_OVER_MS)
    expect(Date.now() - endedAtMs).toBeLessThan(8_000)
    expect(first.log()).toBe('')
  })

  it('takes the work from a worker that hangs; what that one does later harms nothing', async () => {
    await using cluster = await openCluster()
    const api = await cluster.start('api', SLOW)
    const first = await cluster.start('worker')
    await apiOf(api).RebootInstances({ InstanceIds: [RUNNING] })
    await cluster.untilTaken()
    first.process.kill('SIGSTOP')
    const second = await cluster.start('worker')
    await untilDone(api, RUNNING, 'RUNNING', TAKEN_OVER_MS)
    first.process.kill('SIGCONT')
    await expect.poll(async () => (await fetch(`${first.api}/readyz`)).status).toBe(200)
    // Whichever of the two takes it.
    await apiOf(api).StopInstances({ InstanceIds: [RUNNING] })
    await untilDone(api, RUNNING, 'STOPPED')
    expect(await cluster.bootsOf(RUNNING)).toBe(2)
    expect(await first.stop()).toBe(0)
    expect(await second.stop()).toBe(0)
  })

  it('starts many processes at once on an empty database', async () => {
    await using cluster = await openCluster()
    const roles = ['api', 'worker', 'all'] as const
    const [api] = await Promise.all(roles.map((role) => cluster.start(role)))
    if (!api) throw new Error('three were started')
    const { TotalCount } = await apiOf(api).DescribeInstances({})
    expect(TotalCount).toBe(2)
    await bindNewKey(api, ID)
  })

  it('counts rates and refuses replays across processes', async () => {
    await using cluster = await openCluster()
    const [one, two] = [
      await cluster.start('all', { rates: '2' }),
      await cluster.start('all', { rates: '2' }),
    ]
    const call = { nonce: 'once', accessKeyId: 'AKIDacmeroot', secret: 'acme-root-secret' }
    const region = { RegionId: 'cn-hangzhou' }
    expect((await signedCall(new URL(one.api).host, 'DescribeKeyPairs', region, call)).status).toBe(200)
    const replay = await signedCall(new URL(two.api).host, 'DescribeKeyPairs', region, call)
    expect(replay.body).toMatchObject({ Code: 'SignatureNonceUsed' })
    // Two of a second pass, whoever is asked.
    const asked = [one, two, one, two, one, two].map((server) => apiOf(server).DescribeKeyPairs({}))
    const outcomes = await Promise.allSettled(asked)
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
    expect(refused.length).toBeGreaterThan(0)
    const code = 'RequestLimitExceeded'
    expect(refused).toMatchObject(refused.map(() => ({ code })))
  })

  it('ends the sessions of a machine that goes down, at whichever process they are', async () => {
    await using cluster = await openCluster()
    const servers = [await cluster.start('all'), await cluster.start('all')]
    const [one] = servers
    if (!one) throw new Error('two were started')
    const privateKey = await bindNewKey(one, ID)
    const { InstanceSet } = await apiOf(one).DescribeInstances({ InstanceIds: [ID] })
    const host = InstanceSet?.[0]?.PublicIpAddresses?.[0] ?? ''
    const sessions = servers.map(({ sshPort: port }) => {
      const client = new ssh2.Client()
      const [opened, closed] = [once(client, 'ready'), once(client, 'close')]
      client.connect({ host, port, username: 'root', privateKey })
      return { opened, closed }
    })
    await Promise.all(sessions.map(({ opened }) => opened))
    await apiOf(one).StopInstances({ InstanceIds: [ID] })
    expect(await Promise.all(sessions.map(({ closed }) => closed))).toHaveLength(2)
  })

  it('lets who is verified by one process call another at once', async () => {
    await using cluster = await openCluster({ seed: MFA_SEED })
    const environment = { KEYPLANE_ADMIN_TOKEN: 'a-token-of-a-test', KEYPLANE_MODE: 'strict' }
    const servers = [await cluster.start('api', {}, environment), await cluster.start('api', {}, environment)]
    await cluster.start('worker')
    const [one, two] = servers
    if (!one || !two) throw new Error('two were started')
    const bind = () => apiOf(two).AssociateInstancesKeyPairs({ InstanceIds: [ID], KeyIds: ['skey-0000team'] })
    await expect(bind()).rejects.toMatchObject({ code: 'UnauthorizedOperation.MFANotFound' })
    const ask = async (path: string, body?: object) => {
      const response = await fetch(`${one.api}/keyplane/v1/accounts/1000000001/users/alice/mfa${path}`, {
        method: 'POST',
        headers: { authorization: 'Bearer a-token-of-a-test' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      return (await response.json()) as { secret?: string }
    }
    const { secret = '' } = await ask('')
    await ask('/verify', { code: generateSync({ secret }) })
    // Sooner than what the other process remembers gets old.
    await expect.poll(async () => bind().then(() => 'bound', String), { timeout: 4_000 }).toBe('bound')
  })

  it('says that it ends before it ends, and where it cannot be', async () => {
    await using cluster = await openCluster()
    const api = await cluster.start('api', { 'drain-seconds': '2' })
    const ended = api.stop()
    await expect.poll(async () => (await fetch(`${api.api}/readyz`)).status).toBe(503)
    expect((await apiOf(api).DescribeKeyPairs({})).TotalCount).toBe(0)
    expect(await ended).toBe(0)
    const main = join(import.meta.dirname, '..', '..', 'src', 'main.ts')
    const alone = spawnSync(process.execPath, [main, 'serve', '--role', 'api', '--data', 'memory'])
    expect(alone.status).toBe(2)
    expect(alone.stderr.toString()).toContain('needs --database-url')
  })
})

const MFA_SEED = `
accounts:
  - id: "1000000001"
    name: acme
    requireMfa: [AssociateInstancesKeyPairs]
    users:
      - name: alice
        accessKeys: [{ id: AKIDacmeroot, secret: acme-root-secret }]
        policies:
          - dialect: tencent-cvm
            document: { version: "2.0", statement: [{ effect: allow, action: "cvm:*", resource: "*" }] }
keyPairs:
  - dialect: tencent-cvm
    account: acme
    region: ap-guangzhou
    id: skey-0000team
    name: team
    publicKey: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f
instances:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-stopped0, state: stopped }
`
