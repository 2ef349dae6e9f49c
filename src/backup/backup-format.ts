import { z } from 'zod'

/** What is wrong with a file; whoever knows its name says that too. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
}

const FORMAT = 'keyplane-backup'
/** Grows when an older program could no longer read the file. */
const FORMAT_VERSION = 1

const header = z.object({
  format: z.literal(FORMAT),
  formatVersion: z.int(),
  /** Version of the program. */
  program: z.string(),
  /** Number of the newest migration of the rows. */
  migration: z.int().min(1),
  takenAtMs: z.int(),
  /** A text sealed with the master key that everything here is sealed with. */
  masterKeyCheck: z.string(),
})

export type Header = Omit<z.output<typeof header>, 'format' | 'formatVersion'>

const value = z.union([z.string(), z.number(), z.null(), z.strictObject({ bytes: z.base64() })])
const rowEntry = z.strictObject({ table: z.string(), row: z.record(z.string(), value) })
const counterEntry = z.strictObject({ counterOf: z.string(), value: z.int().min(0) })
const fileEntry = z.strictObject({ file: z.string(), text: z.string() })
const footer = z.strictObject({
  /** Rows of each table. */
  rows: z.record(z.string(), z.int()),
  /** Over everything before this line, with the line ends. */
  sha256: z.string(),
})

export type Footer = z.output<typeof footer>

/** What lies between the first line and the last. */
export type Entry =
  | { readonly table: string; readonly row: Readonly<Record<string, unknown>> }
  | z.output<typeof counterEntry>
  | z.output<typeof fileEntry>

const line = z.union([rowEntry, counterEntry, fileEntry, footer])

export function headerLine(known: Header): string {
  return toLine({ format: FORMAT, formatVersion: FORMAT_VERSION, ...known })
}

export function entryLine(entry: Entry): string {
  return toLine('row' in entry ? { ...entry, row: mapValues(entry.row, writeValue) } : entry)
}

export function footerLine(known: Footer): string {
  return toLine(known)
}

/** @throws BackupError */
export function parseHeader(text: string): Header {
  const parsed = header.safeParse(parseJson(text))
  if (!parsed.success) throw new BackupError('it is no backup of Keyplane')
  const { format: _, formatVersion, ...known } = parsed.data
  if (formatVersion <= FORMAT_VERSION) return known
  throw new BackupError(
    `it was made by a newer Keyplane (${known.program}) in a form that this one cannot read`,
  )
}

/** Any line but the first. @throws BackupError */
export function parseLine(text: string): Entry | Footer {
  const parsed = line.safeParse(parseJson(text))
  if (!parsed.success) throw new BackupError('it is damaged: a line is of no known form')
  const { data } = parsed
  return 'row' in data ? { table: data.table, row: mapValues(data.row, readValue) } : data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function toLine(content: object): string {
  return `${JSON.stringify(content)}\n`
}

/** Both engines give text, numbers, bytes and null. Whatever would not come back the same is refused. */
function writeValue(given: unknown, column: string): z.input<typeof value> {
  if (typeof given === 'string' || given === null) return given
  if (typeof given === 'number' && isExact(given)) return given
  if (given instanceof Uint8Array) return { bytes: Buffer.from(given).toString('base64') }
  throw new Error(`a backup cannot hold the value of ${column}`)
}

/** Numbers beyond 2^53 have lost digits already. */
function isExact(given: number): boolean {
  return Number.isSafeInteger(given) || (Number.isFinite(given) && !Number.isInteger(given))
}

function readValue(kept: z.output<typeof value>): string | number | null | Uint8Array {
  return typeof kept === 'object' && kept !== null ? Buffer.from(kept.bytes, 'base64') : kept
}

function mapValues<From, To>(
  row: Readonly<Record<string, From>>,
  change: (value: From, column: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(row).map(([column, of]) => [column, change(of, column)]))
}
