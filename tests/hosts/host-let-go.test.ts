import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { execa } from 'execa'
import { afterAll, describe, expect, it } from 'vitest'

import { newKey } from '../real-hosts/new-key.ts'
import { noRealHosts, type RealHost, startRealHost } from '../real-sshd.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts')
const TOKEN = 'a-token-of-a-test'
const folder = mkdtempSync(join(tmpdir(), 'keyplane-let-go-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const identity = newKey()
const user = newKey()
writeFileSync(join(folder, 'identity'), identity.privateKey, { mode: 0o600 })

const SEED = `
accounts: [{ id: '1000000001', name: acme, users: [{ name: root }] }]
keyPairs: [{ dialect: tencent-cvm, account: acme, region: ap-guangzhou, name: demo, publicKey: '${user.publicKey}' }]
`

const startServer = () => startTestKeyplane({ seed: SEED, adminToken: TOKEN })
const startHost = (name = 'root') =>
  startRealHost({ users: [{ name, authorizedKeys: `${identity.publicKey}\n` }] })
const addressOf = ({ address, port }: RealHost, name = 'root') => `${name}@${address}:${port}`

async function run({ api }: TestKeyplane, ...args: readonly string[]) {
  const env = { KEYPLANE_URL: api, KEYPLANE_ADMIN_TOKEN: TOKEN }
  return execa('node', [MAIN, ...args], { env, reject: false, cwd: folder })
}

/** Enrols a host with everything accepted; its id. */
function enrol(server: TestKeyplane, target: string): Promise<string> {
  return add(server, target, '--identity', join(folder, 'identity'), '--install-key')
}

async function add(server: TestKeyplane, target: string, ...login: readonly string[]): Promise<string> {
  const place = ['--account', '1000000001', '--region', 'ap-guangzhou', '--accept-new']
  const { stdout, stderr } = await run(server, 'host', 'add', target, ...place, ...login)
  const [, id = ''] = /enrolled as (ins-[0-9a-z]{8})$/.exec(stdout) ?? []
  expect(id, stderr).not.toBe('')
  return id
}

describe.skipIf(noRealHosts)(`a real host that is dead ${noRealHosts ?? ''}`, () => {
  it('is not let go, and forgotten when that is asked for: what stays on it is told', async () => {
    await using server = await startServer()
    await using host = await startHost()
    const id = await enrol(server, addressOf(host))
    const bound = await run(server, 'bind', '--key', 'demo', '--hosts', id)
    expect(bound.exitCode, bound.stdout).toBe(0)
    await host.reboot()
    const before = await host.read('/root/.ssh/authorized_keys')
    await host.stopServer()

    const kept = await run(server, 'host', 'remove', id)
    expect(kept).toMatchObject({ exitCode: 1, stdout: '' })
    expect(kept.stderr).toContain('the host could not be let go: ')
    expect((await run(server, 'host', 'list')).stdout).toContain(id)

    const forgotten = await run(server, 'host', 'remove', id, '--forget')
    expect(forgotten).toMatchObject({ exitCode: 0, stderr: '' })
    const [, stateId = 'none'] = / keyplane:([A-Za-z0-9_-]+):SHA256/.exec(before.toString()) ?? []
    expect(forgotten.stdout.split('\n')).toEqual([
      `forgot ${id}`,
      `nothing was changed on ${addressOf(host)}. What Keyplane wrote there stays, and bound keys go on letting people in:`,
      expect.stringContaining(`key file of root: every line with " keyplane:${stateId}:" in it`),
      expect.stringContaining(`"# keyplane ${stateId}: begin"`),
      '- in the key file of root: the line that ends in "keyplane-management"',
      `- the folder /var/lib/keyplane/${stateId}`,
    ])
    expect(forgotten.stdout).toContain(user.publicKey)
    expect((await run(server, 'host', 'list', '--json')).stdout).toBe('{"items":[]}')
    expect(await host.read('/root/.ssh/authorized_keys')).toEqual(before)
    expect((await host.run('ls -d "$1"', { args: [`/var/lib/keyplane/${stateId}`] })).exitCode).toBe(0)
  })

  it('stops a rotation, unless it is skipped: it keeps the old key', async () => {
    await using server = await startServer()
    await using alive = await startHost()
    await using dead = await startHost()
    const id = await enrol(server, addressOf(alive))
    const lost = await enrol(server, addressOf(dead))
    const { stdout: before } = await run(server, 'host', 'key')
    await dead.reboot()
    await dead.stopServer()

    const stopped = await run(server, 'host', 'key', '--rotate')
    expect(stopped).toMatchObject({ exitCode: 1, stdout: before })
    expect(stopped.stderr).toContain(`${addressOf(dead)}  install  failed: `)

    const rotated = await run(server, 'host', 'key', '--rotate', '--skip', lost)
    expect(rotated.exitCode, rotated.stderr).toBe(0)
    expect(rotated.stdout).not.toBe(before)
    const told = 'keeps the old key: it cannot be logged in to after the rotation, unless the new key is put'
    expect(rotated.stderr).toContain(`${addressOf(dead)}  install  skipped: ${told} there by hand\n`)
    expect(await run(server, 'host', 'check', id)).toMatchObject({ exitCode: 0 })

    await dead.startServer()
    expect((await run(server, 'host', 'check', lost)).stdout).toContain('refused the login')
    await dead.run('cat >>/root/.ssh/authorized_keys', { input: `${rotated.stdout}\n` })
    expect(await run(server, 'host', 'check', lost)).toMatchObject({ exitCode: 0 })
  })

  it('is not skipped alone when others are reached through it', async () => {
    await using server = await startServer()
    await using jump = await startHost('jumper')
    await using host = await startHost()
    const way = addressOf(jump, 'jumper')
    const jumpId = await enrol(server, way)
    // The whole way is gone with the management key.
    const { stdout: key } = await run(server, 'host', 'key')
    await host.run('cat >>/root/.ssh/authorized_keys', { input: `${key}\n` })
    const id = await add(server, addressOf(host), '--jump', way)
    const refused = await run(server, 'host', 'key', '--rotate', '--skip', jumpId)
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' })
    expect(refused.stderr).toBe(`keyplane: the way to ${id} leads to ${jumpId}: skip that too, or neither`)
    const both = await run(server, 'host', 'key', '--rotate', '--skip', jumpId, '--skip', id)
    expect(both.exitCode, both.stderr).toBe(0)
    expect(both.stderr.match(/^\S+ {2}install {2}skipped: /gm)).toHaveLength(2)
  })
})

describe.skipIf(noRealHosts)(`a real host with emergency keys ${noRealHosts ?? ''}`, () => {
  it('keeps them when it is let go, and that is told', async () => {
    await using host = await startHost()
    const { address, port, hostKey } = host
    const login = { kind: 'identity', file: join(folder, 'identity') }
    const way = { address, port, user: 'root', hostKeys: [hostKey], login }
    const id = 'ins-aaaaaaa1'
    const place = { dialect: 'tencent-cvm', account: 'acme', region: 'ap-guangzhou', id }
    const breakGlassKeys = [newKey().publicKey]
    const seed = JSON.stringify({
      accounts: [{ id: '1000000001', name: 'acme', users: [{ name: 'root' }] }],
      instances: [{ ...place, driver: 'linux-host', host: { ...way, breakGlassKeys } }],
    })
    await using server = await startTestKeyplane({ seed, adminToken: TOKEN })
    const removed = await run(server, 'host', 'remove', id)
    const text = (await host.read('/root/.ssh/authorized_keys')).toString()
    const [, stateId = 'none'] = / keyplane-break-glass:([A-Za-z0-9_-]+):SHA256/.exec(text) ?? []
    expect(text).toContain(breakGlassKeys[0])
    expect(removed).toMatchObject({ exitCode: 0, stderr: '' })
    expect(removed.stdout.split('\n')).toEqual([
      `removed ${id}`,
      `the emergency keys stay on ${addressOf(host)}, and go on letting people in:`,
      `- in the key file of root: every line with " keyplane-break-glass:${stateId}:" in it`,
    ])
  })
})

describe('the commands that let hosts go', () => {
  it.each([
    [['host', 'key', '--skip', 'ins-00000000'], '--skip belongs to --rotate'],
    [['host', 'key', '--rotate', '--skip', 'ins-00000000'], 'there is no host "ins-00000000"'],
    [['host', 'remove', 'ins-00000000', '--forget'], 'there is no host "ins-00000000"'],
  ])('%j is a mistake of usage', async (args, message) => {
    await using server = await startServer()
    const { exitCode, stdout, stderr } = await run(server, ...args)
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 2, stdout: '', stderr: `keyplane: ${message}` })
  })
})
