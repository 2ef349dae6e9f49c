import { MachineFs } from './machine-fs.ts'

/** Where the shell puts a file for each of its commands. */
const DIRECTORIES = ['/bin', '/usr/bin']
const PROGRAM = /^\/(?:usr\/)?bin\/[^/]+$/

/** Calls that name two paths; all others name one. */
const OF_TWO_PATHS = new Set<string | symbol>(['cp', 'mv', 'link'])
/** Calls after which, or in whose answer, any path may mean a program. */
const OF_ANY_PATH = new Set<string | symbol>(['symlink', 'getAllPaths'])

/** What is proxied answers nothing itself. */
const NOTHING = new MachineFs()

/**
 * The files of a machine as the shell of one command uses them. V8 keeps what a getter of an object literal refers to
 * until its next full collection; the shell makes such an object for each program that it runs, and it refers to all the
 * shell has. So what is here would add up with every command of every session: the files of the shell's own programs,
 * over two hundred, are made when something looks at them, and all files are let go at the end. A script sees no
 * difference.
 */
export class ShellFiles {
  /** What the shell is given. */
  readonly fs: MachineFs
  readonly #held = new Map<string, string>()
  readonly #calls = new Map<string | symbol, unknown>()
  readonly #bornAt = new Date()
  /** Absent when the script is over. */
  #kept: MachineFs | undefined
  #isInstalling: boolean

  /** Files of commands are made at once where there are symbolic links: a path does not tell then what it leads to. */
  constructor(files: MachineFs, { hasLinks }: { hasLinks: boolean }) {
    this.#kept = files
    this.#isInstalling = !hasLinks
    this.fs = new Proxy(NOTHING, { get: (_nothing, name) => this.#member(name) })
  }

  /** The shell is complete: what is written from now on is the script's. */
  endInstallation(): void {
    this.#isInstalling = false
  }

  /** The script is over: whatever it left running finds an empty disk. */
  release(): void {
    this.#held.clear()
    this.#calls.clear()
    this.#kept = undefined
  }

  get #files(): MachineFs {
    return (this.#kept ??= new MachineFs())
  }

  #member(name: string | symbol): unknown {
    const known = this.#calls.get(name)
    if (known !== undefined) return known
    const member: unknown = Reflect.get(this.#files, name)
    if (typeof member !== 'function') return member
    const call = (...args: unknown[]): unknown => {
      if (this.#isInstalling && name === 'writeFileSync' && this.#hold(args)) return undefined
      if (this.#held.size > 0 && name !== 'resolvePath') this.#makeFor(name, args)
      return Reflect.apply(member, this.#files, args)
    }
    this.#calls.set(name, call)
    return call
  }

  /** Whether the file can wait. */
  #hold([path, content]: readonly unknown[]): boolean {
    if (typeof path !== 'string' || typeof content !== 'string' || !PROGRAM.test(path)) return false
    this.#held.set(path, content)
    return true
  }

  #makeFor(name: string | symbol, args: readonly unknown[]): void {
    if (OF_ANY_PATH.has(name)) return this.#makeAll()
    for (const arg of args.slice(0, OF_TWO_PATHS.has(name) ? 2 : 1)) {
      if (typeof arg !== 'string') continue
      const path = this.#files.resolvePath('/', arg)
      const content = this.#held.get(path)
      if (content !== undefined) this.#make(path, content)
      else if (isAround(path)) this.#makeAll()
    }
  }

  #makeAll(): void {
    for (const [path, content] of this.#held) this.#make(path, content)
  }

  #make(path: string, content: string): void {
    this.#held.delete(path)
    const attributes = { mtime: this.#bornAt }
    try {
      this.#files.writeFileSync(path, content, undefined, attributes)
    } catch {
      // The disk is full to its last bytes; the command is there all the same.
      this.#files.writeFileSync(path, '', undefined, attributes)
    }
  }
}

/** Whether a path has programs below it, or goes through one. */
function isAround(path: string): boolean {
  const start = path === '/' ? path : `${path}/`
  return DIRECTORIES.some(
    (directory) =>
      `${directory}/`.startsWith(start) ||
      (path.startsWith(`${directory}/`) && path.includes('/', directory.length + 1)),
  )
}
