import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import { ConflictError } from '../database.ts'
import { Fault } from '../fault.ts'
import { giveBackLater } from './give-back.ts'
import { hashParameters } from './hash-parameters.ts'
import { HeldChange } from './held-change.ts'
import type { RunningCalls } from './running-calls.ts'
import type { Answer, Claim, TokenKey, TokenUse } from './store.ts'

/**
 * How long a call holds its token without an answer. A call takes tenths of a second; the rest is for a process that
 * died, whose tokens must not be lost for a day.
 */
const LEASE_MS = 60_000
/** How long an answer is kept. Source: spec/volcengine.md §1.11, spec/alibaba.md §1.12, spec/tencent.md §1.11. */
const KEPT_MS = 24 * 60 * 60_000
/** How often a call is run whose change met those of others. */
const MOST_RUNS = 5
/** Rows removed with each one written: the table cannot outgrow what is kept. */
const SWEPT_AT_ONCE = 10

/** What differs between the clouds when a client token comes again. */
export interface RepeatRules {
  /** While the first call runs. */
  readonly whileRunning: 'refused' | 'waitsForAnswer'
  /** With parameters that are not those of the first call. */
  readonly otherParameters: 'refused' | 'ignored'
}

export interface Repeatable {
  readonly token: string
  /** Everything the caller asks for, but the token. */
  readonly parameters: unknown
  /** Fields of the answer that are given once and never kept. */
  readonly givenOnce: readonly string[]
  /** Does what the call asks for, with this core; makes one change at most. Run again, if that was taken back. */
  act(core: Core): Promise<Answer>
}

/**
 * Answers a call that bears a client token: acts for the first, repeats its answer to the others. Who acts is settled
 * by a row that is inserted before; the change and its answer are committed together, and only while the token is
 * still this call's. So a call acts once or not at all, also when it, its process or its lease comes to an untimely
 * end. A refused call, a failed one and one that changed nothing (a dry run) give the token back.
 * Faults: clientTokenReused, clientTokenInUse.
 */
export async function answerOnce(
  room: { readonly core: Core; readonly rules: RepeatRules; readonly running: RunningCalls },
  call: Call,
  wanted: Repeatable,
): Promise<Answer> {
  const { core, rules, running } = room
  const { account, dialect, region, action, requestId } = call
  const key: TokenKey = { account, dialect, region, action, token: wanted.token }
  const parametersHash = hashParameters(wanted.parameters)
  for (;;) {
    const nowMs = core.clock.now()
    const claim = { holder: requestId, parametersHash, nowMs, expiresAtMs: nowMs + LEASE_MS }
    if (await claimToken(core, key, claim)) {
      return running.run(key, () => actAsHolder(core, call, { key, claim, ...wanted }))
    }
    const use = await core.database.idempotency.find(key, nowMs)
    // Given back since: the next turn takes it.
    if (!use) continue
    const answer = answerOf(use, { rules, token: wanted.token, parametersHash })
    if (answer) return answer
    await running.ended(key, core.clock, use.expiresAtMs)
  }
}

async function claimToken(core: Core, key: TokenKey, claim: Claim): Promise<boolean> {
  try {
    return await core.database.idempotency.claim(key, claim)
  } catch (error) {
    // The database may have taken the claim and not have come to say so.
    void giveBackLater(core, key, claim)
    throw error
  }
}

/** Undefined: to be waited for. */
function answerOf(
  use: TokenUse,
  { rules, token, parametersHash }: { rules: RepeatRules; token: string; parametersHash: string },
): Answer | undefined {
  if (rules.otherParameters === 'refused' && use.parametersHash !== parametersHash) {
    throw new Fault('clientTokenReused', { token })
  }
  if (!use.answer && rules.whileRunning === 'refused') throw new Fault('clientTokenInUse', { token })
  return use.answer
}

type Held = Repeatable & { readonly key: TokenKey; readonly claim: Claim }

async function actAsHolder(core: Core, call: Call, wanted: Held): Promise<Answer> {
  for (let run = 1; ; run += 1) {
    try {
      const { answer, hasChanged } = await actAndKeep(core, call, wanted)
      if (!hasChanged) await core.database.idempotency.release(wanted.key, call.requestId)
      else await sweep(core)
      return answer
    } catch (error) {
      if (error instanceof ConflictError && run < MOST_RUNS) continue
      // If this fails too, the caller is to learn why his call failed.
      await core.database.idempotency
        .release(wanted.key, call.requestId)
        .catch(() => void giveBackLater(core, wanted.key, wanted.claim))
      throw error
    }
  }
}

/** Not with the change: of two that remove the same rows one would have to be run again. */
async function sweep({ clock, database }: Core): Promise<void> {
  // The call is done; whoever comes next removes them.
  await database.idempotency.removeExpired(clock.now(), SWEPT_AT_ONCE).catch(() => undefined)
}

async function actAndKeep(
  core: Core,
  call: Call,
  wanted: Held,
): Promise<{ answer: Answer; hasChanged: boolean }> {
  const held = new HeldChange(core, call)
  try {
    const answer = await wanted.act(held.core)
    const kept = Object.fromEntries(
      Object.entries(answer).filter(([name]) => !wanted.givenOnce.includes(name)),
    )
    const hasChanged = await held.commit(async (tx) => {
      const expiresAtMs = core.clock.now() + KEPT_MS
      const isHolder = await tx.idempotency.keepAnswer(wanted.key, call.requestId, {
        answer: kept,
        expiresAtMs,
      })
      if (!isHolder) throw new Fault('clientTokenInUse', { token: wanted.token })
    })
    return { answer, hasChanged }
  } catch (error) {
    await held.rollBack()
    throw error
  }
}
