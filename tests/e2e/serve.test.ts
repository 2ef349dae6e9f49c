import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import { type ServerProcess, startServer } from '../server-process.ts'
import { sshKey } from '../ssh-client.ts'
import { CVM_SEED, cvmClient } from './clouds.ts'

const folder = mkdtempSync(join(tmpdir(), 'keyplane-serve-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const seed = join(folder, 'seed.yaml')
writeFileSync(seed, CVM_SEED)

function flags(data: string, extra: Record<string, string> = {}): readonly string[] {
  const all = { listen: '127.0.0.1:0', 'ssh-listen': '0.0.0.0:0', data, 'transition-ms': '20', ...extra }
  return Object.entries(all).flatMap(([name, value]) => [`--${name}`, value])
}

/** Runs `keyplane serve` to its end. */
function serveToEnd(args: readonly string[], environment: Record<string, string> = {}) {
  const main = join(import.meta.dirname, '..', '..', 'src', 'main.ts')
  const env = { ...process.env, ...environment }
  return spawnSync(process.execPath, [main, 'serve', ...args], {
    encoding: 'utf8',
    env,
    timeout: 30_000,
    cwd: folder,
  })
}

const endpointOf = (server: ServerProcess) => new URL(server.api).host

const BAD_POLICY = `
accounts:
  - id: "1"
    name: acme
    users: [{ name: alice, policies: [{ dialect: tencent-cvm, document: { version: "2.0", statement: [{ effect: maybe, action: "*", resource: "*" }] } }] }]
`

/** Says at the end which modules were loaded. */
const TELL_MODULES = `
import { registerHooks } from 'node:module'
const modules = []
registerHooks({ load: (url, context, next) => { modules.push(url); return next(url, context) } })
process.on('exit', () => console.error('modules ' + modules.join(' ')))
`

/** Each takes memory of a server that never uses it, and time of its start. */
const NOT_AT_START = [
  'ssh2',
  'yaml',
  'pg',
  'pg-boss',
  'just-bash',
  'prom-client',
  'otplib',
  'listr2',
  '@orpc/server',
]

describe('keyplane serve', () => {
  it('loads at its start no library that only some use', async () => {
    const hook = join(folder, 'tell-modules.mjs')
    writeFileSync(hook, TELL_MODULES)
    const server = await startServer(flags('memory'), { ...process.env, NODE_OPTIONS: `--import=${hook}` })
    expect(await server.stop()).toBe(0)
    const modules =
      server
        .log()
        .split('\n')
        .find((line) => line.startsWith('modules ')) ?? ''
    expect(modules).toContain('/node_modules/fastify/')
    expect(NOT_AT_START.filter((name) => modules.includes(`/node_modules/${name}/`))).toEqual([])
  })

  it('prints one ready line when /readyz is 200, and ends with 0 on SIGTERM', async () => {
    const server = await startServer(flags('memory'))
    expect(server.readyLine).toMatch(
      /^keyplane ready api=http:\/\/127\.0\.0\.1:\d+ ssh=\d+\.\d+\.\d+\.\d+:\d+$/,
    )
    expect((await fetch(`${server.api}/readyz`)).status).toBe(200)
    expect(await (await fetch(`${server.api}/metrics`)).text()).toContain('keyplane_calls_total')
    expect(await server.stop()).toBe(0)
  })

  it('answers the calls in flight before it ends', async () => {
    const server = await startServer(flags('memory'))
    const api = cvmClient(endpointOf(server), 'AKIDany', 'keyplane')
    // Generating a key pair takes a while: the calls are still running when the signal comes.
    const calls = Array.from({ length: 4 }, (_, index) =>
      api.CreateKeyPair({ KeyName: `k${index}`, ProjectId: 0 }),
    )
    await Promise.race(calls)
    const ended = server.stop()
    const answers = await Promise.all(calls)
    expect(answers.map(({ KeyPair }) => KeyPair?.KeyName)).toEqual(['k0', 'k1', 'k2', 'k3'])
    expect(await ended).toBe(0)
  })

  it.each([
    [['--mode', 'loose'], '--mode'],
    [['--seed', 'none.yaml'], 'none.yaml'],
    [['--database-url', 'mysql://x'], '--database-url'],
    [['--database-url', 'postgres://u:hidden@127.0.0.1:1/x'], 'database at 127.0.0.1:1/x'],
    [['--role', 'api'], '--role'],
    [['--unknown-flag', 'x'], '--unknown-flag'],
    [['--tls-cert', 'none.pem', '--tls-key', 'none.pem'], '--tls-cert'],
  ])('ends with 2 and one clear line for %j', (args, words) => {
    const { status, stdout, stderr } = serveToEnd([...flags('memory'), ...args])
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain(words)
  })

  it('ends with 2 when the port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const address = taken.address()
    const port = typeof address === 'object' && address ? address.port : 0
    for (const flag of ['listen', 'ssh-listen']) {
      const { status, stderr } = serveToEnd(flags('memory', { [flag]: `127.0.0.1:${port}` }))
      expect(status, flag).toBe(2)
      expect(stderr).toContain(`127.0.0.1:${port}`)
    }
    taken.close()
  })

  it.each(['GET / HTTP/1.1\r\nHost: x\r\n', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc'])(
    'ends although a request has only half arrived: %j',
    async (half) => {
      const server = await startServer(flags('memory'))
      const socket = connect(Number(new URL(server.api).port), '127.0.0.1')
      socket.on('error', () => {})
      await new Promise<void>((resolve) => socket.write(half, () => resolve()))
      expect(await server.stop()).toBe(0)
      socket.destroy()
    },
  )

  it('ends with 2 and one line for data, keys and files that cannot be used', async () => {
    const file = join(folder, 'a-file')
    writeFileSync(file, 'neither a directory nor a certificate')
    const data = join(folder, 'other-key')
    expect(await (await startServer(flags(data))).stop()).toBe(0)
    const attempts = [
      [flags(file), {}, file],
      [[...flags('memory'), '--tls-cert', file, '--tls-key', file], {}, '--tls-cert'],
      [flags(data), { KEYPLANE_MASTER_KEY: 'ab'.repeat(32) }, 'another master key'],
      [flags('memory', { 'transition-ms': '' }), {}, '--transition-ms'],
    ] as const
    for (const [args, environment, words] of attempts) {
      const { status, stderr } = serveToEnd(args, environment)
      expect(status, words).toBe(2)
      expect(stderr.trim().split('\n'), words).toHaveLength(1)
      expect(stderr).toContain(words)
    }
  })

  it('ends with 2 and says what is in the way of the data folder, in both languages', () => {
    const file = join(folder, 'no-folder')
    writeFileSync(file, '')
    const dangling = join(folder, 'dangling')
    symlinkSync(join(folder, 'nowhere'), dangling)
    for (const data of [file, join(file, 'below'), dangling]) {
      const { status, stderr } = serveToEnd(flags(data))
      expect(status, data).toBe(2)
      expect(stderr).toBe(`keyplane: the data folder ${data} cannot be used: something there is no folder\n`)
      const inChinese = serveToEnd(flags(data), { LANG: 'zh_CN.UTF-8' })
      expect(inChinese.stderr).toBe(`keyplane: 数据目录 ${data} 无法使用：该路径上有不是目录的文件或链接\n`)
    }
  })

  it('ends with 2 when another process has the data', async () => {
    const data = join(folder, 'shared')
    const server = await startServer(flags(data))
    const { status, stderr } = serveToEnd(flags(data))
    expect(status).toBe(2)
    expect(stderr).toBe(`keyplane: the data in ${data} cannot be opened: a server uses it; stop it first\n`)
    const inChinese = serveToEnd(flags(data), { KEYPLANE_LANG: 'zh' })
    expect(inChinese.stderr).toBe(
      `keyplane: 无法打开 ${data} 中的数据：有服务器正在使用它；请先停止该服务器\n`,
    )
    expect(await server.stop()).toBe(0)
  })

  it('ends with 2 and the place of the mistake for a bad seed file', () => {
    const mistakes = [
      ['accounts: [{ id: abc, name: x }]', 'accounts.0.id'],
      ['accounts: [{ id: "1", name: x, colour: red }]', 'accounts.0'],
      [CVM_SEED.replace('region: ap-guangzhou', 'region: ap-nowhere'), 'known are: '],
      [CVM_SEED.replace('ins-running0', 'ins-1122'), 'ins-1122'],
      [CVM_SEED.replace('account: acme', 'account: nobody'), 'account "nobody" is not known'],
      [CVM_SEED.replace('ins-stopped0', 'ins-running0'), 'instances.1.id'],
      [BAD_POLICY, 'accounts.0.users.0.policies.0.document.statement.0.effect: '],
      ['accounts: [', 'seed'],
    ] as const
    for (const [text, words] of mistakes) {
      const file = join(folder, 'bad-seed.yaml')
      writeFileSync(file, text)
      const { status, stderr } = serveToEnd([...flags('memory'), '--seed', file])
      expect(status, text).toBe(2)
      expect(stderr, text).toContain(words)
    }
  })

  it('knows only seeded access keys in strict mode', async () => {
    const server = await startServer(flags('memory', { mode: 'strict', seed }))
    try {
      const stranger = cvmClient(endpointOf(server), 'AKIDany', 'keyplane')
      await expect(stranger.DescribeRegions()).rejects.toMatchObject({
        code: 'AuthFailure.SecretIdNotFound',
      })
      expect((await cvmClient(endpointOf(server)).DescribeInstances({})).TotalCount).toBe(2)
    } finally {
      await server.stop()
    }
  })
})

describe('a restart', () => {
  it('finds key pairs, instances, bindings, machines and host keys as they were', async () => {
    const data = join(folder, 'restart')
    let server = await startServer(flags(data, { seed }))
    let api = cvmClient(endpointOf(server))
    const { KeyPair } = await api.CreateKeyPair({ KeyName: 'kept', ProjectId: 0 })
    const keyId = KeyPair?.KeyId ?? ''
    await api.AssociateInstancesKeyPairs({ InstanceIds: ['ins-running0'], KeyIds: [keyId], ForceStop: true })
    await expect
      .poll(async () => (await api.DescribeInstances({ InstanceIds: ['ins-running0'] })).InstanceSet?.[0], {
        timeout: 10_000,
      })
      .toMatchObject({ InstanceState: 'RUNNING', LatestOperationState: 'SUCCESS' })
    const before = await api.DescribeInstances({})
    const login = async (command: string) =>
      sshKey({
        host: '127.0.0.1',
        port: server.sshPort,
        user: `${before.InstanceSet?.[0]?.DefaultLoginUser}+ins-running0`,
        privateKey: KeyPair?.PrivateKey ?? '',
        command,
      })
    expect(await login('echo kept > ~/note')).toMatchObject({ exitCode: 0 })
    expect(await server.stop()).toBe(0)

    server = await startServer(flags(data, { seed }))
    try {
      api = cvmClient(endpointOf(server))
      const after = await api.DescribeInstances({})
      expect(after.InstanceSet).toEqual(before.InstanceSet)
      expect(await login('cat ~/note')).toMatchObject({ exitCode: 0, stdout: 'kept\n' })
    } finally {
      await server.stop()
    }
  })
})
