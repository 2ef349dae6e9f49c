import { execFile } from 'node:child_process'

import { MachineError } from '../../core/machines/driver.ts'
import type { HostContext, Target } from './host-context.ts'
import { type HostRecord, hopsTo } from './host-record.ts'
import type { SshConnection } from './ssh/connection.ts'
import { UnreachableError } from './ssh/unreachable.ts'

/** How often a host that boots is asked whether it is there. */
const ASK_AGAIN_MS = 500
const STEP_MS = 20_000

type PowerCommand = keyof NonNullable<HostRecord['power']>

/** Runs the configured command for it on this machine; false when there is none. */
export async function runPowerCommand(
  { address, power }: Pick<HostRecord, 'address' | 'power'>,
  verb: PowerCommand,
  signal: AbortSignal,
): Promise<boolean> {
  const [program, ...args] = power?.[verb] ?? []
  if (program === undefined) return false
  signal.throwIfAborted()
  const done = Promise.withResolvers<void>()
  execFile(program, args, { signal, env: withoutOwnSecrets(process.env) }, (error, _stdout, stderr) =>
    error
      ? done.reject(
          new MachineError(`the ${verb} command of ${address} failed: ${stderr.trim() || error.message}`),
        )
      : done.resolve(),
  )
  await done.promise
  return true
}

/** The master key and the admin token are given in the environment, and what a command prints may be logged. */
function withoutOwnSecrets(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('KEYPLANE_')))
}

/**
 * Switches the host on by its command and waits until it lets us in. A command that fails is no failure where the host
 * is on: it may be asked to be sure, as after a switching off that did not work.
 */
export async function switchOn(context: HostContext, target: Target): Promise<void> {
  try {
    await runPowerCommand(target.host, 'start', target.signal)
  } catch (error) {
    if (target.signal.aborted || !(error instanceof MachineError)) throw error
    await bootNow(context, target).catch(() => Promise.reject(error))
    return
  }
  await waitUntilUp(context, target)
}

/** Switches the host off by its command and waits until nothing answers there; without a command it does nothing. */
export async function switchOff(context: HostContext, target: Target): Promise<void> {
  if (!(await runPowerCommand(target.host, 'stop', target.signal))) return
  for (;;) {
    try {
      await bootNow(context, target)
    } catch (error) {
      if (error instanceof UnreachableError) return
      // It answers and lets nobody in, as a system does that is going down.
      if (target.signal.aborted || !(error instanceof MachineError)) throw error
    }
    await context.wait(ASK_AGAIN_MS, target.signal)
  }
}

/** Waits until the host lets us in. */
export async function waitUntilUp(context: HostContext, target: Target, exceptBoot?: string): Promise<void> {
  for (;;) {
    try {
      const boot = await bootNow(context, target)
      if (boot !== exceptBoot) return
    } catch (error) {
      if (target.signal.aborted || !(error instanceof MachineError)) throw error
    }
    await context.wait(ASK_AGAIN_MS, target.signal)
  }
}

/**
 * Boots the host again by its own system and waits for it. Asked twice in a row, as after a crash, it may boot twice; a
 * host does no harm by that.
 */
export async function rebootBySystem(context: HostContext, target: Target): Promise<void> {
  const { host, signal } = target
  if (host.access === 'sftp')
    throw new MachineError(`${host.address} only serves files: it cannot be told to boot again`)
  const boot = await context.pool.use(hopsTo(host), signal, async (connection) => {
    const before = await bootOf(connection, target)
    const answer = await askToReboot(connection, target)
    if (answer !== undefined) throw new MachineError(`${host.address} does not reboot: ${answer}`)
    return before
  })
  await waitUntilUp(context, target, boot)
}

/** Why the system does not reboot; undefined when it does, or when it took the connection with it. */
async function askToReboot(connection: SshConnection, { host, signal }: Target): Promise<string | undefined> {
  const command = `${host.rights === 'sudo' ? 'sudo -n ' : ''}sh -c '${REBOOT}'`
  try {
    const { exitCode, stderr } = await connection.exec(command, { signal, timeoutMs: STEP_MS })
    return exitCode === undefined || exitCode === 0 || stderr === '' ? undefined : stderr.trim()
  } catch (error) {
    if (signal.aborted) throw error
    return undefined
  }
}

const REBOOT =
  'PATH=$PATH:/usr/sbin:/sbin; systemctl reboot 2>/dev/null || shutdown -r now 2>/dev/null || reboot'

async function bootNow(context: HostContext, target: Target): Promise<string> {
  const connection = await context.pool.open(hopsTo(target.host), target.signal)
  try {
    // Where nothing can be run, letting us in is all that a boot can be told by.
    return target.host.access === 'exec' ? await bootOf(connection, target) : ''
  } finally {
    await connection[Symbol.asyncDispose]()
  }
}

/** The kernel draws a new one at every boot. Source: random(4). */
async function bootOf(connection: SshConnection, { signal }: Target): Promise<string> {
  const { stdout } = await connection.exec('cat /proc/sys/kernel/random/boot_id', {
    signal,
    timeoutMs: STEP_MS,
  })
  return stdout.toString('utf8').trim()
}
