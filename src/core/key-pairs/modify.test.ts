import { describe, expect, it } from 'vitest'

import { createTestCore, testCall } from '../../../tests/test-core.ts'
import type { Core } from '../core.ts'
import type { KeyPair } from './key-pair.ts'
import { modifyKeyPair } from './modify.ts'

const SCOPE = { account: '1000000001', dialect: 'test-cloud', region: 'region-1' }

async function addKeyPair(core: Core, id: string, fields: Partial<KeyPair> = {}): Promise<void> {
  await core.database.keyPairs.insert({
    ...SCOPE,
    ...{ id, name: `name-${id}`, publicKey: `ssh-ed25519 ${id}`, importedText: '', fingerprint: '' },
    ...{ description: 'old', project: '', tags: [], createdAtMs: 1, updatedAtMs: 1 },
    ...fields,
  })
}

function modify(core: Core, keyPair: { id: string } | { name: string }, changes: { name?: string }) {
  return modifyKeyPair(core, testCall(core, 'Modify'), { isAccountWide: false }, { keyPair, changes })
}

describe('modifyKeyPair', () => {
  it('changes what is given and when it was changed, nothing else', async () => {
    await using test = await createTestCore()
    const { core } = test
    await addKeyPair(core, 'k1')
    const [before] = await core.database.keyPairs.findByIds(SCOPE, ['k1'])
    const changed = await modify(core, { name: 'name-k1' }, { name: 'new' })
    expect(changed).toEqual({ ...before, name: 'new', updatedAtMs: test.clock.now() })
    expect(await core.database.keyPairs.findByIds(SCOPE, ['k1'])).toEqual([changed])
  })

  it('refuses a name that another pair of the scope has, not its own and not one of another region', async () => {
    await using test = await createTestCore()
    const { core } = test
    await addKeyPair(core, 'k1')
    await addKeyPair(core, 'k2')
    await addKeyPair(core, 'k3', { region: 'region-2', name: 'elsewhere' })
    await expect(modify(core, { id: 'k1' }, { name: 'name-k2' })).rejects.toMatchObject({
      kind: 'keyPairNameTaken',
      detail: { name: 'name-k2' },
    })
    expect((await core.database.keyPairs.findByIds(SCOPE, ['k1']))[0]?.name).toBe('name-k1')
    expect(await modify(core, { id: 'k1' }, { name: 'name-k1' })).toMatchObject({ name: 'name-k1' })
    expect(await modify(core, { id: 'k1' }, { name: 'elsewhere' })).toMatchObject({ name: 'elsewhere' })
  })

  it.each([{ id: 'none' }, { name: 'none' }, { id: 'k2' }])('%j is unknown', async (reference) => {
    await using test = await createTestCore()
    await addKeyPair(test.core, 'k2', { region: 'region-2' })
    await expect(modify(test.core, reference, { name: 'new' })).rejects.toMatchObject({
      kind: 'keyPairNotFound',
    })
  })
})
