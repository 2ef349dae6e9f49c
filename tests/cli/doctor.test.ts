import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { execa } from 'execa'
import { afterAll, describe, expect, it } from 'vitest'

import { readAuthority } from '../../src/tls/authority.ts'
import { noPostgres, startPostgres } from '../postgres-server.ts'
import { startTestKeyplane } from '../start-keyplane.ts'
import { oldNodeCommand, publishTo } from './old-node.ts'
import { runCli } from './run-cli.ts'

interface Found {
  readonly check: string
  readonly verdict: string
  readonly what: string
  readonly remedy?: string
}

const folder = mkdtempSync(join(tmpdir(), 'keyplane-doctor-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const PATH = process.env['PATH'] ?? ''
const WELL = {
  PATH,
  KEYPLANE_LISTEN: '127.0.0.1:0',
  KEYPLANE_SSH_LISTEN: 'off',
  KEYPLANE_DATA: join(folder, 'data'),
}

/** Problems only, by their check. */
async function problems(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = WELL,
  now?: () => number,
) {
  const { exitCode, stdout } = await runCli(['doctor', '--json', ...args], environment, now)
  const { findings } = JSON.parse(stdout) as { findings: readonly Found[] }
  const found = findings.filter(({ verdict }) => verdict === 'problem')
  expect(exitCode).toBe(found.length === 0 ? 0 : 1)
  for (const { check, remedy } of found) expect(remedy, check).toMatch(/\w/)
  return Object.fromEntries(found.map(({ check, what }) => [check, what]))
}

describe('keyplane doctor', () => {
  it('has nothing to say where all is well', async () => {
    expect(await problems([])).toEqual({})
    const { exitCode, stdout } = await runCli(['doctor'], WELL)
    expect({ exitCode, lastLine: stdout.trim().split('\n').at(-1) }).toEqual({
      exitCode: 0,
      lastLine: 'Nothing keeps a server from running here.',
    })
  })

  it('finds a port in use, by whom, and which setting names it', async () => {
    const server = createServer((_request, response) => response.end('another program'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      // A TCP server's address is an AddressInfo.
      const place = `127.0.0.1:${(server.address() as AddressInfo).port}`
      const holder = process.platform === 'linux' ? ` by .+ \\(process ${process.pid}\\)` : ''
      expect(await problems(['--listen', place])).toEqual({
        listen: expect.stringMatching(new RegExp(`^${place} \\(--listen\\) is in use${holder}`)) as unknown,
      })
      expect(await problems([], { ...WELL, KEYPLANE_SSH_LISTEN: place })).toEqual({
        'ssh-listen': expect.stringContaining(`${place} (KEYPLANE_SSH_LISTEN) is in use`) as unknown,
      })
    } finally {
      server.close()
    }
  })

  it('finds an address that is not of this machine', async () => {
    expect(await problems(['--ssh-listen', '192.0.2.1:7422'])).toEqual({
      'ssh-listen': expect.stringContaining('EADDRNOTAVAIL') as unknown,
    })
  })

  it('takes a Keyplane that runs there for what it is', async () => {
    await using server = await startTestKeyplane()
    const { port } = new URL(server.api)
    const args = ['--listen', `127.0.0.1:${port}`, '--ssh-listen', `0.0.0.0:${server.sshPort}`]
    const { exitCode, stdout } = await runCli(['doctor', ...args], WELL)
    expect(exitCode, stdout).toBe(0)
    expect(stdout).toContain(`a Keyplane answers at 127.0.0.1:${port} already`)
    expect(stdout).toContain(`a Keyplane answers at 0.0.0.0:${server.sshPort} already`)
    expect(stdout).toMatch(/^server-clock +ok +the clocks agree$/m)
  })

  it('finds a data directory that cannot be written, and a full disk', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    expect(await problems(['--data', join(file, 'data')])).toEqual({
      data: expect.stringMatching(/\(--data\) cannot be written: ENOTDIR/) as unknown,
    })
    // Nothing can be made there, not even by root, and nothing is free.
    const none = await problems([], { ...WELL, KEYPLANE_DATA: '/proc/keyplane' })
    expect(none).toEqual({
      data: expect.stringContaining('/proc/keyplane (KEYPLANE_DATA) cannot be written') as unknown,
      disk: '0 MiB free at /proc',
    })
  })

  it('finds secrets that others can read, and such as cannot be used', async () => {
    const data = mkdtempSync(join(folder, 'secrets-'))
    writeFileSync(join(data, 'master.key'), `${'ab'.repeat(32)}\n`, { mode: 0o600 })
    writeFileSync(join(data, 'admin.token'), 'a-token-of-our-own-123\n', { mode: 0o600 })
    expect(await problems(['--data', data])).toEqual({})
    chmodSync(join(data, 'master.key'), 0o644)
    writeFileSync(join(data, 'admin.token'), 'short\n')
    expect(await problems(['--data', data])).toEqual({
      'master-key': `${join(data, 'master.key')} has mode 644: others on this machine can read it`,
      'admin-token': expect.stringContaining('the admin token must be 16 to 512 characters') as unknown,
    })
  })

  it('finds a CA that ends soon, and a certificate that cannot be read', async () => {
    const data = mkdtempSync(join(folder, 'ca-'))
    await readAuthority(data, Date.now() - 3_600 * 86_400_000)
    const found = await problems(['--data', data])
    expect(found).toEqual({ tls: expect.stringMatching(/tls-ca\.key ends in (49|50) days$/) as unknown })
    const given = { KEYPLANE_TLS_CERT: join(folder, 'none.pem'), KEYPLANE_TLS_KEY: join(folder, 'none.pem') }
    expect(await problems([], { ...WELL, ...given })).toEqual({
      tls: expect.stringContaining('ENOENT') as unknown,
    })
  })

  it('finds a clock that the server does not share', async () => {
    await using server = await startTestKeyplane()
    const slow = await problems(['--url', server.api], WELL, () => Date.now() - 600_000)
    expect(slow).toEqual({
      'server-clock': expect.stringMatching(/^the clock of the server is (599|600|601) s ahead$/) as unknown,
    })
  })

  it('finds a database that does not answer, and keeps its password', async () => {
    const url = 'postgres://keyplane:opensesame@127.0.0.1:1/keyplane'
    const { database = '' } = await problems(['--database-url', url])
    expect(database).toContain('127.0.0.1:1')
    expect(database).toContain('ECONNREFUSED')
    expect(database).not.toContain('opensesame')
  })

  it.skipIf(noPostgres !== undefined)('finds a clock that the database does not share', async () => {
    await using postgres = await startPostgres()
    const args = ['--database-url', await postgres.createDatabase()]
    expect(await problems(args)).toEqual({})
    const fast = await problems(args, WELL, () => Date.now() + 3_600_000)
    expect(fast).toEqual({
      'database-clock': expect.stringMatching(/^the clock of the database is 3600 s behind$/) as unknown,
    })
  })

  it('finds that ssh and ssh-keygen are missing', async () => {
    expect(await problems([], { ...WELL, PATH: join(folder, 'nothing') })).toEqual({
      ssh: 'ssh is not in PATH',
      'ssh-keygen': 'ssh-keygen is not in PATH',
    })
  })

  it('finds settings that cannot be used, and looks no further', async () => {
    expect(await problems([], { PATH, KEYPLANE_MODE: 'loose' })).toEqual({
      configuration: expect.stringContaining('the settings cannot be used: --mode') as unknown,
    })
  })

  it('finds a wrong Node, which no other command runs with', async () => {
    const main = publishTo(mkdtempSync(join(folder, 'published-')))
    const [node, ...flags] = oldNodeCommand()
    const run = (...args: readonly string[]) =>
      execa(node, [...flags, main, ...args], { env: WELL, extendEnv: false, reject: false })
    const { exitCode, stdout, stderr } = await run('doctor')
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' })
    expect(stdout).toMatch(/^node +PROBLEM +this is Node 2\d\..+; Keyplane needs 24 or later\n +→ install/)
    expect(await run('serve')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^keyplane: Node \S+ is too old/) as unknown,
    })
  })

  it.each(['en', 'zh'])('shows a table in the language of the person: %s', async (language) => {
    const environment = { ...WELL, PATH: folder, KEYPLANE_LANG: language, KEYPLANE_DATA: 'memory' }
    const { stdout } = await runCli(['doctor', '--ssh-listen', '192.0.2.1:7422'], environment)
    const told = stdout.replace(process.versions.node, '24.0.0')
    await expect(told).toMatchFileSnapshot(`snapshots/doctor.${language}.txt`)
  })
})
