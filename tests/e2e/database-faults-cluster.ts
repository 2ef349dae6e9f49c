/** Processes on one database whose server fails. */
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

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
  /** Kills the worker that is there for longest, so many times at this pace, and starts one for each; resolves to the time
   * from the first to the last in milliseconds. */
  killWorkers(pace: { readonly times: number; readonly everyMs: number }): Promise<number>
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
  readonly bindLanes?: number
  /** How many at the beginning. */
  readonly workers?: number
}): Promise<FaultCluster> {
  const { url, folder, lanes = 3, bindLanes = 0 } = parts
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
    const workers: ServerProcess[] = []
    while (workers.length < (parts.workers ?? 2)) workers.push(await start('worker'))
    const started = new Load(apis, { lanes, bindLanes })
    load = started
    return {
      ...{ apis, workers, load: started },
      async replaceWorkers(count) {
        const killed = workers.splice(0, count)
        await Promise.all(killed.map(kill))
        workers.push(...(await Promise.all(killed.map(() => start('worker')))))
      },
      async killWorkers({ times, everyMs }) {
        const starting: Promise<unknown>[] = []
        const begunMs = performance.now()
        for (let nth = 0; nth < times; nth += 1) {
          await wait(Math.max(0, begunMs + nth * everyMs - performance.now()))
          // On a busy machine the next one may not be there yet.
          await expect.poll(() => workers.length, { timeout: 60_000, interval: 10 }).toBeGreaterThan(0)
          const [killed] = workers.splice(0, 1)
          if (killed) await kill(killed)
          starting.push(start('worker').then((one) => workers.push(one)))
        }
        const tookMs = performance.now() - begunMs
        await Promise.all(starting)
        return tookMs
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
