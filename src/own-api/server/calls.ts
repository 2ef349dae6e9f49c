import type { LoggedCall } from '../../dialects/kit/calls/call-log.ts'
import { toldSteps } from '../../dialects/kit/calls/call-steps.ts'
import { proofOf } from '../../dialects/kit/calls/proof.ts'
import { api } from './implementer.ts'
import { hearCalls } from './live-calls.ts'
import { Problem } from './problem.ts'
import { isoTime } from './texts.ts'

export const calls = api.calls.router({
  list: api.calls.list.handler(({ context, input: { cursor, limit, ...filters } }) => {
    const items: LoggedCall[] = []
    for (const call of context.calls.newest(cursor === undefined ? undefined : numberOf(cursor))) {
      if (!matches(call, filters)) continue
      // One more than was asked for: the page has one behind it.
      if (items.length === limit) return { items: items.map(summary), next: String(items.at(-1)?.number) }
      items.push(call)
    }
    return { items: items.map(summary) }
  }),

  show: api.calls.show.handler(({ context, input: { requestId } }) => {
    const call = context.calls.find(requestId)
    if (!call) throw new Problem(404, `no call ${JSON.stringify(requestId)} is remembered by this process`)
    const { parameters, request, answer } = call
    return { ...summary(call), verification: verificationOf(call), parameters, request, answer }
  }),

  events: api.calls.events.handler(({ context: { calls: log, gone }, input }) =>
    told(hearCalls(log, (call) => matches(call, input), gone)),
  ),
})

interface Filters {
  readonly dialect?: string | undefined
  readonly action?: string | undefined
  readonly account?: string | undefined
  readonly outcome?: string | undefined
}

function matches(call: LoggedCall, { dialect, action, account, outcome }: Filters): boolean {
  if (dialect !== undefined && call.dialect !== dialect) return false
  if (action !== undefined && call.action !== action) return false
  if (account !== undefined && call.account !== account) return false
  if (outcome === 'refused') return call.outcome !== 'ok'
  return outcome === undefined || call.outcome === outcome
}

async function* told(calls: AsyncIterable<LoggedCall>) {
  for await (const call of calls) yield summary(call)
}

function numberOf(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor)
  throw new Problem(400, 'cursor: is not one that a page gave')
}

function summary(call: LoggedCall) {
  const { number, atMs, durationMs, requestId, dialect, service, action, account, user, accessKeyId } = call
  const { region, sourceAddress, outcome, status, message } = call
  const who = { account, user, accessKeyId, region, sourceAddress }
  const what = { dialect, service, action, outcome, status, message }
  return { number, at: isoTime(atMs), durationMs, requestId, ...who, ...what }
}

function verificationOf(call: LoggedCall) {
  const { signedAtMs, ...proof } = proofOf(call)
  const steps = [...toldSteps(call.progress, call.outcome !== 'ok')]
  const signature = steps.find(({ step }) => step === 'signature')?.state
  return {
    ...proof,
    ...(signedAtMs === undefined ? {} : { signedAt: isoTime(signedAtMs) }),
    isGenuine: signature === undefined || signature === 'notReached' ? null : signature === 'passed',
    steps,
  }
}
