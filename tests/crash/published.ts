import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { EngineName } from './engines.ts'

/** What the matrix did in one scenario when it was last written down. */
export interface Row extends Record<EngineName, number> {
  readonly scenario: string
  readonly kind: string
  readonly dialect: string
  readonly action: string
  /** Operations and undoings, as `textOf` tells them. */
  readonly works: readonly string[]
  /** Moments of the first engine; the other may have more. */
  readonly moments: readonly string[]
}

export const MATRIX_FILE = join(import.meta.dirname, 'matrix.json')

export function readMatrix(): readonly Row[] {
  // Written by write-matrix.ts.
  return JSON.parse(readFileSync(MATRIX_FILE, 'utf8')) as Row[]
}

export function rowOf(scenario: string): Row | undefined {
  return readMatrix().find((row) => row.scenario === scenario)
}
