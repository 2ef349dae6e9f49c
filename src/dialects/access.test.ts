import { describe, expect, it } from 'vitest'

import { listDialects } from '../../tests/action-table.ts'
import type { AccessTable } from './kit/policies/access-table.ts'
import { ALIBABA_ACTIONS } from './kit/policies/alibaba-actions.catalog.ts'
import { CVM_ACTIONS } from './kit/policies/cvm-actions.catalog.ts'
import { accessOf } from './kit/policies/judged-call.ts'
import { LIGHTHOUSE_ACTIONS } from './kit/policies/lighthouse-actions.catalog.ts'
import { VOLCENGINE_ACTIONS } from './kit/policies/volcengine-actions.catalog.ts'

const TABLES: Readonly<Record<string, AccessTable>> = {
  'tencent-cvm': CVM_ACTIONS,
  'tencent-lighthouse': LIGHTHOUSE_ACTIONS,
  'volcengine-ecs': VOLCENGINE_ACTIONS,
  'alibaba-ecs': ALIBABA_ACTIONS,
}

describe('every answered action', () => {
  it.each(listDialects())('of $id states the access level of its row in the table', ({ id, actions }) => {
    const table = TABLES[id]
    if (!table) throw new Error(`${id} has no table of access`)
    const stated = actions.map(({ name, access }) => `${name} ${access}`)
    expect(stated).toEqual(actions.map(({ name }) => `${name} ${accessOf(table, name).level}`))
  })
})
