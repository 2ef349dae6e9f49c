/** `npm run bench`: first figures, every one a ratio inside one run. Linux only (reads /proc). */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { type ServerProcess, startServer } from '../tests/server-process.ts'
import { type Measured, residentMiB, runLoad } from './load.ts'
import { plainRequest, tencentRequest, volcengineRequest } from './signed-requests.ts'

const ROUNDS = 3
const COUNT = 30_000
const CONNECTIONS = 32
const INSTANCES = 1_000
const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'
const OTHER_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIP7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+'

const folder = mkdtempSync(join(tmpdir(), 'keyplane-bench-'))
try {
  await main()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function main(): Promise<void> {
  const bare = await startBare()
  const keyplane = await start('speed', INSTANCES)
  const figures = { bare: [] as Measured[], read: [] as Measured[], bind: [] as Measured[] }
  for (let round = 0; round < ROUNDS; round += 1) {
    figures.bare.push(await load(bare, [plainRequest({ KeyIds: ['skey-00000000'] })], 'RequestId'))
    figures.read.push(await load(target(keyplane), readRequests(), '"TotalCount":1'))
    figures.bind.push(await load(target(keyplane), bindRequests(round), '"Error":null'))
  }
  await keyplane.stop()
  bare.stop()
  printSpeed(figures)
  console.log('')
  await printStart()
}

interface Target {
  readonly port: number
  readonly pid: number
}

function load({ port, pid }: Target, requests: readonly Buffer[], expected: string): Promise<Measured> {
  return runLoad({ ports: [port], pids: [pid], requests, expected, count: COUNT, connections: CONNECTIONS })
}

function target({ api, process }: ServerProcess): Target {
  return { port: Number(new URL(api).port), pid: process.pid ?? 0 }
}

function readRequests(): readonly Buffer[] {
  return [tencentRequest('DescribeKeyPairs', { KeyIds: ['skey-00000000'] }, 'AKIDbench')]
}

/** Each bind changes something: the rounds and the laps alternate between two pairs. */
function bindRequests(round: number): readonly Buffer[] {
  return Array.from({ length: INSTANCES * 2 }, (_, index) =>
    volcengineRequest(
      'AttachKeyPair',
      {
        KeyPairId: index >= INSTANCES === (round % 2 === 0) ? 'kp-one' : 'kp-two',
        'InstanceIds.1': `i-bench${index % INSTANCES}`,
      },
      'AKIDbench',
    ),
  )
}

function printSpeed({ bare, read, bind }: Record<'bare' | 'read' | 'bind', readonly Measured[]>): void {
  const base = middle(bare)
  const rows = [
    ['', 'per second', 'of bare', 'CPU µs each', 'of bare (CPU)', 'p50 ms', 'p99 ms'],
    ...[
      ['bare node:http', base],
      ['signed DescribeKeyPairs by id', middle(read)],
      ['signed AttachKeyPair, committed', middle(bind)],
    ].map((row) => {
      const [name, measured] = row as [string, Measured]
      return [
        name,
        measured.perSecond.toFixed(0),
        percent(measured.perSecond / base.perSecond),
        measured.cpuMicros.toFixed(0),
        percent(base.cpuMicros / measured.cpuMicros),
        measured.p50Ms.toFixed(2),
        measured.p99Ms.toFixed(2),
      ]
    }),
  ]
  for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(column === 0 ? 34 : 15)).join(''))
}

async function printStart(): Promise<void> {
  for (const instances of [0, 10_000]) {
    const name = `start-${instances}`
    // The first start writes the seed; what is timed is a start that finds the data.
    await (await start(name, instances)).stop()
    const times = []
    let idleMiB = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      const beganMs = performance.now()
      const server = await start(name, instances)
      times.push(performance.now() - beganMs)
      idleMiB = residentMiB(server.process.pid ?? 0)
      await server.stop()
    }
    const middleMs = times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0
    console.log(
      `ready line after process start, ${instances} instances: ${middleMs.toFixed(0)} ms, ${idleMiB.toFixed(0)} MiB resident`,
    )
  }
}

function middle(measured: readonly Measured[]): Measured {
  const sorted = measured.toSorted((a, b) => a.perSecond - b.perSecond)
  const found = sorted[Math.floor(sorted.length / 2)]
  if (!found) throw new Error('nothing was measured')
  return found
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`
}

function start(name: string, instances: number): Promise<ServerProcess> {
  const seed = join(folder, `${name}.yaml`)
  writeFileSync(seed, seedFile(instances))
  const data = join(folder, name)
  const flags = { listen: '127.0.0.1:0', 'ssh-listen': '127.0.0.1:0', data, seed, mode: 'stand-in' }
  return startServer(Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]))
}

function seedFile(instances: number): string {
  const owner = 'account: bench, region: cn-beijing'
  const lines = Array.from(
    { length: instances },
    (_, index) => `  - { dialect: volcengine-ecs, ${owner}, id: i-bench${index}, state: stopped }`,
  )
  const accessKeys = '[{ id: AKIDbench, secret: keyplane }]'
  return `accounts:
  - { id: "1000000001", name: bench, users: [{ name: root, accessKeys: ${accessKeys} }] }
keyPairs:
  - { dialect: volcengine-ecs, ${owner}, id: kp-one, name: one, publicKey: "${PUBLIC_KEY}" }
  - { dialect: volcengine-ecs, ${owner}, id: kp-two, name: two, publicKey: "${OTHER_KEY}" }
  - { dialect: tencent-cvm, account: bench, region: ap-guangzhou, id: skey-00000000, name: bench, publicKey: "${PUBLIC_KEY}" }
instances:
${lines.join('\n')}
`
}

async function startBare(): Promise<Target & { stop: () => void }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-http.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  const port = await new Promise<string>((resolve) => lines.once('line', resolve))
  return { port: Number(port), pid: child.pid ?? 0, stop: () => void child.kill('SIGTERM') }
}
