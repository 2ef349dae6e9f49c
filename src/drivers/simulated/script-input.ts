import { parseScript } from './parse-script.ts'

/**
 * Whether a script must be given its whole standard input before it runs. The shell takes its input in one piece, so a
 * script that reads must wait for the end of input, and one that does not must not: `ssh host uptime` at a terminal
 * never ends its input. In doubt the answer is yes.
 */
export function readsInput(script: string, depth = 0): boolean {
  if (depth > 8) return true
  try {
    return statementReads(parseScript(script), depth)
  } catch {
    // Does not parse, or not in time: it fails at once, whatever its input.
    return false
  }
}

/** Whether a script is nothing but one call of a command, without redirections. */
export function isOnlyCall(script: string, name: string): boolean {
  try {
    const { statements } = parseScript(script)
    const [pipeline, ...more] = statements.flatMap(({ pipelines }) => pipelines)
    const [call, ...others] = pipeline?.commands ?? []
    if (more.length > 0 || others.length > 0 || call?.type !== 'SimpleCommand') return false
    const word = call.name === null ? undefined : literal(call.name)
    return call.redirections.length === 0 && (word === name || word === `/usr/bin/${name}`)
  } catch {
    return false
  }
}

/** Whether a script is well-formed. */
export function parses(script: string): boolean {
  try {
    parseScript(script)
    return true
  } catch {
    return false
  }
}

/** Whether a script stops in the middle of a construct, so that a shell asks for more lines. */
export function isIncomplete(script: string): boolean {
  if (/(?:\\|&&|\|)\n?$/.test(script)) return true
  try {
    return JSON.stringify(parseScript(script)).includes('"terminated":false')
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    if (/got EOF|unexpected EOF/.test(message)) return true
    const place = / at (\d+):(\d+): /.exec(message)
    return place !== null && isEnd(script, { line: Number(place[1]), column: Number(place[2]) })
  }
}

function isEnd(script: string, { line, column }: { line: number; column: number }): boolean {
  const lines = script.split('\n')
  return line > lines.length || (line === lines.length && column > (lines.at(-1)?.length ?? 0))
}

/** A node of the syntax tree. Walked by shape: every construct that holds commands is then found without a list. */
type Node = { readonly [key: string]: unknown }

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null
}

function statementReads(value: unknown, depth: number): boolean {
  if (Array.isArray(value)) return value.some((item) => statementReads(item, depth))
  if (!isNode(value)) return false
  // Every command of a pipeline but the first reads from the one before it; its words may hold substitutions still.
  if (value['type'] === 'Pipeline' && Array.isArray(value['commands'])) {
    const [first, ...rest] = value['commands'] as unknown[]
    return statementReads(first, depth) || rest.some((command) => substitutionReads(command, depth))
  }
  if (hasInputRedirection(value)) return substitutionReads(value, depth)
  if (value['type'] === 'SimpleCommand' && commandReads(words(value), depth)) return true
  return Object.values(value).some((item) => statementReads(item, depth))
}

/** Looks only into `$(…)` and the like, which keep the script's own input. */
function substitutionReads(value: unknown, depth: number): boolean {
  if (Array.isArray(value)) return value.some((item) => substitutionReads(item, depth))
  if (!isNode(value)) return false
  if (value['type'] === 'CommandSubstitution') return statementReads(value['body'], depth)
  return Object.values(value).some((item) => substitutionReads(item, depth))
}

function hasInputRedirection({ redirections }: Node): boolean {
  return (
    Array.isArray(redirections) &&
    redirections.some(
      (item: unknown) => isNode(item) && /^<(?:<-?|<<)?$/.test(String(item['operator'])) && isInput(item),
    )
  )
}

function isInput({ fd }: Node): boolean {
  return fd === null || fd === undefined || fd === 0
}

/** The words of a simple command; undefined for a word whose value only a run can tell. */
function words({ name, args }: Node): readonly (string | undefined)[] {
  return [name, ...(Array.isArray(args) ? (args as unknown[]) : [])].map(literal)
}

function literal(word: unknown): string | undefined {
  if (!isNode(word) || !Array.isArray(word['parts'])) return undefined
  const parts = (word['parts'] as unknown[]).map((part) => {
    if (!isNode(part)) return undefined
    if (typeof part['value'] === 'string') return part['value']
    // A pattern that matches no file stands for itself; the command `[` is one.
    if (typeof part['pattern'] === 'string') return part['pattern']
    return part['type'] === 'DoubleQuoted' ? literal(part) : undefined
  })
  return parts.includes(undefined) ? undefined : parts.join('')
}

/** Commands that run the command in their arguments, with their input. */
const WRAPPERS = new Set(['exec', 'command', 'builtin', 'env', 'time', 'timeout', 'nohup'])

const SHELLS = new Set(['sh', 'bash', 'dash', '/bin/sh', '/bin/bash', '/usr/bin/bash'])

/**
 * Filters: they read the input unless as many operands as given here name files. `valued` lists their short options
 * that take the next word.
 */
const FILTERS: Readonly<Record<string, { readonly operands: number; readonly valued?: string }>> = {
  cat: { operands: 1 },
  tac: { operands: 1 },
  nl: { operands: 1 },
  wc: { operands: 1 },
  rev: { operands: 1 },
  od: { operands: 1, valued: 'tAjNw' },
  head: { operands: 1, valued: 'nc' },
  tail: { operands: 1, valued: 'nc' },
  sort: { operands: 1, valued: 'ktoST' },
  uniq: { operands: 1, valued: 'fsw' },
  cut: { operands: 1, valued: 'dfcb' },
  base64: { operands: 1, valued: 'w' },
  md5sum: { operands: 1 },
  sha1sum: { operands: 1 },
  sha256sum: { operands: 1 },
  grep: { operands: 2, valued: 'ABCm' },
  egrep: { operands: 2, valued: 'ABCm' },
  fgrep: { operands: 2, valued: 'ABCm' },
  sed: { operands: 2 },
  awk: { operands: 2, valued: 'Fv' },
  jq: { operands: 2 },
}

/** Commands beyond the filters that read the input, or may. */
const READERS = new Set(
  [
    'read mapfile readarray tee xargs tr paste column fold expand unexpand strings split join comm diff file',
    'gzip gunzip zcat tar yq xan rg source . eval html-to-markdown',
  ].flatMap((names) => names.split(' ')),
)

function commandReads([name, ...args]: readonly (string | undefined)[], depth: number): boolean {
  if (name === undefined) return args.length > 0
  if (WRAPPERS.has(name)) return wrappedReads(args, depth)
  if (SHELLS.has(name)) return shellReads(args, depth)
  const filter = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined
  return filter === undefined ? READERS.has(name) : !namesFiles(args, filter)
}

/** `exec sh -c …`, `env X=1 cat`, `timeout 5 cat`: what follows the wrapper's own words is the command. */
function wrappedReads(args: readonly (string | undefined)[], depth: number): boolean {
  const start = args.findIndex((arg) => arg === undefined || !/^(?:-.*|\w+=.*|[\d.]+[smhd]?)$/.test(arg))
  return start !== -1 && commandReads(args.slice(start), depth)
}

function shellReads(args: readonly (string | undefined)[], depth: number): boolean {
  const option = args.findIndex((arg) => arg !== undefined && /^-[a-z]*c$/.test(arg))
  if (option === -1) return true
  const script = args[option + 1]
  return script === undefined || readsInput(script, depth + 1)
}

function namesFiles(
  args: readonly (string | undefined)[],
  filter: { operands: number; valued?: string },
): boolean {
  const valued = filter.valued === undefined ? undefined : new RegExp(`^-[A-Za-z]*[${filter.valued}]$`)
  const operands = args.filter((arg, place) => {
    if (arg === undefined) return true
    const previous = args[place - 1]
    return !arg.startsWith('-') && !(previous !== undefined && valued?.test(previous))
  })
  return operands.length >= filter.operands && !args.includes('-')
}
