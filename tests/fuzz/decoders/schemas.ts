import { z } from 'zod'

import type { Action } from '../../../src/dialects/kit/action.ts'
import type { Dialect } from '../../../src/dialects/kit/dialect.ts'
import { usesOf } from '../../../src/dialects/kit/parameter-uses.ts'
import { type IssueKind, type ParamIssue, parseParams } from '../../../src/dialects/kit/params.ts'
import { listDialects } from '../../action-table.ts'

const DIALECTS = new Map(listDialects().map((dialect) => [dialect.id, dialect]))

/** All actions of a dialect and of its siblings. */
export function actionsOf(id: string): {
  readonly dialect: Dialect
  readonly actions: ReadonlyMap<string, Action>
} {
  const dialect = DIALECTS.get(id)
  if (!dialect) throw new Error(`there is no dialect ${id}`)
  const all = [...dialect.siblings.flatMap(({ actions }) => actions), ...dialect.actions]
  return { dialect, actions: new Map(all.map((action) => [action.name, action])) }
}

/** Parses parameters as the steps of a dialect do; what is wrong becomes the refusal. */
export function parseCall(
  action: Action,
  params: unknown,
  {
    order,
    complain,
  }: { readonly order: readonly IssueKind[]; readonly complain: (issue: ParamIssue) => unknown },
): unknown {
  const uses = usesOf(action.params, params)
  const parsed = parseParams(action.params, params, { order })
  return 'issues' in parsed ? complain(parsed.issues[0]) : { uses, ...parsed }
}

/** Names that the schemas of these actions read: what a mutation puts in is then often known. */
export function namesOf(actions: Iterable<Action>): readonly string[] {
  const names = new Set<string>()
  for (const { name, params } of actions) {
    names.add(name)
    // Transformations have no form as JSON: their inputs are asked for.
    const text = JSON.stringify(z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' }))
    for (const [, found = ''] of text.matchAll(/"([A-Z]\w{1,40})":\{/g)) names.add(found)
  }
  return [...names]
}
