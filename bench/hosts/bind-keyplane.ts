/** Keyplane's driver as a process of its own: every line of its stdin is a public key that it brings to every host. */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

import { systemClock } from '../../src/core/clock.ts'
import type { AccessState } from '../../src/core/machines/access-state.ts'
import type { Machine } from '../../src/core/machines/driver.ts'
import type { MachineStore } from '../../src/core/machines/store.ts'
import { Secret } from '../../src/core/secret.ts'
import { linuxHostDriver } from '../../src/drivers/linux-host/driver.ts'
import { writeKeyLines } from '../../src/drivers/linux-host/authorized-keys.ts'
import { findHost, hopsTo, LINUX_HOST } from '../../src/drivers/linux-host/host-record.ts'
import { HostSession } from '../../src/drivers/linux-host/host-session.ts'
import { HostPool } from '../../src/drivers/linux-host/ssh/pool.ts'
import { mapMachines } from '../../tests/map-machines.ts'

/** What the parent process tells, as JSON in the first argument. */
export interface BindTask {
  readonly privateKeyFile: string
  readonly managesPassword: boolean
  /** False: nothing proves the change over a second connection; the first one settles it. */
  readonly isProved: boolean
  readonly hosts: readonly { readonly port: number; readonly hostKey: string }[]
}

/** What the parent process gets as one line of JSON for every key. */
export interface Bound {
  /** CPU time of this process since it started. */
  readonly cpuMs: number
  /** What went wrong, by host. */
  readonly failures: readonly string[]
}

// The parent process writes it.
await main(JSON.parse(process.argv[2] ?? '') as BindTask)

async function main({ privateKeyFile, managesPassword, isProved, hosts }: BindTask): Promise<void> {
  const machines = mapMachines()
  const managementKey = async () => new Secret(readFileSync(privateKeyFile, 'utf8'))
  await using driver = linuxHostDriver({ machines, managementKey, timeoutMs: 60_000, revertSeconds: 60 })
  const all: Machine[] = []
  for (const [index, { port, hostKey }] of hosts.entries()) {
    const machine = { id: `machine-${index}`, instanceId: `i-${index}`, loginUser: 'root' }
    const settings = { address: '127.0.0.1', port, user: 'root', hostKeys: [hostKey], managesPassword }
    const record = driver.newRecord(machine, { isRunning: true, settings })
    await machines.insert({
      machineId: machine.id,
      instanceId: machine.instanceId,
      driver: LINUX_HOST,
      record,
    })
    all.push(machine)
  }
  const connect = { managementKey, timeoutMs: 60_000 }
  await using pool = new HostPool({ ...connect, clock: systemClock(), loginsAtOnce: 32 })
  let version = Date.now()
  const signal = new AbortController().signal
  for await (const publicKey of createInterface({ input: process.stdin })) {
    version += 1
    const access = { version, publicKeys: [publicKey], allowsPassword: !managesPassword }
    const apply = (machine: Machine) =>
      isProved
        ? driver.applyAccess(machine, access, signal)
        : applyUnproved({ machines, pool }, machine, access)
    const results = await Promise.allSettled(all.map(apply))
    const failures = results.flatMap((result) =>
      result.status === 'rejected' ? [String(result.reason)] : [],
    )
    const { user, system } = process.cpuUsage()
    console.log(JSON.stringify({ cpuMs: (user + system) / 1000, failures } satisfies Bound))
  }
}

/** What the driver does with the keys, without the second connection: what that one costs is the difference. */
async function applyUnproved(
  { machines, pool }: { machines: MachineStore; pool: HostPool },
  machine: Machine,
  { version, publicKeys }: AccessState,
): Promise<void> {
  const found = await findHost(machines, machine)
  if (found === undefined) throw new Error(`${machine.id} is not known`)
  const { host } = found
  const signal = new AbortController().signal
  await pool.use(hopsTo(host), signal, async (connection) => {
    using session = new HostSession(connection, { host, user: machine.loginUser, signal })
    const report = await session.inspect()
    const [file] = report.keyFiles
    if (file?.content === undefined) throw new Error(`${machine.id} has no key file`)
    const lines = { managed: publicKeys, breakGlass: [] }
    const text = writeKeyLines(file.content.toString('latin1'), host.stateId, lines)
    const keyFiles = [{ path: file.path, before: file.content, after: Buffer.from(text, 'latin1') }]
    const change = { version, keyFiles, settingFiles: [], wants: 'any', passwordHash: undefined } as const
    const verdict = await session.commit(change, report, 60_000)
    if (verdict.kind !== 'armed' || !(await session.settle(verdict.token, 'keep')))
      throw new Error(verdict.kind)
  })
}
