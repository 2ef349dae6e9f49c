/** Log-ins at simulated instances beside the machine's own sshd, and a thousand sessions that stay. */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'

import { newKey } from '../../tests/real-hosts/new-key.ts'
import { noRealHosts, startRealHost } from '../../tests/real-sshd.ts'
import { cloudOf } from '../calls/clouds.ts'
import { seedFile } from '../calls/seed.ts'
import { range } from '../calls/slices.ts'
import { type Keyplane, startKeyplane, untilStill } from '../harness/keyplane.ts'
import type { Context } from '../harness/parts.ts'
import { spreadText } from '../harness/print.ts'
import { cpuMicrosOf, residentMiB } from '../harness/process-cost.ts'
import { budgetOf, type Ratio, type Result, type Table } from '../harness/result.ts'
import { inRounds } from '../harness/rounds.ts'
import { spreadOf } from '../harness/spread.ts'
import { hostCpuMs } from '../hosts/park.ts'
import type { Order } from './client.ts'

const SESSIONS = 1_000
const LOG_INS = 100
/** sshd turns some away when there are more than ten who have not logged in yet. */
const AT_ONCE = 8
const BUDGET_MB = 300
/** V8 looks every eight seconds whether little is asked for, and collects then what a burst left behind, in steps. */
const IDLE_SECONDS = 40
const MIB = 2 ** 20 / 1e6

/** One run of log-ins. */
interface LogIns {
  readonly perSecond: number
  /** Of the server, for one log-in, in milliseconds. */
  readonly cpuMs: number
}

/** What is logged in to. */
interface Place {
  readonly host: string
  readonly port: number
  readonly user: (number: number) => string
  readonly cpuMs: () => Promise<number>
}

export async function measureSsh({ folder, rounds }: Context): Promise<Result> {
  const key = newKey()
  const keyFile = join(folder, 'ssh-key')
  writeFileSync(keyFile, key.privateKey, { mode: 0o600 })
  const cloud = cloudOf('volcengine-ecs')
  const world = { clouds: [cloud], instances: SESSIONS, state: 'running', boundKey: key.publicKey } as const
  await using keyplane = await startKeyplane({ data: join(folder, 'ssh'), seed: seedFile(world) })
  await using client = startClient(keyFile)
  const simulated: Place = {
    ...{ host: '127.0.0.1', port: keyplane.server.sshPort },
    user: (number) => `root+${cloud.instanceId(number % SESSIONS)}`,
    cpuMs: async () => {
      await untilStill(keyplane.pid)
      return cpuMicrosOf(keyplane.pid) / 1_000
    },
  }
  const logIns = await measureLogIns(client, { simulated, publicKey: key.publicKey, rounds })
  const held = await holdSessions(client, keyplane, simulated)
  const tables = [...logIns.tables, ...held.tables]
  return { ...held, tables, ratios: { ...logIns.ratios, ...held.ratios }, notes: logIns.notes ?? [] }
}

async function measureLogIns(
  client: Clients,
  { simulated, publicKey, rounds }: { simulated: Place; publicKey: string; rounds: number },
): Promise<Result> {
  const ours: LogIns[] = []
  const theirs: LogIns[] = []
  await using stack = new AsyncDisposableStack()
  const sshd = noRealHosts === undefined ? await startSshd(publicKey, stack) : undefined
  await inRounds({ rounds, what: 'ssh' }, async (_round, counts) => {
    const figures = await logInTo(client, simulated)
    if (counts) ours.push(figures)
    if (!sshd) return
    const beside = await logInTo(client, sshd)
    if (counts) theirs.push(beside)
  })
  const row = (name: string, all: readonly LogIns[]) => [
    ...[name, spreadText(spreadOf(all.map(({ perSecond }) => perSecond)))],
    spreadText(spreadOf(all.map(({ cpuMs }) => cpuMs)), 1),
  ]
  const heading = ['Log-ins by key, client ssh2', 'Per second', 'CPU ms of the server each', 'Of sshd by CPU']
  if (!sshd) {
    return {
      tables: [[heading, [...row('Keyplane', ours), '']]],
      ratios: {},
      notes: [`Without sshd: ${noRealHosts}.`],
    }
  }
  const times = spreadOf(ours.map(({ cpuMs }, place) => cpuMs / (theirs[place]?.cpuMs ?? Number.NaN)))
  const table: Table = [
    heading,
    [...row('OpenSSH sshd', theirs), ''],
    [...row('Keyplane', ours), spreadText(times, 2, '×')],
  ]
  return { tables: [table], ratios: { 'log-in of sshd, CPU': { ...times, better: 'lower' } } }
}

async function logInTo(client: Clients, { host, port, user, cpuMs }: Place): Promise<LogIns> {
  const before = await cpuMs()
  const beganMs = performance.now()
  await client.order({ verb: 'logIn', host, port, users: range(LOG_INS).map(user), atOnce: AT_ONCE })
  const seconds = (performance.now() - beganMs) / 1_000
  return { perSecond: LOG_INS / seconds, cpuMs: ((await cpuMs()) - before) / LOG_INS }
}

/** As Debian configures it, on a host of its own made of namespaces. */
async function startSshd(publicKey: string, stack: AsyncDisposableStack): Promise<Place> {
  const users = [{ name: 'root', authorizedKeys: `${publicKey}\n` }]
  const host = stack.use(await startRealHost({ users }))
  return { host: host.address, port: host.port, user: () => 'root', cpuMs: () => hostCpuMs(host) }
}

async function holdSessions(
  client: Clients,
  keyplane: Keyplane,
  { host, port, user }: Place,
): Promise<Result> {
  await untilStill(keyplane.pid)
  const beforeMB = residentMiB(keyplane.pid) * MIB
  const users = range(SESSIONS).map(user)
  await client.order({ verb: 'hold', host, port, users, atOnce: AT_ONCE })
  await untilStill(keyplane.pid)
  const heldMB = residentMiB(keyplane.pid) * MIB
  await client.order({ verb: 'use', host, port, users: [], atOnce: 1 })
  const usedMB = residentMiB(keyplane.pid) * MIB
  await wait(IDLE_SECONDS * 1_000)
  const idleMB = residentMiB(keyplane.pid) * MIB
  await client.order({ verb: 'end', host, port, users: [], atOnce: 1 })
  const one = (value: number) => spreadOf([value])
  const limit = { limit: BUDGET_MB, unit: 'MB' } as const
  const budget = budgetOf(`resident memory, ${SESSIONS.toLocaleString('en')} SSH sessions`, {
    ...{ ...one(usedMB), better: 'lower', ...limit },
  })
  const table: Table = [
    [`${SESSIONS.toLocaleString('en')} sessions at as many instances`, 'Resident MB', 'Budget', ''],
    ['before', beforeMB.toFixed(0), '', ''],
    ['each with a shell open', heldMB.toFixed(0), '', ''],
    ['each shell has answered', usedMB.toFixed(0), budget.must, budget.isMet ? 'met' : 'not met'],
    [`${IDLE_SECONDS} idle seconds later`, idleMB.toFixed(0), '', ''],
  ]
  const ratio: Ratio = { ...one(usedMB / beforeMB), better: 'lower' }
  return {
    tables: [table],
    ratios: { 'resident memory with 1,000 sessions of before': ratio },
    budgets: [budget],
  }
}

interface Clients extends AsyncDisposable {
  order(order: Omit<Order, 'keyFile'>): Promise<void>
}

function startClient(keyFile: string): Clients {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'client.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const lines = createInterface({ input: child.stdout })
  return {
    async order(order) {
      const done = new Promise<string>((resolve) => lines.once('line', resolve))
      child.stdin.write(`${JSON.stringify({ ...order, keyFile })}\n`)
      const answer = await Promise.race([done, exited])
      if (answer === undefined) throw new Error('the SSH clients ended before they were done')
    },
    [Symbol.asyncDispose]() {
      child.stdin.end()
      return exited
    },
  }
}
