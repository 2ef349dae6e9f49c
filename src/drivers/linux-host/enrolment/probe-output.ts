/** What a probe said: texts by key, each in the order it came. */
export type ProbeOutput = ReadonlyMap<string, readonly string[]>

/** A user of the host, as its user database has it. */
export interface HostUser {
  readonly name: string
  readonly uid: number
  readonly home: string
  readonly shell: string
}

/**
 * Reads a probe's output. A login that runs something else than our script, or breaks off, is told by the missing last
 * line; what stands before the first line of ours, a greeting of the login shell, is passed over.
 * @returns undefined when the last line is missing
 */
export function parseProbeOutput(text: string, probe: 'host' | 'files'): ProbeOutput | undefined {
  const output = new Map<string, string[]>()
  for (const line of text.split('\n')) {
    const tab = line.indexOf('\t')
    if (tab <= 0) continue
    const key = line.slice(0, tab)
    const texts = output.get(key) ?? []
    texts.push(line.slice(tab + 1))
    output.set(key, texts)
  }
  return output.get('end')?.at(-1) === probe ? output : undefined
}

/** The first text under a key. */
export function firstOf(output: ProbeOutput, key: string): string | undefined {
  return output.get(key)?.[0]
}

/** Name of the system: `Debian GNU/Linux 12 (bookworm)`. Source: os-release(5). */
export function readOsName(output: ProbeOutput): string {
  const values = new Map(
    (output.get('os') ?? []).flatMap((line): [string, string][] => {
      const [, name, value] = /^([A-Z_0-9]+)=(.*)$/.exec(line) ?? []
      return name === undefined || value === undefined ? [] : [[name, unquote(value)]]
    }),
  )
  const name = values.get('PRETTY_NAME') ?? values.get('NAME') ?? firstOf(output, 'kernel')
  return name === undefined || name === '' ? 'Linux' : name
}

/** The values are quoted for a shell. */
function unquote(value: string): string {
  const [, quoted] = /^(?:"(.*)"|'.*')$/.exec(value) ?? []
  return (quoted ?? value.replaceAll("'", '')).replace(/\\([\\"$`])/g, '$1')
}

/** The SSH server behind port 22 and its version as it names itself; `other` when neither could be told. */
export function readServer(output: ProbeOutput): {
  readonly kind: 'openssh' | 'dropbear' | 'other'
  readonly version: string
} {
  const said = (output.get('version') ?? []).join('\n')
  const server = firstOf(output, 'server')
  if (server === 'dropbear') {
    return { kind: 'dropbear', version: /Dropbear v?([0-9][\w.]*)/i.exec(said)?.[1] ?? '' }
  }
  if (server === 'sshd') return { kind: 'openssh', version: /OpenSSH_([0-9][\w.]*)/.exec(said)?.[1] ?? '' }
  return { kind: 'other', version: '' }
}

/** Lines `name:uid:home:shell`. */
export function readUsers(lines: readonly string[]): readonly HostUser[] {
  return lines.flatMap((line) => {
    const [name = '', uid = '', home = '', shell = ''] = line.split(':')
    return name === '' || !/^\d+$/.test(uid) ? [] : [{ name, uid: Number(uid), home, shell }]
  })
}

/** First id of people's own accounts on today's distributions. Source: login.defs(5), UID_MIN. */
const FIRST_UID_OF_PEOPLE = 1000
const NOBODY = 65_534

/** Users that somebody could log in as: root and people's accounts, with a shell that lets in. */
export function loginUsers(users: readonly HostUser[]): readonly HostUser[] {
  return users.filter(
    ({ uid, shell }) => (uid === 0 || (uid >= FIRST_UID_OF_PEOPLE && uid !== NOBODY)) && isLoginShell(shell),
  )
}

/** An empty field stands for /bin/sh. Source: passwd(5). */
export function isLoginShell(shell: string): boolean {
  return !/\/(?:nologin|false|sync|shutdown|halt)$/.test(shell)
}
