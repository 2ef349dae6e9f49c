/** Processes on one database whose server fails. */
import { join } from 'node:path'

import { expect } from 'vitest'

import { type ServerProcess, startServer } from '../server-process.ts'
import { cvmClient } from './clouds.ts'
import { isReady } from './database-faults-client.ts'
import { expectAllThere } from './database-faults-ledger.ts'
import { Load } from './database-faults-load.ts'

export interface FaultCluster extends AsyncDisposable {
  readonly apis: readonly ServerProcess[]
  readonly workers: readonly ServerProcess[]
  readonly load: Load
  /** Kills the workers that are there for longest, of two, and starts as many. */
  replaceWorkers(count: number): Promise<void>
  /** Until every process says so by `/readyz`. */
  untilReady(isReady: boolean): Promise<void>
  /** Each process refuses a call with its cloud's internal error. */
  expectRefused(): Promise<void>
  /** Ends the load, and compares what was acknowledged with what is there, at this address. */
  expectAllThere(url: string): Promise<void>
}

/** Two processes that answer calls, some that carry them out, and a load on them. */
export async function openFaultCluster(parts: {
  readonly url: string
  readonly folder: string
  readonly lanes?: number
}): Promise<FaultCluster> {
  const { url, folder, lanes = 3 } = parts
  const running = new Set<ServerProcess>()
  let load: Load | undefined
  const kill = async (server: ServerProcess) => {
    running.delete(server)
    await server.stop('SIGKILL')
  }
  const start = async (role: 'api' | 'worker') => {
    const named = { listen: '127.0.0.1:0', data: join(folder, 'data'), 'database-url': url, role }
    const flags = { ...named, 'ssh-listen': 'off', rates: 'off', 'transition-ms': '20' }
    const server = await startServer(Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]))
    running.add(server)
    server.process.once('exit', (code) => {
      if (!running.delete(server)) return
      // Nothing that the database does ends a process.
      load?.fail(new Error(`a process ended with ${code}: ${server.log()}`))
    })
    return server
  }
  const end = async () => {
    for (const server of running) await kill(server)
  }
  try {
    // One after the other: what makes the master key, and the tables, is not what is tested here.
    const apis = [await start('api'), await start('api')]
    const workers = [await start('worker'), await start('worker')]
    const started = new Load(apis, lanes)
    load = started
    return {
      ...{ apis, workers, load: started },
      async replaceWorkers(count) {
        const killed = workers.splice(0, count)
        await Promise.all(killed.map(kill))
        workers.push(...(await Promise.all(killed.map(() => start('worker')))))
      },
      async untilReady(wanted) {
        const all = () => Promise.all([...apis, ...workers].map(isReady))
        await expect.poll(all, { timeout: 60_000 }).toEqual([...apis, ...workers].map(() => wanted))
      },
      async expectRefused() {
        for (const api of apis) {
          const call = stranger(api).CreateKeyPair({ KeyName: 'refused', ProjectId: 0 })
          await expect(call).rejects.toMatchObject({ code: 'InternalServerError' })
        }
      },
      async expectAllThere(address) {
        await started.end()
        // What was refused has not happened.
        for (const api of apis) expect((await stranger(api).DescribeKeyPairs({})).TotalCount).toBe(0)
        await expectAllThere(address, started)
        // None had to be started again.
        expect([...apis, ...workers].map(({ process }) => process.exitCode)).toEqual(
          [...apis, ...workers].map(() => null),
        )
      },
      [Symbol.asyncDispose]: end,
    }
  } catch (error) {
    await end()
    throw error
  }
}

/** The official client of an account that changes nothing while the database is well. */
function stranger({ api }: ServerProcess) {
  return cvmClient(new URL(api).host, 'AKIDstranger', 'keyplane')
}
