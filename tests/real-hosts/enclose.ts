import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

import { execa } from 'execa'

export interface RunResult {
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** Processes with files of their own; see enclose.sh and init.sh. */
export interface Enclosed extends AsyncDisposable {
  run(script: string, options?: { args?: readonly string[]; input?: string | Buffer }): Promise<RunResult>
  path(pathInside: string): string
  /** Kills every process inside and starts the server; resolves when they are dead. */
  boot(): Promise<void>
  /** Resolves when the server inside, which then has a file with its process number, greets on the port. */
  answers(port: number, pidFile: string): Promise<void>
  /** Resolves when nothing listens on the port. */
  isSilent(port: number): Promise<void>
  log(): string
}

const TIMEOUT_MS = 20_000
const POLL_MS = 5
/** A signal that comes right before the shell waits is looked at when the next one comes. */
const ASK_AGAIN_MS = 5_000
const ENCLOSE = readFileSync(join(import.meta.dirname, 'enclose.sh'), 'utf8')
const INIT = readFileSync(join(import.meta.dirname, 'init.sh'), 'utf8')

/** Makes the enclosure. Its server starts with the first {@link Enclosed.boot}. */
export async function enclose(command: readonly string[]): Promise<Enclosed> {
  const namespaces = ['--mount', '--pid', '--fork', '--kill-child']
  const child = spawn('unshare', [...namespaces, 'sh', '-c', ENCLOSE, 'enclose', ...command], {
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', INIT, LANG: 'C.UTF-8' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString('latin1')))
  const exited = once(child, 'exit')
  const pid = await firstPid(child, () => log)
  const inside = `/proc/${pid}/root`
  return {
    async run(script, { args = [], input = '' } = {}) {
      const where = [`--target=${pid}`, '--mount', '--pid', '--root', '--wd']
      const result = await execa('nsenter', [...where, 'sh', '-c', script, 'sh', ...args], {
        env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' },
        extendEnv: false,
        input,
        reject: false,
        stripFinalNewline: false,
      })
      return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr }
    },
    path: (path) => inside + path,
    async boot() {
      const before = bootId(inside)
      let askedAtMs = Number.NEGATIVE_INFINITY
      const hasBooted = async () => {
        if (bootId(inside) !== before) return true
        if (performance.now() - askedAtMs > ASK_AGAIN_MS) {
          askedAtMs = performance.now()
          process.kill(pid, 'SIGUSR1')
        }
        return false
      }
      await until('the test host does not boot: ', hasBooted, () => log)
    },
    answers: (port, pidFile) =>
      until(
        `no SSH server on port ${port}: `,
        async () => existsSync(inside + pidFile) && (await greeting(port)) === 'SSH-',
        () => log,
      ),
    isSilent: (port) =>
      until(
        `still a server on port ${port}: `,
        async () => (await greeting(port)) === undefined,
        () => log,
      ),
    log: () => log,
    async [Symbol.asyncDispose]() {
      process.kill(pid, 'SIGKILL')
      await exited
    },
  }
}

/** The host has one of its own, made anew once its processes are dead. */
function bootId(inside: string): string {
  return readFileSync(`${inside}/proc/sys/kernel/random/boot_id`, 'utf8')
}

async function firstPid(
  child: ChildProcess & { stdout: NodeJS.ReadableStream },
  log: () => string,
): Promise<number> {
  const lines = createInterface({ input: child.stdout })
  const line = await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => undefined)])
  if (line === undefined) throw new Error(`the test host did not come up: ${log()}`)
  return Number(line[0])
}

async function until(complaint: string, isReached: () => Promise<boolean>, log: () => string): Promise<void> {
  const deadlineMs = performance.now() + TIMEOUT_MS
  while (!(await isReached())) {
    if (performance.now() > deadlineMs || /address already in use/i.test(log()))
      throw new Error(complaint + log())
    await pause(POLL_MS)
  }
}

/** The first four bytes that a server sends; undefined when nothing listens. */
async function greeting(port: number): Promise<string | undefined> {
  const socket = connect({ host: '127.0.0.1', port })
  return new Promise((resolve) => {
    socket.once('error', () => resolve(undefined))
    socket.once('close', () => resolve(''))
    socket.once('data', (chunk: Buffer) => {
      socket.destroy()
      resolve(chunk.toString('latin1', 0, 4))
    })
  })
}
