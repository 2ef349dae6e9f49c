import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { newKey } from '../real-hosts/new-key.ts'
import { noRealHosts, type RealHost, startRealHost } from '../real-sshd.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts')
const TOKEN = 'a-token-of-a-test'
const PATIENCE = { timeout: 60_000, interval: 100 }
const KEY_FOLDER = '/root/.ssh'
const folder = mkdtempSync(join(tmpdir(), 'keyplane-many-hosts-'))
const identity = keyPair('admin')
const demo = keyPair('demo')
const other = keyPair('other')

const SEED = `
accounts: [{ id: '1000000001', name: acme, users: [{ name: root }] }]
keyPairs:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, name: demo, publicKey: '${demo.publicKey}' }
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, name: other, publicKey: '${other.publicKey}' }
`

function keyPair(name: string) {
  const { privateKey, publicKey } = newKey()
  const file = join(folder, name)
  writeFileSync(file, privateKey, { mode: 0o600 })
  return { file, publicKey }
}

function environmentOf({ api }: TestKeyplane) {
  return { KEYPLANE_URL: api, KEYPLANE_ADMIN_TOKEN: TOKEN }
}

async function run(server: TestKeyplane, ...args: readonly string[]) {
  const { exitCode, stdout, stderr } = await execa('node', [MAIN, ...args], {
    ...{ env: environmentOf(server), reject: false, cwd: folder },
  })
  return { exitCode, stderr, lines: stdout.split('\n').filter((line) => line !== '') }
}

interface Enrolled {
  readonly host: RealHost
  readonly id: string
  readonly name: string
}

describe.skipIf(noRealHosts)(`twelve real hosts, one dead, one read-only ${noRealHosts ?? ''}`, () => {
  const hosts: Enrolled[] = []
  let server: TestKeyplane
  let dead: Enrolled
  let readOnly: Enrolled
  let alive: readonly Enrolled[]

  beforeAll(async () => {
    server = await startTestKeyplane({ seed: SEED, adminToken: TOKEN })
    for (let number = 1; number <= 12; number += 1) {
      const host = await startRealHost({
        users: [{ name: 'root', authorizedKeys: `${identity.publicKey}\n` }],
      })
      hosts.push(await enrol(server, host, `web-${number}`))
    }
    const [first, second, ...others] = hosts
    if (!first || !second) throw new Error('there are twelve hosts')
    ;[dead, readOnly, alive] = [first, second, others]
    // No session lives on through a reboot.
    await dead.host.reboot()
    await dead.host.stopServer()
    const remount = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"'
    expect((await readOnly.host.run(remount, { args: [KEY_FOLDER] })).exitCode).toBe(0)
  }, 600_000)
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    for (const { host } of hosts) await host[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  it('are each told for themselves, the two that fail with the reason', async () => {
    const names = hosts.map(({ name, id, host: { address, port } }, index) =>
      [name, id, `${address}:${port}`].at(index % 3),
    )
    const bound = await run(server, 'bind', '--key', 'demo', '--hosts', names.join())
    expect(bound).toMatchObject({ exitCode: 1, stderr: '' })
    expect(bound.lines.map((line) => line.slice(0, 5))).toEqual(
      hosts.map((_, index) => `${String(index + 1).padStart(2)}/12`),
    )
    expect(endOf(bound.lines, dead)).toMatch(/failed: 127\.0\.0\.1:\d+ cannot be reached: /)
    expect(endOf(bound.lines, readOnly)).toMatch(
      /failed: .*(\/root\/\.ssh cannot be written to|Read-only file system)/,
    )
    for (const one of alive) expect(endOf(bound.lines, one)).toBe('bound')
    for (const { host } of alive) expect(await letsIn(host, demo.file)).toBe(true)
    expect(await letsIn(readOnly.host, demo.file)).toBe(false)
  })

  it('are checked all at once: a document each', async () => {
    const checked = await run(server, 'host', 'check', '--all', '--json')
    expect(checked).toMatchObject({ exitCode: 1, stderr: '' })
    expect(statesOf(checked.lines)).toEqual(
      new Map(hosts.map((one) => [one.id, one === dead ? 'unreachable' : 'in-sync'])),
    )
    // Nothing is bound where it failed, and nothing of it is there: that is no difference.
    const some = alive.map(({ name }) => name)
    expect(await run(server, 'host', 'check', ...some)).toMatchObject({ exitCode: 0, stderr: '' })
  })

  it('have a key beside the others, or in their place, and it is taken away again', async () => {
    const [one, two] = alive
    if (!one || !two) throw new Error('there are ten that answer')
    const both = ['--hosts', `${one.name},${two.name}`]
    const beside = await run(server, 'bind', '--key', 'other', '--hosts', one.id, '--json')
    expect(beside).toMatchObject({ exitCode: 0, stderr: '' })
    expect(beside.lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { id: one.id, address: '127.0.0.1', outcome: 'bound', message: '' },
    ])
    expect([await letsIn(one.host, demo.file), await letsIn(one.host, other.file)]).toEqual([true, true])

    expect(await run(server, 'bind', '--key', 'other', '--replace', ...both)).toMatchObject({ exitCode: 0 })
    for (const { host } of [one, two]) {
      expect([await letsIn(host, demo.file), await letsIn(host, other.file)]).toEqual([false, true])
    }

    const unbound = await run(server, 'unbind', '--key', 'other', ...both)
    expect(unbound).toMatchObject({ exitCode: 0, stderr: '' })
    expect([endOf(unbound.lines, one), endOf(unbound.lines, two)]).toEqual(['unbound', 'unbound'])
    expect(await letsIn(one.host, other.file)).toBe(false)
    // Asked again after a failure elsewhere, what is done is done.
    expect(await run(server, 'unbind', '--key', 'other', ...both)).toMatchObject({ exitCode: 0 })
  })

  it('are taken a key from, all of them but the two', async () => {
    const unbound = await run(server, 'unbind', '--key', 'demo', '--all-hosts', '--json')
    const outcomes = unbound.lines.map((line) => JSON.parse(line) as { id: string; outcome: string })
    // On the read-only host and the dead one the key is not bound: there is nothing to do.
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['unbound']))
    expect(outcomes.map(({ id }) => id).sort()).toEqual(hosts.map(({ id }) => id).sort())
    for (const { host } of alive) expect(await letsIn(host, demo.file)).toBe(false)
  })

  it('go on in the server when the command is interrupted', async () => {
    const [slow] = alive
    const names = alive.map(({ name }) => name).join()
    // One that lets nobody in until the command is gone: the second login proves a change, so this one is not done.
    await slow?.host.run('kill -STOP "$(cat /run/sshd.pid)"')
    const interrupted = execa('node', [MAIN, 'bind', '--key', 'demo', '--hosts', names], {
      ...{ env: environmentOf(server), cwd: folder, reject: false },
    })
    interrupted.stdout.once('data', () => interrupted.kill('SIGINT'))
    const { stderr, signal } = await interrupted
    await slow?.host.run('kill -CONT "$(cat /run/sshd.pid)"')
    expect(signal).toBe('SIGINT')
    expect(stderr).toContain('keyplane: no longer watching. What has begun goes on in the server')
    for (const { host } of alive) {
      await vi.waitFor(async () => expect(await letsIn(host, demo.file)).toBe(true), PATIENCE)
    }
  })

  it('are a list that changes in place on a terminal, and in the end what became of each', async () => {
    const names = [dead, ...alive].map(({ name }) => name).join()
    const command = `stty cols 100 rows 30; exec node ${MAIN} bind --key other --hosts ${names}`
    const env = { ...environmentOf(server), TERM: 'xterm', NO_COLOR: '1' }
    const { stdout, exitCode } = await execa('script', ['-qec', command, '/dev/null'], {
      ...{ env, cwd: folder, reject: false },
    })
    expect(exitCode).toBe(1)
    expect(stdout).toContain('0 of 11 done')
    const last = stripVTControlCharacters(stdout).split(/\r?\n/)
    expect(last.filter((line) => line.startsWith('10 of 11'))).toEqual(['10 of 11 bound, 1 failed'])
    const { id, name } = dead
    expect(last).toContainEqual(
      expect.stringMatching(new RegExp(`^✖ ${id}  ${name}  127\\.0\\.0\\.1  failed: .*cannot be reached`)),
    )
    expect(stdout).not.toContain('\u001B[31m')
  })

  it.each([
    [['--hosts', 'web-3,nobody'], 'there is no host "nobody"'],
    [['--hosts', '127.0.0.1'], 'several hosts are called 127.0.0.1; name one of tencent-cvm/1000000001/ins-'],
    [[], 'name instances by --instances, hosts by --hosts, or all hosts by --all-hosts'],
    [['--hosts', 'web-3', '--all-hosts'], '--hosts and --all-hosts exclude each other'],
  ])('%j is a mistake of usage, and nothing is begun', async (args, message) => {
    const refused = await run(server, 'bind', '--key', 'demo', ...args)
    expect(refused).toMatchObject({ exitCode: 2, lines: [] })
    expect(refused.stderr).toContain(`keyplane: ${message}`)
  })
})

async function enrol(server: TestKeyplane, host: RealHost, name: string): Promise<Enrolled> {
  const place = ['--account', '1000000001', '--region', 'ap-guangzhou', '--name', name]
  const login = ['--identity', identity.file, '--accept-new']
  const added = await run(server, 'host', 'add', `root@${host.address}:${host.port}`, ...place, ...login)
  const [, id = ''] = /enrolled as (ins-[0-9a-z]{8})$/.exec(added.lines.at(-1) ?? '') ?? []
  expect(id, added.stderr).not.toBe('')
  return { host, id, name }
}

/** What a line says after number, id and address. */
function endOf(lines: readonly string[], { id }: Enrolled): string | undefined {
  const told = lines.filter((line) => line.includes(`  ${id}  127.0.0.1  `))
  expect(told).toHaveLength(1)
  return told[0]?.split('  127.0.0.1  ')[1]
}

function statesOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const documents = lines.map((line) => JSON.parse(line) as { id: string; state: string })
  return new Map(documents.map(({ id, state }) => [id, state]))
}

async function letsIn({ address, port }: RealHost, keyFile: string): Promise<boolean> {
  const options = ['-F', 'none', '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=no']
  const files = ['-o', 'UserKnownHostsFile=/dev/null', '-o', 'IdentitiesOnly=yes', '-i', keyFile]
  const args = [...options, ...files, '-p', String(port), `root@${address}`, 'true']
  return (await execa('ssh', args, { reject: false })).exitCode === 0
}
