import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import type { BindTask, Bound } from './bind-keyplane.ts'
import type { Park } from './park.ts'

/** A running Keyplane, as far as hosts need it. */
export interface RunningKeyplane extends AsyncDisposable {
  /** Brings the key to every host; CPU time is this process's since the last call, its start included in the first. */
  bind(publicKey: string): Promise<{ cpuMs: number }>
}

/** Starts it; the clock of the first bind should start before. */
export function startKeyplane(
  park: Park,
  how: Pick<BindTask, 'managesPassword' | 'isProved'>,
): RunningKeyplane {
  const { privateKeyFile } = park
  const hosts = park.hosts.map(({ port, hostKey }) => ({ port, hostKey }))
  const task = JSON.stringify({ privateKeyFile, ...how, hosts } satisfies BindTask)
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bind-keyplane.ts'), task], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  let usedMs = 0
  return {
    async bind(publicKey) {
      child.stdin.write(`${publicKey}\n`)
      const { value } = await lines.next()
      if (value === undefined) throw new Error('Keyplane ended before it had bound the key')
      // The child process writes it.
      const { cpuMs, failures } = JSON.parse(value) as Bound
      if (failures.length > 0) throw new Error(`${failures.length} hosts failed, such as: ${failures[0]}`)
      const spentMs = cpuMs - usedMs
      usedMs = cpuMs
      return { cpuMs: spentMs }
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end()
      await exited
    },
  }
}
