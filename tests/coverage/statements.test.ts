import { beforeAll, expect, test } from 'vitest'

import { isPending, statementsOf } from './document.ts'
import { findTests } from './find-tests.ts'
import type { Proof } from './statement.ts'
import { PAGES } from './statements.ts'

const proofs: readonly Proof[] = PAGES.flatMap(statementsOf).flatMap(([, proof]) =>
  isPending(proof) ? [] : [proof],
)
const textOf = ({ file, test: name }: Proof) => `${file}: ${name}`

let found: ReadonlySet<string>
beforeAll(async () => {
  found = new Set((await findTests([...new Set(proofs.map(({ file }) => file))])).map(textOf))
})

test('every test that is named as a proof exists', () => {
  expect(proofs.map(textOf).filter((name) => !found.has(name))).toEqual([])
})

test('tests are known by their full titles, so that a row of `each` that goes is missed', () => {
  const file = 'tests/coverage/alibaba-ecs.test.ts'
  expect(found).toContain(`${file}: what it takes > keyPairName must be given`)
  expect(found).not.toContain(`${file}: what it takes > %s must be given`)
})

test('no statement stands twice on a page', () => {
  for (const page of PAGES) {
    const all = page.sections.flatMap(({ title, statements }) =>
      statements.map(([says]) => `${title}: ${says}`),
    )
    expect(all.length, page.title).toBe(new Set(all).size)
  }
})

test('every error code of the pages is a row', () => {
  const counts = PAGES.map((page) => {
    const sections = page.sections.filter(({ title }) => title.startsWith('Error codes'))
    return sections.flatMap(({ statements }) => statements).filter(([says]) => says.startsWith('`')).length
  })
  expect(counts).toEqual([29, 9, 16, 13, 5])
})

test('only these rows wait for something that is not built yet', () => {
  const pending = PAGES.map((page) => statementsOf(page).filter(([, proof]) => isPending(proof)).length)
  expect(pending).toEqual([0, 0, 0, 0, 0])
})
