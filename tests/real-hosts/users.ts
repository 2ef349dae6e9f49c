import { chmod, chown, mkdir, writeFile } from 'node:fs/promises'

import type { Enclosed } from './enclose.ts'

export interface UserOptions {
  /** `root` is there already and is only given what follows. */
  readonly name: string
  /** Without one no password matches; the account is not locked. */
  readonly password?: string
  /** May do everything with `sudo -n`, or with its password; default: no sudo at all. */
  readonly sudo?: 'without-password' | 'with-password'
  /** Default `/bin/sh`. */
  readonly shell?: string
  /** The content of `~/.ssh/authorized_keys`; without it there is neither file nor folder. */
  readonly authorizedKeys?: string | Buffer
}

export interface RealUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
  /** The home folder on the host. */
  readonly home: string
  /** `~/.ssh/authorized_keys` on the host. */
  readonly keyFile: string
}

// An account without a password is locked ("!"), and sshd without PAM refuses even keys then: "*" is not locked.
const ADD_USER = `
set -e
[ "$1" = root ] || useradd --create-home --shell "$2" --password '*' -- "$1"
[ -z "$3" ] || { echo "$1 ALL=(ALL:ALL) $3" >"/etc/sudoers.d/$1"; chmod 440 "/etc/sudoers.d/$1"; }
getent passwd -- "$1"
`

/** Makes a user on the host, with its home. */
export async function addUser(host: Enclosed, options: UserOptions): Promise<RealUser> {
  const { name, password, shell = '/bin/sh', sudo, authorizedKeys } = options
  const rights = sudo === undefined ? '' : sudo === 'with-password' ? 'ALL' : 'NOPASSWD: ALL'
  const added = await host.run(ADD_USER, { args: [name, shell, rights] })
  const [, , uid, gid, , home] = added.stdout.trim().split('\n').at(-1)?.split(':') ?? []
  if (added.exitCode !== 0 || home === undefined) throw new Error(`no user ${name}: ${added.stderr}`)
  if (password !== undefined) {
    const changed = await host.run('chpasswd', { input: `${name}:${password}\n` })
    if (changed.exitCode !== 0) throw new Error(`no password for ${name}: ${changed.stderr}`)
  }
  const user = { name, uid: Number(uid), gid: Number(gid), home, keyFile: `${home}/.ssh/authorized_keys` }
  if (authorizedKeys !== undefined) await writeKeys(host, user, authorizedKeys)
  return user
}

async function writeKeys(host: Enclosed, user: RealUser, content: string | Buffer): Promise<void> {
  const folder = host.path(`${user.home}/.ssh`)
  const file = host.path(user.keyFile)
  await mkdir(folder, { mode: 0o700 })
  await writeFile(file, content, { mode: 0o600 })
  await chmod(folder, 0o700)
  await chown(folder, user.uid, user.gid)
  await chown(file, user.uid, user.gid)
}
