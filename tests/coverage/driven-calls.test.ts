import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { Action } from '../../src/dialects/kit/action.ts'
import type { Dialect } from '../../src/dialects/kit/dialect.ts'
import { clientTable, undrivenActions } from './client-table.ts'
import { type DrivenCall, drivenActions, readDrivenCalls, untrueActions } from './driven-calls.ts'

function driven(action: string, test: string, client = 'sdk'): DrivenCall {
  return { dialect: 'some-cvm', service: 'cvm', action, client, file: 'tests/a/a.test.ts', test }
}

/** Only the names are read. */
function dialect(...names: string[]): Dialect {
  const actions = names.map((name) => ({ name }) as Action)
  const sibling = { name: 'tag', version: '', actions: [{ name: 'Tag' } as Action] }
  return { id: 'some-cvm', service: 'cvm', actions, siblings: [sibling] } as unknown as Dialect
}

describe('drivenActions', () => {
  it('shows for an action and client first the tests that name it, then the narrowest', () => {
    const calls = [
      driven('List', 'wide'),
      driven('Make', 'wide'),
      driven('List', 'narrow'),
      driven('List', 'List is called'),
      driven('Make', 'List is called'),
      driven('List', 'other', 'cli'),
    ]
    const tests = (...names: string[]) => names.map((test) => ({ file: 'tests/a/a.test.ts', test }))
    const api = { dialect: 'some-cvm', service: 'cvm' }
    const expected = [
      { ...api, action: 'List', client: 'cli', tests: tests('other') },
      { ...api, action: 'List', client: 'sdk', tests: tests('List is called', 'narrow') },
      { ...api, action: 'Make', client: 'sdk', tests: tests('List is called', 'wide') },
    ]
    expect(drivenActions(calls)).toEqual(expected)
    expect(drivenActions(calls.toReversed())).toEqual(expected)
  })

  it('what is written down is untrue once its tests do not call it, or another client does', () => {
    const written = drivenActions([driven('List', 'lists'), driven('Make', 'makes')])
    const calls = [driven('List', 'lists'), driven('List', 'List is called'), driven('Make', 'makes')]
    expect(untrueActions(written, calls)).toEqual([])
    expect(untrueActions(written, [driven('List', 'lists'), driven('Make', 'lists', 'cli')])).toEqual([
      'not so: some-cvm cvm Make sdk: tests/a/a.test.ts > makes',
      'not written down: some-cvm cvm Make cli',
    ])
  })

  it('of a folder that no test has written there is nothing', () => {
    expect(readDrivenCalls(join(import.meta.dirname, 'no-such-folder'))).toEqual([])
  })
})

describe('the table of clients', () => {
  it('has every action of every service, and tells which nobody drove', () => {
    const dialects = [dialect('Make', 'List')]
    const rows = drivenActions([driven('Make', 'makes [one] | two')])
    expect(undrivenActions(dialects, rows)).toEqual(['some-cvm cvm List', 'some-cvm tag Tag'])
    expect(clientTable(dialects, rows).split('\n').slice(-3)).toEqual([
      '| some-cvm | `List` | none | NOTHING: no client drove it |',
      '| some-cvm | `Make` | `sdk` | makes \\[one\\] \\| two ([a/a.test.ts](../tests/a/a.test.ts)) |',
      '| some-cvm, tag | `Tag` | none | NOTHING: no client drove it |',
    ])
  })
})
