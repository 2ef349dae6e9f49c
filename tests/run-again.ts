/**
 * Files whose tests failed beside others are run once more by themselves, one after the other: what a busy machine made
 * late passes then, what is broken fails again. What passed only then is named at the end of the run, to be mended.
 */
import { relative } from 'node:path'

/** What Vitest's JSON reporter writes, as far as it is read here. */
export interface Summary {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly success: boolean
  readonly testResults: readonly FileResult[]
}

interface FileResult {
  readonly name: string
  readonly status: string
  readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
}

/** More failed files than this are no matter of a busy machine. */
const MOST_FILES = 5
/** What judges orders of parallel calls: they are others each time, so one failure is a finding. */
const NEVER_AGAIN = /^tests\/concurrency\//

/** Files to be run again; none: the run stands as it is. */
export function filesToRunAgain(summary: Summary, root: string): readonly string[] {
  const files = failedFiles(summary).map(({ name }) => relative(root, name))
  const isHopeless = files.length > MOST_FILES || files.some((file) => NEVER_AGAIN.test(file))
  return isHopeless ? [] : files
}

/** The first run, with the files of `again` in place of what they were in it. */
export function withRunAgain(first: Summary, again: Summary): Summary {
  const names = new Set(again.testResults.map(({ name }) => name))
  const kept = first.testResults.filter(({ name }) => !names.has(name))
  const testResults = [...kept, ...again.testResults]
  const count = (wanted: (status: string) => boolean) =>
    testResults.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => wanted(status))
      .length
  return {
    numPassedTests: count((status) => status === 'passed'),
    numFailedTests: count((status) => status === 'failed'),
    numPendingTests: count((status) => status !== 'passed' && status !== 'failed'),
    success: testResults.every(({ status }) => status === 'passed'),
    testResults,
  }
}

/** Tests (or files that did not load) that failed in a run, with their files. */
export function failedNames(summary: Summary, root: string): readonly string[] {
  return failedFiles(summary).flatMap(({ name, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed')
    const tests = failed.length > 0 ? failed.map(({ fullName }) => `: ${fullName}`) : ['']
    return tests.map((test) => `${relative(root, name)}${test}`)
  })
}

function failedFiles({ testResults }: Summary): readonly FileResult[] {
  return testResults.filter(({ status }) => status !== 'passed')
}
