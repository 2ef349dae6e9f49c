import { hash, randomBytes } from 'node:crypto'

import { MachineError } from '../../core/machines/driver.ts'
import { splitLines } from '../kit/key-file-lines.ts'
import type { Target } from './host-context.ts'
import type { HostRecord } from './host-record.ts'
import { type HostReport, readReport } from './host-report.ts'
import type { WantedFile } from './password-setting.ts'
import { commandLine, values, withFirstValues } from './scripts/script.ts'
import { ACCESS_SCRIPT, SETTLE_SCRIPT } from './scripts/texts.ts'
import type { SshConnection } from './ssh/connection.ts'
import type { Dialogue } from './ssh/dialogue.ts'

/** Longest that one script may take, in milliseconds. */
const STEP_MS = 60_000

/** One change as it is sent to a host. */
export interface HostChange {
  readonly version: number
  readonly keyFiles: readonly WantedFile[]
  readonly settingFiles: readonly WantedFile[]
  /** What sshd must say of passwords afterwards; asked only where its files change. */
  readonly wants: 'yes' | 'no' | 'any'
  /** crypt(3) hash to write; undefined leaves the password as it is. */
  readonly passwordHash: string | undefined
}

/** How a change ended on the host. */
export type Verdict =
  /** It is in force, and is taken back unless it is settled with this token. */
  | { readonly kind: 'armed'; readonly token: string }
  /** Nothing but the version was to be changed. */
  | { readonly kind: 'raised' }
  | { readonly kind: 'newer'; readonly version: number }
  /** Another change is open for so many seconds more. */
  | { readonly kind: 'busy'; readonly seconds: number }
  /** A file is not any more what was looked at. */
  | { readonly kind: 'changed' }
  /** sshd would not have done what its files then said; all is as it was. */
  | { readonly kind: 'ineffective'; readonly why: string }

/** Runs `work` with a session that is over afterwards. */
export async function inHostSession<T>(
  connection: SshConnection,
  target: Target,
  work: (session: HostSession) => Promise<T>,
): Promise<T> {
  const session = new HostSession(connection, target)
  try {
    return await work(session)
  } finally {
    session[Symbol.dispose]()
  }
}

/** Talks to one host about one login user's access, in one shell there. Disposing ends it. */
export class HostSession implements Disposable {
  readonly #connection: SshConnection
  readonly #host: HostRecord
  readonly #user: string
  readonly #signal: AbortSignal
  #shell: Dialogue | undefined

  constructor(connection: SshConnection, { host, user, signal }: Target) {
    this.#connection = connection
    this.#host = host
    this.#user = user
    this.#signal = signal
  }

  async inspect(): Promise<HostReport> {
    const { stateId, server, sshd, keyFile, managesPassword } = this.#host
    const given = [sshd.program ?? '', sshd.configFile ?? '', keyFile ?? '', managesPassword ? 'yes' : 'no']
    const output = await this.#ask('inspect', values(stateId, this.#user, server, ...given))
    return readReport(output, this.#connection.name)
  }

  /**
   * Makes the change, armed to be taken back after `revertAfterMs`.
   * @throws MachineError when the host could not make it; all is as it was then
   */
  async commit(change: HostChange, report: HostReport, revertAfterMs: number): Promise<Verdict> {
    const token = randomBytes(8).toString('hex')
    const { sshd, stateId } = this.#host
    const files = [
      ...change.settingFiles.map((file) => ({ ...file, kind: 'setting' })),
      ...change.keyFiles.map((file) => ({ ...file, kind: 'keys' })),
    ]
    const main = report.settingFiles.find(({ kind }) => kind === 'main')?.path ?? sshd.configFile ?? ''
    const head = values(
      ...[stateId, token, change.version, Math.max(1, Math.ceil(revertAfterMs / 1000))],
      ...[this.#user, report.account, sshd.program ?? '', main, report.sshd.get('pidfile') ?? ''],
      ...[change.settingFiles.length > 0 ? 'yes' : 'no', change.wants],
      ...[change.passwordHash ?? '', files.length],
    )
    const bodies = files.map((file, place) => fileInput(file, place === files.length - 1))
    const output = await this.#ask('commit', Buffer.concat([Buffer.from(head), ...bodies]))
    return readVerdict(output, token, this.#connection.name)
  }

  /** Ends an armed change; false when the host had taken it back already. */
  async settle(token: string, verb: 'keep' | 'undo'): Promise<boolean> {
    const output = await this.#ask('settle', values(this.#host.stateId, token, verb))
    const { key, value } = lastWord(output)
    if (key === 'kept') return true
    if (key === 'reverted') return false
    throw new MachineError(`${this.#connection.name}: ${value}`)
  }

  [Symbol.dispose](): void {
    this.#shell?.[Symbol.dispose]()
  }

  /** The first question comes with the script; a session that begins by settling needs little of it. */
  async #ask(verb: 'inspect' | 'commit' | 'settle', question: Buffer | string): Promise<Buffer> {
    const end = randomBytes(8).toString('hex')
    const asked = Buffer.concat([Buffer.from(`${end}\n`), Buffer.from(question)])
    return this.#connection.inTime({ signal: this.#signal, timeoutMs: STEP_MS }, async () => {
      if (this.#shell) return this.#shell.ask(Buffer.concat([Buffer.from(`${verb}\n`), asked]), `${end}\tend`)
      this.#shell = await this.#connection.converse(commandLine(this.#host.rights))
      const text = verb === 'settle' ? SETTLE_SCRIPT : ACCESS_SCRIPT
      return this.#shell.ask(withFirstValues(text, verb, asked), `${end}\tend`)
    })
  }
}

/** A file as the script takes it: the last one as it is, others as lines for `printf %b`. */
function fileInput({ path, before, after, kind }: WantedFile & { kind: string }, isLast: boolean): Buffer {
  const sums = [before === undefined ? 'absent' : sum(before), after === undefined ? 'absent' : sum(after)]
  if (after === undefined) return Buffer.from(values(path, kind, ...sums, 0))
  if (isLast) return Buffer.concat([Buffer.from(values(path, kind, ...sums, after.length)), after])
  const lines = splitLines(after.toString('latin1'))
  return Buffer.from(values(path, kind, ...sums, lines.length, ...lines.map(escapeLine)))
}

/** Source: POSIX printf, conversion b: `\0ooo` is the byte of this octal number. */
function escapeLine(line: string): string {
  const octal = (byte: string) => `\\0${byte.charCodeAt(0).toString(8).padStart(3, '0')}`
  return line.replace(/[^ !#-&(-[\]-~]/g, octal)
}

function sum(content: Buffer): string {
  return hash('sha256', content)
}

function readVerdict(output: Buffer, token: string, host: string): Verdict {
  const { key, value } = lastWord(output)
  switch (key) {
    case 'done':
      return { kind: 'armed', token }
    case 'newer':
      return { kind: 'newer', version: Number(value) }
    case 'busy':
      return { kind: 'busy', seconds: Math.max(0, Number(value)) }
    case 'raised':
    case 'changed':
      return { kind: key }
    case 'ineffective':
      return { kind: key, why: value }
    default:
      throw new MachineError(`${host}: ${value === '' ? 'the change was broken off' : value}`)
  }
}

/** Scripts say one thing; what comes before it are complaints of programs. */
function lastWord(output: Buffer): { key: string; value: string } {
  const lines = output.toString('utf8').split('\n')
  const line = lines.findLast((text) => text.includes('\t')) ?? ''
  const [key = '', ...rest] = line.split('\t')
  return { key, value: rest.join('\t') }
}
