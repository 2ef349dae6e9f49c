import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import { Fault } from '../fault.ts'
import { hashParameters } from './hash-parameters.ts'
import { HeldChange } from './held-change.ts'
import type { RunningCalls } from './running-calls.ts'
import type { Answer, TokenKey, TokenUse } from './store.ts'

/**
 * How long a call holds its token without an answer. A call takes tenths of a second; the rest is for a process that
 * died, whose tokens must not be lost for a day.
 */
const LEASE_MS = 60_000
/** How long an answer is kept. Source: spec/volcengine.md §1.11, spec/alibaba.md §1.12, spec/tencent.md §1.11. */
const KEPT_MS = 24 * 60 * 60_000
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
  /** Does what the call asks for, with this core; makes one change at most. */
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
    if (await core.database.idempotency.claim(key, claim)) {
      return running.run(key, () => actAsHolder(core, call, { key, ...wanted }))
    }
    const use = await core.database.idempotency.find(key, nowMs)
    // Given back since: the next turn takes it.
    if (!use) continue
    const answer = answerOf(use, { rules, token: wanted.token, parametersHash })
    if (answer) return answer
    await running.ended(key, core.clock, use.expiresAtMs)
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

async function actAsHolder(core: Core, call: Call, wanted: Repeatable & { key: TokenKey }): Promise<Answer> {
  const held = new HeldChange(core, call)
  const release = () => core.database.idempotency.release(wanted.key, call.requestId)
  try {
    const answer = await wanted.act(held.core)
    const kept = Object.fromEntries(
      Object.entries(answer).filter(([name]) => !wanted.givenOnce.includes(name)),
    )
    const hasChanged = await held.commit(async (tx) => {
      const nowMs = core.clock.now()
      const expiresAtMs = nowMs + KEPT_MS
      const isHolder = await tx.idempotency.keepAnswer(wanted.key, call.requestId, {
        answer: kept,
        expiresAtMs,
      })
      if (!isHolder) throw new Fault('clientTokenInUse', { token: wanted.token })
      await tx.idempotency.removeExpired(nowMs, SWEPT_AT_ONCE)
    })
    if (!hasChanged) await release()
    return answer
  } catch (error) {
    await held.rollBack()
    // If this fails too, the lease frees the token; the caller is to learn why his call failed.
    await release().catch(() => undefined)
    throw error
  }
}
