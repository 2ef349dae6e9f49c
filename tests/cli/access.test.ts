import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createOwnApiClient } from '../../src/own-api/client.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { runCli } from './run-cli.ts'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts')
const TOKEN = 'token-of-the-access-tests'
const IDS = ['lhins-web00001', 'lhins-db000001']
const SEED = `
accounts:
  - { id: "1000000001", name: acme }
instances:
  - { dialect: tencent-lighthouse, account: acme, region: ap-guangzhou, id: ${IDS[0]}, name: web-1, os: linux, state: running, password: Old-pass-2026 }
  - { dialect: tencent-lighthouse, account: acme, region: ap-guangzhou, id: ${IDS[1]}, name: db-1, os: linux, state: running }
  - { dialect: alibaba-ecs, account: acme, region: cn-hangzhou, id: i-later0001, name: later, os: linux, state: running }
`

const folder = mkdtempSync(join(tmpdir(), 'keyplane-access-'))
const identity = join(folder, 'key.pem')
let server: TestKeyplane

beforeAll(async () => {
  server = await startTestKeyplane({ seed: SEED, adminToken: TOKEN })
  const client = createOwnApiClient({ url: server.api, token: TOKEN })
  for (const [dialect, region] of [
    ['tencent-lighthouse', 'ap-guangzhou'],
    ['alibaba-ecs', 'cn-hangzhou'],
  ] as const) {
    const name = 'team'
    const made = await client.keyPairs.create({ account: '1000000001', dialect, region, name })
    if (dialect === 'tencent-lighthouse') writeFileSync(identity, made.privateKey, { mode: 0o600 })
  }
}, 60_000)

afterAll(async () => {
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const reach = () => ({ KEYPLANE_URL: server.api, KEYPLANE_ADMIN_TOKEN: TOKEN })
const run = (args: readonly string[], language = 'en') =>
  runCli(args, { ...reach(), KEYPLANE_LANG: language })

/** With the system's ssh, so in a process of its own. */
const open = (...args: readonly string[]) =>
  execa(process.execPath, [MAIN, ...args], { env: reach(), reject: false, stdin: 'ignore' })

describe('keyplane bind and keyplane unbind at instances', () => {
  it('binds a key pair to several instances and tells each', async () => {
    const bound = await run(['bind', '--key', 'team', '--instances', IDS.join(), '--force'])
    expect(bound).toMatchObject({ exitCode: 0, stderr: '' })
    expect(bound.stdout.trim().split('\n').toSorted()).toEqual([
      expect.stringMatching(/^1\/2 {2}lhins-\S+ {2}\S+ {2}bound$/) as unknown,
      expect.stringMatching(/^2\/2 {2}lhins-\S+ {2}\S+ {2}bound$/) as unknown,
    ])
  })

  it('takes names and addresses of instances too', async () => {
    const { stdout } = await run(['instance', 'show', 'web-1', '--json'])
    const { address } = JSON.parse(stdout) as { address: string }
    for (const name of ['web-1', address, `tencent-lighthouse/1000000001/${IDS[0]}`, `web-1,${IDS[0]}`]) {
      const args = ['--key', 'team', '--instances', name, '--force', '--json']
      const { exitCode, stdout: told } = await run(['bind', ...args])
      expect({ exitCode, ...(JSON.parse(told) as object) }).toMatchObject({ exitCode: 0, id: IDS[0] })
    }
  })

  it('says in both languages what is in force from the next boot on only', async () => {
    const args = ['--key', 'team', '--instances', 'i-later0001', '--timeout', '20s']
    const bound = await run(['bind', ...args])
    expect(bound.stdout).toMatch(/^1\/1 {2}i-later0001 {2}\S+ {2}pending: in force from the next boot on\n$/)
    const { exitCode, stdout } = await run(['unbind', ...args, '--json'])
    expect({ exitCode, ...(JSON.parse(stdout) as object) }).toMatchObject({ exitCode: 0, id: 'i-later0001' })
    expect((await run(['bind', ...args, '--replace'], 'zh')).stdout).toContain('待生效')
    await run(['unbind', ...args])
  })

  it('binds for a time, and does not wait when it is not wanted', async () => {
    const args = ['--key', 'team', '--instances', IDS[1] ?? '']
    const bound = await run(['bind', ...args, '--for', '8h', '--no-wait'])
    expect(bound).toMatchObject({ exitCode: 0, stderr: '' })
    expect(bound.stdout).toMatch(/^1\/1 {2}lhins-db000001 {2}\S+ {2}(begun|bound|pending)/)
  })

  it.each([
    [['bind', '--key', 'team', '--instances', ','], 2, '--instances names no instance'],
    [['bind', '--key', 'team', '--instances', 'web-9'], 2, 'there is no instance "web-9"'],
    [['bind', '--key', 'team', '--instances', 'i-none'], 2, 'there is no instance "i-none"'],
    [['bind', '--key', 'team', '--instances', 'i-later0001', '--for', 'long'], 2, '--for must be a number'],
    [['bind', '--key', 'team', '--instances', 'i-later0001', '--timeout', '1w'], 2, '--timeout must be'],
    [['bind', '--instances', 'i-later0001'], 2, 'option --key <name> is required'],
  ])('%j ends with %i', async (args, exitCode, message) => {
    const refused = await run(args)
    expect(refused).toMatchObject({ exitCode, stdout: '' })
    expect(refused.stderr).toContain(`keyplane: ${message}`)
  })
})

describe('keyplane ssh', () => {
  it('opens a session by id, name or address, with the host key that the server knows', async () => {
    const { stdout } = await run(['ssh-config', '--json'])
    const { instances } = JSON.parse(stdout) as { instances: { names: string[]; host: string }[] }
    const { host = '' } = instances.find(({ names }) => names.includes('web-1')) ?? {}
    for (const name of [IDS[0] ?? '', 'web-1', host, `tencent-lighthouse/1000000001/${IDS[0]}`]) {
      const opened = await open('ssh', name, '--identity', identity, '--', 'echo', 'in')
      expect(opened).toMatchObject({ exitCode: 0, stdout: 'in' })
    }
  })

  it('ends as ssh ends: with the exit code of the command, or 255', async () => {
    expect(await open('ssh', 'web-1', '-i', identity, '--', 'exit 7')).toMatchObject({ exitCode: 7 })
    const refused = await open('ssh', 'web-1', '--user', 'nobody', '-i', identity, '--', 'true')
    expect(refused.exitCode).toBe(255)
    expect(refused.stderr).toContain('Permission denied')
  })

  it('says what is wrong before ssh starts', async () => {
    const none = await open('ssh', 'web-9')
    expect(none).toMatchObject({ exitCode: 2, stderr: 'keyplane: there is no instance "web-9"' })
    const { exitCode, stderr } = await runCli(['ssh', 'web-1'], { ...reach(), PATH: folder })
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: 'keyplane: there is no ssh in PATH; "keyplane doctor" says what to do\n',
    })
  })
})

describe('keyplane ssh-config', () => {
  it('prints entries and known_hosts lines that plain ssh opens sessions with', async () => {
    const knownHosts = join(folder, 'known_hosts')
    const config = join(folder, 'config')
    const entries = await run(['ssh-config', '--known-hosts-file', knownHosts, '--account', '1000000001'])
    writeFileSync(config, entries.stdout)
    writeFileSync(knownHosts, (await run(['ssh-config', '--known-hosts'])).stdout)
    for (const name of ['web-1', ...IDS]) {
      const login = await execa('ssh', ['-F', config, '-i', identity, '-o', 'BatchMode=yes', name, 'whoami'])
      expect(login.stdout).toMatch(/^\w+$/)
    }
    // Another host key in its place is refused.
    const foreign = (await run(['ssh-config', '--known-hosts'])).stdout.trim().split('\n').toReversed()
    const aliases = foreign.map((line) => line.split(' ')[0]).toReversed()
    const swapped = foreign.map((line, index) => line.replace(/^\S+/, aliases[index] ?? ''))
    writeFileSync(knownHosts, `${swapped.join('\n')}\n`)
    const args = ['-F', config, '-i', identity, '-o', 'BatchMode=yes', 'web-1', 'true']
    const refused = await execa('ssh', args, { reject: false })
    expect(refused.stderr).toContain('Host key verification failed')
  })

  it('teaches how to have an instance where there is none', async () => {
    expect((await run(['ssh-config', '--account', '2'])).stdout).toMatch(
      /^# No instance of this account to log in to/,
    )
    expect((await run(['ssh-config', '--account', '2'], 'zh')).stdout).toMatch(/^# 此账号没有可登录的实例/)
  })
})

describe('keyplane status', () => {
  it.each(['en', 'zh'])('tells counts and what is not in force yet: %s', async (language) => {
    await run(['bind', '--key', 'team', '--instances', 'i-later0001'])
    const { exitCode, stdout } = await run(['status'], language)
    expect(exitCode).toBe(0)
    await expect(stdout.replace(server.api, 'http://127.0.0.1:7420')).toMatchFileSnapshot(
      `snapshots/status.${language}.txt`,
    )
  })

  it('is a document for programs', async () => {
    expect(JSON.parse((await run(['status', '--json'])).stdout)).toMatchObject({
      url: server.api,
      isReady: true,
      mode: 'stand-in',
      counts: { accounts: 1, keyPairs: 2, instances: 3, hosts: 0 },
      pending: [{ instance: 'alibaba-ecs/1000000001/i-later0001', reason: 'nextBoot', message: '' }],
      failed: [],
    })
  })

  it('knows a strict server', async () => {
    await using strict = await startTestKeyplane({ mode: 'strict', adminToken: TOKEN })
    const { stdout } = await runCli(['status', '--url', strict.api, '--token', TOKEN])
    expect(stdout).toMatch(/^mode +strict$/m)
  })
})
