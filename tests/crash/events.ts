import type { Drivers } from '../../src/core/core.ts'
import type { Database, Stores } from '../../src/core/database.ts'
import type { Driver } from '../../src/core/machines/driver.ts'
import type { Operation } from '../../src/core/operations/operation.ts'
import type { OperationProgress } from '../../src/core/operations/store.ts'
import type { Work } from './plan-table.ts'

/** A point of time before or after something that outlives the process: a commit, or a step at a machine. */
export interface CrashPoint {
  readonly phase: 'before' | 'after'
  readonly name: string
  /** Counts from 1 how often this came. */
  readonly nth: number
}

/** Told of everything that outlives the process. */
export interface Witness {
  pass(phase: CrashPoint['phase'], name: string): void
  /** An operation begins, or is undone. */
  begin(work: Work): void
}

type Call = (...args: readonly unknown[]) => unknown

/** Methods that only read change nothing that a crash could lose. */
const READS =
  /^(?:find|list|count|isEmpty|unfinished|backlog|newest|earliest|ofInstance|lastOnMachine|keysOf|publicKeysOf|keyPairsInUse)/

/**
 * What is written outside of transactions and is left out: machines' records are written by the steps that are
 * witnessed at the driver, and the rows of calls that changed nothing may be lost.
 */
const UNSEEN: ReadonlySet<string> = new Set([
  ...['machines.insert', 'machines.replace', 'machines.remove', 'audit.append'],
])

const NAMES: Readonly<Record<string, string>> = {
  'operations.claim': 'claim',
  'idempotency.claim': 'token',
  'idempotency.release': 'token given back',
  'idempotency.removeExpired': 'sweep',
  'nonces.insert': 'nonce',
}

/** The same database, each commit of which is witnessed. */
export function witnessedDatabase(database: Database, witness: Witness): Database {
  const single = (store: string, method: string, call: Call): Call => {
    const full = `${store}.${method}`
    if (READS.test(method) || UNSEEN.has(full)) return call
    return async (...args) => {
      const name = NAMES[full] ?? (full === 'operations.advance' ? 'note' : full)
      witness.pass('before', name)
      const result = await call(...args)
      witness.pass('after', name)
      return result
    }
  }
  const transaction: Database['transaction'] = async (work, ...rest) => {
    let name = ''
    const result = await database.transaction(
      async (tx) => {
        const calls = new Map<string, readonly unknown[]>()
        const note = (store: string, method: string, call: Call): Call => {
          return (...args) => {
            calls.set(`${store}.${method}`, args)
            noteWork(witness, `${store}.${method}`, args)
            return call(...args)
          }
        }
        const result = await work(overStores(tx, note))
        name = nameOf(calls)
        witness.pass('before', name)
        return result
      },
      ...rest,
    )
    witness.pass('after', name)
    return result
  }
  return overStores({ ...database, transaction }, single)
}

function noteWork(witness: Witness, method: string, args: readonly unknown[]): void {
  if (method === 'operations.insert') {
    // What OperationStore.insert takes.
    const [{ kind, steps }] = args as [Operation]
    witness.begin({ kind, steps: steps.map(({ name }) => name), isUndoing: false })
  }
  if (method !== 'operations.advance') return
  // What OperationStore.advance takes.
  const [, , { isUndoing, steps }] = args as [string, number, OperationProgress]
  if (isUndoing) witness.begin({ kind: 'access', steps: (steps ?? []).map(({ name }) => name), isUndoing })
}

/** What a transaction is for, by what it wrote. */
function nameOf(calls: ReadonlyMap<string, readonly unknown[]>): string {
  const advance = calls.get('operations.advance')
  // Steps tell the audit what they changed on the machine; no call takes a step.
  if (!advance && calls.has('audit.append')) return 'call'
  if (!advance)
    return calls.has('accounts.insertAccount') || calls.has('operations.insert')
      ? 'seed'
      : [...calls.keys()].join()
  // What OperationStore.advance takes.
  const { isUndoing, outcome } = advance[2] as OperationProgress
  if (isUndoing) return 'turn back'
  return outcome === undefined ? 'step' : 'end'
}

/** The same stores, each method of which `around` may replace. What is no store stays as it is. */
function overStores<T extends Stores>(
  stores: T,
  around: (store: string, method: string, call: Call) => Call,
): T {
  return new Proxy(stores, {
    get(_target, property) {
      const value: unknown = Reflect.get(stores, property)
      if (typeof property === 'symbol' || typeof value !== 'object' || value === null) return value
      return overMethods(value, (method, call) => around(property, method, call))
    },
  })
}

function overMethods<T extends object>(target: T, around: (method: string, call: Call) => Call): T {
  return new Proxy(target, {
    get(_target, property) {
      const value: unknown = Reflect.get(target, property)
      if (typeof value !== 'function') return value
      // Called with the arguments that the caller gives, whatever they are.
      const call: Call = (...args) => Reflect.apply(value, target, args) as unknown
      return typeof property === 'string' ? around(property, call) : call
    },
  })
}

/** Methods of a driver that leave the machine as it is; all others are steps. */
const LOOKS: ReadonlySet<string> = new Set([
  ...(['addresses', 'hasPower', 'newRecord', 'observe'] as const satisfies readonly (keyof Driver)[]),
])

/** The same drivers, each step of which is witnessed. */
export function witnessedDrivers(drivers: Drivers, witness: Witness): Drivers {
  const around = (method: string, call: Call): Call => {
    if (LOOKS.has(method)) return call
    return async (...args) => {
      witness.pass('before', method)
      const result = await call(...args)
      witness.pass('after', method)
      return result
    }
  }
  return {
    ofNewInstances: drivers.ofNewInstances,
    get: (name) => overMethods(drivers.get(name), around),
  }
}
