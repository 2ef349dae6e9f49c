import { MachineError } from '../../core/machines/driver.ts'

/** A file as it was looked at. */
export interface HostFile {
  /** Where it really is: no part of it is a link. */
  readonly path: string
  /** Its bytes; undefined when there is no such file. */
  readonly content: Buffer | undefined
  /** Why it cannot be replaced, in plain words. */
  readonly problem?: string
}

export interface SettingFile extends HostFile {
  readonly kind: 'main' | 'drop-in' | 'cloud-init'
}

/** What the script `inspect` found. */
export interface HostReport {
  /** Version of the access that was written last by any process; 0 before the first. */
  readonly version: number
  /** The login user's `uid:gid:home`. */
  readonly account: string
  /** Files that the login user's keys are read from, in their order; each once, however many names lead to it. */
  readonly keyFiles: readonly HostFile[]
  readonly settingFiles: readonly SettingFile[]
  /** What sshd does for the login user: keywords in lower case. Empty where no sshd can be asked. Source: sshd(8), -T. */
  readonly sshd: ReadonlyMap<string, string>
}

/**
 * Reads what `inspect` said.
 * @throws MachineError with the host's own complaint
 */
export function readReport(output: Buffer, host: string): HostReport {
  const reader = new Reader(output, host)
  const keyFiles: HostFile[] = []
  const settingFiles: SettingFile[] = []
  const sshd = new Map<string, string>()
  let version = 0
  let account = ''
  while (!reader.isAtEnd) {
    const line = reader.line()
    const [key, value] = split(line)
    if (key === 'problem') throw new MachineError(`${host}: ${value}`)
    if (key === 'version') version = Number(value)
    else if (key === 'account') account = value ?? ''
    else if (key === 'entry') keyFiles.push(reader.file())
    else if (key === 'setting') settingFiles.push({ kind: kindOf(value), ...reader.file() })
    else if (value === undefined) noteSetting(sshd, line)
  }
  return { version, account, keyFiles: onceEach(keyFiles), settingFiles, sshd }
}

/**
 * Each file in the place of its first name: planned under every name, it would be given keys and have them taken away in
 * one change. What stands against one name, such as a link that the user made, does not stand against the others.
 */
function onceEach(files: readonly HostFile[]): readonly HostFile[] {
  const byPath = new Map<string, HostFile>()
  for (const file of files) {
    const isBetter = byPath.get(file.path)?.problem !== undefined && file.problem === undefined
    if (isBetter || !byPath.has(file.path)) byPath.set(file.path, file)
  }
  return [...byPath.values()]
}

function kindOf(text: string | undefined): SettingFile['kind'] {
  return text === 'main' || text === 'drop-in' ? text : 'cloud-init'
}

function noteSetting(sshd: Map<string, string>, line: string): void {
  const [, keyword, value] = /^(\S+) (.*)$/.exec(line) ?? []
  if (keyword !== undefined && value !== undefined) sshd.set(keyword, value)
}

/** `key<TAB>value`; without a tab the line is one of sshd's own. */
function split(line: string): readonly [string, string?] {
  const tab = line.indexOf('\t')
  return tab === -1 ? [line] : [line.slice(0, tab), line.slice(tab + 1)]
}

class Reader {
  readonly #output: Buffer
  readonly #host: string
  #offset = 0

  constructor(output: Buffer, host: string) {
    this.#output = output
    this.#host = host
  }

  get isAtEnd(): boolean {
    return this.#offset >= this.#output.length
  }

  line(): string {
    const end = this.#output.indexOf(0x0a, this.#offset)
    if (end === -1) throw new MachineError(`${this.#host} did not say all that was asked for`)
    const line = this.#output.toString('utf8', this.#offset, end)
    this.#offset = end + 1
    return line
  }

  file(): HostFile {
    const [, path = ''] = split(this.line())
    let problem: string | undefined
    for (;;) {
      const [key, value] = split(this.line())
      if (key === 'unusable') problem ??= value
      else if (key === 'unreadable') return { path, content: undefined, problem: value ?? '' }
      else if (key === 'absent') return { path, content: undefined, ...(problem && { problem }) }
      else if (key === 'bytes') {
        return { path, content: this.#bytes(Number(value)), ...(problem && { problem }) }
      } else throw new MachineError(`${this.#host} said something else than was asked for`)
    }
  }

  #bytes(size: number): Buffer {
    const content = this.#output.subarray(this.#offset, this.#offset + size)
    if (content.length !== size || this.#output[this.#offset + size] !== 0x0a) {
      throw new MachineError(`a file of ${this.#host} changed while it was read`)
    }
    this.#offset += size + 1
    return content
  }
}
