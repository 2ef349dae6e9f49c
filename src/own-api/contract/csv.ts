/** A list as CSV, RFC 4180: the names of the fields of its first item, then a line per item. Undefined: it is no list. */
export function asCsv(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('items' in answer)) return undefined
  const { items } = answer
  if (!Array.isArray(items)) return undefined
  const rows = items.filter((item): item is object => typeof item === 'object' && item !== null)
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = rows.map((row) => names.map((name) => cell(Reflect.get(row, name))))
  return [names, ...lines].map((line) => `${line.join(',')}\r\n`).join('')
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  // Programs that open tables would take it for a formula.
  const safe = /^[=+@\t\r-]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
