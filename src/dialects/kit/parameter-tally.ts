import type { z } from 'zod'

import type { Call } from '../../core/call.ts'
import type { Log } from '../../core/log.ts'
import { ParameterCounts, type ParameterUse } from '../../core/parameter-counts.ts'
import { usesOf } from './parameter-uses.ts'
import type { ParamIssue } from './params.ts'

const USES: readonly ParameterUse[] = ['read', 'ignored', 'unknown']

/**
 * Tells what callers asked for and did not get: counts the parameters of every action, and writes a line to the log when
 * one that has no effect is met for the first time.
 */
export class ParameterTally {
  readonly counts = new ParameterCounts()
  readonly #log: Log
  readonly #isStrict: boolean

  /** `isStrict`: unknown parameters are refused, also where the cloud ignores them. */
  constructor(log: Log, { isStrict }: { isStrict: boolean }) {
    this.#log = log
    this.#isStrict = isStrict
  }

  /** Notes the parameters of a call, `everywhere` as in `usesOf`; the issue of the first unknown one when such are refused. */
  note(
    { dialect, action, requestId }: Call,
    schema: z.ZodType,
    { params, everywhere }: { params: unknown; everywhere?: ReadonlySet<string> },
  ): ParamIssue | undefined {
    const uses = usesOf(schema, params, everywhere)
    const isNew = (use: ParameterUse) => (parameter: string) =>
      this.counts.add({ dialect, action, parameter, use })
    const [, ignored = [], unknown = []] = USES.map((use) => uses[use].filter(isNew(use)))
    if (ignored.length + unknown.length > 0) {
      const facts = { dialect, action, requestId, ignored, unknown }
      this.#log.info(facts, 'parameters without effect, told once')
    }
    const [path] = this.#isStrict ? uses.unknown : []
    return path === undefined ? undefined : { kind: 'unknown', name: path, path }
  }
}
