import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'

import type { RealHost } from '../real-sshd.ts'
import { sshKey } from '../ssh-client.ts'
import type { RealUser } from './users.ts'

/** Everything about a host that an operation on access may change. */
export interface HostState {
  /** The login user's authorized_keys, one character per byte. */
  readonly keyFile: string
  /** Mode and owner of that file and its folder. */
  readonly owners: string
  /** sshd's files with their hashes. */
  readonly settings: string
  /** The login methods that the running server offers the user. */
  readonly offered: string
  /** The user's line in the shadow file. */
  readonly shadow: string
}

export const FIELDS = ['keyFile', 'owners', 'settings', 'offered', 'shadow'] as const

const READ = `
stat -c '%a %U:%G %n' "$2" "$2/authorized_keys" 2>/dev/null
echo ---
find /etc/ssh -name '*.conf' -o -name sshd_config | LC_ALL=C sort | xargs sha256sum
echo ---
grep "^$1:" /etc/shadow
`

/** Reads it past ssh where possible, so that looking changes nothing. */
export async function readState(host: RealHost, { name, home, keyFile }: RealUser): Promise<HostState> {
  const read = await host.run(READ, { args: [name, `${home}/.ssh`] })
  const [owners = '', settings = '', shadow = ''] = read.stdout.split('---\n')
  const keys = await host.read(keyFile)
  return { keyFile: keys.toString('latin1'), owners, settings, shadow, offered: await offered(host, name) }
}

/** Where two states differ, for people. */
export function differences(found: HostState, wanted: HostState): string {
  return FIELDS.filter((field) => found[field] !== wanted[field])
    .map(
      (field) =>
        `${field} …${fromDifference(found[field], wanted[field])} for ${fromDifference(wanted[field], found[field])}`,
    )
    .join('; ')
}

function fromDifference(text: string, other: string): string {
  let at = 0
  while (at < text.length && text[at] === other[at]) at += 1
  return JSON.stringify(text.slice(at, at + 160))
}

async function offered({ address, port }: RealHost, user: string): Promise<string> {
  const options = ['PreferredAuthentications=none']
  const { stderr } = await sshKey({ host: address, port, user, command: 'true', options, privateKey: '' })
  return /Permission denied \((.*)\)/.exec(stderr)?.[1] ?? stderr
}

/** Programs of a host that nothing is going on in: its first process and what belongs to it, sshd and its sessions. */
export interface Idle {
  /** Resolves when nothing else runs on the host any more. */
  wait(timeoutMs: number): Promise<void>
}

/** What runs now is what runs when nothing is going on. */
export async function watchIdle(host: RealHost): Promise<Idle> {
  const usual = new Set((await processes(host)).map(({ pid }) => pid))
  const others = async () =>
    (await processes(host)).filter(({ pid, name }) => !usual.has(pid) && !name.startsWith('sshd'))
  return {
    async wait(timeoutMs) {
      const deadlineMs = performance.now() + timeoutMs
      for (let left = await others(); left.length > 0; left = await others()) {
        if (performance.now() > deadlineMs)
          throw new Error(`still runs: ${left.map(({ name }) => name).join(' ')}`)
        await pause(20)
      }
    },
  }
}

async function processes(host: RealHost): Promise<readonly { pid: string; name: string }[]> {
  const pids = (await readdir(host.path('/proc'))).filter((entry) => /^\d+$/.test(entry))
  const found = await Promise.all(
    pids.map(async (pid) => {
      // One that ended meanwhile has no name any more.
      const name = await readFile(host.path(`/proc/${pid}/comm`), 'utf8').catch(() => '')
      return { pid, name: name.trim() }
    }),
  )
  return found.filter(({ name }) => name !== '')
}
