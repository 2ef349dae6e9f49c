import { expect, it, vi } from 'vitest'

import { addInstance, createTestCore, testCall } from '../../../tests/test-core.ts'
import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import { moveToProject } from '../projects/move.ts'
import { changeTags } from '../tags/change-tags.ts'
import { changeAttributes } from './change-attributes.ts'

/** The next transaction finds that the instances it has read were taken over since. */
function takeOverNext(core: Core): void {
  const transaction = core.database.transaction.bind(core.database)
  vi.spyOn(core.database, 'transaction').mockImplementationOnce((work) =>
    transaction((tx) => {
      // A transaction has stores of its own: it ends with them.
      vi.spyOn(tx.instances, 'update').mockResolvedValue(false)
      return work(tx)
    }),
  )
}

const resources = [{ kind: 'instance', id: 'i-1', region: 'region-1' }] as const
const rules = { isAccountWide: false, mode: 'allOrNothing', limit: 10 } as const

const CHANGES: readonly (readonly [string, (core: Core, call: Call) => Promise<unknown>])[] = [
  [
    'tags',
    (core, call) => changeTags(core, call, rules, { resources, change: { put: [{ key: 'k', value: 'v' }] } }),
  ],
  ['project', (core, call) => moveToProject(core, call, { resources, project: 'p' })],
  [
    'attributes',
    (core, call) =>
      changeAttributes(core, call, { instanceId: 'i-1', detail: 'd', changed: () => ({ a: 1 }) }),
  ],
]

it.each(CHANGES)(
  'a change of %s never goes astray when an operation took the instance over',
  async (_, change) => {
    await using test = await createTestCore()
    const { core } = test
    const before = await addInstance(core, 'i-1')
    takeOverNext(core)
    const call = testCall(core, 'Modify')
    await expect(change(core, call)).rejects.toMatchObject({ kind: 'instanceBusy' })
    expect(call.trail.changes).toEqual([])
    expect(await core.database.instances.findByIds(before, ['i-1'])).toEqual([before])
    const tags = await core.database.tags.list({ ...before, kind: 'instance' }, { limit: 9 })
    expect(tags.tags).toEqual([])
  },
)
