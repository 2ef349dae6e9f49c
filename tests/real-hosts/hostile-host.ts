import { readlink } from 'node:fs/promises'

import type { AccessState } from '../../src/core/machines/access-state.ts'
import type { Applied } from '../../src/core/machines/driver.ts'
import { Secret } from '../../src/core/secret.ts'
import { linuxHostDriver } from '../../src/drivers/linux-host/driver.ts'
import { LINUX_HOST, parseHostRecord } from '../../src/drivers/linux-host/host-record.ts'
import type { HostReport } from '../../src/drivers/linux-host/host-report.ts'
import { HostSession, type Verdict } from '../../src/drivers/linux-host/host-session.ts'
import { connectTo } from '../../src/drivers/linux-host/ssh/connect.ts'
import { type RealHost, type RealHostOptions, startRealHost } from '../real-sshd.ts'
import { mapMachines } from '../map-machines.ts'
import { newKey } from './new-key.ts'

export const KEY_FILE = '/home/app/.ssh/authorized_keys'
const MACHINE = { id: 'machine-1', instanceId: 'i-1', loginUser: 'app' }
const MANAGEMENT = newKey()
const TIMEOUT_MS = 10_000

/** A host whose user `app` may do to his own files and processes what he likes; the driver logs in as root. */
export interface HostileHost extends AsyncDisposable {
  readonly host: RealHost
  /** The state directory of this deployment. */
  readonly state: string
  apply(desired: AccessState): Promise<Applied>
  /** One conversation, step by step. */
  session(): Promise<HostSession & { readonly cut: () => void }>
  /** Runs a script as the user `app`, in his home folder. */
  asUser(script: string): Promise<string>
  /** The bytes, the mode and the kind of the key file; undefined where there is none. */
  keyFile(): Promise<{ readonly text: string; readonly looks: string } | undefined>
  /** Puts a program before one of the same name, for all that is run through ssh. `$real` is the one behind it. */
  wrap(program: string, script: string): Promise<void>
}

/** Starts one. */
export async function startHostileHost(
  options: RealHostOptions = {},
  settings: object = {},
): Promise<HostileHost> {
  const users = [{ name: 'root', authorizedKeys: `${MANAGEMENT.publicKey}\n` }, { name: 'app' }]
  const host = await startRealHost({ sshdConfig: 'UsePAM no\n', ...options, users })
  const machines = mapMachines()
  const managementKey = async () => new Secret(MANAGEMENT.privateKey)
  const driver = linuxHostDriver({ machines, managementKey, timeoutMs: TIMEOUT_MS, revertSeconds: 5 })
  const way = { address: host.address, port: host.port, user: 'root', hostKeys: [host.hostKey] }
  const told = { ...way, managesPassword: false, ...settings }
  const record = driver.newRecord(MACHINE, { isRunning: true, settings: told })
  await machines.insert({ machineId: MACHINE.id, instanceId: MACHINE.instanceId, driver: LINUX_HOST, record })
  const parsed = parseHostRecord(record, 'test')
  const signal = new AbortController().signal
  const run = async (script: string, ...args: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await host.run(script, { args })
    if (exitCode !== 0) throw new Error(`the host could not: ${script}\n${stderr}`)
    return stdout
  }
  return {
    host,
    state: `/var/lib/keyplane/${parsed.stateId}`,
    apply: (desired) => driver.applyAccess(MACHINE, desired, signal),
    async session() {
      const hop = { ...parsed, login: { kind: 'management' } as const }
      const connection = await connectTo([hop], { managementKey, timeoutMs: TIMEOUT_MS }, signal)
      const session = new HostSession(connection, { host: parsed, user: 'app', signal })
      return Object.assign(session, { cut: () => connection.destroy() })
    },
    asUser: (script) =>
      run(`cd /home/app && exec setpriv --reuid=app --regid=app --init-groups sh -ec "$1"`, script),
    async keyFile() {
      const looks = await host.run('stat -c "%F %a %U" "$1"', { args: [KEY_FILE] })
      if (looks.exitCode !== 0) return undefined
      const isLink = await readlink(host.path(KEY_FILE)).then(
        () => true,
        () => false,
      )
      const text = isLink ? '' : await run('head -c 9999 "$1"', KEY_FILE)
      return { text, looks: looks.stdout.trim() }
    },
    async wrap(program, script) {
      const real = (await run('command -v "$1"', program)).trim()
      await host.write(`/usr/local/bin/${program}`, `#!/bin/sh\nreal=${real}\n${script}\n`)
      await run('chmod 755 "/usr/local/bin/$1"', program)
    },
    async [Symbol.asyncDispose]() {
      await driver[Symbol.asyncDispose]()
      await host[Symbol.asyncDispose]()
    },
  }
}

/** Makes these bytes the key file's, armed to be taken back after so many milliseconds. */
export async function armKeys(
  session: HostSession,
  { report, after, revertAfterMs }: { report: HostReport; after: string; revertAfterMs: number },
): Promise<Verdict> {
  const [keys] = report.keyFiles
  if (keys === undefined) throw new Error('the host reads no key file')
  const file = { path: keys.path, before: keys.content, after: Buffer.from(after) }
  const nothing = { settingFiles: [], wants: 'any', passwordHash: undefined } as const
  return session.commit({ version: 7, keyFiles: [file], ...nothing }, report, revertAfterMs)
}
