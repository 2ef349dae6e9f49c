/**
 * `node tests/fuzz/run.ts [--inputs 1000000] [--guided 15] [--seconds 3600] [--workers 1] [--seed n] [--growth] [decoder…]`:
 * feeds mutants to every decoder, or to those named in their order. `--guided` and `--seconds` are CPU time for each: of the
 * phase that looks for inputs which reach new code, and of the other. Exits with 1 when something was found.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'

import { DECODERS } from './decoders.ts'
import type { Task, Told } from './decoder-worker.ts'
import { shown } from './judge.ts'

/** CPU time that one input may take before it counts as one that hangs. */
const HANGS_AFTER_MS = 20_000
const LOOK_EVERY_MS = 2_000
const MOST_BYTES = 2 ** 20

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    inputs: { type: 'string', default: '1000000' },
    guided: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '3600' },
    workers: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 32) },
    growth: { type: 'boolean', default: false },
  },
})
console.log(`seed ${values.seed}`)
const names = positionals.length > 0 ? positionals : DECODERS.map(({ name }) => name)
const waiting = names.values()
let found = 0
await Promise.all(Array.from({ length: Number(values.workers) }, work))
process.exitCode = found > 0 ? 1 : 0

async function work(): Promise<void> {
  // All workers take from the same list.
  for (const name of waiting) await fuzz(name)
}

async function fuzz(name: string): Promise<void> {
  const all = Number(values.inputs)
  const explored = await run(name, { phase: 'explore', inputs: all, seconds: Number(values.guided) })
  const repeated = await run(name, {
    ...{ phase: 'repeat', inputs: all - explored.inputs, seconds: Number(values.seconds) },
  })
  const { blocks = { run: 0, known: 0 }, kept = 0 } = explored
  const row = [
    `${explored.inputs + repeated.inputs} inputs`,
    `${explored.inputs} guided`,
    `${(explored.cpuSeconds + repeated.cpuSeconds).toFixed(0)} s CPU`,
    `blocks ${blocks.run}/${blocks.known}`,
    `corpus ${kept}`,
    `heap ${(repeated.grownMiB ?? 0).toFixed(1)} MiB`,
  ]
  const findings = new Set([...explored.findings, ...repeated.findings])
  console.log([name.padEnd(24), ...row, `${findings.size} found`].join('  '))
  for (const finding of findings) console.log(`  FOUND ${finding}`)
  found += findings.size
}

function run(name: string, part: Pick<Task, 'phase' | 'inputs' | 'seconds'>): Promise<Told> {
  const running = new SharedArrayBuffer(MOST_BYTES)
  const task: Task = { ...part, name, running, growth: values.growth, seed: Number(values.seed) }
  const worker = new Worker(join(import.meta.dirname, 'decoder-worker.ts'), { workerData: task })
  const { promise, resolve, reject } = Promise.withResolvers<Told>()
  const watch = watchForHang(worker, running, (input) => {
    const findings = [`${name} hangs on ${shown(input)}\n  input: ${input.toString('base64')}`]
    resolve({ inputs: 0, findings, cpuSeconds: 0 })
    void worker.terminate()
  })
  worker.once('message', resolve).once('error', reject)
  return promise.finally(() => clearInterval(watch))
}

/** Calls when the same bytes run still after much CPU time. */
function watchForHang(
  worker: Worker,
  running: SharedArrayBuffer,
  hangs: (input: Buffer) => void,
): NodeJS.Timeout {
  const view = Buffer.from(running)
  let since = { input: Buffer.alloc(0), ms: 0 }
  const look = async () => {
    const { user, system } = await worker.cpuUsage()
    const ms = (user + system) / 1_000
    const input = Buffer.from(view.subarray(4, 4 + view.readUInt32LE()))
    if (input.length === 0 || !input.equals(since.input)) since = { input, ms }
    else if (ms - since.ms > HANGS_AFTER_MS) hangs(input)
  }
  // One that has ended tells no time any more.
  return setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS)
}
