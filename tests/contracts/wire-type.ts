/** What an official client takes for a value of an answer. */
export type WireType =
  | { readonly kind: 'string' | 'number' | 'integer' | 'boolean' | 'anything' }
  /** A number or its text. */
  | { readonly kind: 'decimal' }
  | { readonly kind: 'list'; readonly of: WireType }
  | { readonly kind: 'object'; readonly fields: () => WireFields }
  /** An object whose names are data: tags by key, for example. */
  | { readonly kind: 'map'; readonly of: WireType }

export type WireFields = ReadonlyMap<string, WireField>

export interface WireField {
  readonly type: WireType
  /** The client's type lets it be absent or null. */
  readonly isOptional: boolean
}

/**
 * Where a value differs from its type: unknown fields, missing ones, values of another type. A client in a strictly
 * typed language fails on the last, and drops the first without a word.
 */
export function wireFlaws(value: unknown, type: WireType, path = ''): readonly string[] {
  switch (type.kind) {
    case 'anything':
      return []
    case 'integer':
      return Number.isSafeInteger(value) ? [] : [flaw(path, value, 'a whole number')]
    case 'decimal':
      return /^-?\d+(?:\.\d+)?$/.test(String(value)) ? [] : [flaw(path, value, 'a decimal')]
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type.kind ? [] : [flaw(path, value, `a ${type.kind}`)]
    case 'list':
      if (!Array.isArray(value)) return [flaw(path, value, 'a list')]
      return value.flatMap((entry) => wireFlaws(entry, type.of, `${path}[]`))
    case 'map':
      if (!isObject(value)) return [flaw(path, value, 'an object')]
      return Object.entries(value).flatMap(([name, entry]) => wireFlaws(entry, type.of, `${path}.${name}`))
    case 'object':
      return isObject(value) ? fieldFlaws(value, type.fields(), path) : [flaw(path, value, 'an object')]
  }
}

function fieldFlaws(value: object, fields: WireFields, path: string): readonly string[] {
  const given = new Map(Object.entries(value))
  const missing = [...fields].flatMap(([name, { isOptional }]) =>
    isOptional || given.has(name) ? [] : [`${path}.${name} is missing`],
  )
  const wrong = [...given].flatMap(([name, entry]) => {
    const field = fields.get(name)
    if (!field) return [`${path}.${name} is invented`]
    return entry === null && field.isOptional ? [] : wireFlaws(entry, field.type, `${path}.${name}`)
  })
  return [...missing, ...wrong]
}

function flaw(path: string, value: unknown, wanted: string): string {
  const given =
    value === null
      ? 'null'
      : Array.isArray(value)
        ? 'a list'
        : isObject(value)
          ? 'an object'
          : `a ${typeof value}`
  return `${path} is ${given}, not ${wanted}`
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
