import { describe, expect, it } from 'vitest'

import { addInstance, createTestCore, findInstance, testCall } from '../../../tests/test-core.ts'
import { changeAttributes } from './change-attributes.ts'

describe('changeAttributes', () => {
  it('writes what it is told and keeps the rest, and the audit says so', async () => {
    await using test = await createTestCore()
    const { core } = test
    await addInstance(core, 'i-1', { attributes: { kept: 1, list: ['a'] } })
    const call = testCall(core, 'Change')
    await changeAttributes(core, call, {
      ...{ instanceId: 'i-1', detail: 'list' },
      changed: ({ attributes }) => ({ list: [attributes['kept'], 'b'] }),
    })
    expect((await findInstance(core, 'i-1')).attributes).toEqual({ kept: 1, list: [1, 'b'] })
    expect(call.trail.changes).toMatchObject([{ subject: 'i-1', detail: 'list' }])
  })

  it('knows no instance of another region', async () => {
    await using test = await createTestCore()
    const { core } = test
    await addInstance(core, 'i-1')
    const elsewhere = { ...testCall(core, 'Change'), region: 'region-9' }
    const request = { instanceId: 'i-1', detail: '', changed: () => ({ a: 1 }) }
    await expect(changeAttributes(core, elsewhere, request)).rejects.toMatchObject({
      kind: 'instanceNotFound',
    })
    expect((await findInstance(core, 'i-1')).attributes).not.toHaveProperty('a')
  })
})
