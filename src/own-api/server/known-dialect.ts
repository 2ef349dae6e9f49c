import type { Dialect } from '../../dialects/kit/dialect.ts'
import { Problem } from './problem.ts'

/** The dialect of this id. @throws Problem 400 */
export function knownDialect(dialects: readonly Dialect[], id: string): Dialect {
  const found = dialects.find((dialect) => dialect.id === id)
  if (found) return found
  const known = dialects.map((dialect) => dialect.id).join(', ')
  throw new Problem(400, `dialect: ${JSON.stringify(id)} is not known; known are: ${known}`)
}
