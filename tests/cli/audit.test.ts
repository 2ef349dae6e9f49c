import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { sql } from 'kysely'
import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { openSqlite } from '../../src/store/sqlite/sqlite-database.ts'
import { PATIENCE } from '../patience.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { runCli } from './run-cli.ts'

const TOKEN = 'the-administrators-token'
const ZH = { KEYPLANE_LANG: 'zh' }
const folder = mkdtempSync(join(tmpdir(), 'keyplane-cli-audit-'))
const start = () => startTestKeyplane({ adminToken: TOKEN, data: join(folder, 'data') })

let keyplane: TestKeyplane
let requestId = ''
let account = ''

const audit = (args: readonly string[], environment = {}) =>
  runCli(['audit', ...args, '--url', keyplane.api, '--token', TOKEN], environment)

beforeAll(async () => {
  keyplane = await start()
  const client = new cvm.v20170312.Client({
    credential: { secretId: 'AKaudit', secretKey: 'keyplane' },
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint: keyplane.endpoint, protocol: 'http://' } },
  })
  const { InstanceIdSet: instances = [] } = await client.RunInstances({
    ...{ Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-eb30mz89' },
    LoginSettings: { Password: 'Very-S3cret-password' },
  })
  await vi.waitFor(async () => {
    const { InstanceSet: [found] = [] } = await client.DescribeInstances({ InstanceIds: instances })
    expect(found?.InstanceState).toBe('RUNNING')
  }, PATIENCE)
  const { KeyPair } = await client.CreateKeyPair({ KeyName: 'audited', ProjectId: 0 })
  const bound = await client.AssociateInstancesKeyPairs({
    ...{ InstanceIds: instances, KeyIds: [KeyPair?.KeyId ?? ''], ForceStop: true },
  })
  requestId = bound.RequestId ?? ''
  await vi.waitFor(async () => {
    const trace = JSON.parse((await audit(['show', requestId, '--json'])).stdout) as {
      calls: readonly { account: string }[]
      machines: readonly object[]
    }
    expect(trace.machines).toHaveLength(1)
    account = trace.calls[0]?.account ?? ''
  }, PATIENCE)
}, 60_000)
afterAll(async () => {
  await keyplane[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

/** Times, ids, keys and hashes differ from run to run; the rest does not. */
function steady(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'REQUEST-ID')
    .replaceAll(/(ins|skey)-[0-9a-z]{8}/g, '$1-00000000')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, '2026-01-01 00:00:00')
    .replaceAll(/SHA256:[A-Za-z0-9+/]{43}/g, 'SHA256:FINGERPRINT')
    .replaceAll(/\d+:[\w-]{43}/g, 'NUMBER:HASH')
}

describe('keyplane audit list', () => {
  it('lists rows in both languages, and as JSON', async () => {
    const filters = ['--account', account, '--outcome', 'ok', '--action', 'AssociateInstancesKeyPairs']
    const english = await audit(['list', ...filters])
    await expect(steady(english.stdout)).toMatchFileSnapshot('snapshots/audit-list.en.txt')
    const chinese = await audit(['list', ...filters, '--limit', '5'], ZH)
    await expect(steady(chinese.stdout)).toMatchFileSnapshot('snapshots/audit-list.zh.txt')
    const json = JSON.parse((await audit(['list', '--json', ...filters])).stdout) as { items: object[] }
    expect(json.items).toMatchObject([{ machine: { step: 'applyAccess' } }, { user: 'root' }])
  })

  it('finds none of another user, subject or time', async () => {
    const none = { exitCode: 0, stdout: '{"items":[]}\n' }
    expect(await audit(['list', '--account', account, '--user', 'bob', '--json'])).toMatchObject(none)
    expect(await audit(['list', '--account', account, '--subject', 'ins-0', '--json'])).toMatchObject(none)
    expect(await audit(['list', '--account', account, '--until', '2020-01-01', '--json'])).toMatchObject(none)
    expect((await audit(['list', '--account', account, '--since', '2100-01-01'])).stdout).toContain(
      'keyplane calls',
    )
  })

  it('refuses a limit or a time that is none', async () => {
    expect(await audit(['list', '--limit', '0'])).toMatchObject({ exitCode: 2 })
    expect(await audit(['list', '--since', 'soon'], ZH)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--since 必须是时间'),
    })
  })
})

describe('keyplane audit show', () => {
  it('leads from a request to the keys that changed, in both languages', async () => {
    const english = await audit(['show', requestId])
    await expect(steady(english.stdout)).toMatchFileSnapshot('snapshots/audit-show.en.txt')
    const chinese = await audit(['show', requestId], ZH)
    await expect(steady(chinese.stdout)).toMatchFileSnapshot('snapshots/audit-show.zh.txt')
  })

  it('says which request is not known', async () => {
    expect(await audit(['show', 'none'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('"none"'),
    })
  })
})

describe('keyplane audit export', () => {
  it('prints a JSON document per row, oldest first', async () => {
    const { stdout, exitCode } = await audit([
      'export',
      '--account',
      account,
      '--user',
      'root',
      '--outcome',
      'ok',
    ])
    expect(exitCode).toBe(0)
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { action: string; at: string })
    expect(rows[0]?.action).toBe('RunInstances')
    expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).toSorted())
    const filters = [
      '--subject',
      'ins-0',
      '--action',
      'Run',
      '--since',
      '2020-01-01',
      '--until',
      '2020-01-02',
    ]
    expect(await audit(['export', ...filters])).toMatchObject({ exitCode: 0, stdout: '' })
  })
})

describe('keyplane audit verify', () => {
  it('finds whole chains, and ends with 1 after somebody changed the file', async () => {
    await vi.waitFor(async () => {
      const { stdout } = await audit(['verify', '--account', account, '--json'])
      expect(JSON.parse(stdout)).toMatchObject({ unsealed: 0 })
    }, PATIENCE)
    const whole = await audit(['verify'])
    expect(whole.exitCode).toBe(0)
    expect(whole.stdout).toContain('whole')
    expect((await audit(['verify'], ZH)).stdout).toContain('完整')
    const anchor = /\d+:[\w-]{43}/.exec(whole.stdout)?.[0] ?? ''
    expect(await audit(['verify', '--account', account, '--anchor', anchor])).toMatchObject({ exitCode: 0 })
    expect(await audit(['verify', '--anchor', anchor])).toMatchObject({ exitCode: 2 })

    await keyplane[Symbol.asyncDispose]()
    const db = openSqlite(join(folder, 'data'))
    await tamper(db)
    await db.destroy()
    keyplane = await start()
    const broken = await audit(['verify', '--account', account])
    expect(broken.exitCode).toBe(1)
    expect(broken.stdout).toContain('broken at 1: the row is not as it was sealed')
    expect((await audit(['verify'], ZH)).stdout).toContain('在 1 处损坏')
  })
})

async function tamper(db: ReturnType<typeof openSqlite>): Promise<void> {
  await sql`drop trigger audit_no_update`.execute(db)
  await db
    .updateTable('audit')
    .set({ user_name: 'somebody else' })
    .where('action', '=', 'RunInstances')
    .execute()
}
