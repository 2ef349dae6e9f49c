import { displayKind, type DisplayWords, type HostResult, openDisplay } from './host-display.ts'
import type { NamedHost } from './named-hosts.ts'

export interface Watch {
  /** Whose results are expected. */
  readonly hosts: readonly NamedHost[]
  /** What the server tells, a host each, as soon as it is there. */
  readonly lines: AsyncIterable<unknown>
  readonly read: (line: unknown) => HostResult
  readonly words: DisplayWords
  readonly isNumbered: boolean
  /** What is said to who interrupts. */
  readonly interrupted: string
}

/** Shows each host's result when it is there; resolves to whether all are good. */
export async function watchHosts(watch: Watch, json: boolean | undefined): Promise<boolean> {
  const kind = displayKind({ json, columns: process.stdout.columns, term: process.env['TERM'] })
  const display = await openDisplay(kind, watch)
  const stop = async () => {
    await display.close()
    process.off('SIGINT', interrupt)
    process.stderr.write(`keyplane: ${watch.interrupted}\n`)
    // Nobody listens any more: the process ends as one that was interrupted, which shells look at.
    process.kill(process.pid, 'SIGINT')
  }
  const interrupt = () => void stop()
  // Not `once`: what shows the cursor again at the end ends the process itself when it finds no other listener.
  process.on('SIGINT', interrupt)
  try {
    let isAllGood = true
    for await (const line of watch.lines) {
      const result = watch.read(line)
      isAllGood &&= result.isGood
      display.show(line, result)
    }
    return isAllGood
  } finally {
    process.off('SIGINT', interrupt)
    await display.close()
  }
}
