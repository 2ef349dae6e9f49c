import type { Row } from './live-layout.ts'

/** Lines on the terminal that change in place, until they are closed: then they are gone. */
export interface OpenRows {
  readonly rows: readonly Row[]
  close(): Promise<void>
}

/** Opens so many lines on standard output, which must be a terminal. Lines without a text take no room. */
export async function openRows(count: number): Promise<OpenRows> {
  // Loaded only here: no other command waits for it.
  const { Listr } = await import('listr2')
  const slots = Array.from({ length: count }, makeSlot)
  const list = new Listr(
    slots.map(({ task }) => ({ task: (_context: unknown, wrapper: Titled) => task(wrapper) })),
    {
      concurrent: true,
      exitOnError: false,
      // An interrupt is the command's own affair: the server goes on with what has begun.
      registerSignalListeners: false,
      rendererOptions: { clearOutput: true, formatOutput: 'truncate' },
    },
  )
  const ended = list.run()
  return {
    rows: slots.map(({ row }) => row),
    async close() {
      for (const { row } of slots) row.end(true)
      await ended
    },
  }
}

type Titled = { title: string | undefined }

/** A task of the list that runs until its line is ended; its title is what the line shows. */
function makeSlot(): { readonly row: Row; readonly task: (wrapper: Titled) => Promise<void> } {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  // The list may not have begun to wait for it.
  promise.catch(() => undefined)
  let shown: Titled = { title: '' }
  return {
    row: {
      show: (text) => void (shown.title = text),
      end(isGood) {
        if (isGood) resolve()
        else reject(new Error(shown.title))
      },
    },
    task(wrapper) {
      wrapper.title = shown.title
      shown = wrapper
      return promise
    },
  }
}
