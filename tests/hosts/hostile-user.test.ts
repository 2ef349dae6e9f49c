import { describe, expect, it, vi } from 'vitest'

import type { AccessState } from '../../src/core/machines/access-state.ts'
import type { Verdict } from '../../src/drivers/linux-host/host-session.ts'
import { armKeys, type HostileHost, KEY_FILE, startHostileHost } from '../real-hosts/hostile-host.ts'
import { newKey } from '../real-hosts/new-key.ts'
import { noRealHosts } from '../real-sshd.ts'

const [one, two] = [newKey().publicKey, newKey().publicKey]
const LONG_MS = 60_000
/** For what the host does by itself, on a machine that is busy. */
const PATIENCE = { timeout: 40_000, interval: 200 }

const SECRET = 'root:of-nobody-else:1:0:99999:7:::\n'
/** Files that only root may read. */
const ROOTS = { '/etc/only-root': SECRET }

function access(version: number, ...publicKeys: readonly string[]): AccessState {
  return { version, publicKeys, allowsPassword: false }
}

function tokenOf(verdict: Verdict): string {
  if (verdict.kind !== 'armed') throw new Error(`the change is ${verdict.kind}`)
  return verdict.token
}

/** A user's process that stops itself, the first time. */
const stopsOnce = `[ "$(id -u)" = 0 ] || { (set -C; : >/tmp/stopped) 2>/dev/null && kill -s STOP $$; }
exec "$real" "$@"`

async function withKeyFile(test: HostileHost): Promise<string> {
  await test.apply(access(1, one))
  const before = await test.keyFile()
  expect(before).toMatchObject({ looks: 'regular file 600 app' })
  return before?.text ?? ''
}

describe.skipIf(noRealHosts)(`a user who works against root ${noRealHosts ?? ''}`, () => {
  it.each(['by the next question', 'by the host itself'])(
    'a link to a file of root in place of his keys discloses nothing when the change is taken back %s',
    async (how) => {
      await using test = await startHostileHost({ files: ROOTS })
      await test.host.run('chmod 600 /etc/only-root')
      const before = await withKeyFile(test)
      const session = await test.session()
      const report = await session.inspect()
      const revertAfterMs = how === 'by the host itself' ? 2_000 : LONG_MS
      const token = tokenOf(await armKeys(session, { report, after: '', revertAfterMs }))
      await test.asUser(`rm ${KEY_FILE}; ln -s /etc/only-root ${KEY_FILE}`)
      if (how === 'by the next question') await session.settle(token, 'undo')
      await vi.waitFor(
        async () => expect(await test.keyFile()).toEqual({ text: before, looks: 'regular file 600 app' }),
        PATIENCE,
      )
      expect(await test.asUser('grep -r nobody-else . || :')).toBe('')
      expect((await test.host.read('/etc/only-root')).toString()).toBe(SECRET)
      session.cut()
    },
  )

  it.each([
    ['a link to a file of his own', `rm ${KEY_FILE}; echo "# other" >other; ln -s ../other ${KEY_FILE}`],
    ['a pipe', `rm ${KEY_FILE}; mkfifo ${KEY_FILE}`],
    ['a link to nothing', `rm ${KEY_FILE}; ln -s nothing ${KEY_FILE}`],
  ])('the former keys come back in place of %s', async (_name, script) => {
    await using test = await startHostileHost()
    const before = await withKeyFile(test)
    const session = await test.session()
    const report = await session.inspect()
    const token = tokenOf(await armKeys(session, { report, after: `${two}\n`, revertAfterMs: LONG_MS }))
    await test.asUser(script)
    expect(await session.settle(token, 'undo')).toBe(false)
    expect(await test.keyFile()).toEqual({ text: before, looks: 'regular file 600 app' })
    session.cut()
  })

  it.each(['mv', 'head'])(
    'a process of his that he stops holds up nobody: %s',
    async (program) => {
      await using test = await startHostileHost()
      const before = await withKeyFile(test)
      await test.wrap(program, stopsOnce)
      await expect(test.apply(access(2, two))).rejects.toThrow('127.0.0.1')
      expect(await test.asUser('ls /tmp')).toContain('stopped')
      await vi.waitFor(async () => expect((await test.keyFile())?.text).toBe(before), PATIENCE)
      expect(await test.apply(access(3, two))).toMatchObject({ version: 3 })
      expect((await test.keyFile())?.text).toContain(two)
    },
    240_000,
  )

  it('his processes are given no lock, and nothing of the conversation', async () => {
    await using test = await startHostileHost()
    await withKeyFile(test)
    const seen = '/tmp/descriptors'
    await test.host.run(`: >${seen}; chmod 666 ${seen}`)
    await test.wrap(
      'sync',
      `[ "$(id -u)" = 0 ] || for one in /proc/$PPID/fd/*; do readlink "$one"; done >>${seen}\nexec "$real" "$@"`,
    )
    await test.apply(access(2, two))
    const open = (await test.host.read(seen)).toString()
    expect(open).toContain(test.state)
    expect(open).not.toMatch(/\/lock$|pipe:|socket:/m)
  })

  it.each([
    ['a pipe', `rm ${KEY_FILE}; mkfifo ${KEY_FILE}`],
    ['a link to zeroes without end', `rm ${KEY_FILE}; ln -s /dev/zero ${KEY_FILE}`],
    ['a link to a file of root', `rm ${KEY_FILE}; ln -s /etc/only-root ${KEY_FILE}`],
    ['nothing that he may read', `chmod 0 ${KEY_FILE}`],
  ])('%s in place of his keys between looking and changing: planned anew', async (_name, script) => {
    await using test = await startHostileHost({ files: ROOTS })
    await test.host.run('chmod 600 /etc/only-root')
    await withKeyFile(test)
    const session = await test.session()
    const report = await session.inspect()
    await test.asUser(script)
    const verdict = await armKeys(session, { report, after: `${two}\n`, revertAfterMs: LONG_MS })
    expect(verdict).toEqual({ kind: 'changed' })
    session.cut()
    await test.asUser(`rm -f ${KEY_FILE}`)
    expect(await test.apply(access(8, two))).toMatchObject({ version: 8 })
  })

  it('an answer about the end of a change is never the wrong one, wherever it was broken off', async () => {
    await using test = await startHostileHost()
    const before = await withKeyFile(test)
    const kept = `${test.state}/kept`
    const arm = async (after: string, revertAfterMs: number) => {
      const session = await test.session()
      const report = await session.inspect()
      return { session, token: tokenOf(await armKeys(session, { report, after, revertAfterMs })) }
    }
    // Nothing can be noted: the change stays open, and its way back armed.
    await test.host.run('rm -f "$1"; mkdir "$1"', { args: [kept] })
    const first = await arm(`${two}\n`, 3_000)
    await expect(first.session.settle(first.token, 'keep')).rejects.toThrow('cannot be disarmed')
    expect(await test.host.run('ls "$1/revert/facts"', { args: [test.state] })).toMatchObject({ exitCode: 0 })
    await vi.waitFor(async () => expect((await test.keyFile())?.text).toBe(before), PATIENCE)
    expect(await first.session.settle(first.token, 'keep')).toBe(false)
    first.session.cut()

    await test.host.run('rmdir "$1"', { args: [kept] })
    const second = await arm(`${two}\n`, LONG_MS)
    expect(await second.session.settle(second.token, 'keep')).toBe(true)
    expect(await second.session.settle(second.token, 'keep')).toBe(true)
    expect((await test.keyFile())?.text).toBe(`${two}\n`)
    second.session.cut()

    // It was noted as kept, then everything died before it was: in time it is taken back, and told so.
    const third = await arm(before, 2_000)
    await test.host.write(kept, `${third.token}\n`)
    await vi.waitFor(async () => expect((await test.keyFile())?.text).toBe(`${two}\n`), PATIENCE)
    expect(await third.session.settle(third.token, 'keep')).toBe(false)
    third.session.cut()
  })

  it('a change that was taken back after it was looked at counts for nothing', async () => {
    await using test = await startHostileHost()
    const before = await withKeyFile(test)
    const session = await test.session()
    const report = await session.inspect()
    await armKeys(session, { report, after: `${two}\n`, revertAfterMs: 2_000 })
    session.cut()
    const later = await test.session()
    const looked = await later.inspect()
    expect(looked.keyFiles[0]?.content?.toString()).toBe(`${two}\n`)
    await vi.waitFor(async () => expect((await test.keyFile())?.text).toBe(before), PATIENCE)
    await vi.waitFor(
      async () =>
        expect(await test.host.run('ls "$1/revert"', { args: [test.state] })).toMatchObject({ exitCode: 2 }),
      PATIENCE,
    )
    const nothing = { keyFiles: [], settingFiles: [], wants: 'any', passwordHash: undefined } as const
    expect(await later.commit({ version: 8, ...nothing }, looked, LONG_MS)).toEqual({ kind: 'changed' })
    later.cut()
  })

  it('what could not be taken back at once is taken back when its time is over', async () => {
    await using test = await startHostileHost()
    const before = await withKeyFile(test)
    const session = await test.session()
    const report = await session.inspect()
    const token = tokenOf(await armKeys(session, { report, after: `${two}\n`, revertAfterMs: 4_000 }))
    await test.asUser('chmod 500 .ssh')
    await expect(session.settle(token, 'undo')).rejects.toThrow('cannot be taken back')
    session.cut()
    await test.asUser('chmod 700 .ssh')
    await vi.waitFor(async () => expect((await test.keyFile())?.text).toBe(before), PATIENCE)
  })

  it('a link further up leads root to no place of root', async () => {
    const sshdConfig = 'UsePAM no\nMatch User app\nAuthorizedKeysFile .config/ssh/authorized_keys\n'
    await using test = await startHostileHost({ sshdConfig })
    await test.host.run('mkdir -p /root/.config/ssh')
    await test.asUser('ln -s /root/.config .config')
    await expect(test.apply(access(1, one))).rejects.toThrow('a link of the user to a place of root')
    expect((await test.host.run('ls -A /root/.config/ssh')).stdout).toBe('')
  })

  it('a folder of root inside one of his is written to by nobody: he could put another in its place', async () => {
    await using test = await startHostileHost({ sshdConfig: 'AuthorizedKeysFile .ssh/authorized_keys\n' })
    await test.host.run('mkdir -m 755 /home/app/.ssh')
    await expect(test.apply(access(1, one))).rejects.toThrow('/home/app/.ssh belongs to root')
    expect((await test.host.run('ls -A /home/app/.ssh')).stdout).toBe('')
  })

  it('a link that only root leads anywhere is followed', async () => {
    const sshdConfig = 'UsePAM no\nMatch User app\nAuthorizedKeysFile /etc/ssh/keys/%u\n'
    await using test = await startHostileHost({ sshdConfig })
    await test.host.run('mkdir -m 755 /srv/keys && ln -s /srv/keys /etc/ssh/keys')
    expect(await test.apply(access(1, one))).toMatchObject({ version: 1 })
    expect((await test.host.run('cat /srv/keys/app')).stdout).toContain(one)
  })

  it('a new folder in a home of root is made for him', async () => {
    await using test = await startHostileHost()
    await test.host.run('chown root /home/app && chmod 755 /home/app')
    expect(await test.apply(access(1, one))).toMatchObject({ version: 1 })
    expect((await test.host.run('stat -c "%U %G %a" /home/app/.ssh')).stdout).toBe('app app 700\n')
    expect(await test.keyFile()).toMatchObject({ looks: 'regular file 600 app' })
  })

  it('a group that he is not in is not given, nor the right to write that it had', async () => {
    await using test = await startHostileHost()
    await withKeyFile(test)
    const looks = async () => (await test.host.run('stat -c "%U %G %a" "$1"', { args: [KEY_FILE] })).stdout
    await test.host.run('chgrp daemon "$1"; chmod 660 "$1"', { args: [KEY_FILE] })
    expect(await test.apply(access(2, two))).toMatchObject({ version: 2 })
    expect(await looks()).toBe('app app 640\n')
    await test.host.run('usermod -aG users app; chgrp users "$1"; chmod 660 "$1"', { args: [KEY_FILE] })
    expect(await test.apply(access(3, one))).toMatchObject({ version: 3 })
    expect(await looks()).toBe('app users 660\n')
  })

  it('a setpriv that knows no users, as busybox has it', async () => {
    await using test = await startHostileHost()
    await test.wrap(
      'setpriv',
      'case $* in *--reuid*) echo "setpriv: unrecognized option" >&2; exit 1 ;; esac\nexec "$real" "$@"',
    )
    await withKeyFile(test)
    expect(await test.apply(access(2, two))).toMatchObject({ version: 2 })
    expect(await test.keyFile()).toMatchObject({ looks: 'regular file 600 app' })
  })

  it('without timeout nothing is begun for a user who is not root', async () => {
    await using test = await startHostileHost()
    await test.host.run('rm -f /usr/bin/timeout /bin/timeout')
    await expect(test.apply(access(1, one))).rejects.toThrow('there is no program timeout')
    expect(await test.keyFile()).toBeUndefined()
  })
})
