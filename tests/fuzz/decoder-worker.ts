import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parentPort, workerData } from 'node:worker_threads'

import { writeCorpus } from './corpus.ts'
import { type Decoder, Finding } from './decoder.ts'
import { DECODERS } from './decoders.ts'
import { explore } from './explore.ts'
import { familiesOf, judgeGrowth } from './growth.ts'
import { Random } from './random.ts'
import { repeat } from './repeat.ts'
import { cpuMs, Trial } from './trial.ts'

/** What a worker is to do with one decoder. */
export interface Task {
  readonly name: string
  /** The two do not share a thread: code that was compiled to be counted stays slow. */
  readonly phase: 'explore' | 'repeat'
  readonly inputs: number
  /** CPU time of the thread. */
  readonly seconds: number
  readonly seed: number
  readonly growth: boolean
  /** The input that is running: its length, then its bytes. */
  readonly running: SharedArrayBuffer
}

/** What a worker tells at its end; which numbers there are depends on the phase. */
export interface Told {
  readonly inputs: number
  readonly findings: readonly string[]
  readonly cpuSeconds: number
  readonly grownMiB?: number
  readonly blocks?: { readonly run: number; readonly known: number }
  readonly kept?: number
}

const task = workerData as Task
const decoder = DECODERS.find(({ name }) => name === task.name)
if (!decoder) throw new Error(`there is no decoder ${task.name}`)
const running = Buffer.from(task.running)
const trial = new Trial(decoder, note)
const begin = cpuMs()
const told = task.phase === 'explore' ? explored(decoder) : repeated(decoder)
const end: Told = { ...told, findings: trial.findings, cpuSeconds: (cpuMs() - begin) / 1_000 }
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of a worker, not a window
parentPort?.postMessage(end)

function note(input: Buffer): void {
  running.writeUInt32LE(input.length)
  input.copy(running, 4)
}

function explored(subject: Decoder) {
  const { corpus, ...more } = explore(subject, trial, { ...task, random: new Random(task.seed) })
  writeCorpus(task.name, corpus)
  return { ...more, kept: corpus.length }
}

function repeated(subject: Decoder) {
  setFlagsFromString('--expose-gc')
  // The flag gives new contexts the function.
  const collectGarbage = runInNewContext('gc') as () => void
  const all = repeat(subject, trial, { ...task, random: new Random(task.seed + 1), collectGarbage })
  if (task.growth) stretch(subject)
  return all
}

function stretch(subject: Decoder): void {
  for (const family of familiesOf(subject)) {
    try {
      running.writeUInt32LE(0)
      judgeGrowth(subject, family)
    } catch (error) {
      if (!(error instanceof Finding)) throw error
      trial.tell('growth', error.message)
      return
    }
  }
}
