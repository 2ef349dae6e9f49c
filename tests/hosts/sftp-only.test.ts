import { stat } from 'node:fs/promises'

import { describe, expect, it } from 'vitest'

import type { AccessState } from '../../src/core/machines/access-state.ts'
import { driveHost, runTask } from '../real-hosts/driven-host.ts'
import { foreignLines } from '../real-hosts/foreign-lines.ts'
import { newKey } from '../real-hosts/new-key.ts'
import { startProxy } from '../real-hosts/proxy.ts'
import { noRealHosts, startRealHost } from '../real-sshd.ts'
import { sshKey } from '../ssh-client.ts'

const management = newKey()
const bound = newKey()
const other = newKey()

/** What sshd gives a user who may transfer files and nothing else. */
const FILES_ONLY = `Include /etc/ssh/sshd_config.d/*.conf
UsePAM yes
Subsystem sftp internal-sftp
Match User files
    ForceCommand internal-sftp
`

function keys(version: number, ...publicKeys: readonly string[]): AccessState {
  return { version, publicKeys, allowsPassword: false }
}

/** A host whose user `files` has 500 foreign lines, with the management key as the last one. */
async function filesHost({
  sshdConfig = FILES_ONLY,
  revertSeconds = 4,
  breakGlassKeys = [],
}: { sshdConfig?: string; revertSeconds?: number; breakGlassKeys?: string[] } = {}) {
  const own = Buffer.concat([foreignLines(), Buffer.from(`\n${management.publicKey} management`)])
  const host = await startRealHost({ sshdConfig, users: [{ name: 'files', authorizedKeys: own }] })
  const keyFile = '/home/files/.ssh/authorized_keys'
  const settings = { user: 'files', access: 'sftp' as const, breakGlassKeys }
  const driven = await driveHost(host, { settings, managementKey: management.privateKey, revertSeconds })
  return {
    ...{ host, driven, own },
    read: () => host.read(keyFile),
    stat: () => stat(host.path(keyFile)),
    /** Files beside the key file that are still on their way. */
    async leftOver() {
      return (await host.run('ls -A /home/files/.ssh')).stdout
        .split('\n')
        .filter((name) => /^\.keyplane-[^-]+-/.test(name) || name.endsWith('.lock'))
    },
    logIn: (privateKey: string) =>
      sshKey({ host: host.address, port: host.port, user: 'files', privateKey, command: '' }),
    async [Symbol.asyncDispose]() {
      await driven[Symbol.asyncDispose]()
      await host[Symbol.asyncDispose]()
    },
  }
}

describe.skipIf(noRealHosts)(`hosts that only serve files (${noRealHosts ?? 'real sshd'})`, () => {
  it('have keys bound, replaced and unbound; every foreign byte stays', async () => {
    await using on = await filesHost()
    const before = await on.stat()
    expect(await on.driven.apply(keys(1, bound.publicKey))).toMatchObject({ version: 1 })
    const text = (await on.read()).toString('latin1')
    expect(text.startsWith(`${on.own.toString('latin1')}\n${bound.publicKey} keyplane:`)).toBe(true)
    expect(await on.stat()).toMatchObject({ mode: before.mode, uid: before.uid, gid: before.gid })
    expect(await on.driven.observe()).toMatchObject({
      isReachable: true,
      keepsPasswordSetting: true,
      access: { version: 1, publicKeys: [bound.publicKey] },
    })
    await on.driven.apply(keys(2, other.publicKey))
    expect((await on.driven.observe()).access?.publicKeys).toEqual([other.publicKey])
    await on.driven.apply(keys(3))
    expect((await on.read()).toString('latin1').trimEnd()).toBe(on.own.toString('latin1'))
    expect(await on.leftOver()).toEqual([])
  })

  it('let the bound key in', async () => {
    await using on = await filesHost()
    // sftp-server ends at the end of its input: an accepted key leaves with 0, a refused one with 255.
    expect((await on.logIn(bound.privateKey)).exitCode).toBe(255)
    await on.driven.apply(keys(1, bound.publicKey))
    expect((await on.logIn(bound.privateKey)).exitCode).not.toBe(255)
  })

  it('let no older version win, also from another process', async () => {
    await using on = await filesHost()
    await on.driven.apply(keys(5, bound.publicKey))
    expect(await on.driven.apply(keys(4, other.publicKey))).toMatchObject({ version: 5 })
    await runTask(on.driven.task(keys(7, other.publicKey)))
    expect(await on.driven.apply(keys(6, bound.publicKey))).toMatchObject({ version: 7 })
    expect((await on.driven.observe()).access?.publicKeys).toEqual([other.publicKey])
  })

  it('are written by many drivers at once, and the newest wins', async () => {
    await using on = await filesHost()
    const versions = [3, 1, 5, 2, 4]
    await Promise.all(
      versions.map((version) =>
        runTask(on.driven.task(keys(version, version === 5 ? bound.publicKey : other.publicKey))),
      ),
    )
    expect(await on.leftOver()).toEqual([])
    expect((await on.driven.observe()).access).toMatchObject({ version: 5, publicKeys: [bound.publicKey] })
  })

  it('have their key folder made', async () => {
    await using host = await startRealHost({
      users: [{ name: 'root', authorizedKeys: `${management.publicKey}\n` }],
    })
    await host.addUser({ name: 'app' })
    // Root reaches the folder of another user, as a file server's administrator does.
    const keyFile = '/home/app/.ssh/authorized_keys'
    const settings = { user: 'root', access: 'sftp' as const, keyFile }
    await using driven = await driveHost(host, { settings, managementKey: management.privateKey })
    await driven.apply(keys(1, bound.publicKey))
    const { mode } = await stat(host.path(keyFile))
    expect(mode & 0o777).toBe(0o600)
    expect((await stat(host.path('/home/app/.ssh'))).mode & 0o777).toBe(0o700)
    const { address, port } = host
    const app = { host: address, port, user: 'app', privateKey: bound.privateKey, command: 'true' }
    expect((await sshKey(app)).exitCode).toBe(0)
  })

  it('keep the keys they had when the disk is full', async () => {
    await using on = await filesHost()
    await on.host
      .run(`set -e; cd /home/files; mkdir /run/full; mount -t tmpfs -o size=1m,mode=700 tmpfs /run/full
      cp -a .ssh/. /run/full/; chown files:files /run/full; mount --move /run/full .ssh
      mount -o remount,size=$(($(du -sk .ssh | cut -f1) + 4))k .ssh`)
    await expect(on.driven.apply(keys(1, bound.publicKey))).rejects.toThrow(/authorized_keys|\.keyplane-/)
    expect((await on.read()).equals(on.own)).toBe(true)
    expect(await on.leftOver()).toEqual([])
  })

  it('have the old or the new keys wherever the line is cut', { timeout: 120_000 }, async () => {
    await using on = await filesHost({ revertSeconds: 1 })
    await using proxy = await startProxy({ target: on.host.port })
    await on.driven.moveTo(proxy.port)
    await on.driven.apply(keys(1, bound.publicKey))
    const before = proxy.passed
    await on.driven.apply(keys(2, other.publicKey))
    const pieces = proxy.passed - before
    expect(pieces).toBeGreaterThan(10)
    let version = 2
    for (let cutAfter = 1; cutAfter <= pieces; cutAfter += Math.ceil(pieces / 12)) {
      await using line = await startProxy({ target: on.host.port, cutAfter })
      await on.driven.moveTo(line.port)
      version += 1
      const wanted = keys(version, version % 2 === 0 ? other.publicKey : bound.publicKey)
      await on.driven.apply(wanted).catch(() => undefined)
      const text = (await on.read()).toString('latin1')
      expect(text.startsWith(on.own.toString('latin1'))).toBe(true)
      expect(text.split('\n').filter((row) => row.includes(' keyplane:')).length).toBe(1)
    }
    await on.driven.moveTo(on.host.port)
    await on.driven.apply(keys(version + 1, bound.publicKey))
    expect((await on.driven.observe()).access?.publicKeys).toEqual([bound.publicKey])
    expect(await on.leftOver()).toEqual([])
  })

  it.each(['0123456789abcdef 2026-11-21T00:00:00.000Z', ''])(
    'take the lock %j over that a dead process left behind, and its file',
    async (lock) => {
      await using on = await filesHost({ revertSeconds: 1 })
      await on.driven.apply(keys(1, bound.publicKey))
      const put = `set -e; cd /home/files/.ssh; name=$(ls -A | grep '^.keyplane-')
      printf %s "$1" >"$name.lock"; echo half >"$name-0123456789abcdef"; chown files .keyplane-*`
      expect((await on.host.run(put, { args: [lock] })).exitCode).toBe(0)
      await on.driven.apply(keys(2, other.publicKey))
      expect((await on.driven.observe()).access?.publicKeys).toEqual([other.publicKey])
      expect(await on.leftOver()).toEqual([])
    },
  )

  it('get their former bytes back when nobody can log in any more', async () => {
    await using on = await filesHost({ revertSeconds: 1 })
    await on.driven.apply(keys(1))
    // Only the connection that is open already lives on.
    await on.host.stopServer()
    await expect(on.driven.apply(keys(2, bound.publicKey))).rejects.toThrow('cannot be reached')
    expect((await on.read()).equals(on.own)).toBe(true)
    expect(await on.leftOver()).toEqual([])
    await on.host.startServer()
    expect(await on.driven.apply(keys(2, bound.publicKey))).toMatchObject({ version: 2 })
    expect((await on.driven.observe()).access?.publicKeys).toEqual([bound.publicKey])
  })

  it('may be a file tree of their own', async () => {
    await using on = await filesHost({ sshdConfig: `${FILES_ONLY}    ChrootDirectory %h\n` })
    await on.host.run('chown root:root /home/files && chmod 755 /home/files')
    await on.driven.apply(keys(1, bound.publicKey))
    expect((await on.logIn(bound.privateKey)).exitCode).not.toBe(255)
    await on.driven.apply(keys(2))
    expect((await on.read()).toString('latin1').trimEnd()).toBe(on.own.toString('latin1'))
  })

  it('are left alone when they cannot replace a file in one step', async () => {
    const sshdConfig = FILES_ONLY.replace('ForceCommand internal-sftp', '$& -P posix-rename')
    await using on = await filesHost({ sshdConfig })
    await expect(on.driven.apply(keys(1, bound.publicKey))).rejects.toThrow('posix-rename@openssh.com')
    expect((await on.read()).equals(on.own)).toBe(true)
    expect(await on.leftOver()).toEqual([])
  })

  it('keep a link to the key file; one that leads nowhere is refused', async () => {
    await using on = await filesHost()
    await on.host.run('cd /home/files && mv .ssh/authorized_keys keys && ln -s ../keys .ssh/authorized_keys')
    await on.driven.apply(keys(1, bound.publicKey))
    expect((await on.host.run('readlink /home/files/.ssh/authorized_keys')).stdout).toBe('../keys\n')
    expect((await on.host.read('/home/files/keys')).toString('latin1')).toContain(' keyplane:')
    await on.host.run('mv /home/files/keys /home/files/elsewhere')
    await expect(on.driven.apply(keys(2))).rejects.toThrow('is a link to nothing')
    expect((await on.host.run('readlink /home/files/.ssh/authorized_keys')).stdout).toBe('../keys\n')
  })

  it('keep the emergency keys, also when nothing is bound', async () => {
    await using on = await filesHost({ breakGlassKeys: [other.publicKey] })
    await on.driven.apply(keys(1, bound.publicKey))
    await on.driven.apply(keys(2))
    expect((await on.logIn(other.privateKey)).exitCode).not.toBe(255)
    expect((await on.logIn(bound.privateKey)).exitCode).toBe(255)
  })

  it('are told of what cannot be done there', async () => {
    await using on = await filesHost()
    const withPassword = { ...keys(1), allowsPassword: true, passwordHash: '$6$salt$hash' }
    await expect(on.driven.apply(withPassword)).rejects.toThrow('only serves files: no password can be set')
    expect((await on.read()).equals(on.own)).toBe(true)
    const settings = { user: 'files', access: 'sftp' as const }
    const parts = { settings, managementKey: management.privateKey, loginUser: 'root' }
    await using elsewhere = await driveHost(on.host, parts)
    await expect(elsewhere.apply(keys(1, bound.publicKey))).rejects.toThrow('must be told as keyFile')
  })
})
