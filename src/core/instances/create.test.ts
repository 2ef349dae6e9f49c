import { describe, expect, it } from 'vitest'

import { addInstance, createTestCore, testCall } from '../../../tests/test-core.ts'
import type { Core } from '../core.ts'
import { planCreate } from '../operations/plans.ts'
import { checkCreation, createInstances, type CreateRequest } from './create.ts'

const QUOTA = { types: ['small', 'tiny'], limit: 3 }

function wanted(ids: readonly string[], quota?: CreateRequest['quota']): CreateRequest {
  const instance = {
    ...{ zone: 'zone-1', name: 'n', osName: 'Debian 12', loginUser: 'root', imageId: 'image-1' },
    ...{ type: 'small', project: '', description: '', hostName: 'h', attributes: {}, tags: [] },
  }
  return {
    instances: ids.map((id) => ({ ...instance, id, os: 'linux', chargeType: 'prepaid' })),
    keyPairs: [],
    plan: planCreate({ first: 'pending', second: 'pending' }),
    isAccountWide: false,
    ...(quota ? { quota } : {}),
  }
}

async function create(core: Core, request: CreateRequest): Promise<readonly string[]> {
  const created = await createInstances(core, testCall(core, 'Create'), request)
  return created.map(({ id }) => id)
}

describe('a quota of instances', () => {
  const exceeded = expect.objectContaining({ kind: 'quotaExceeded', detail: { what: 'instances', limit: 3 } })

  it('lets its last instance in, and then no more, all or nothing', async () => {
    await using test = await createTestCore()
    const { core } = test
    await addInstance(core, 'one', { type: 'tiny' })
    await expect(create(core, wanted(['two', 'three', 'four'], QUOTA))).rejects.toEqual(exceeded)
    expect(await create(core, wanted(['two', 'three'], QUOTA))).toEqual(['two', 'three'])
    await expect(create(core, wanted(['four'], QUOTA))).rejects.toEqual(exceeded)
    await expect(
      checkCreation(core.database, testCall(core, 'Create'), wanted(['four'], QUOTA)),
    ).rejects.toEqual(exceeded)
    expect(await create(core, wanted(['four']))).toEqual(['four'])
  })

  it('counts its own types, of the region of the call', async () => {
    await using test = await createTestCore()
    const { core } = test
    for (const id of ['a', 'b', 'c']) await addInstance(core, id, { type: 'large' })
    for (const id of ['d', 'e', 'f']) await addInstance(core, id, { region: 'region-2' })
    expect(await create(core, wanted(['one', 'two', 'three'], QUOTA))).toHaveLength(3)
  })
})

describe('without a plan', () => {
  it('makes an instance that is off and free, with its access waiting for the first start', async () => {
    await using test = await createTestCore()
    const { core } = test
    const { plan: _, ...request } = wanted(['one'])
    const [created] = await createInstances(core, testCall(core, 'Create'), request)
    expect(created).toMatchObject({ state: 'stopped', currentOperationId: undefined })
    expect(created).toMatchObject({ desiredVersion: 1, appliedVersion: 0 })
  })
})
