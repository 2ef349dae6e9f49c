import { isObject, type PolicyProblem } from './document.ts'

/** A string, or what opens, separates or closes; numbers and words tell nothing about names. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g

/** Longest text that is looked at; far above what any language takes, blanks included. */
const LONGEST_TEXT = 65_536

/**
 * Reads the JSON text of a policy document. Names given twice are refused: readers disagree about which counts.
 * The languages refuse what the document says; here only its form is judged. Source: spec/policies.md §1.0, row "JSON".
 */
export function readDocumentText(
  text: string,
): { readonly document: unknown } | { readonly problem: PolicyProblem } {
  if (text.length > LONGEST_TEXT) return problem('', 'The document is too long.')
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    return problem('', 'The document is no JSON.')
  }
  if (!isObject(document)) return problem('', 'The document must be an object.')
  const twice = findRepeatedName(text)
  return twice === undefined ? { document } : problem(twice, 'The element is given twice.')
}

function problem(path: string, message: string): { readonly problem: PolicyProblem } {
  return { problem: { path, message } }
}

/** An object or a list that is open at some place of the text. */
interface Level {
  /** Names met so far; undefined in a list. */
  readonly names: Set<string> | undefined
  /** Name or index of the member at hand. */
  at: string | number
  isAtName: boolean
}

/** Path of the first name that its object has twice. The text is valid JSON. */
function findRepeatedName(text: string): string | undefined {
  const levels: Level[] = []
  for (const [token] of text.matchAll(TOKEN)) {
    const level = levels.at(-1)
    if (token === '{') levels.push({ names: new Set(), at: '', isAtName: true })
    else if (token === '[') levels.push({ names: undefined, at: 0, isAtName: false })
    else if (token === '}' || token === ']') levels.pop()
    else if (level && token === ',') goOn(level)
    else if (level?.names && level.isAtName && token !== ':') {
      level.at = String(JSON.parse(token))
      level.isAtName = false
      if (level.names.has(level.at)) return levels.map(({ at }) => at).join('.')
      level.names.add(level.at)
    }
  }
  return undefined
}

function goOn(level: Level): void {
  if (typeof level.at === 'number') level.at += 1
  else level.isAtName = true
}
