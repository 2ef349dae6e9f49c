/** Which characters of a pattern are wildcards: `*` any run, also none, also across `/`; `?` exactly one. */
export type Wildcards = '*' | '*?'

/** A stretch of a pattern; in a literal one the wildcards mean themselves. */
export interface Piece {
  readonly text: string
  readonly isLiteral: boolean
}

/** A compiled pattern. Most patterns of real policies are one of the first three kinds. */
export type Glob =
  | { readonly kind: 'anything' }
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'prefix'; readonly text: string }
  /** Plain texts with any run between them. */
  | {
      readonly kind: 'stretches'
      readonly first: string
      readonly middle: readonly string[]
      readonly last: string
    }
  /** With single wildcards among them. */
  | { readonly kind: 'tokens'; readonly tokens: readonly number[]; readonly shortest: number }

export const ANYTHING: Glob = { kind: 'anything' }

/** Tokens that are no code points. */
const ANY_RUN = -1
const ANY_ONE = -2

/** Compiles a pattern; runs of `*` count as one. Source: spec/policies.md §1.0, row "Glob". */
export function compileGlob(pattern: string | readonly Piece[], wildcards: Wildcards): Glob {
  const pieces = typeof pattern === 'string' ? [{ text: pattern, isLiteral: false }] : pattern
  const tokens: number[] = []
  for (const { text, isLiteral } of pieces) {
    for (const character of text) {
      const token = isLiteral ? codeOf(character) : tokenOf(character, wildcards)
      if (token !== ANY_RUN || tokens.at(-1) !== ANY_RUN) tokens.push(token)
    }
  }
  return classify(tokens)
}

/**
 * Never goes back into an earlier star: the steps taken are at most the length of the text times the longest stretch
 * between two stars, whatever the number of stars.
 */
export function matchesGlob(glob: Glob, text: string): boolean {
  switch (glob.kind) {
    case 'anything':
      return true
    case 'exact':
      return glob.text === text
    case 'prefix':
      return text.startsWith(glob.text)
    case 'stretches':
      return matchesStretches(glob, text)
    case 'tokens':
      return glob.shortest <= text.length && matchesTokens(glob.tokens, text)
  }
}

function tokenOf(character: string, wildcards: Wildcards): number {
  if (character === '*') return ANY_RUN
  return character === '?' && wildcards === '*?' ? ANY_ONE : codeOf(character)
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0
}

function classify(tokens: readonly number[]): Glob {
  if (tokens.includes(ANY_ONE)) {
    return { kind: 'tokens', tokens, shortest: tokens.filter((token) => token !== ANY_RUN).length }
  }
  const [first = '', ...others] = stretchesOf(tokens)
  const last = others.pop()
  if (last === undefined) return { kind: 'exact', text: first }
  if (last !== '' || others.length > 0) return { kind: 'stretches', first, middle: others, last }
  return first === '' ? ANYTHING : { kind: 'prefix', text: first }
}

/** The texts before, between and after the runs. */
function stretchesOf(tokens: readonly number[]): string[] {
  const stretches: string[] = []
  let from = 0
  for (const [place, token] of tokens.entries()) {
    if (token !== ANY_RUN) continue
    stretches.push(textOf(tokens.slice(from, place)))
    from = place + 1
  }
  return [...stretches, textOf(tokens.slice(from))]
}

/** Each stretch is taken where it comes first: a later place would leave less for those after it. */
function matchesStretches(
  { first, middle, last }: Glob & { readonly kind: 'stretches' },
  text: string,
): boolean {
  const end = text.length - last.length
  if (end < first.length || !text.startsWith(first)) return false
  if (last !== '' && !text.endsWith(last)) return false
  let at = first.length
  for (const stretch of middle) {
    const found = text.indexOf(stretch, at)
    if (found === -1) return false
    at = found + stretch.length
  }
  return at <= end
}

function textOf(tokens: readonly number[]): string {
  return tokens.map((token) => String.fromCodePoint(token)).join('')
}

function matchesTokens(tokens: readonly number[], text: string): boolean {
  let token = 0
  let at = 0
  let star = -1
  let starAt = 0
  while (at < text.length) {
    const wanted = tokens[token]
    if (wanted === ANY_RUN) {
      star = token
      starAt = at
      token += 1
      continue
    }
    const point = text.codePointAt(at)
    if (wanted === ANY_ONE || wanted === point) {
      token += 1
      at += widthAt(text, at)
    } else if (star !== -1) {
      // The latest star takes one more character; an earlier one never needs to take more.
      starAt += widthAt(text, starAt)
      at = starAt
      token = star + 1
    } else return false
  }
  if (tokens[token] === ANY_RUN) token += 1
  return token === tokens.length
}

/** Code units of the character: two beyond the basic plane. */
function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}
