/** A list as CSV, RFC 4180: a line with the names of its columns, also where it is empty, then a line per item. */
export function asCsv(items: readonly object[], columns: readonly string[]): string {
  return line(columns) + csvLines(items, columns)
}

/** The lines of some items of a list, without that of the names. */
export function csvLines(items: readonly object[], columns: readonly string[]): string {
  return items.map((item) => line(columns.map((name) => cell(Reflect.get(item, name))))).join('')
}

function line(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  // Programs that open tables would take it for a formula.
  const safe = /^[=+@\t\r-]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
