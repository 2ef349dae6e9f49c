/** Servers as processes of their own, on the core of servers. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'

import { type ServerProcess, startServer } from '../../tests/server-process.ts'
import { takeServerCore } from './cores.ts'
import { mainThreadMicrosOf } from './process-cost.ts'

/** What load is sent to. */
export interface Target extends AsyncDisposable {
  readonly port: number
  readonly pid: number
}

export interface Keyplane extends Target {
  readonly server: ServerProcess
}

export interface KeyplaneOptions {
  /** The folder of its data. */
  readonly data: string
  /** Text of its seed file; absent: the data is there already. */
  readonly seed?: string
  /** More for the command line. */
  readonly flags?: Readonly<Record<string, string>>
  readonly environment?: NodeJS.ProcessEnv
}

/** A Keyplane with SQLite on disk whose simulated machines take no time to switch. */
export async function startKeyplane({ data, seed, flags, environment }: KeyplaneOptions): Promise<Keyplane> {
  mkdirSync(data, { recursive: true })
  const seedFile = join(data, 'seed.yaml')
  if (seed !== undefined) writeFileSync(seedFile, seed)
  const all = {
    ...{ listen: '127.0.0.1:0', 'ssh-listen': '127.0.0.1:0', 'transition-ms': '0', data, mode: 'stand-in' },
    ...(existsSync(seedFile) ? { seed: seedFile } : {}),
    ...flags,
  }
  const server = await startServer(
    Object.entries(all).flatMap(([flag, value]) => [`--${flag}`, value]),
    { ...process.env, ...environment },
  )
  const pid = server.process.pid ?? 0
  takeServerCore(pid)
  const dispose = async () => {
    await server.stop()
    process.stderr.write(server.log())
  }
  return { server, pid, port: Number(new URL(server.api).port), [Symbol.asyncDispose]: dispose }
}

/** Node's HTTP alone: it reads the body and answers a small JSON text. */
export async function startBare(): Promise<Target> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'bare-http.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const lines = createInterface({ input: child.stdout })
  const port = await new Promise<string>((resolve) => lines.once('line', resolve))
  const pid = child.pid ?? 0
  takeServerCore(pid)
  const dispose = () => {
    child.kill('SIGTERM')
    return exited
  }
  return { port: Number(port), pid, [Symbol.asyncDispose]: dispose }
}

/** The audit log is sealed half a second after what it tells. */
const SEALED_MS = 600
const STILL_MS = 100
const STILL_CPU_MICROS = 3_000

/** Waits until a server has nothing to do any more: operations that it began are done, the audit log is sealed. */
export async function untilStill(pid: number): Promise<void> {
  await wait(SEALED_MS)
  for (let before = mainThreadMicrosOf(pid); ;) {
    await wait(STILL_MS)
    const now = mainThreadMicrosOf(pid)
    if (now - before < STILL_CPU_MICROS) return
    before = now
  }
}
