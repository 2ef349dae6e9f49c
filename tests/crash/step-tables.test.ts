import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { EVERY_KIND, EVERY_STEP, everyWork, unknownPlans } from './plan-table.ts'
import { readMatrix } from './published.ts'
import { RELIABILITY_FILE, withMatrix } from './reliability-page.ts'
import { SCENARIOS } from './scenarios.ts'

// That the matrix does what is written down is checked where it runs.
const driven = new Set(readMatrix().flatMap(({ works }) => works))

describe('the crash matrix', () => {
  it('knows every function that makes a plan', () => {
    expect(unknownPlans()).toEqual([])
  })

  it('drives everything that these functions can make, and nothing else', () => {
    expect([...driven].toSorted()).toEqual([...everyWork()].toSorted())
  })

  it('drives every kind of operation and every step', () => {
    const kinds = EVERY_KIND.filter((kind) => ![...driven].some((work) => work.startsWith(`${kind}: `)))
    const moments = new Set(readMatrix().flatMap((row) => row.moments))
    const steps = EVERY_STEP.filter((step) => !moments.has(`after ${step}`))
    expect([kinds, steps]).toEqual([[], []])
  })

  it('is published as it is', async () => {
    expect(readMatrix().map(({ scenario }) => scenario)).toEqual(SCENARIOS.map(({ name }) => name))
    const page = readFileSync(RELIABILITY_FILE, 'utf8')
    expect(await withMatrix(page, readMatrix())).toBe(page)
  })
})
