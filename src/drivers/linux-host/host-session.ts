import { hash, randomBytes } from 'node:crypto'

import { MachineError } from '../../core/machines/driver.ts'
import type { HostRecord } from './host-record.ts'
import { type HostReport, readReport } from './host-report.ts'
import type { WantedFile } from './password-setting.ts'
import { CHANGE } from './scripts/change.ts'
import { INSPECT } from './scripts/inspect.ts'
import { commandLine, values } from './scripts/script.ts'
import type { SshConnection } from './ssh/connection.ts'

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

/** Talks to one host about one login user's access. */
export class HostSession {
  readonly #connection: SshConnection
  readonly #host: HostRecord
  readonly #user: string
  readonly #signal: AbortSignal

  constructor(
    connection: SshConnection,
    { host, user, signal }: { host: HostRecord; user: string; signal: AbortSignal },
  ) {
    this.#connection = connection
    this.#host = host
    this.#user = user
    this.#signal = signal
  }

  async inspect(): Promise<HostReport> {
    const { stateId, server, sshd, keyFile, managesPassword } = this.#host
    const given = [sshd.program ?? '', sshd.configFile ?? '', keyFile ?? '', managesPassword ? 'yes' : 'no']
    const output = await this.#run(INSPECT, values(stateId, this.#user, server, ...given))
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
      ...['commit', stateId, token, change.version, Math.max(1, Math.ceil(revertAfterMs / 1000))],
      ...[this.#user, sshd.program ?? '', main, report.sshd.get('pidfile') ?? ''],
      ...[change.settingFiles.length > 0 ? 'yes' : 'no', change.wants],
      ...[change.passwordHash ?? '', files.length],
    )
    const bodies = files.map((file, place) => fileInput(file, place === files.length - 1))
    const output = await this.#run(CHANGE, Buffer.concat([Buffer.from(head), ...bodies]))
    return readVerdict(output, token, this.#connection.name)
  }

  /** Ends an armed change; false when the host had taken it back already. */
  async settle(token: string, verb: 'keep' | 'undo'): Promise<boolean> {
    const output = await this.#run(CHANGE, values('settle', this.#host.stateId, token, verb))
    const { key, value } = lastWord(output)
    if (key === 'kept') return true
    if (key === 'reverted') return false
    throw new MachineError(`${this.#connection.name}: ${value}`)
  }

  async #run(script: string, input: Buffer | string): Promise<Buffer> {
    const { exitCode, stdout, stderr } = await this.#connection.exec(commandLine(this.#host.rights), {
      stdin: Buffer.concat([Buffer.from(script), Buffer.from(input)]),
      signal: this.#signal,
      timeoutMs: STEP_MS,
    })
    if (stdout.length > 0) return stdout
    const why = stderr.trim() || `the command ended with ${exitCode ?? 'a signal'} and said nothing`
    throw new MachineError(`${this.#connection.name}: ${why}`)
  }
}

/** A file as the script takes it: the last one raw up to the end, others as lines for `printf %b`. */
function fileInput({ path, before, after, kind }: WantedFile & { kind: string }, isLast: boolean): Buffer {
  const sums = [before === undefined ? 'absent' : sum(before), after === undefined ? 'absent' : sum(after)]
  if (after === undefined) return Buffer.from(values(path, kind, ...sums, 0))
  if (isLast) return Buffer.concat([Buffer.from(values(path, kind, ...sums, 'rest')), after])
  const lines = after.toString('latin1').match(/[^\n]*\n|[^\n]+$/g) ?? []
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

/** Scripts say one thing and end; `end` alone says that they came to their end. */
function lastWord(output: Buffer): { key: string; value: string } {
  const lines = output.toString('utf8').split('\n')
  const line = lines.findLast((text) => text.includes('\t') && !text.startsWith('end\t')) ?? ''
  const [key = '', ...rest] = line.split('\t')
  return { key, value: rest.join('\t') }
}
