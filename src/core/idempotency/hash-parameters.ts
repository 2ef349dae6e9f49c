import { hash } from 'node:crypto'

import { Secret } from '../secret.ts'

/**
 * Tells whether two calls have the same parameters: SHA-256, hexadecimal, of their values whatever the order of the
 * names. Passwords are in it, so it is kept sealed.
 */
export function hashParameters(parameters: unknown): string {
  return hash('sha256', canonicalText(parameters), 'hex')
}

function canonicalText(value: unknown): string {
  if (value instanceof Secret) return JSON.stringify(value.reveal())
  if (Array.isArray(value)) return `[${value.map(canonicalText).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  // A map or a set has no entries to compare and would look like every other.
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new Error('parameters are plain data')
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([name, member]) => `${JSON.stringify(name)}:${canonicalText(member)}`).join()}}`
}
