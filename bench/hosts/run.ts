/** `npm run bench:hosts`: one key to many real hosts, beside the tools that people use for it, in the same run. Root. */
import { newKey } from '../../tests/real-hosts/new-key.ts'

import { noRealHosts } from '../../tests/real-sshd.ts'
import { type Budget, budgetOf, type Ratio, type Result, type Table } from '../harness/result.ts'
import { runAlone } from '../harness/run-parts.ts'
import { spreadOf } from '../harness/spread.ts'
import { type RunningKeyplane, startKeyplane } from './keyplane.ts'
import { type Park, startPark } from './park.ts'
import { findRivals, type Rival } from './rivals.ts'
import { timed } from './timed.ts'

const HOSTS = Number(process.env['KEYPLANE_BENCH_HOSTS'] ?? 100)
/** How many times faster than these it has to be. */
const TIMES_ANSIBLE = 10
const TIMES_PARALLEL_SSH = 3
const ROUNDS = Number(process.env['KEYPLANE_BENCH_ROUNDS'] ?? 3)

/** How Keyplane is measured: the difference of the first two is what the second connection costs. */
const WAYS = [
  { name: 'Keyplane, key', managesPassword: false, isProved: true },
  { name: 'Keyplane, key, not proved', managesPassword: false, isProved: false },
  { name: 'Keyplane, key and password setting', managesPassword: true, isProved: true },
] as const

interface Row {
  readonly name: string
  readonly wallMs: number
  /** CPU time of the tool. */
  readonly cpuMs: number
  /** CPU time of all hosts together. */
  readonly hostsCpuMs: number
}

if (noRealHosts === undefined) await runAlone('hosts', measureAll)
else {
  console.error(noRealHosts)
  process.exitCode = 1
}

async function measureAll(): Promise<Result> {
  await using park = await startPark(HOSTS)
  const { rivals, absent } = findRivals(park)
  const rows: Row[] = []
  for (const way of WAYS) rows.push(...(await measureKeyplane(park, way)))
  for (const rival of rivals) rows.push(...(await measureRival(park, rival)))
  return { tables: [tableOf(rows)], ...againstRivals(rows), notes: absent }
}

/** The first way is the one that is compared. */
function againstRivals([own, ...others]: readonly Row[]): Pick<Result, 'ratios' | 'budgets'> {
  const ratios: Record<string, Ratio> = {}
  const budgets: Budget[] = []
  for (const { name, wallMs } of others.filter(({ name }) => !name.startsWith('Keyplane'))) {
    const ratio: Ratio = { ...spreadOf([wallMs / (own?.wallMs ?? Number.NaN)]), better: 'higher' }
    ratios[`${name} of ${own?.name ?? ''}, wall`] = ratio
    const limit = name.startsWith('Ansible') ? TIMES_ANSIBLE : TIMES_PARALLEL_SSH
    budgets.push(budgetOf(`bind on ${HOSTS} hosts, faster than ${name}`, { ...ratio, limit, unit: '×' }))
  }
  return { ratios, budgets }
}

async function measureRival(park: Park, rival: Rival): Promise<readonly Row[]> {
  const fresh: Row[] = []
  const kept: Row[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const bind: Bind = (publicKey) => timed(rival.bind(publicKey, `c${round}`))
    fresh.push(await measure(park, rival.name, bind))
    if (rival.keepsConnections) kept.push(await measure(park, `${rival.name}, connections kept`, bind))
  }
  return [fresh, kept].flatMap((rows) => middle(rows) ?? [])
}

async function measureKeyplane(park: Park, way: (typeof WAYS)[number]): Promise<readonly Row[]> {
  const fresh: Row[] = []
  const kept: Row[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    let keyplane: RunningKeyplane | undefined
    const start = () => (keyplane ??= startKeyplane(park, way))
    fresh.push(await measure(park, way.name, (publicKey) => start().bind(publicKey)))
    kept.push(await measure(park, `${way.name}, connections kept`, (publicKey) => start().bind(publicKey)))
    await start()[Symbol.asyncDispose]()
  }
  return [fresh, kept].flatMap((rows) => middle(rows) ?? [])
}

type Bind = (publicKey: string) => Promise<{ cpuMs: number }>

async function measure(park: Park, name: string, bind: Bind): Promise<Row> {
  const { publicKey } = newKey()
  const beforeMs = await park.cpuMs()
  const beganMs = performance.now()
  const { cpuMs } = await bind(publicKey)
  const wallMs = performance.now() - beganMs
  const hostsCpuMs = (await park.cpuMs()) - beforeMs
  await park.mustHave(publicKey)
  return { name, wallMs, cpuMs, hostsCpuMs }
}

function middle(rows: readonly Row[]): Row | undefined {
  return rows.toSorted((a, b) => a.wallMs - b.wallMs)[Math.floor(rows.length / 2)]
}

function tableOf(rows: readonly Row[]): Table {
  const seconds = (ms: number) => (ms / 1000).toFixed(2)
  return [
    [`one key to ${HOSTS} hosts`, 'wall s', 'CPU s', 'hosts CPU s'],
    ...rows.map(({ name, wallMs, cpuMs, hostsCpuMs }) => [
      name,
      seconds(wallMs),
      seconds(cpuMs),
      seconds(hostsCpuMs),
    ]),
  ]
}
