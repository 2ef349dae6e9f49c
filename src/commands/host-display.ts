import { stripVTControlCharacters, styleText } from 'node:util'

import { openRows } from './listr-rows.ts'
import { countRows, layOut } from './live-layout.ts'
import type { NamedHost } from './named-hosts.ts'

/** How results are shown: for programs, as lines one below the other, or as a list that changes in place. */
export type DisplayKind = 'json' | 'lines' | 'live'

/** A list that changes in place is for people at a terminal that can move its cursor. */
export function displayKind(of: {
  readonly json?: boolean | undefined
  /** Width of the terminal; undefined where there is none, 0 where it does not tell. */
  readonly columns?: number | undefined
  readonly term?: string | undefined
}): DisplayKind {
  if (of.json) return 'json'
  return of.columns && of.term !== 'dumb' ? 'live' : 'lines'
}

/** What became of one host. */
export interface HostResult {
  readonly id: string
  readonly address: string
  readonly isGood: boolean
  /** What happened, for people. */
  readonly text: string
}

export interface DisplayWords {
  /** What was done with hosts that answered. */
  readonly done: string
  readonly good: string
  readonly bad: string
}

export interface Display {
  /** `line` is the result as the server told it. */
  show(line: unknown, result: HostResult): void
  /** Whatever is on the screen then stays. Must be called; a second call does nothing. */
  close(): Promise<void>
}

interface DisplayOptions {
  readonly hosts: readonly NamedHost[]
  readonly words: DisplayWords
  /** Lines begin with their number. */
  readonly isNumbered: boolean
}

export async function openDisplay(kind: DisplayKind, options: DisplayOptions): Promise<Display> {
  if (kind === 'live' && options.hosts.length > 0) return openLive(options)
  let count = 0
  return {
    show(line, { id, address, text }) {
      if (kind === 'json') return print(JSON.stringify(line))
      const total = options.hosts.length
      const number = `${String(++count).padStart(String(total).length)}/${total}  `
      print(`${options.isNumbered ? number : ''}${id}  ${address}  ${printable(text)}`)
    },
    close: () => Promise.resolve(),
  }
}

interface PlacedResult extends HostResult {
  readonly label: string
  /** Place in the list of hosts. */
  readonly index: number
}

async function openLive({ hosts, words }: DisplayOptions): Promise<Display> {
  const labels = hosts.map(labelOf)
  const list = await openList(labels)
  const missing = new Map(hosts.map((host, index) => [index, host]))
  const results: PlacedResult[] = []
  const tellSum = () => list.layout.sum(sumText({ total: hosts.length, results }, words))
  tellSum()
  let isOpen = true
  return {
    show(_line, result) {
      if (!isOpen) return
      const index = placeOf(missing, result)
      missing.delete(index)
      const label = labels[index] ?? `${result.id}  ${result.address}`
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
      for (const result of told.toSorted((one, other) => one.index - other.index)) print(endLine(result))
      if (results.length > 0) print(endText({ total: hosts.length, results }, words))
    },
  }
}

async function openList(labels: readonly string[]) {
  const { failures, lanes, isWhole } = countRows(labels.length, process.stdout.rows)
  const open = await openRows(2 + failures + lanes)
  const [sum, ...more] = open.rows
  const rest = more.pop()
  if (!sum || !rest) throw new Error('a live list has at least two lines')
  const parts = { failures: more.slice(0, failures), lanes: more.slice(failures) }
  return { layout: layOut(labels, { sum, rest, ...parts }), isWhole, close: () => open.close() }
}

interface Heard {
  readonly total: number
  readonly results: readonly HostResult[]
}

/** `63 of 100 done, 2 failed` */
export function sumText({ total, results }: Heard, { done, bad }: DisplayWords): string {
  const failed = results.filter(({ isGood }) => !isGood).length
  return `${results.length} of ${total} ${done}${failed === 0 ? '' : `, ${failed} ${bad}`}`
}

/** `97 of 100 bound, 2 failed, 1 not heard of` */
export function endText({ total, results }: Heard, { good, bad }: DisplayWords): string {
  const fine = results.filter(({ isGood }) => isGood).length
  const failed = results.length - fine
  const unheard = total - results.length
  const parts = [
    `${fine} of ${total} ${good}`,
    ...(failed > 0 ? [`${failed} ${bad}`] : []),
    ...(unheard > 0 ? [`${unheard} not heard of`] : []),
  ]
  return parts.join(', ')
}

/** A server may tell of a host that was enrolled after the list was read: that one has no place. */
function placeOf(missing: ReadonlyMap<number, NamedHost>, { id, address }: HostResult): number {
  for (const [index, host] of missing) if (host.id === id && host.address === address) return index
  return -1
}

function labelOf({ id, name, address }: NamedHost): string {
  return [id, ...(name === address ? [] : [name]), address].map(printable).join('  ')
}

/** Without colours where standard output is no terminal, or NO_COLOR is set. */
function endLine({ isGood, label, text }: PlacedResult): string {
  return `${isGood ? styleText('green', '✔') : styleText('red', '✖')} ${label}  ${text}`
}

/** What a host said must not move the cursor, nor break its line. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[\p{Cc}\s]+/gu, ' ')
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
