import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { execa } from 'execa'
import { describe, expect, it } from 'vitest'

import { type Ansible, ansibleAt, type Task } from '../real-hosts/ansible.ts'
import { type DrivenHost, driveHost } from '../real-hosts/driven-host.ts'
import { foreignLines } from '../real-hosts/foreign-lines.ts'
import { type NewKey, newKey } from '../real-hosts/new-key.ts'
import { lackOf, noRealHosts, type RealHost, startRealHost } from '../real-sshd.ts'
import { isolatedSshOptions, sshKey } from '../ssh-client.ts'

const management = newKey()
const [one, two] = [newKey(), newKey()]
const neighbour = newKey()
const FOREIGN = foreignLines()

/** The same tools work on two users with the same file; only one of them is Keyplane's as well. */
interface Neighbourhood extends AsyncDisposable {
  readonly host: RealHost
  readonly driven: DrivenHost
  readonly ansible: Ansible
  /** Binds exactly these keys to the user `app`. */
  bind(...keys: readonly NewKey[]): Promise<void>
  /** The bytes of a user's file, one character each. */
  read(user: 'app' | 'twin'): Promise<string>
}

async function neighbourhood(): Promise<Neighbourhood> {
  const admin = `${management.publicKey} management\n`
  const authorizedKeys = Buffer.concat([Buffer.from(admin), FOREIGN])
  const host = await startRealHost({
    users: [
      { name: 'root', authorizedKeys: admin },
      { name: 'app', authorizedKeys },
      { name: 'twin', authorizedKeys },
    ],
  })
  const managementKey = management.privateKey
  const driven = await driveHost(host, { settings: { user: 'root' }, managementKey, loginUser: 'app' })
  const ansible = await ansibleAt(host, { user: 'root', privateKey: management.privateKey })
  let version = 0
  return {
    ...{ host, driven, ansible },
    async bind(...keys) {
      version += 1
      const publicKeys = keys.map(({ publicKey }) => publicKey)
      expect(await driven.apply({ version, publicKeys, allowsPassword: false })).toMatchObject({ version })
    },
    read: async (user) => (await host.read(fileOf(user))).toString('latin1'),
    async [Symbol.asyncDispose]() {
      await ansible[Symbol.asyncDispose]()
      await driven[Symbol.asyncDispose]()
      await host[Symbol.asyncDispose]()
    },
  }
}

const fileOf = (user: string) => `/home/${user}/.ssh/authorized_keys`
const isOurs = (line: string) => / keyplane:\S+$/.test(line)

/** A file as it is without Keyplane's lines, and the keys of those, in order. */
function parted(file: string): { readonly theirs: string; readonly ours: readonly string[] } {
  const lines = file.split(/(?<=\n)/)
  const ours = lines.filter((line) => isOurs(line.trimEnd()))
  return {
    theirs: lines.filter((line) => !ours.includes(line)).join(''),
    ours: ours.map((line) => line.split(' ').slice(0, 2).join(' ')),
  }
}

/** What stands behind the foreign lines, sorted. */
function linesOf(file: string): readonly string[] {
  const foreign = FOREIGN.toString('latin1')
  return file
    .slice(file.indexOf(foreign) + foreign.length)
    .split('\n')
    .toSorted()
}

function forBoth(module: string, settings: object): Task {
  const loop = [fileOf('app'), fileOf('twin')]
  return { [`ansible.builtin.${module}`]: { path: '{{ item }}', ...settings }, loop }
}

const ADD_LINE = forBoth('lineinfile', { line: `${neighbour.publicKey} deploy@ci` })
const CHANGE_LINE = forBoth('lineinfile', {
  regexp: ' deploy@ci$',
  line: `no-pty ${neighbour.publicKey} deploy@ci`,
})
const REMOVE_LINE = forBoth('lineinfile', { regexp: ' deploy@ci$', state: 'absent' })
const block = (text: string, state = 'present') =>
  forBoth('blockinfile', { marker: '# {mark} ANSIBLE MANAGED: team', block: text, state })
const ADD_BLOCK = block(`${newKey().publicKey} ann\n${newKey().publicKey} ben`)
const CHANGE_BLOCK = block(`${newKey().publicKey} cleo`)

const obstacle = noRealHosts ?? lackOf('ansible-playbook', 'ssh-copy-id')

describe.skipIf(obstacle)(`neighbours on a real host ${obstacle ?? ''}`, () => {
  it('Ansible adds, changes and removes its lines between binds: each finds its own as it left them', async () => {
    await using test = await neighbourhood()
    const steps: readonly (readonly [readonly Task[], readonly NewKey[]])[] = [
      [[ADD_LINE], [one]],
      [[ADD_BLOCK], [two]],
      [
        [CHANGE_LINE, CHANGE_BLOCK],
        [one, two],
      ],
      [[REMOVE_LINE], [two]],
      [[ADD_LINE], []],
    ]
    for (const [tasks, keys] of steps) {
      await test.ansible.play(...tasks)
      await test.bind(...keys)
      const { theirs, ours } = parted(await test.read('app'))
      const untouched = await test.read('twin')
      expect(theirs === untouched, `after binding ${keys.length} keys`).toBe(true)
      expect(untouched).toContain(FOREIGN.toString('latin1'))
      expect(ours).toEqual(keys.map(({ publicKey }) => publicKey))
    }
    expect(await test.read('app')).toMatch(/# BEGIN ANSIBLE MANAGED: team\n\S+ \S+ cleo\n# END ANSIBLE/)
  })

  it('Ansible works while Keyplane binds: the foreign lines stay as they are, and the last bind holds', async () => {
    await using test = await neighbourhood()
    await test.bind(one)
    const played = new AbortController()
    let binds = 0
    // Passwords stay off: an sshd that is told of new settings takes no connection for a moment.
    const bindOnAndOn = async () => {
      for (; !played.signal.aborted; binds += 1) {
        await test.bind(...([[one], [two], [one, two]][binds % 3] ?? []))
        expect((await test.read('app')).includes(FOREIGN.toString('latin1'))).toBe(true)
      }
    }
    await Promise.all([
      test.ansible.play(ADD_LINE, ADD_BLOCK, CHANGE_LINE, CHANGE_BLOCK).finally(() => played.abort()),
      bindOnAndOn(),
    ])
    expect(binds).toBeGreaterThan(2)
    // Ansible takes no lock: it may have written what it had read before ours was there.
    await test.bind(two)
    await test.bind(one)
    expect(parted(await test.read('app')).ours).toEqual([one.publicKey])
    await test.ansible.play(CHANGE_LINE, CHANGE_BLOCK)
    await test.bind()
    // In which order it wrote its own two is its own affair.
    expect(linesOf(await test.read('app'))).toEqual(linesOf(await test.read('twin')))
  })

  it('ssh-copy-id adds its key before and after a bind, and finds it again after the last unbind', async () => {
    await using test = await neighbourhood()
    const [early, late] = [newKey(), newKey()]
    await copyId(test.host, early)
    const before = await test.read('app')
    await test.bind(one)
    await copyId(test.host, late)
    expect(parted(await test.read('app'))).toEqual({
      theirs: `${before}${late.publicKey} copied\n`,
      ours: [one.publicKey],
    })
    for (const key of [one, early, late]) expect(await letsIn(test.host, key)).toBe(true)
    await test.bind()
    expect(await test.read('app')).toBe(`${before}${late.publicKey} copied\n`)
    expect(await Promise.all([one, early, late].map((key) => letsIn(test.host, key)))).toEqual([
      false,
      true,
      true,
    ])
  })
})

async function letsIn({ address, port, hostKey }: RealHost, { privateKey }: NewKey): Promise<boolean> {
  const knownHosts = `[${address}]:${port} ${hostKey}\n`
  const target = { host: address, port, user: 'app', command: 'true', knownHosts }
  return (await sshKey({ ...target, privateKey })).exitCode === 0
}

/** The machine's own ssh-copy-id, which logs in with the management key. */
async function copyId({ address, port, hostKey }: RealHost, { publicKey }: NewKey): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'keyplane-copy-id-'))
  try {
    // ssh-copy-id keeps its temporary files there.
    await mkdir(join(home, '.ssh'), { mode: 0o700 })
    await writeFile(join(home, 'known_hosts'), `[${address}]:${port} ${hostKey}\n`)
    await writeFile(join(home, 'admin'), management.privateKey, { mode: 0o600 })
    await writeFile(join(home, 'new.pub'), `${publicKey} copied\n`)
    const options = [...isolatedSshOptions(home), '-o', 'StrictHostKeyChecking=yes']
    const login = ['-o', `IdentityFile=${join(home, 'admin')}`, '-o', 'BatchMode=yes']
    const args = ['-f', '-i', join(home, 'new.pub'), '-p', String(port), ...options, ...login]
    await execa('ssh-copy-id', [...args, `app@${address}`], {
      env: { PATH: process.env['PATH'] ?? '', HOME: home },
      extendEnv: false,
    })
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}
