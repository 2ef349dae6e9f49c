import { inspect } from 'node:util'

import { type Decoder, Finding } from './decoder.ts'

const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype]
const KEYS = PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).length)
const MOST_LOOKED_AT = 20_000
const SHOWN_BYTES = 200

/**
 * Runs one input.
 * @throws Finding when the decoder throws what it does not declare, changes a prototype, or lets a key that would reach
 *   one through
 */
export function judge(decoder: Decoder, input: Buffer): void {
  let result: unknown
  try {
    result = decoder.run(input)
  } catch (error) {
    if (!decoder.refuses?.(error)) {
      throw new Finding(`${decoder.name} threw ${inspect(error)} on ${shown(input)}`, { cause: error })
    }
  }
  const place = findForbiddenKey(result)
  if (place !== undefined) throw new Finding(`${decoder.name} let ${place} through, of ${shown(input)}`)
  PROTOTYPES.forEach((prototype, index) => {
    if (Reflect.ownKeys(prototype).length !== KEYS[index])
      throw new Finding(`${decoder.name} changed a prototype, by ${shown(input)}`)
  })
}

/** An input as a test can be written from it. */
export function shown(input: Buffer): string {
  const more = input.length > SHOWN_BYTES ? `… (${input.length} bytes)` : ''
  return `${JSON.stringify(input.toString('latin1', 0, SHOWN_BYTES))}${more}`
}

/** Looks through plain objects, lists and maps; of very large results only the beginning. */
function findForbiddenKey(result: unknown): string | undefined {
  const open: unknown[] = [result]
  for (let looked = 0; open.length > 0 && looked < MOST_LOOKED_AT; looked += 1) {
    const value = open.pop()
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue
    if (value instanceof Map) open.push(...value.values())
    else if (Array.isArray(value)) open.push(...(value as unknown[]).slice(0, MOST_LOOKED_AT))
    else {
      if (Object.hasOwn(value, '__proto__')) return '__proto__'
      const prototype: unknown = Object.getPrototypeOf(value)
      if (prototype === null || prototype === Object.prototype)
        open.push(...(Object.values(value) as unknown[]))
    }
  }
  return undefined
}
