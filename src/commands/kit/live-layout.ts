/** A line of a live list. What is shown on one that has ended stays as it is. */
export interface Row {
  show(text: string): void
  end(isGood: boolean): void
}

/** Lines of one kind, from the top: the sum, failures, hosts that are waited for, how many are not shown. */
export interface RowCounts {
  readonly failures: number
  readonly lanes: number
  /** Every host has its own line, and its result stays on it. */
  readonly isWhole: boolean
}

const MOST_ROWS = 16
const FEWEST_ROWS = 5

/** How many lines a list of so many hosts has on a terminal of this height, in lines. It never fills the terminal. */
export function countRows(hosts: number, terminalRows: number): RowCounts {
  const rows = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, terminalRows - 2))
  if (hosts + 1 <= rows) return { failures: 0, lanes: hosts, isWhole: true }
  // The sum and the last line, which counts the rest, are always there.
  const failures = Math.floor((rows - 2) / 3)
  return { failures, lanes: rows - 2 - failures, isWhole: false }
}

export interface LayoutRows {
  readonly sum: Row
  readonly failures: readonly Row[]
  readonly lanes: readonly Row[]
  readonly rest: Row
}

export interface Layout {
  /** The sum of what was heard so far. */
  sum(text: string): void
  /** `index` is the host's place in the list; `text` what became of it. */
  ended(index: number, result: { readonly isGood: boolean; readonly text: string }): void
}

/** Decides what is on which line: as many waiting hosts as there is room for, and the first failures. */
export function layOut(
  labels: readonly string[],
  rows: LayoutRows,
  moreText: (count: number) => string,
): Layout {
  const isWhole = rows.lanes.length === labels.length
  const places = new Map<number, Row>()
  const waiting = new Map(labels.entries())
  const freeFailures = [...rows.failures]
  const fill = (lane: Row) => {
    const [next] = waiting
    if (!next) return lane.show('')
    const [index, label] = next
    waiting.delete(index)
    places.set(index, lane)
    lane.show(label)
  }
  const countRest = () => rows.rest.show(waiting.size === 0 ? '' : moreText(waiting.size))
  rows.lanes.forEach(fill)
  countRest()
  return {
    sum: (text) => rows.sum.show(text),
    ended(index, { isGood, text }) {
      const lane = places.get(index)
      places.delete(index)
      waiting.delete(index)
      if (isWhole) return endOn(lane, { isGood, text })
      if (!isGood) endOn(freeFailures.shift(), { isGood, text })
      if (lane) fill(lane)
      countRest()
    },
  }
}

function endOn(
  row: Row | undefined,
  { isGood, text }: { readonly isGood: boolean; readonly text: string },
): void {
  row?.show(text)
  row?.end(isGood)
}
