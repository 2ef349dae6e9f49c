import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, readdir, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { execa } from 'execa'
import ssh2, { type SFTPWrapper } from 'ssh2'
import { describe, expect, it, vi } from 'vitest'

import { inOwnHome, isolatedSshOptions, sshKey } from '../../../tests/ssh-client.ts'
import { systemClock } from '../../core/clock.ts'
import type { Driver, Machine } from '../../core/machines/driver.ts'
import { mapMachines } from '../../../tests/map-machines.ts'
import { addressOf } from './address.ts'
import { DISK_BYTES } from './disk.ts'
import { simulatedDriver } from './driver.ts'
import { openSshEndpoint } from './ssh-endpoint.ts'
import { PATIENCE } from '../../../tests/patience.ts'

vi.setConfig({ testTimeout: 30_000 })

const signal = new AbortController().signal
const KEY = await makeKey()
const HOST = addressOf(0)
const KEYS = '/root/.ssh/authorized_keys'

interface KeyPair {
  readonly privateKey: string
  readonly publicKey: string
}

function makeKey(): Promise<KeyPair> {
  return inOwnHome(async (home) => {
    const file = join(home, 'key')
    await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file])
    const publicKey = (await readFile(`${file}.pub`, 'utf8')).trim()
    return { privateKey: await readFile(file, 'utf8'), publicKey }
  })
}

interface World extends AsyncDisposable {
  readonly port: number
  readonly driver: Driver
  readonly machine: Machine
  readonly errors: readonly unknown[]
}

/** One running machine that lets `KEY` in. */
async function openWorld(loginUser = 'root'): Promise<World> {
  const errors: unknown[] = []
  const log = { error: (facts: object) => void errors.push(facts), warn() {}, info() {} }
  const machines = mapMachines()
  const listen = { host: '0.0.0.0', port: 0 }
  const hostKeySeed = Buffer.alloc(32, 3)
  const endpoint = await openSshEndpoint({ listen, machines, clock: systemClock(), hostKeySeed, log })
  const driver = simulatedDriver({ machines, transitionMs: 0, sessions: endpoint })
  const machine: Machine = { id: 'm', instanceId: 'i-m', loginUser }
  await driver.start(machine, signal)
  const access = { version: 1, publicKeys: [KEY.publicKey], allowsPassword: false }
  await driver.applyAccess(machine, access, signal)
  const { port } = endpoint.address
  return { port, driver, machine, errors, [Symbol.asyncDispose]: () => endpoint[Symbol.asyncDispose]() }
}

function run(world: World, command: string, more: { user?: string; privateKey?: string } = {}) {
  const target = { host: HOST, port: world.port, user: 'root', privateKey: KEY.privateKey }
  return sshKey({ ...target, ...more, command })
}

/** A folder of the client's with a known set of files, and its copy programs. */
interface Desk {
  readonly folder: string
  readonly scp: (...args: string[]) => Promise<{ exitCode: number | undefined; stderr: string }>
  readonly sftp: (batch: string) => Promise<{ exitCode: number | undefined; stdout: string; stderr: string }>
}

function atDesk<Result>(world: World, work: (desk: Desk) => Promise<Result>): Promise<Result> {
  return inOwnHome(async (home) => {
    await writeFile(join(home, 'key'), KEY.privateKey, { mode: 0o600 })
    const folder = join(home, 'desk')
    await mkdir(folder)
    const login = [...isolatedSshOptions(home), '-i', join(home, 'key'), '-P', String(world.port)]
    const common = [...login, '-o', 'StrictHostKeyChecking=no', '-o', 'BatchMode=yes']
    const options = { cwd: folder, reject: false, timeout: 20_000 } as const
    return work({
      folder,
      scp: async (...args) => {
        const { exitCode, stderr } = await execa('scp', [...common, ...args], { ...options, stdin: 'ignore' })
        return { exitCode, stderr }
      },
      sftp: async (batch) => {
        const { exitCode, stdout, stderr } = await execa('sftp', [...common, '-b', '-', `root@${HOST}`], {
          ...options,
          input: batch,
        })
        return { exitCode, stdout, stderr }
      },
    })
  })
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

type Client = InstanceType<typeof ssh2.Client>

/** A connection of the ssh2 library. */
function loggedIn(world: World, username = 'root'): Promise<Client> {
  const client = new ssh2.Client()
  const { promise, resolve, reject } = Promise.withResolvers<Client>()
  client.on('error', reject).on('ready', () => resolve(client))
  client.connect({ host: HOST, port: world.port, username, privateKey: KEY.privateKey })
  return promise
}

async function openSftp(world: World, username?: string): Promise<{ sftp: SFTPWrapper; client: Client }> {
  const client = await loggedIn(world, username)
  const { promise, resolve, reject } = Promise.withResolvers<SFTPWrapper>()
  client.sftp((error, sftp) => (error ? reject(error) : resolve(sftp)))
  return { sftp: await promise, client }
}

/** `Value` is optional: callbacks of calls without a result are told nothing. */
type Done<Value> = (error?: Error | null, value?: Value) => void

/** Calls a function that takes a callback last. */
function called<Value>(call: (done: Done<Value>) => void): Promise<Value> {
  const { promise, resolve, reject } = Promise.withResolvers<Value>()
  // A call that succeeds gives its value, where it has one: that is what the type of `Value` says.
  call((error, value) => (error ? reject(error) : resolve(value as Value)))
  return promise
}

describe.each([
  ['scp over SFTP', []],
  ['the old scp', ['-O']],
])('%s', (_name, mode) => {
  it('brings a mebibyte of any bytes there and back', async () => {
    await using world = await openWorld()
    const content = randomBytes(2 ** 20)
    await atDesk(world, async ({ folder, scp }) => {
      await writeFile(join(folder, 'big'), content)
      expect(await scp(...mode, 'big', `root@${HOST}:/tmp/`)).toMatchObject({ exitCode: 0, stderr: '' })
      expect((await run(world, 'sha256sum < /tmp/big; stat -c "%a %s" /tmp/big')).stdout).toBe(
        `${sha256(content)}  -\n644 ${2 ** 20}\n`,
      )
      expect(await scp(...mode, `root@${HOST}:/tmp/big`, 'back')).toMatchObject({ exitCode: 0, stderr: '' })
      expect((await readFile(join(folder, 'back'))).equals(content)).toBe(true)
    })
    expect(world.errors).toEqual([])
  })

  it('copies directories with what is in them, permissions and times', async () => {
    await using world = await openWorld()
    await atDesk(world, async ({ folder, scp }) => {
      await mkdir(join(folder, 'tree', 'in ner'), { recursive: true })
      await writeFile(join(folder, 'tree', 'empty'), '')
      await writeFile(join(folder, 'tree', 'in ner', 'grüße'), 'hello\n')
      await chmod(join(folder, 'tree', 'in ner', 'grüße'), 0o750)
      await utimes(join(folder, 'tree', 'in ner', 'grüße'), 1_600_000_000, 1_600_000_000)
      expect(await scp(...mode, '-rp', 'tree', `root@${HOST}:`)).toMatchObject({ exitCode: 0, stderr: '' })
      const seen = await run(world, "find tree | sort; cat 'tree/in ner/grüße'; stat -c %a tree/*/grüße")
      expect(seen.stdout).toBe('tree\ntree/empty\ntree/in ner\ntree/in ner/grüße\nhello\n750\n')
      expect(await scp(...mode, '-rp', `root@${HOST}:tree`, 'copy')).toMatchObject({
        exitCode: 0,
        stderr: '',
      })
      expect(await readdir(join(folder, 'copy'), { recursive: true })).toEqual(
        expect.arrayContaining(['empty', 'in ner', join('in ner', 'grüße')]),
      )
      const copied = await stat(join(folder, 'copy', 'in ner', 'grüße'))
      expect([copied.mode & 0o777, copied.mtimeMs]).toEqual([0o750, 1_600_000_000_000])
    })
  })

  it('reads what a shell wrote, by pattern and from the home directory', async () => {
    await using world = await openWorld()
    await run(world, 'echo one > a.txt; echo two > b.txt; echo no > c.log; ln -s a.txt link.txt')
    await atDesk(world, async ({ folder, scp }) => {
      expect(await scp(...mode, `root@${HOST}:~/*.txt`, '.')).toMatchObject({ exitCode: 0, stderr: '' })
      expect((await readdir(folder)).sort()).toEqual(['a.txt', 'b.txt', 'link.txt'])
      expect(await readFile(join(folder, 'link.txt'), 'utf8')).toBe('one\n')
    })
  })

  it('is refused for paths that do not exist or cannot be written', async () => {
    await using world = await openWorld()
    await atDesk(world, async ({ folder, scp }) => {
      await writeFile(join(folder, 'file'), 'x')
      const refusals = await Promise.all([
        scp(...mode, 'file', `root@${HOST}:/none/file`),
        scp(...mode, `root@${HOST}:/none`, 'got'),
        scp(...mode, 'file', `root@${HOST}:/etc/hosts/file`),
        scp(...mode, 'file', `root@${HOST}:/bin/file`),
        scp(...mode, `root@${HOST}:/etc`, 'got'),
      ])
      expect(refusals.map(({ exitCode }) => exitCode)).toEqual([1, 1, 1, 1, 1])
      const words = refusals.map(({ stderr }) => stderr)
      expect(words[0]).toMatch(/No such file or directory/)
      expect(words[1]).toMatch(/\/none.*No such file or directory/)
      expect(words[2]).toMatch(/Not a directory|No such file or directory/)
      expect(words[3]).toMatch(/Read-only file system|Permission denied/)
      expect(words[4]).toMatch(/not a regular file/)
    })
    expect((await run(world, 'ls; cat /etc/hosts | wc -l')).stdout).toBe('2\n')
  })

  it('is refused what does not fit on the disk, which stays as it was', async () => {
    await using world = await openWorld()
    await atDesk(world, async ({ folder, scp }) => {
      await writeFile(join(folder, 'larger'), Buffer.alloc(DISK_BYTES + 1))
      await writeFile(join(folder, 'large'), randomBytes(DISK_BYTES - 100_000))
      expect(await scp(...mode, 'larger', `root@${HOST}:/tmp/none`)).toMatchObject({ exitCode: 1 })
      expect(await scp(...mode, 'large', `root@${HOST}:one`)).toMatchObject({ exitCode: 0 })
      const second = await scp(...mode, 'large', `root@${HOST}:two`)
      expect(second).toMatchObject({ exitCode: 1 })
      expect(second.stderr).toMatch(/No space left on device|Failure/)
    })
    expect((await run(world, 'wc -c < one')).stdout).toBe(`${DISK_BYTES - 100_000}\n`)
    expect((await run(world, 'rm one; echo fits > three; cat three')).stdout).toBe('fits\n')
  })

  it('writes keys that let in and survive a binding', async () => {
    await using world = await openWorld()
    const own = await makeKey()
    await atDesk(world, async ({ folder, scp }) => {
      await scp(...mode, `root@${HOST}:${KEYS}`, 'keys')
      const keys = await readFile(join(folder, 'keys'), 'utf8')
      await writeFile(join(folder, 'keys'), `${keys}${own.publicKey} mine\n`)
      expect(await scp(...mode, 'keys', `root@${HOST}:${KEYS}`)).toMatchObject({ exitCode: 0 })
    })
    const byHand = { privateKey: own.privateKey }
    expect(await run(world, 'stat -c %a .ssh/authorized_keys', byHand)).toMatchObject({ stdout: '600\n' })
    const other = await makeKey()
    const desired = { version: 2, publicKeys: [other.publicKey], allowsPassword: false }
    await world.driver.applyAccess(world.machine, desired, signal)
    const { stdout } = await run(world, `cat ${KEYS}`, byHand)
    expect(stdout).toContain(`${own.publicKey} mine\n`)
    expect(stdout).toContain(other.publicKey)
    expect(stdout).not.toContain(KEY.publicKey)
  })

  it('goes on beside other copies and shells', async () => {
    await using world = await openWorld()
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    await atDesk(world, async ({ folder, scp }) => {
      await Promise.all(names.map((name) => writeFile(join(folder, name), name.repeat(50_000))))
      const copies = names.map((name) => scp(...mode, name, `root@${HOST}:`))
      const shells = names.map((name) => run(world, `echo ${name} > shell-${name}`))
      expect((await Promise.all(copies)).map(({ exitCode }) => exitCode)).toEqual(names.map(() => 0))
      await Promise.all(shells)
    })
    const { stdout } = await run(world, 'cat shell-*; wc -c ?')
    expect(stdout.replaceAll(/ +/g, ' ')).toContain('a\nb\nc\nd\ne\nf\n')
    expect(stdout.match(/50000/g)).toHaveLength(6)
  })
})

describe('sftp', () => {
  it('does what a batch asks', async () => {
    await using world = await openWorld()
    await atDesk(world, async ({ folder, sftp }) => {
      await writeFile(join(folder, 'file'), 'content\n')
      const batch = [
        'pwd',
        'mkdir d',
        'put file d/one',
        'chmod 600 d/one',
        'symlink one d/link',
        'rename d/one d/two',
        'put file d/three',
        'rename d/two d/three',
        'ls -l d',
        'get d/three back',
        'rm d/link',
        'rm d/three',
        'rmdir d',
        'cd /tmp',
        'put file',
      ].join('\n')
      const result = await sftp(`${batch}\n`)
      expect(result).toMatchObject({ exitCode: 0, stderr: '' })
      expect(result.stdout).toContain('Remote working directory: /root')
      expect(result.stdout).toMatch(/^lrwxrwxrwx .* root .* link$/m)
      expect(result.stdout).toMatch(/^-rw------- .* root {2,}8 \w+ \d+ +20\d\d d\/three$|three$/m)
      expect(await readFile(join(folder, 'back'), 'utf8')).toBe('content\n')
    })
    expect((await run(world, 'ls; cat /tmp/file')).stdout).toBe('content\n')
  })

  it.each([
    ['get /none', 'not found'],
    ['rmdir /etc', 'Failure'],
    ['mkdir /tmp', 'Failure'],
    ['rm /tmp', 'Failure'],
    ['rename /none /tmp/x', 'No such file or directory'],
    ['put key /none/x', 'No such file or directory'],
    ['mkdir /bin/x', 'Permission denied'],
  ])('refuses %s', async (line, words) => {
    await using world = await openWorld()
    await atDesk(world, async ({ folder, sftp }) => {
      await writeFile(join(folder, 'key'), 'x')
      const result = await sftp(`${line}\n`)
      expect(result.exitCode).toBe(1)
      expect(result.stderr).toContain(words)
    })
  })

  it('reads and writes at places, and sets attributes, by the ssh2 library', async () => {
    await using world = await openWorld('ubuntu')
    const { sftp, client } = await openSftp(world, 'ubuntu')
    const handle = await called<Buffer>((done) => sftp.open('f', 'w+', 0o640, done))
    await called((done) => sftp.write(handle, Buffer.from('world'), 0, 5, 6, done))
    await called((done) => sftp.write(handle, Buffer.from('hello '), 0, 6, 0, done))
    expect(await called((done) => sftp.fstat(handle, done))).toMatchObject({ size: 11, uid: 1000, gid: 1000 })
    // Asked by its path, the file has what is written so far.
    expect(await called((done) => sftp.stat('/home/ubuntu/f', done))).toMatchObject({
      size: 11,
      mode: 0o100640,
    })
    await called((done) => sftp.write(handle, Buffer.from('!'), 0, 1, 11, done))
    await called((done) => sftp.futimes(handle, 5, 1_500_000_000, done))
    await called((done) => sftp.close(handle, done))
    expect((await called<Buffer>((done) => sftp.readFile('f', done))).toString()).toBe('hello world!')
    expect(await called((done) => sftp.lstat('f', done))).toMatchObject({ mtime: 1_500_000_000 })
    await called((done) => sftp.setstat('f', { size: 5, mode: 0o600 }, done))
    await called((done) => sftp.appendFile('f', '+', done))
    expect((await run(world, 'cat f; stat -c " %a" f', { user: 'ubuntu' })).stdout).toBe('hello+ 600\n')
    await expect(called((done) => sftp.open('f', 'wx', done))).rejects.toThrow('File exists')
    expect(await called((done) => sftp.realpath('../ubuntu/./f', done))).toBe('/home/ubuntu/f')
    client.end()
  })

  it('lists a large directory, and keeps what an interrupted session wrote', async () => {
    await using world = await openWorld()
    await run(world, 'mkdir many; cd many; for i in $(seq 1 250); do echo $i > f$i; done')
    const { sftp, client } = await openSftp(world)
    const list = await called<readonly { filename: string }[]>((done) => sftp.readdir('many', done))
    expect(new Set(list.map(({ filename }) => filename)).size).toBe(250)
    const handle = await called<Buffer>((done) => sftp.open('half', 'w', done))
    await called((done) => sftp.write(handle, Buffer.from('half'), 0, 4, 0, done))
    client.end()
    await vi.waitFor(async () => expect((await run(world, 'cat half')).stdout).toBe('half'), PATIENCE)
  })

  it('merges keys with a binding that comes while they are being written', async () => {
    await using world = await openWorld()
    const { sftp, client } = await openSftp(world)
    const own = await makeKey()
    const other = await makeKey()
    const old = (await called<Buffer>((done) => sftp.readFile(KEYS, done))).toString()
    const handle = await called<Buffer>((done) => sftp.open(KEYS, 'w', done))
    const publicKeys = [KEY.publicKey, other.publicKey]
    await world.driver.applyAccess(world.machine, { version: 2, publicKeys, allowsPassword: false }, signal)
    const wanted = Buffer.from(`${old}${own.publicKey}\n`)
    await called((done) => sftp.write(handle, wanted, 0, wanted.length, 0, done))
    await called((done) => sftp.close(handle, done))
    const logins = [KEY, own, other].map(({ privateKey }) => run(world, 'true', { privateKey }))
    expect((await Promise.all(logins)).map(({ exitCode }) => exitCode)).toEqual([0, 0, 0])
    client.end()
  })

  it.each([
    ['a length of gigabytes', [Buffer.from([0xff, 0xff, 0xff, 0xff])]],
    ['a request that is cut short', [Buffer.from([0, 0, 0, 5, 3, 0, 0, 0, 1])]],
    ['garbage', [Buffer.alloc(100_000, 7)]],
    ['half a request', [Buffer.from([0, 0, 0, 9, 1])]],
  ])('ends with code 255 after %s', async (_name, pieces) => {
    await using world = await openWorld()
    const client = await loggedIn(world)
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>()
    client.subsys('sftp', (error, channel) => {
      if (error) return reject(error)
      let exitCode: number | undefined
      channel.on('exit', (code: number) => (exitCode = code)).on('close', () => resolve(exitCode))
      channel.on('data', () => {})
      for (const piece of pieces) channel.write(piece)
      channel.end()
    })
    expect(await promise).toBe(255)
    client.end()
    expect(world.errors).toEqual([])
  })

  it('answers what it does not know, and bounds what it holds open', async () => {
    await using world = await openWorld()
    const { sftp, client } = await openSftp(world)
    const open = () => called<Buffer>((done) => sftp.open('/etc/hosts', 'r', done))
    const opened = await Promise.allSettled(Array.from({ length: 70 }, open))
    expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(64)
    await expect(open()).rejects.toThrow('Too many open files')
    const [first] = opened
    if (first?.status !== 'fulfilled') throw new Error('nothing was opened')
    await called((done) => sftp.close(first.value, done))
    const handle = await open()
    await expect(called((done) => sftp.write(handle, Buffer.from('x'), 0, 1, 0, done))).rejects.toThrow(
      'Invalid argument',
    )
    await expect(called((done) => sftp.close(Buffer.from('none'), done))).rejects.toThrow('No such file')
    client.end()
  })

  it('tells of a full disk when a file is written and when it is closed, not elsewhere', async () => {
    await using world = await openWorld()
    await run(world, 'echo old > full; mkdir d')
    const { sftp, client } = await openSftp(world)
    const handle = await called<Buffer>((done) => sftp.open('full', 'r+', done))
    const last = called((done) => sftp.write(handle, Buffer.from('x'), 0, 1, DISK_BYTES, done))
    await expect(last).rejects.toThrow('No space left on device')
    expect(await called((done) => sftp.stat('full', done))).toMatchObject({ size: 4 })
    await expect(called((done) => sftp.close(handle, done))).rejects.toThrow('No space left on device')
    // Two files that fit each, but not together.
    const handles = [
      await called<Buffer>((done) => sftp.open('d/one', 'w', done)),
      await called<Buffer>((done) => sftp.open('d/two', 'w', done)),
    ]
    const content = randomBytes(1_200_000)
    const writes = handles.map((each) =>
      called((done) => sftp.write(each, content, 0, content.length, 0, done)),
    )
    await Promise.all(writes)
    const closes = handles.map((each) => called((done) => sftp.close(each, done)))
    expect((await Promise.allSettled(closes)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect((await run(world, 'cat full; stat -c %s d/one d/two')).stdout).toBe('old\n1200000\n0\n')
    client.end()
  })

  it('does not bring back a file that was removed while it was written', async () => {
    await using world = await openWorld()
    const { sftp, client } = await openSftp(world)
    await run(world, 'mkdir d')
    const handle = await called<Buffer>((done) => sftp.open('d/f', 'w', done))
    await called((done) => sftp.write(handle, Buffer.from('x'), 0, 1, 0, done))
    await run(world, 'rm -r d')
    await called((done) => sftp.close(handle, done))
    expect((await run(world, 'ls')).stdout).toBe('')
    client.end()
  })

  it('ends with the machine', async () => {
    await using world = await openWorld()
    const { sftp, client } = await openSftp(world)
    const closed = new Promise<void>((resolve) => client.on('close', () => resolve()))
    const handle = await called<Buffer>((done) => sftp.open('lost', 'w', done))
    await called((done) => sftp.write(handle, Buffer.from('x'), 0, 1, 0, done))
    await world.driver.reboot(world.machine, signal)
    await closed
    expect((await run(world, 'cat lost')).stdout).toBe('')
    expect(world.errors).toEqual([])
  })
})

describe('the scp of a provisioner', () => {
  /** What Go clients send: a control line, the bytes and a NUL, each answered by a NUL. */
  async function upload(world: World, command: string, pieces: readonly (string | Buffer)[]) {
    const client = await loggedIn(world)
    const { promise, resolve, reject } = Promise.withResolvers<{ answer: string; exitCode: number }>()
    client.exec(command, (error, channel) => {
      if (error) return reject(error)
      let answer = ''
      let exitCode = -1
      channel.on('data', (chunk: Buffer) => (answer += chunk.toString()))
      channel.on('exit', (code: number) => (exitCode = code))
      channel.on('close', () => resolve({ answer, exitCode }))
      for (const piece of pieces) channel.write(piece)
      channel.end()
    })
    const result = await promise
    client.end()
    return result
  }

  it('takes a script, which then runs', async () => {
    await using world = await openWorld()
    const script = '#!/bin/sh\necho provisioned $(hostname)\n'
    const pieces = [`C0644 ${script.length} terraform_1.sh\n`, script, '\0']
    expect(await upload(world, 'scp -vt /tmp', pieces)).toEqual({ answer: '\0\0\0', exitCode: 0 })
    const path = '/tmp/terraform_1.sh'
    expect((await run(world, `chmod 0777 ${path}`)).exitCode).toBe(0)
    expect((await run(world, path)).stdout).toBe('provisioned i-m\n')
  })

  it('takes a directory and names with blanks', async () => {
    await using world = await openWorld()
    const pieces = ['D0755 0 sub dir\n', 'C0600 2 a b\n', 'ok', '\0', 'E\n']
    expect(await upload(world, "scp -tr '/tmp'", pieces)).toMatchObject({ answer: '\0\0\0\0\0', exitCode: 0 })
    expect((await run(world, "cat '/tmp/sub dir/a b'")).stdout).toBe('ok')
  })

  it.each([
    ['a target that is no directory', 'scp -td /etc/hosts', [], '\x01scp: /etc/hosts: Not a directory\n'],
    [
      'a directory without -r',
      'scp -t /tmp',
      ['D0755 0 d\n'],
      '\0\x01scp: protocol error: received directory without -r\n',
    ],
    [
      'a name that leads elsewhere',
      'scp -tr /tmp',
      ['C0644 1 ..\n'],
      '\0\x01scp: protocol error: unexpected line\n',
    ],
    ['a slash in a name', 'scp -tr /tmp', ['C0644 1 a/b\n'], '\0\x01scp: protocol error: unexpected line\n'],
    [
      'a file of a terabyte',
      'scp -t /tmp',
      ['C0644 1099511627776 x\n'],
      '\0\x01scp: /tmp/x: No space left on device\n',
    ],
  ])('refuses %s', async (_name, command, pieces, answer) => {
    await using world = await openWorld()
    expect(await upload(world, command, pieces)).toEqual({ answer, exitCode: 1 })
  })

  it('leaves nothing of a file that did not come whole', async () => {
    await using world = await openWorld()
    const { exitCode } = await upload(world, 'scp -t /tmp', ['C0644 10 part\n', 'five!'])
    expect(exitCode).toBe(1)
    expect((await run(world, 'ls /tmp')).stdout).toBe('')
  })

  it('says what it cannot do', async () => {
    await using world = await openWorld()
    const result = await run(world, 'scp a root@elsewhere:')
    expect(result).toMatchObject({ exitCode: 1, stdout: '' })
    expect(result.stderr).toContain('no network here')
  })
})
