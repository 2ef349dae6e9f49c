import type { CommandContext } from './context.ts'
import type { Text } from './language.ts'
import { openRows } from './listr-rows.ts'
import { countRows, layOut } from './live-layout.ts'
import { printable, printJson, printLine } from './output.ts'
import { texts } from './texts.ts'

/** How results are shown: for programs, as lines one below the other, or as a list that changes in place. */
export type ProgressKind = 'json' | 'lines' | 'live'

/** A list that changes in place is for people at a terminal that can move its cursor. */
export function progressKind(of: {
  readonly json?: boolean | undefined
  /** Width of the terminal; undefined where there is none, 0 where it does not tell. */
  readonly columns?: number | undefined
  readonly term?: string | undefined
}): ProgressKind {
  if (of.json) return 'json'
  return of.columns && of.term !== 'dumb' ? 'live' : 'lines'
}

/** Something whose result is waited for. */
export interface AwaitedOne {
  /** What no two of a list share. */
  readonly key: string
  /** What people know it by: id, name, address. */
  readonly labels: readonly string[]
}

export interface Result {
  /** `key` of what ended. */
  readonly key: string
  readonly labels: readonly string[]
  readonly isGood: boolean
  /** What happened, for people. */
  readonly text: string
}

export interface ProgressWords {
  /** What was done with those that answered. */
  readonly done: Text
  readonly good: Text
  readonly bad: Text
}

export interface Progress {
  /** `document` is the result as programs get it. */
  show(document: unknown, result: Result): void
  /** Whatever is on the screen then stays. Must be called; a second call does nothing. */
  close(): Promise<void>
}

export interface ProgressOptions {
  readonly awaited: readonly AwaitedOne[]
  readonly words: ProgressWords
  /** Lines begin with their number. */
  readonly isNumbered: boolean
}

export async function openProgress(
  context: CommandContext,
  kind: ProgressKind,
  options: ProgressOptions,
): Promise<Progress> {
  const total = options.awaited.length
  if (kind === 'live' && total > 0) return openLive(context, options)
  let count = 0
  return {
    show(document, { labels, text }) {
      if (kind === 'json') return printJson(context, document)
      const number = `${String(++count).padStart(String(total).length)}/${total}  `
      const line = [...labels, text].map(printable).join('  ')
      printLine(context, `${options.isNumbered ? number : ''}${line}`)
    },
    close: () => Promise.resolve(),
  }
}

interface PlacedResult extends Result {
  readonly label: string
  /** Place in the list of what is waited for. */
  readonly index: number
}

async function openLive(context: CommandContext, { awaited, words }: ProgressOptions): Promise<Progress> {
  const total = awaited.length
  const labels = awaited.map(labelOf)
  const list = await openList(context, labels)
  const missing = new Map(awaited.map(({ key }, index) => [key, index]))
  const results: PlacedResult[] = []
  const tellSum = () => list.layout.sum(context.say(sumText({ total, results }, words)))
  tellSum()
  let isOpen = true
  return {
    show(_document, result) {
      if (!isOpen) return
      // A server may tell of something that came after the list was read: that one has no place.
      const index = missing.get(result.key) ?? -1
      missing.delete(result.key)
      const label = labels[index] ?? labelOf(result)
      const told = { ...result, text: printable(result.text), label, index }
      results.push(told)
      list.layout.ended(index, { ...told, text: `${label}  ${told.text}` })
      tellSum()
    },
    async close() {
      if (!isOpen) return
      isOpen = false
      await list.close()
      const told = results.filter(({ isGood }) => list.isWhole || !isGood)
      for (const result of told.toSorted((one, other) => one.index - other.index)) {
        printLine(context, endLine(context, result))
      }
      if (results.length > 0) printLine(context, context.say(endText({ total, results }, words)))
    },
  }
}

async function openList({ out, say }: CommandContext, labels: readonly string[]) {
  const { failures, lanes, isWhole } = countRows(labels.length, out.rows ?? 0)
  const open = await openRows(2 + failures + lanes)
  const [sum, ...more] = open.rows
  const rest = more.pop()
  if (!sum || !rest) throw new Error('a live list has at least two lines')
  const parts = { failures: more.slice(0, failures), lanes: more.slice(failures) }
  const moreText = (count: number) => say(texts.more(count))
  return { layout: layOut(labels, { sum, rest, ...parts }, moreText), isWhole, close: () => open.close() }
}

interface Heard {
  readonly total: number
  readonly results: readonly Pick<Result, 'isGood'>[]
}

/** `63 of 100 done, 2 failed` */
export function sumText({ total, results }: Heard, { done, bad }: ProgressWords): Text {
  const failed = results.filter(({ isGood }) => !isGood).length
  return texts.sum({ heard: results.length, total, failed, done, bad })
}

/** `97 of 100 bound, 2 failed, 1 not heard of` */
export function endText({ total, results }: Heard, { good, bad }: ProgressWords): Text {
  const fine = results.filter(({ isGood }) => isGood).length
  const failed = results.length - fine
  return texts.end({ fine, total, failed, unheard: total - results.length, good, bad })
}

function labelOf({ labels }: Pick<AwaitedOne, 'labels'>): string {
  return labels.map(printable).join('  ')
}

function endLine({ paint }: CommandContext, { isGood, label, text }: PlacedResult): string {
  return `${isGood ? paint('green', '✔') : paint('red', '✖')} ${label}  ${text}`
}
