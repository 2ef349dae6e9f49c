import type { AccessKeys } from './accounts/access-keys.ts'
import type { OneTimeCodes } from './accounts/one-time-code.ts'
import type { Users } from './accounts/users.ts'
import { type AuditLog, auditRow } from './audit/audit-log.ts'
import type { Call } from './call.ts'
import type { Clock } from './clock.ts'
import type { ContinuedPages } from './continued-pages.ts'
import { type Database, inTurn, type Stores } from './database.ts'
import type { Ids } from './ids.ts'
import type { Log } from './log.ts'
import type { Driver } from './machines/driver.ts'
import type { Dispatcher } from './operations/dispatcher.ts'
import type { Nonces } from './nonces/nonces.ts'
import type { Turn } from './turn-store.ts'
import type { Rates } from './rates/rates.ts'

/** Everything a use case works with. Made once, in `main.ts`. */
export interface Core {
  readonly database: Database
  readonly drivers: Drivers
  readonly dispatcher: Dispatcher
  readonly clock: Clock
  readonly log: Log
  readonly ids: Ids
  readonly accessKeys: AccessKeys
  readonly users: Users
  readonly oneTimeCodes: OneTimeCodes
  readonly auditLog: AuditLog
  readonly rates: Rates
  readonly nonces: Nonces
  readonly pages: ContinuedPages
}

/** The drivers by name. */
export interface Drivers {
  /** Name of the driver behind instances that a call creates. */
  readonly ofNewInstances: string
  /** Throws for a name that no driver has. */
  get(name: string): Driver
}

/**
 * Runs the change of one call: in one transaction, with its audit row as the last statement. Whatever `work`
 * throws leaves nothing behind but, later, the audit row of the refusal.
 */
export function change<T>(core: Core, call: Call, work: (tx: Stores) => Promise<T>): Promise<T> {
  return changeInTurn(core, { call, turn: { account: call.account } }, work)
}

/** As {@link change}, of nothing but these instances: calls on different ones need not wait for each other. */
export function changeInstances<T>(
  core: Core,
  call: Call,
  {
    instanceIds,
    work,
  }: { readonly instanceIds: readonly string[]; readonly work: (tx: Stores) => Promise<T> },
): Promise<T> {
  return changeInTurn(core, { call, turn: { account: call.account, instanceIds } }, work)
}

async function changeInTurn<T>(
  core: Core,
  { call, turn }: { readonly call: Call; readonly turn: Turn },
  work: (tx: Stores) => Promise<T>,
): Promise<T> {
  const noted = call.trail.changes.length
  try {
    const result = await inTurn(core.database, turn, async (tx) => {
      // What an earlier run of `work` noted was taken back with it.
      call.trail.cutTo(noted)
      const result = await work(tx)
      await tx.audit.append([auditRow(call, 'ok')])
      return result
    })
    call.trail.isWritten = true
    return result
  } catch (error) {
    call.trail.clear()
    throw error
  }
}
