import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import { ConflictError, type Database, type Stores } from '../database.ts'
import type { Turn } from '../turn-store.ts'
import type { Dispatcher } from '../operations/dispatcher.ts'

type LastStatement = (tx: Stores) => Promise<void>

/**
 * The change of one call, held open after its use case is done with it, until the call's answer is known. So the
 * answer is committed together with what it tells of: no crash leaves the one without the other. Use cases work with
 * `core` and notice nothing: their transaction stays open, later reads go through it, operations are announced after
 * the commit. Between the two only the answer is put together, so the connection is not held for long.
 */
export class HeldChange {
  readonly core: Core
  readonly #database: Database
  readonly #dispatcher: Dispatcher
  readonly #call: Call
  readonly #last = Promise.withResolvers<LastStatement>()
  readonly #begun: Parameters<Dispatcher['wake']>[0][] = []
  #tx: Stores | undefined
  #ended: Promise<void> | undefined

  constructor(core: Core, call: Call) {
    this.#database = core.database
    this.#dispatcher = core.dispatcher
    this.#call = call
    const database = databaseOver(
      () => this.#tx ?? core.database,
      core.database,
      (work, turn) => this.#hold(work, turn),
    )
    this.core = { ...core, database, dispatcher: { wake: (operations) => void this.#begun.push(operations) } }
  }

  /**
   * Ends the change with `last`. False: there was no change, and `last` did not run. Rejects: nothing is changed; with
   * ConflictError the call may be run again, in a change of its own.
   */
  async commit(last: LastStatement): Promise<boolean> {
    if (!this.#ended) return false
    this.#last.resolve(last)
    await this.#ended
    for (const operations of this.#begun) this.#dispatcher.wake(operations)
    return true
  }

  /** Takes the change back, whatever came of it; after a commit that succeeded it must not be called. */
  async rollBack(): Promise<void> {
    if (!this.#ended) return
    this.#last.reject(new Error('the call was refused'))
    await this.#ended.catch(() => undefined)
    // The audit row went with the change; the refusal writes its own.
    this.#call.trail.clear()
  }

  async #hold<T>(work: (tx: Stores) => Promise<T>, turn: Turn | undefined): Promise<T> {
    // Which of several answers for the call could not be told.
    if (this.#ended) throw new Error('a call with a client token makes one change')
    const worked = Promise.withResolvers<T>()
    const ended = this.#database.transaction(async (tx) => {
      // The answer was put together from what the first run came to: only the whole call can be run again.
      if (this.#tx)
        throw new ConflictError('another transaction was in the way of a call with a client token')
      const result = await work(tx)
      this.#tx = tx
      worked.resolve(result)
      const last = await this.#last.promise
      await last(tx)
    }, turn)
    ended.catch(worked.reject)
    const result = await worked.promise
    this.#ended = ended
    return result
  }
}

function databaseOver(
  current: () => Stores,
  { sum }: Pick<Database, 'sum'>,
  transaction: Database['transaction'],
): Database {
  return {
    sum,
    get accounts() {
      return current().accounts
    },
    get apiTokens() {
      return current().apiTokens
    },
    get audit() {
      return current().audit
    },
    get auditSeals() {
      return current().auditSeals
    },
    get bindings() {
      return current().bindings
    },
    get idempotency() {
      return current().idempotency
    },
    get instances() {
      return current().instances
    },
    get keyPairs() {
      return current().keyPairs
    },
    get machines() {
      return current().machines
    },
    check: () => Promise.resolve(),
    get mfaDevices() {
      return current().mfaDevices
    },
    get nonces() {
      return current().nonces
    },
    get operations() {
      return current().operations
    },
    get rates() {
      return current().rates
    },
    get tallies() {
      return current().tallies
    },
    get tags() {
      return current().tags
    },
    get temporaryBindings() {
      return current().temporaryBindings
    },
    get temporaryKeys() {
      return current().temporaryKeys
    },
    get turns() {
      return current().turns
    },
    transaction,
    // All that is read after the change goes through its transaction.
    snapshot: (work) => work(current()),
    // Not opened here.
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}
