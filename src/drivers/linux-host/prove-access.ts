import { MachineError } from '../../core/machines/driver.ts'
import type { HostContext, Target } from './host-context.ts'
import { hopsTo } from './host-record.ts'
import { type HostSession, inHostSession } from './host-session.ts'
import { offeredPasswords } from './ssh/connect.ts'

/** A server that reads its settings anew answers nobody for a moment. */
const RETRY_MS = 50

interface ArmedChange {
  readonly session: HostSession
  readonly token: string
  /** The change turned password login off: the server must not offer it any more. */
  readonly refusesPassword: boolean
}

/**
 * Settles an armed change: a new connection must log in with Keyplane's own key and run commands, and passwords must not
 * be offered to the login user any more where they were turned off. Otherwise the change is taken back, by us where the
 * old connection still works, else by the host itself.
 * @throws MachineError with what could not be proved
 */
export async function proveAccess(context: HostContext, target: Target, change: ArmedChange): Promise<void> {
  const { host, signal } = target
  try {
    const untilMs = context.clock.now() + context.revertAfterMs / 2
    await retry(context, { untilMs, signal }, async () => {
      if (change.refusesPassword) await checkRefused(context, target)
      if (await settleAnew(context, target, change.token)) return
      throw new TakenBackError(`${host.address} took the change back before it was proved`)
    })
  } catch (error) {
    if (!(error instanceof TakenBackError))
      await change.session.settle(change.token, 'undo').catch(() => undefined)
    throw error
  }
}

/** Over a connection of its own: it proves that the host still lets us in and runs our commands. */
async function settleAnew(context: HostContext, target: Target, token: string): Promise<boolean> {
  const fresh = await context.pool.open(hopsTo(target.host), target.signal)
  try {
    return await inHostSession(fresh, target, (session) => session.settle(token, 'keep'))
  } finally {
    await fresh[Symbol.asyncDispose]()
  }
}

class TakenBackError extends MachineError {}

async function checkRefused({ connect }: HostContext, { host, user, signal }: Target): Promise<void> {
  const left = await offeredPasswords(hopsTo(host), { ...connect, user }, signal)
  if (left.length > 0)
    throw new MachineError(`${host.address} still offers ${user} to log in by ${left.join(', ')}`)
}

async function retry(
  context: HostContext,
  { untilMs, signal }: { untilMs: number; signal: AbortSignal },
  work: () => Promise<void>,
): Promise<void> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      const isFinal = error instanceof TakenBackError || !(error instanceof MachineError)
      if (isFinal || signal.aborted || context.clock.now() >= untilMs) throw error
      await context.wait(RETRY_MS, signal)
    }
  }
}
