import type { CallLog, LoggedCall } from '../../dialects/kit/calls/call-log.ts'

/** Calls that wait for who reads slowly; of more the oldest are left out, which the gap in their numbers tells. */
const MOST_WAITING = 1_000

/** Calls from now on, until the listener has gone. */
export function hearCalls(
  log: Pick<CallLog, 'listen'>,
  isWanted: (call: LoggedCall) => boolean,
  gone: AbortSignal,
): AsyncGenerator<LoggedCall, void, undefined> {
  const waiting: LoggedCall[] = []
  let wake = () => {}
  // At once, not when the first one is asked for: what comes while a list is read is heard.
  const listening = log.listen((call) => {
    if (!isWanted(call)) return
    waiting.push(call)
    if (waiting.length > MOST_WAITING) waiting.shift()
    wake()
  })
  const end = () => {
    listening[Symbol.dispose]()
    wake()
  }
  if (gone.aborted) end()
  else gone.addEventListener('abort', end, { once: true })
  return read()

  async function* read() {
    try {
      while (!gone.aborted) {
        const call = waiting.shift()
        if (call) yield call
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    } finally {
      gone.removeEventListener('abort', end)
      end()
    }
  }
}
