import { describe, expect, it } from 'vitest'

import { addInstance, createTestCore, findInstance, testCall } from '../../../tests/test-core.ts'
import type { Core } from '../core.ts'
import { moveToProject } from './move.ts'

const SCOPE = { account: '1000000001', dialect: 'test-cloud', region: 'region-1' }

async function addKeyPair(core: Core, id: string): Promise<void> {
  await core.database.keyPairs.insert({
    ...SCOPE,
    ...{ id, name: `name-${id}`, publicKey: `ssh-ed25519 ${id}`, importedText: '', fingerprint: '' },
    ...{ description: '', project: '', tags: [], createdAtMs: 1, updatedAtMs: 1 },
  })
}

describe('moveToProject', () => {
  it('moves whatever the instance is doing, and tells the audit', async () => {
    await using test = await createTestCore()
    const { core } = test
    await addKeyPair(core, 'k1')
    await addInstance(core, 'i-1', { currentOperationId: 'op-1' })
    const call = testCall(core, 'Move')
    const resources = [
      { kind: 'keyPair', id: 'k1', region: 'region-1' },
      { kind: 'instance', id: 'i-1', region: 'region-1' },
    ] as const
    await moveToProject(core, call, { resources, project: 'web' })
    const [keyPair] = await core.database.keyPairs.findByIds(SCOPE, ['k1'])
    expect(keyPair).toMatchObject({ project: 'web', updatedAtMs: test.clock.now() })
    expect(await findInstance(core, 'i-1')).toMatchObject({ project: 'web', currentOperationId: 'op-1' })
    expect(call.trail.changes).toMatchObject([{ subject: 'k1' }, { subject: 'i-1', detail: 'project' }])
  })

  it.each([
    ['keyPair', 'none', 'region-1', 'keyPairNotFound'],
    ['keyPair', 'k1', 'region-2', 'keyPairNotFound'],
    ['instance', 'none', 'region-1', 'instanceNotFound'],
    ['instance', 'i-1', 'region-2', 'instanceNotFound'],
  ] as const)('moves nothing when one is unknown: %s %s in %s', async (kind, id, region, fault) => {
    await using test = await createTestCore()
    const { core } = test
    await addKeyPair(core, 'k1')
    await addInstance(core, 'i-1')
    const resources = [
      { kind: 'instance', id: 'i-1', region: 'region-1' },
      { kind, id, region },
    ] as const
    const moving = moveToProject(core, testCall(core, 'Move'), { resources, project: 'web' })
    await expect(moving).rejects.toMatchObject({ kind: fault })
    expect(await findInstance(core, 'i-1')).toMatchObject({ project: '' })
  })
})
