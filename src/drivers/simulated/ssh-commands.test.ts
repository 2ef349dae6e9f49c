import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { execa } from 'execa'
import { describe, expect, it, vi } from 'vitest'

import { mapMachines } from '../../../tests/map-machines.ts'
import { inOwnHome, isolatedSshOptions, sshKey } from '../../../tests/ssh-client.ts'
import { heldClock } from '../../core/held-clock.ts'
import { addressOf } from './address.ts'
import {
  signal,
  PASSWORD,
  HASH,
  openWorld,
  keyPair,
  KEY,
  withKey,
  withPassword,
  viaKey,
  run,
  loggedIn,
} from './test-support/ssh-world.ts'

vi.setConfig({ testTimeout: 30_000 })

/** As many as a command of SSH can carry; the parser would take seconds for them. */
const BRACKETS = '['.repeat(30_000)

describe('commands', () => {
  it('pass on exit code, output and error output apart', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    const result = await sshKey({ ...viaKey, port: world.port, command: 'echo out; echo err >&2; exit 7' })
    expect(result).toEqual({ exitCode: 7, stdout: 'out\n', stderr: 'err\n' })
  })

  it('read standard input to its end', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    const text = 'grüße\n'.repeat(50_000)
    expect(await run(world, 'cat > copy; wc -c < copy', text)).toBe(`${Buffer.byteLength(text)}\n`)
    expect(await run(world, 'cat copy')).toBe(text)
    expect(await run(world, 'bash -s one', 'echo $1\n')).toBe('one\n')
    expect(await run(world, "bash -lc 'echo login'")).toBe('login\n')
    expect(await run(world, 'bash -s', 'for i in 1 2; do\n  echo $i\ndone\n')).toBe('1\n2\n')
  })

  it('do not wait for input that they do not read', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    await inOwnHome(async (home) => {
      await writeFile(join(home, 'key'), KEY.privateKey, { mode: 0o600 })
      const options = [...isolatedSshOptions(home), '-o', 'StrictHostKeyChecking=no', '-i', join(home, 'key')]
      const args = [...options, '-p', String(world.port), `root@${addressOf(0)}`, 'cat /etc/hostname']
      // Standard input is a pipe that nobody closes, as in many programs that call ssh.
      const { stdout } = await execa('ssh', args, { stdin: 'pipe', timeout: 20_000 })
      expect(stdout).toBe('i-m')
    })
  })

  it('see the machine: os-release, host name, home, client variables, but not a client’s PATH', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    const options = ['SetEnv=LC_TEST=yes PATH=/evil HOME=/evil']
    const command = 'grep ^ID= /etc/os-release; cat /etc/hostname; echo $HOME $USER $LC_TEST $PATH; uname -n'
    const result = await sshKey({ ...viaKey, port: world.port, options, command })
    expect(result.stdout).toBe('ID=keyplane\ni-m\n/root root yes /usr/local/bin:/usr/bin:/bin\ni-m\n')
  })

  it('leave their files behind, on their own machine only', async () => {
    await using world = await openWorld()
    await world.machine('a', withKey)
    await world.machine('b', withKey)
    await run(world, 'umask 077; mkdir -p d/e; echo one > d/e/f; ln -s d link; rm /etc/hosts')
    expect(await run(world, 'cat link/e/f; stat -c %a d d/e/f; ls /etc')).toBe(
      'one\n700\n600\nhostname\nos-release\npasswd\n',
    )
    const elsewhere = await sshKey({
      ...viaKey,
      host: addressOf(1),
      port: world.port,
      command: 'ls; ls /etc/hosts',
    })
    expect(elsewhere).toEqual({ exitCode: 0, stdout: '/etc/hosts\n', stderr: '' })
  })

  it('fail without effect when the disk is full', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    await run(world, 'cat > big; echo kept > small', 'x'.repeat(900_000))
    const full = await sshKey({
      ...viaKey,
      port: world.port,
      command: 'echo lost > small; cat big big > bigger',
    })
    expect(full.exitCode).toBe(1)
    expect(full.stderr).toContain('No space left on device')
    expect(await run(world, 'cat small; ls; wc -c < big')).toBe('kept\nbig\nsmall\n900000\n')
  })

  it('end when they compute without end', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    const result = await sshKey({ ...viaKey, port: world.port, command: 'while true; do :; done' })
    expect(result.exitCode).toBe(126)
    expect(await run(world, 'echo alive')).toBe('alive\n')
  })

  it.each([
    ['a command line', `echo ${BRACKETS}`, ''],
    ['a short command line', '}f${[fi[ jnda', ''],
    ['another shell’s command line', `bash -c 'echo ${BRACKETS}'`, ''],
    ['another shell’s input', 'bash', `echo ${BRACKETS}\n`],
    ['another shell’s input after words', 'bash -s a', `echo ${BRACKETS}\n`],
  ])(
    'are refused that the parser does not get through: %s; others are answered meanwhile',
    async (_, command, stdin) => {
      await using world = await openWorld()
      await world.machine('m', withKey)
      const [refused, other] = await Promise.all([
        sshKey({ ...viaKey, port: world.port, command, stdin }),
        run(world, 'echo alive'),
      ])
      expect(refused).toEqual({ exitCode: 2, stdout: '', stderr: 'bash: command line too complex\n' })
      expect(other).toBe('alive\n')
    },
  )

  it('of sessions at the same time lose none of each other’s keys', async () => {
    await using world = await openWorld()
    const machine = await world.machine('m', withKey)
    const names = Array.from({ length: 8 }, (_, place) => `key-${place}`)
    const changes = names.map((name) =>
      run(world, `sleep 0.0${name.at(-1)}; echo 'ssh-x ${name}' >> .ssh/authorized_keys`),
    )
    const desired = { version: 2, publicKeys: [KEY.publicKey], allowsPassword: false }
    await Promise.all([...changes, world.driver.applyAccess(machine, desired, signal)])
    const file = await run(world, 'cat .ssh/authorized_keys')
    expect(names.filter((name) => !file.includes(name))).toEqual([])
    expect(file).toContain(KEY.publicKey)
  })
})

describe('shells', () => {
  it('run the lines they read and exit with the last code', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    const stdin =
      'cd /tmp\nx=5\nfor i in 1 2; do\necho $i\ndone\npwd\nfalse\necho $? $x\nfi\nif true; then exit 9; fi\necho no\n'
    const result = await sshKey({ ...viaKey, port: world.port, stdin })
    expect(result).toMatchObject({ exitCode: 9, stdout: '1\n2\n/tmp\n1 5\n' })
    expect(result.stderr).toContain('syntax error')
  })

  it('read a long here-document without parsing it again for each line', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    const stdin = `cat > f <<E\n${'a line of some length\n'.repeat(4_000)}E\nwc -l < f\nif true\nthen echo whole\nfi\n`
    const before = process.threadCpuUsage()
    const result = await sshKey({ ...viaKey, port: world.port, stdin })
    expect(result).toMatchObject({ exitCode: 0, stdout: '4000\nwhole\n' })
    expect(process.threadCpuUsage(before).user).toBeLessThan(3_000_000)
  })

  it('with a terminal show a prompt, edit the line and end on exit', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    const stdin = 'echo wrongX\x7f\x7f\x7f\x7f\x7f\x7fright $TERM\rcd /tmp\rpwd\rexit 4\r'
    const result = await sshKey({ ...viaKey, port: world.port, stdin, options: ['RequestTTY=force'] })
    expect(result.exitCode).toBe(4)
    expect(result.stdout).toContain('root@i-m:~# ')
    expect(result.stdout).toMatch(/\r\nright \w+\r\n/)
    expect(result.stdout).toContain('root@i-m:/tmp# pwd\r\n/tmp\r\n')
  })

  it('with a terminal stop a command on Ctrl-C and end on Ctrl-D', async () => {
    const clock = heldClock(0)
    await using world = await openWorld(mapMachines(), clock)
    await world.machine('m', withKey)
    const client = await loggedIn(world)
    const screen = await new Promise<string>((resolve, reject) => {
      client.shell((error, channel) => {
        if (error) return reject(error)
        let seen = ''
        let step = 0
        const steps = [
          { after: 'i-m:~# ', type: 'sleep 1000\r' },
          { after: 'sleep 1000\r\n', type: '\x03' },
          { after: '^C\r\nroot@i-m:~# ', type: 'echo $?\r' },
          { after: '\r\nroot@i-m:~# ', type: '\x04' },
        ]
        channel.on('data', (chunk: Buffer) => {
          seen += chunk.toString()
          const next = steps[step]
          if (next === undefined || !seen.endsWith(next.after)) return
          step += 1
          channel.write(next.type)
        })
        channel.on('close', () => resolve(seen))
      })
    })
    expect(screen).toContain('^C')
    expect(screen).toMatch(/exit\r\n$/)
    client.end()
  })

  it('refuse other subsystems and forwarding without ending the connection', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    const client = await loggedIn(world)
    const netconf = await new Promise((resolve) => client.subsys('netconf', (error) => resolve(error)))
    expect(netconf).toBeInstanceOf(Error)
    const forward = await new Promise((resolve) =>
      client.forwardOut('127.0.0.1', 1, '127.0.0.1', 22, resolve),
    )
    expect(forward).toBeInstanceOf(Error)
    const session = await new Promise((resolve) => client.exec('true', (error) => resolve(error)))
    expect(session).toBeUndefined()
    client.end()
  })
})

describe('ssh-copy-id', () => {
  it('adds a key that works and survives another binding', async () => {
    await using world = await openWorld()
    const machine = await world.machine('m', { ...withKey, ...withPassword })
    const own = keyPair()
    const copied = await inOwnHome(async (home) => {
      await mkdir(join(home, '.ssh'), { mode: 0o700 })
      await writeFile(join(home, 'own'), own.privateKey, { mode: 0o600 })
      await writeFile(join(home, 'own.pub'), `${own.publicKey} me@desk\n`)
      await writeFile(join(home, 'ask-pass'), `#!/bin/sh\necho '${PASSWORD}'\n`, { mode: 0o700 })
      const settings = [
        `UserKnownHostsFile=${home}/known_hosts`,
        'StrictHostKeyChecking=no',
        'IdentityAgent=none',
      ]
      const options = settings.flatMap((setting) => ['-o', setting])
      const args = ['-i', join(home, 'own.pub'), '-p', String(world.port), ...options, `root@${addressOf(0)}`]
      const env = { HOME: home, SSH_ASKPASS: join(home, 'ask-pass'), SSH_ASKPASS_REQUIRE: 'force' }
      return execa('ssh-copy-id', args, { env, reject: false, stdin: 'ignore', timeout: 20_000 })
    })
    expect(copied.stdout).toContain('Number of key(s) added: 1')
    const login = { ...viaKey, privateKey: own.privateKey, port: world.port }
    expect(await sshKey({ ...login, command: 'echo mine' })).toMatchObject({ stdout: 'mine\n' })
    const other = keyPair()
    const desired = { version: 2, publicKeys: [other.publicKey], allowsPassword: false, passwordHash: HASH }
    await world.driver.applyAccess(machine, desired, signal)
    const after = await sshKey({ ...login, command: 'cat .ssh/authorized_keys' })
    expect(after.stdout).toContain(`\n${own.publicKey} me@desk\n`)
    expect(after.stdout).not.toContain(KEY.publicKey)
    expect((await sshKey({ ...viaKey, port: world.port, command: 'true' })).exitCode).toBe(255)
  })
})
