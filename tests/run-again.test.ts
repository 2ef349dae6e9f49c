import { expect, it } from 'vitest'

import { failedNames, filesToRunAgain, type Summary, withRunAgain } from './run-again.ts'

/** A run of files: of each, how its tests ended; none: it did not even load. */
function run(files: Readonly<Record<string, readonly string[]>>): Summary {
  const testResults = Object.entries(files).map(([file, statuses]) => ({
    name: `/project/${file}`,
    status: statuses.length > 0 && statuses.every((status) => status === 'passed') ? 'passed' : 'failed',
    assertionResults: statuses.map((status, at) => ({ status, fullName: `test ${at + 1}` })),
  }))
  const count = (wanted: string) =>
    Object.values(files)
      .flat()
      .filter((status) => status === wanted).length
  return {
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numPendingTests: count('skipped'),
    success: testResults.every(({ status }) => status === 'passed'),
    testResults,
  }
}

const LATE = run({ 'src/a.test.ts': ['passed'], 'tests/cli/b.test.ts': ['passed', 'failed'] })

it('runs again what failed, and counts it as it ended then', () => {
  expect(filesToRunAgain(LATE, '/project')).toEqual(['tests/cli/b.test.ts'])
  const good = withRunAgain(LATE, run({ 'tests/cli/b.test.ts': ['passed', 'passed'] }))
  expect(good).toMatchObject({ numPassedTests: 3, numFailedTests: 0, success: true })
  expect(failedNames(good, '/project')).toEqual([])
  const bad = withRunAgain(LATE, run({ 'tests/cli/b.test.ts': ['failed', 'failed'] }))
  expect(bad).toMatchObject({ numPassedTests: 1, numFailedTests: 2, success: false })
  expect(failedNames(bad, '/project')).toEqual(['tests/cli/b.test.ts: test 1', 'tests/cli/b.test.ts: test 2'])
})

it('knows a file that did not load', () => {
  const broken = run({ 'src/a.test.ts': [] })
  expect(filesToRunAgain(broken, '/project')).toEqual(['src/a.test.ts'])
  expect(failedNames(broken, '/project')).toEqual(['src/a.test.ts'])
  expect(withRunAgain(broken, broken)).toMatchObject({ numFailedTests: 0, success: false })
})

it('asks nothing again that passed, nor a run that is broken as a whole', () => {
  expect(filesToRunAgain(run({ 'src/a.test.ts': ['passed'] }), '/project')).toEqual([])
  const broken = Object.fromEntries([1, 2, 3, 4, 5, 6].map((nth) => [`src/${nth}.test.ts`, ['failed']]))
  expect(filesToRunAgain(run(broken), '/project')).toEqual([])
})

it('never asks again whether an order was found', () => {
  const found = run({ 'tests/concurrency/histories.test.ts': ['failed'] })
  expect(filesToRunAgain(found, '/project')).toEqual([])
})
