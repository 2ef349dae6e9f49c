import { createContext, Script } from 'node:vm'
import { parse } from 'just-bash'

/**
 * The shell's parser. Where it looks for the end of every `[` or `{` of a word, time grows with the square, or it never
 * comes to an end: a dozen characters are enough.
 */
type SyntaxTree = ReturnType<typeof parse>

/** A script of a few hundred kilobytes takes less. */
const LONGEST_MS = 250
/** On a busy machine the time may have passed without the parser: it gets it again so many times. */
const MOST_TRIES = 8
const TIME_IS_OVER = 'ERR_SCRIPT_EXECUTION_TIMEOUT'

/** A script that the parser does not get through in its time. */
export class TooComplex extends Error {
  override readonly name = 'TooComplex'
}

/**
 * Parses a script, or gives up: no other command is carried on meanwhile.
 *
 * @throws TooComplex after a quarter of a second; the parser's own errors for what is not well-formed
 */
export function parseScript(text: string): SyntaxTree {
  if (text === hopeless) throw new TooComplex()
  const before = process.threadCpuUsage()
  for (let left = MOST_TRIES; left > 0; left -= 1) {
    const tree = parsedInTime(text)
    if (tree) return tree
    const { user, system } = process.threadCpuUsage(before)
    if ((user + system) / 1_000 > LONGEST_MS / 2) break
  }
  hopeless = text
  throw new TooComplex()
}

/** What was given up last: several look at a script before it runs. */
let hopeless: string | undefined

/** Whether the shell may not be given a script, as parsing alone would keep everybody else waiting. */
export function isTooComplex(text: string): boolean {
  try {
    parseScript(text)
    return false
  } catch (error) {
    return error instanceof TooComplex
  }
}

/** Only what a `Script` runs can be stopped from outside; functions that it calls are a part of it. */
const CALL = new Script('work()')
const CALLER: { work: () => void } = { work() {} }
const CONTEXT = createContext(CALLER)

/** Undefined when the time is over. */
function parsedInTime(text: string): SyntaxTree | undefined {
  let tree: SyntaxTree | undefined
  CALLER.work = () => {
    tree = parse(text)
  }
  try {
    CALL.runInContext(CONTEXT, { timeout: LONGEST_MS })
  } catch (error) {
    if (isTimeOut(error)) return undefined
    throw error
  }
  return tree
}

/** An `Error` of the other context is none of ours. */
function isTimeOut(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === TIME_IS_OVER
}
