/** Processes from their first moment to the first line they write. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { cpuMicrosOf, residentMiB } from '../harness/process-cost.ts'

export interface Launched {
  readonly wallMs: number
  readonly cpuMs: number
  /** A moment after the first line. */
  readonly residentMB: number
}

const IDLE = `process.stdout.write('ready\\n'); setInterval(() => {}, 2 ** 30)`
/** As a clone of the repository runs it. */
export const SOURCE = join(import.meta.dirname, '..', '..', 'src', 'main.ts')

/** A Node process that does nothing. */
export function launchIdle(rest: () => Promise<void>): Promise<Launched> {
  return launch(['-e', IDLE], rest)
}

/** A Keyplane, by its main file, that finds its data in this folder. */
export function launchKeyplane(main: string, data: string, rest: () => Promise<void>): Promise<Launched> {
  const flags = ['--listen', '127.0.0.1:0', '--ssh-listen', '127.0.0.1:0', '--data', data]
  return launch([main, 'serve', ...flags], rest)
}

/** `rest` is waited for before memory is read. */
async function launch(command: readonly string[], rest: () => Promise<void>): Promise<Launched> {
  const beganMs = performance.now()
  const child = spawn(process.execPath, [...command], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const line = new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once('line', resolve),
  )
  try {
    const first = await Promise.race([line, exited.then(() => undefined)])
    if (first === undefined) throw new Error(`${command.join(' ')} ended before it was ready`)
    const [wallMs, cpuMs] = [performance.now() - beganMs, cpuMicrosOf(child.pid ?? 0) / 1_000]
    await rest()
    return { wallMs, cpuMs, residentMB: residentMiB(child.pid ?? 0) * MIB }
  } finally {
    child.kill('SIGTERM')
    await exited
  }
}

const MIB = 2 ** 20 / 1e6
