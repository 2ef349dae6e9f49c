import { stripVTControlCharacters } from 'node:util'

import type { CommandContext } from './context.ts'
import type { Text } from './language.ts'
import { textWidth } from './text-width.ts'

export interface Table<Row> {
  readonly columns: readonly Column<Row>[]
  /** Said in place of a table without rows: what to call to have one. */
  readonly empty: Text
}

export interface Column<Row> {
  readonly title: Text
  readonly cell: (row: Row, context: CommandContext) => string
}

/** A table for people: columns as wide as their longest text, as terminals show East Asian characters. */
export function printTable<Row>(
  context: CommandContext,
  { columns, empty }: Table<Row>,
  rows: readonly Row[],
): void {
  if (rows.length === 0) return printLine(context, context.say(empty))
  const titles = columns.map(({ title }) => context.say(title))
  const cells = rows.map((row) => columns.map(({ cell }) => printable(cell(row, context))))
  const [head = '', ...lines] = rowsAsText([titles, ...cells]).split('\n')
  context.out.write([context.paint('bold', head), ...lines].join('\n'))
}

/** The table of a list that was narrowed by filters: without a row it says that none matches, not how one is made. */
export function narrowed<Row>(table: Table<Row>, filters: object, noMatch: Text): Table<Row> {
  return Object.keys(filters).length === 0 ? table : { ...table, empty: noMatch }
}

/** Rows one below the other, without blanks at the ends of lines. */
export function rowsAsText(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, textWidth(cell))))
  }
  const padded = (cell: string, column: number) => cell + ' '.repeat((widths[column] ?? 0) - textWidth(cell))
  return rows.map((row) => `${row.map(padded).join('  ').trimEnd()}\n`).join('')
}

/** For programs: one JSON document in one line, with the fields in the order of the API's contract. */
export function printJson(context: CommandContext, value: unknown): void {
  printLine(context, JSON.stringify(value))
}

export function printLine(context: CommandContext, line: string): void {
  context.out.write(`${line}\n`)
}

/** What others wrote must not move the cursor, nor break its line. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[\p{Cc}\s]+/gu, ' ')
}
