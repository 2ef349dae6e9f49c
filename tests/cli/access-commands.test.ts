import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { sshKey } from '../ssh-client.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { runCli } from './run-cli.ts'

const TOKEN = 'the-administrators-token'
const ZH = { KEYPLANE_LANG: 'zh' }
const CVM = ['--account', '1000000001', '--dialect', 'tencent-cvm']
const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB3tVPMOGKXMoiyj3cRn7AUUERS0eWTaUL9wCJzoxbqz anna'

const SEED = `
accounts:
  - { id: "1000000001", name: acme, users: [{ name: root }] }
keyPairs:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: skey-anna0000, name: anna, publicKey: ${PUBLIC_KEY} }
instances:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-running0, name: web }
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-stopped0, name: db, state: stopped }
`

let keyplane: TestKeyplane
let directory = ''
beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED, adminToken: TOKEN })
  directory = mkdtempSync(join(tmpdir(), 'keyplane-cli-'))
})
afterAll(async () => {
  await keyplane[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true, force: true })
})

const cli = (args: readonly string[], environment = {}) =>
  runCli([...args, '--url', keyplane.api, '--token', TOKEN], environment)

/** Times, ids and ports differ from run to run; the rest does not. */
function steady(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, '2026-01-01 00:00:00')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '00000000-0000-4000-8000-000000000000')
    .replaceAll(/-p \d+/g, '-p 7422')
}

async function snapshots(name: string, args: readonly string[]): Promise<void> {
  for (const [language, environment] of [
    ['en', {}],
    ['zh', ZH],
  ] as const) {
    const { exitCode, stdout } = await cli(args, environment)
    expect(exitCode).toBe(0)
    await expect(steady(stdout)).toMatchFileSnapshot(`snapshots/${name}.${language}.txt`)
  }
}

describe('keyplane instance list', () => {
  it('shows instances in both languages, and filters them', async () => {
    await snapshots('instance-list', ['instance', 'list'])
    const filters = ['--region', 'ap-guangzhou', '--state', 'stopped', '--text', 'DB', ...CVM]
    const { stdout } = await cli(['instance', 'list', ...filters, '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ items: [{ id: 'ins-stopped0', pending: null }] })
    const none = await cli(['instance', 'list', '--pending', '--key-pair', 'skey-none'])
    expect(none.stdout).toContain('no instance')
  })
})

describe('keyplane instance show', () => {
  it('shows how to log in', async () => {
    await snapshots('instance-show', ['instance', 'show', 'db'])
    expect(JSON.parse((await cli(['instance', 'show', 'ins-running0', '--json'])).stdout)).toMatchObject({
      access: { user: 'root' },
    })
    expect(await cli(['instance', 'show', 'nobody'])).toMatchObject({ exitCode: 2 })
  })
})

describe('keyplane instance start', () => {
  it('waits until it runs, and refuses what runs', async () => {
    const { exitCode, stdout } = await cli([
      'instance',
      'start',
      'db',
      '--wait',
      '--timeout',
      '50s',
      '--json',
    ])
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      instance: 'tencent-cvm/1000000001/ins-stopped0',
      outcome: 'succeeded',
    })
    const again = await cli(['instance', 'start', 'db', 'web'])
    expect(again).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('the instance is running') as string,
    })
  })
})

describe('keyplane instance reboot', () => {
  it('begins', async () => {
    expect(await cli(['instance', 'reboot', 'db', '--force', '--wait'])).toMatchObject({ exitCode: 0 })
  })
})

describe('keyplane instance stop', () => {
  it('says so in Chinese', async () => {
    const { stdout } = await cli(['instance', 'stop', 'db', '--force', '--wait'], ZH)
    expect(stdout).toContain('已完成')
  })
})

describe('keyplane keypair create', () => {
  it('writes the private key to a new file of its owner alone, never over another', async () => {
    const file = join(directory, 'deploy')
    const create = ['keypair', 'create', 'deploy', ...CVM, '--region', 'ap-guangzhou', '--type', 'ed25519']
    const made = await cli([...create, '--out', file, '--json'])
    expect(made.exitCode).toBe(0)
    expect(JSON.parse(made.stdout)).not.toHaveProperty('privateKey')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toContain('PRIVATE KEY')
    expect(await cli([...create, '--out', file])).toMatchObject({ exitCode: 2 })
    const lost = join(directory, 'lost')
    expect(await cli([...create, '--out', lost])).toMatchObject({ exitCode: 1 })
    expect(() => statSync(lost)).toThrow('ENOENT')
  })

  it('prints it where no file is named', async () => {
    const { stdout, stderr } = await cli(['keypair', 'create', 'printed', ...CVM])
    expect(stdout).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/)
    expect(stderr).toMatch(/^created skey-\w{8} SHA256:/)
  })
})

describe('keyplane keypair import', () => {
  it('tells fingerprint and type', async () => {
    const file = join(directory, 'key.pub')
    writeFileSync(file, PUBLIC_KEY.replace('B3t', 'B3u'))
    const args = ['keypair', 'import', 'bob', file, ...CVM]
    expect((await cli(args)).stdout).toMatch(/^imported skey-\w{8} ssh-ed25519 SHA256:/)
    expect(await cli(['keypair', 'import', 'eve', join(directory, 'none'), ...CVM])).toMatchObject({
      exitCode: 2,
    })
  })
})

describe('keyplane keypair list', () => {
  it('shows key pairs in both languages, and finds them by fingerprint', async () => {
    await snapshots('keypair-list', ['keypair', 'list', '--text', 'anna', '--region', ''])
    const all = await cli(['keypair', 'list', '--json', ...CVM])
    const { items } = JSON.parse(all.stdout) as { items: { name: string; fingerprint: string }[] }
    const fingerprint = items.find(({ name }) => name === 'bob')?.fingerprint ?? ''
    const found = await cli(['keypair', 'list', '--fingerprint', fingerprint, '--json'])
    expect(JSON.parse(found.stdout)).toMatchObject({ items: [{ name: 'bob' }] })
  })
})

describe('keyplane keypair show', () => {
  it('shows who uses it', async () => {
    await cli(['bind', '--key', 'deploy', '--instances', 'ins-stopped0'])
    expect((await cli(['keypair', 'show', 'deploy'])).stdout).toContain('used by ins-stopped0 db stopped')
    expect(await cli(['keypair', 'show', 'nobody'])).toMatchObject({ exitCode: 2 })
    await snapshots('keypair-show', ['keypair', 'show', 'anna'])
  })
})

describe('keyplane keypair delete', () => {
  it('is refused while an instance uses it', async () => {
    const { exitCode, stderr } = await cli(['keypair', 'delete', 'deploy'])
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: 'keyplane: the key pair deploy is bound to ins-stopped0\n',
    })
    expect((await cli(['keypair', 'delete', 'bob'])).stdout).toMatch(/^deleted skey-/)
  })
})

describe('keyplane keypair rotate', () => {
  it('tells each instance, and the new key opens it', async () => {
    await cli(['instance', 'start', 'db', '--wait'])
    const file = join(directory, 'deploy2')
    const args = ['keypair', 'rotate', 'deploy', '--new-name', 'deploy_new', '--overlap', '1h']
    const { exitCode, stdout } = await cli([...args, '--out', file])
    expect(exitCode).toBe(0)
    expect(stdout).toContain('ins-stopped0 new key in force the old key ends ')
    const shown = JSON.parse((await cli(['instance', 'show', 'db', '--json'])).stdout) as {
      access: { host: string; port: number; user: string }
    }
    const { host, port, user } = shown.access
    const privateKey = readFileSync(file, 'utf8')
    expect(await sshKey({ host, port, user, privateKey, command: 'true' })).toMatchObject({ exitCode: 0 })
    const again = await cli(['keypair', 'rotate', 'deploy', '--json'], ZH)
    expect(again.stdout).not.toContain('PRIVATE')
    expect(again.exitCode).toBe(0)
    const bad = await cli(['keypair', 'rotate', 'deploy', '--overlap', 'soon', '--public-key', 'none'])
    expect(bad).toMatchObject({ exitCode: 2 })
  })
})

describe('keyplane operation list', () => {
  it('shows operations, newest first, in both languages', async () => {
    const filters = ['--instance', 'ins-stopped0', '--outcome', 'succeeded', '--limit', '1', ...CVM]
    await snapshots('operation-list', ['operation', 'list', ...filters])
    expect((await cli(['instance', 'show', 'db'], ZH)).stdout).toMatch(/^最近的操作 +\S+：成功$/m)
    expect(await cli(['operation', 'list', '--limit', 'many'])).toMatchObject({ exitCode: 2 })
  })
})

describe('keyplane operation show', () => {
  it('shows one', async () => {
    const { stdout } = await cli(['operation', 'list', '--json'])
    const [first] = (JSON.parse(stdout) as { items: { id: string }[] }).items
    const shown = await cli(['operation', 'show', first?.id ?? '', '--json'])
    expect(JSON.parse(shown.stdout)).toEqual(first)
    expect(await cli(['operation', 'show', 'none'])).toMatchObject({ exitCode: 2 })
  })
})

describe('keyplane operation watch', () => {
  it('follows one to its end', async () => {
    const begun = await cli(['instance', 'stop', 'db', '--json'])
    const { operationId } = JSON.parse(begun.stdout) as { operationId: string }
    const { exitCode, stdout } = await cli(['operation', 'watch', operationId, '--json'])
    expect(exitCode).toBe(0)
    const outcomes = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { outcome: string }).outcome)
    expect(outcomes.at(-1)).toBe('succeeded')
  })
})

describe('keyplane instance terminate', () => {
  it('refuses nobody that is not protected', async () => {
    expect(await cli(['instance', 'terminate', 'web', '--wait'])).toMatchObject({ exitCode: 0 })
    expect(await cli(['instance', 'show', 'web'])).toMatchObject({ exitCode: 2 })
  })
})

describe('keyplane access', () => {
  it('shows who can open what, as table, JSON and CSV', async () => {
    expect(await cli(['instance', 'start', 'db', '--wait'])).toMatchObject({ exitCode: 0 })
    const rows = ['access', '--instance', 'ins-stopped0', ...CVM]
    const { stdout } = await cli(rows)
    expect(stdout).toMatch(/tencent-cvm\/1000000001\/ins-stopped0 +root +SHA256:\S+ +binding deploy_new +yes/)
    expect((await cli([...rows, '--no-look'], ZH)).stdout).toContain('未查看')
    const { items } = JSON.parse((await cli([...rows, '--json'])).stdout) as {
      items: { fingerprint: string }[]
    }
    expect(items).toHaveLength(2)
    const one = await cli([...rows, '--fingerprint', items[0]?.fingerprint ?? '', '--csv'])
    expect(one.stdout.split('\r\n')).toHaveLength(3)
    expect(await cli(['access', '--json', '--csv'])).toMatchObject({ exitCode: 2 })
  })
})
