import { isFault } from '../../core/fault.ts'
import { Problem } from './problem.ts'
import { faultText } from './texts.ts'

/** What the core refuses is a conflict with how things are; a key that does not read is the caller's mistake. */
export async function orProblem<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isFault(error)) throw error
    throw new Problem(error.kind === 'publicKeyMalformed' ? 400 : 409, faultText(error))
  }
}
