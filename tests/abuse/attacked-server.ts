import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { addressOf } from '../../src/drivers/simulated/address.ts'
import { startServer } from '../server-process.ts'

export const PASSWORD = 'S3cret-pw!'

/** A server in a process of its own, with a machine that has a key and one that has a password. */
export interface AttackedServer extends AsyncDisposable {
  readonly apiPort: number
  readonly sshPort: number
  readonly byKey: string
  readonly byPassword: string
  readonly privateKey: string
  residentMiB(): number
  /** Lets V8 give back what it only keeps to be fast: what is resident afterwards is still needed, by somebody. */
  collectGarbage(): void
  /** Files, sockets and the like that the process has open. */
  handles(): number
  log(): string
}

export async function startAttackedServer(flags: readonly string[] = []): Promise<AttackedServer> {
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-abuse-'))
  const keyFile = join(folder, 'key')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', keyFile])
  const seed = join(folder, 'seed.yaml')
  writeFileSync(seed, seedText(readFileSync(`${keyFile}.pub`, 'utf8').trim()))
  const collector = join(folder, 'collector.mjs')
  writeFileSync(collector, COLLECTOR)
  const server = await startServer(
    [
      ...['--listen', '127.0.0.1:0', '--ssh-listen', '0.0.0.0:0'],
      ...['--data', join(folder, 'data'), '--seed', seed, ...flags],
    ],
    { ...process.env, NODE_OPTIONS: `--expose-gc --import=${collector}` },
  )
  const { pid } = server.process
  if (pid === undefined) throw new Error('the server has no process')
  return {
    apiPort: Number(new URL(server.api).port),
    sshPort: server.sshPort,
    byKey: addressOf(0),
    byPassword: addressOf(1),
    privateKey: readFileSync(keyFile, 'utf8'),
    residentMiB: () => residentMiB(pid),
    collectGarbage: () => void process.kill(pid, 'SIGUSR2'),
    handles: () => readdirSync(`/proc/${pid}/fd`).length,
    log: () => server.log(),
    async [Symbol.asyncDispose]() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const COLLECTOR = `process.on('SIGUSR2', () => gc({ type: 'major', execution: 'sync', flavor: 'last-resort' }))`

function seedText(publicKey: string): string {
  const instance =
    'dialect: tencent-cvm, account: acme, region: ap-guangzhou, zone: ap-guangzhou-3, state: running'
  return `accounts:
  - id: "1000000001"
    name: acme
    users: [{ name: root, accessKeys: [{ id: AKIDacmeroot, secret: acme-root-secret }] }]
keyPairs:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: skey-4e5ty7i8, name: demo, publicKey: "${publicKey}" }
instances:
  - { ${instance}, id: ins-bykey000, name: by-key, keyPairs: [demo] }
  - { ${instance}, id: ins-bypass00, name: by-password, password: "${PASSWORD}" }
`
}

function residentMiB(pid: number): number {
  const [, kib] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kib) / 1_024
}
