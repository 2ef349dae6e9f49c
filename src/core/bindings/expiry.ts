import { type Call, Trail } from '../call.ts'
import type { Core } from '../core.ts'
import { inTurn } from '../database.ts'
import { isFault } from '../fault.ts'
import type { BindingRules } from './rules.ts'
import type { TemporaryBinding } from './temporary-binding-store.ts'
import { unbindKeyPairs } from './unbind.ts'

/** Each instance for itself, at once on the running machine, and beside what is bound. */
export const ON_TOP_AT_ONCE: BindingRules = {
  ...{ mode: 'perInstance', unknown: 'refusesInstance', allRefused: 'answers', isRegional: false },
  checks: ['supported', 'linux', 'state', 'free'],
  allowedStates: ['running', 'stopped'],
  isAccountWide: false,
  takesEffect: 'atOnce',
  secondBind: 'append',
  unbind: { whenNoneIsBound: 'ignored', whenOthersAreBound: 'ignored' },
}

/** Other processes' rows are found this late at most. */
const LONGEST_WAIT_MS = 10_000
/**
 * An end that has begun is looked at again after so long: it may have been in the way of something, or failed. The longer
 * it takes, the rarer.
 */
const SHORTEST_PAUSE_MS = 3_000
const LONGEST_PAUSE_MS = 5 * 60_000
const MOST_AT_ONCE = 200

/**
 * Takes temporary bindings away when their time is over. What is due is decided from the rows alone; it is woken by a
 * timer, and at once by who binds. Which races exist, and why nothing is lost:
 *
 * - Several processes may find one row: the one that moves its due time has it, the others see that it is not due any more.
 * - A process may die after that: the row is due again a moment later.
 * - The unbinding may be refused (busy) or fail and be undone: the row stays until the pair is seen to be gone.
 * - Somebody may bind the pair anew meanwhile: it is bound since later than the end began, and stays.
 * - Somebody may move the end, or bind for good, after that: what is written is decided by the row as it is then.
 */
export class BindingExpiry implements AsyncDisposable {
  readonly #core: Core
  #timer: Disposable | undefined
  #working: Promise<void> = Promise.resolve()
  #isOver = false

  constructor(core: Core) {
    this.#core = core
  }

  /** Looks now, and from then on by itself. */
  wake(): void {
    if (this.#isOver) return
    this.#working = this.#working.then(() => this.#pass())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    this.#timer?.[Symbol.dispose]()
    await this.#working
  }

  async #pass(): Promise<void> {
    const { clock, database, log } = this.#core
    this.#timer?.[Symbol.dispose]()
    if (this.#isOver) return
    let nextAtMs = clock.now() + LONGEST_WAIT_MS
    try {
      for (const binding of await database.temporaryBindings.earliest(MOST_AT_ONCE)) {
        if (binding.dueAtMs > clock.now()) break
        if (this.#isOver) return
        await endBinding(this.#core, binding)
      }
      const [first] = await database.temporaryBindings.earliest(1)
      if (first) nextAtMs = Math.min(nextAtMs, first.dueAtMs)
    } catch (error) {
      log.error({ err: error }, 'temporary bindings could not be ended')
    }
    if (!this.#isOver) this.#timer = clock.wakeAt(nextAtMs, () => this.wake())
  }
}

async function endBinding(core: Core, binding: TemporaryBinding): Promise<void> {
  const { clock, database, ids } = core
  const nowMs = clock.now()
  const endingAtMs = binding.endingAtMs ?? nowMs
  const pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, nowMs - endingAtMs))
  const until = { dueAtMs: nowMs + pauseMs, endingAtMs }
  if (!(await database.temporaryBindings.claim(binding, until))) return
  const { account, dialect, instanceId, keyPairId } = binding
  const [instance] = await database.instances.findByIds({ account, dialect }, [instanceId])
  const since = instance && (await database.bindings.boundSince(instance)).get(keyPairId)
  const isBound = instance?.keyPairIds.includes(keyPairId) === true
  const isAnew = binding.endingAtMs !== undefined && since !== undefined && since > binding.endingAtMs
  // An operation that runs may still be undone, and the pair be bound again.
  const isSettled = instance?.currentOperationId === undefined
  if (isAnew || (!isBound && isSettled)) {
    await forget(core, { ...binding, ...until })
    const left = await database.bindings.keyPairsInUse({ account, dialect }, [keyPairId])
    if (left.size === 0) await database.temporaryBindings.removeRotation({ account, dialect, keyPairId })
    return
  }
  if (!isBound || !instance) return
  const call: Call = {
    ...{ dialect, account, user: '', accessKeyId: 'keyplane', region: instance.region },
    ...{ action: 'EndTemporaryBinding', requestId: ids.uuid(), sourceAddress: '', nowMs },
    trail: new Trail(),
  }
  const [keyPair] = await database.keyPairs.findAnywhere({ account, dialect }, keyPairId)
  const rules = { ...ON_TOP_AT_ONCE, isAccountWide: keyPair?.region === '' }
  try {
    const wanted = { keyPairs: [{ id: keyPairId }], instanceIds: [instanceId], isLive: true }
    const request = { ...wanted, boundUntilMs: binding.expiresAtMs }
    await unbindKeyPairs(core, call, rules, request)
  } catch (error) {
    // Asked again later: the row stays.
    if (!isFault(error)) throw error
  }
}

/** Removes a row that was taken up, unless the pair has been bound for another while since then. */
async function forget({ database }: Core, taken: TemporaryBinding): Promise<void> {
  const { account, instanceId, keyPairId, dueAtMs } = taken
  await inTurn(database, { account, instanceIds: [instanceId] }, async ({ temporaryBindings }) => {
    const now = (await temporaryBindings.ofInstance(taken)).find((one) => one.keyPairId === keyPairId)
    if (now?.dueAtMs === dueAtMs) await temporaryBindings.remove(taken)
  })
}
