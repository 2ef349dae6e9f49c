import type { CallContext, JudgedResource } from '../../../core/policies/access-request.ts'
import type { Piece } from '../../../core/policies/glob.ts'
import type { KeyReader, Template } from './conditions.ts'
import { iamKey } from './iam-keys.ts'

/** `${<condition key>}`. */
export const VARIABLE = /\$\{([^{}]+)\}/g

type Part = Piece | KeyReader

/**
 * Reads a text with variables; undefined when it has none. A variable stands for the value of its key, taken
 * literally; when the key is absent the whole text is. Source: spec/policies.md §1.3.
 */
export function readTemplate(text: string): Template | undefined {
  const parts: Part[] = []
  let from = 0
  for (const match of text.matchAll(VARIABLE)) {
    const [variable, key = ''] = match
    parts.push({ text: text.slice(from, match.index), isLiteral: false }, iamKey(key))
    from = match.index + variable.length
  }
  if (parts.length === 0) return undefined
  parts.push({ text: text.slice(from), isLiteral: false })
  return {
    dependsOnResource: parts.some((part) => 'read' in part && part.dependsOnResource),
    pieces: (context, resource) => expand(parts, context, resource),
  }
}

/** A condition key whose name has variables is the key of that name, once they are known. */
export function readVariableKey(name: string): KeyReader {
  const template = readTemplate(name)
  if (!template) return iamKey(name)
  return {
    // The key that comes out may be one of the resource.
    dependsOnResource: true,
    read(context, resource) {
      const pieces = template.pieces(context, resource)
      return pieces && iamKey(pieces.map(({ text }) => text).join('')).read(context, resource)
    },
  }
}

function expand(
  parts: readonly Part[],
  context: CallContext,
  resource: JudgedResource | undefined,
): readonly Piece[] | undefined {
  const pieces: Piece[] = []
  for (const part of parts) {
    if ('text' in part) {
      pieces.push(part)
      continue
    }
    const [value] = part.read(context, resource) ?? []
    if (value === undefined) return undefined
    pieces.push({ text: value, isLiteral: true })
  }
  return pieces
}
