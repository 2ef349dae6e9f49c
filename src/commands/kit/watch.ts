import { CommandError } from './command-error.ts'
import type { CommandContext } from './context.ts'
import { EXIT } from './exit-codes.ts'
import type { Text } from './language.ts'
import { openProgress, progressKind, type ProgressOptions, type Result } from './progress.ts'
import { texts } from './texts.ts'

export interface Watch<Document> extends ProgressOptions {
  /** Asks the server, which tells one result each as soon as it is there; ends early when the signal is aborted. */
  readonly documents: (signal: AbortSignal) => AsyncIterable<Document> | Promise<AsyncIterable<Document>>
  readonly read: (document: Document) => Result
  /** What is said to who interrupts. */
  readonly interrupted: Text
  /** Longest time to watch, ms. */
  readonly timeoutMs?: number | undefined
}

/**
 * Shows each result when it is there; resolves to whether all are good.
 *
 * @throws CommandError with exit code 3 when `timeoutMs` is over first
 */
export async function watch<Document>(
  context: CommandContext,
  watched: Watch<Document>,
  { json }: { readonly json?: boolean | undefined },
): Promise<boolean> {
  const { columns } = context.out
  const kind = progressKind({ json, columns, term: context.environment['TERM'] })
  const progress = await openProgress(context, kind, watched)
  const stop = async () => {
    await progress.close()
    process.off('SIGINT', interrupt)
    context.err.write(`keyplane: ${context.say(watched.interrupted)}\n`)
    // Nobody listens any more: the process ends as one that was interrupted, which shells look at.
    process.kill(process.pid, 'SIGINT')
  }
  const interrupt = () => void stop()
  // Not `once`: what shows the cursor again at the end ends the process itself when it finds no other listener.
  process.on('SIGINT', interrupt)
  try {
    let isAllGood = true
    let left = watched.awaited.length
    for await (const document of untilTimeout(watched, () => left)) {
      const result = watched.read(document)
      isAllGood &&= result.isGood
      left--
      progress.show(document, result)
    }
    return isAllGood
  } finally {
    process.off('SIGINT', interrupt)
    await progress.close()
  }
}

async function* untilTimeout<Document>(
  { documents, timeoutMs }: Watch<Document>,
  left: () => number,
): AsyncGenerator<Document, void, undefined> {
  const aborting = new AbortController()
  const { promise: over, reject } = Promise.withResolvers<never>()
  // Between two documents nobody waits for it.
  over.catch(() => undefined)
  const giveUp = () => reject(new CommandError(texts.timedOut(left()), EXIT.timeout))
  const timer = timeoutMs === undefined ? undefined : setTimeout(giveUp, timeoutMs)
  let iterator: AsyncIterator<Document> | undefined
  try {
    iterator = (await Promise.race([documents(aborting.signal), over]))[Symbol.asyncIterator]()
    for (;;) {
      const next = await Promise.race([iterator.next(), over])
      if (next.done) return
      yield next.value
    }
  } finally {
    clearTimeout(timer)
    // First: `return` waits its turn behind a `next` that hangs, and what hangs keeps the process from ending.
    aborting.abort()
    // Not awaited: what hangs is why it is left.
    void Promise.resolve(iterator?.return?.()).catch(() => undefined)
  }
}
