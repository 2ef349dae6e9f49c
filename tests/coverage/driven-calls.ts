import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

import { format, resolveConfig } from 'prettier'

/** Variable of the environment that names the folder in which a run of the tests collects its calls. */
export const DRIVEN_CALLS_FOLDER = 'KEYPLANE_DRIVEN_CALLS'

/** What the newest whole run has shown; written by `npm run docs:clients`. */
export const DRIVEN_FILE = join(import.meta.dirname, 'driven-actions.json')

const ROOT = join(import.meta.dirname, '..', '..')

/** One action that an official client called with success in one test. */
export interface DrivenCall {
  readonly dialect: string
  readonly service: string
  readonly action: string
  readonly client: string
  readonly file: string
  readonly test: string
}

/** One action, the client that called it, and the tests that say best what was asserted. */
export interface DrivenAction extends Pick<DrivenCall, 'dialect' | 'service' | 'action' | 'client'> {
  readonly tests: readonly Pick<DrivenCall, 'file' | 'test'>[]
}

const TESTS_SHOWN = 2
const CLIENT_TESTS = 'tests/clients/'

/** The calls that the files of a run have left in a folder. */
export function readDrivenCalls(folder: string): readonly DrivenCall[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((file) => {
    // Written by the tests of the same version.
    const calls = JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly DrivenCall[]
    return calls.map((call) => ({ ...call, file: relative(ROOT, call.file) }))
  })
}

/** What is written down. */
export async function drivenText(driven: readonly DrivenAction[]): Promise<string> {
  const options = { ...(await resolveConfig(DRIVEN_FILE)), parser: 'json' }
  return format(JSON.stringify(driven), options)
}

export function readDrivenActions(): readonly DrivenAction[] {
  return JSON.parse(readFileSync(DRIVEN_FILE, 'utf8')) as readonly DrivenAction[]
}

/**
 * Groups calls by action and client, in the same order whatever the order of the run. Of many tests those are shown
 * that name the action, then those of clients, then those that call the fewest others.
 */
export function drivenActions(calls: readonly DrivenCall[]): readonly DrivenAction[] {
  const breadths = Map.groupBy(calls, testOf)
  const groups = Map.groupBy(calls, nameOf)
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => {
      const [first] = group
      if (!first) return []
      const { dialect, service, action, client } = first
      const weight = (call: DrivenCall) =>
        (call.test.includes(action) ? 0 : 2_000) +
        (call.file.startsWith(CLIENT_TESTS) ? 0 : 1_000) +
        (breadths.get(testOf(call))?.length ?? 0)
      const best = group.toSorted((a, b) => weight(a) - weight(b) || (testOf(a) < testOf(b) ? -1 : 1))
      const tests = best.slice(0, TESTS_SHOWN).map(({ file, test }) => ({ file, test }))
      return [{ dialect, service, action, client, tests }]
    })
}

/**
 * What is written down and no longer so: clients of actions whose tests did not call them, and clients of actions
 * that are not written down. Which tests are shown may differ: how much a test calls depends on time.
 */
export function untrueActions(
  written: readonly DrivenAction[],
  calls: readonly DrivenCall[],
): readonly string[] {
  const shown = new Set(calls.map((call) => `${nameOf(call)}: ${testOf(call)}`))
  const names = new Set(written.map(nameOf))
  const gone = written.flatMap((row) =>
    row.tests.map((test) => `${nameOf(row)}: ${testOf(test)}`).filter((line) => !shown.has(line)),
  )
  const added = [...new Set(calls.map(nameOf))].filter((name) => !names.has(name))
  return [
    ...gone.map((line) => `not so: ${line}`),
    ...added.map((name) => `not written down: ${name}`),
  ].toSorted()
}

function nameOf({ dialect, service, action, client }: Omit<DrivenAction, 'tests'>): string {
  return [dialect, service, action, client].join(' ')
}

function testOf({ file, test }: Pick<DrivenCall, 'file' | 'test'>): string {
  return `${file} > ${test}`
}
