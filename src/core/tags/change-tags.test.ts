import { describe, expect, it } from 'vitest'

import { addInstance, createTestCore, findInstance, testCall } from '../../../tests/test-core.ts'
import type { Core } from '../core.ts'
import type { Fault } from '../fault.ts'
import { changeTags, type TagRules } from './change-tags.ts'

const RULES: TagRules = { mode: 'perResource', isAccountWide: false, limit: 2 }
const SCOPE = { account: '1000000001', dialect: 'test-cloud', region: 'region-1' }

async function addKeyPair(core: Core, id: string): Promise<void> {
  await core.database.keyPairs.insert({
    ...SCOPE,
    ...{ id, name: `name-${id}`, publicKey: `ssh-ed25519 ${id}`, importedText: '', fingerprint: '' },
    ...{ description: '', project: '', tags: [], createdAtMs: 1, updatedAtMs: 1 },
  })
}

function tag(key: string, value = '') {
  return { key, value }
}

describe('changeTags', () => {
  it('writes both the resource and the index that finds it, and tells the audit', async () => {
    await using test = await createTestCore()
    const { core } = test
    await addKeyPair(core, 'k1')
    await addInstance(core, 'i-1')
    const call = testCall(core, 'Tag')
    const resources = [
      { kind: 'keyPair', name: 'name-k1' } as const,
      { kind: 'instance', id: 'i-1' } as const,
    ]
    const outcomes = await changeTags(core, call, RULES, { resources, change: { put: [tag('a', '1')] } })
    expect(outcomes).toEqual(resources.map((reference) => ({ reference })))
    expect((await core.database.keyPairs.findByIds(SCOPE, ['k1']))[0]?.tags).toEqual([tag('a', '1')])
    expect((await findInstance(core, 'i-1')).tags).toEqual([tag('a', '1')])
    for (const [kind, resourceId] of [
      ['keyPair', 'k1'],
      ['instance', 'i-1'],
    ] as const) {
      const { tags } = await core.database.tags.list({ ...SCOPE, kind }, { limit: 10 })
      expect(tags).toEqual([{ resourceId, ...tag('a', '1') }])
    }
    expect(call.trail.changes).toMatchObject([{ subject: 'k1' }, { subject: 'i-1', detail: 'tags' }])
  })

  it('removes before it puts: one call may trade a tag for another at the limit', async () => {
    await using test = await createTestCore()
    const { core } = test
    await addInstance(core, 'i-1')
    const resources = [{ kind: 'instance', id: 'i-1' } as const]
    const run = (change: Parameters<typeof changeTags>[3]['change']) =>
      changeTags(core, testCall(core, 'Tag'), RULES, { resources, change })
    await run({ put: [tag('a'), tag('b')] })
    const [refused] = await run({ put: [tag('c')] })
    expect(refused?.fault).toMatchObject({ kind: 'quotaExceeded', detail: { what: 'tags', limit: 2 } })
    await run({ remove: ['a', 'none'], put: [tag('c'), tag('b', 'new')] })
    expect((await findInstance(core, 'i-1')).tags).toEqual([tag('b', 'new'), tag('c')])
    await run({ remove: 'all' })
    expect((await findInstance(core, 'i-1')).tags).toEqual([])
    expect(await core.database.tags.list({ ...SCOPE, kind: 'instance' }, { limit: 10 })).toEqual({
      tags: [],
      next: undefined,
    })
  })

  it.each([
    [{ kind: 'keyPair', id: 'none' }, 'keyPairNotFound'],
    [{ kind: 'keyPair', name: 'none' }, 'keyPairNotFound'],
    [{ kind: 'instance', id: 'none' }, 'instanceNotFound'],
  ] as const)('%j is unknown: refused for itself, or the whole call', async (unknown, kind) => {
    await using test = await createTestCore()
    const { core } = test
    await addInstance(core, 'i-1')
    const request = {
      resources: [{ kind: 'instance', id: 'i-1' } as const, unknown],
      change: { put: [tag('a')] },
    }
    const all = { ...RULES, mode: 'allOrNothing' } as const
    await expect(changeTags(core, testCall(core, 'Tag'), all, request)).rejects.toMatchObject<Partial<Fault>>(
      {
        kind,
      },
    )
    expect((await findInstance(core, 'i-1')).tags).toEqual([])
    const [taken, refused] = await changeTags(core, testCall(core, 'Tag'), RULES, request)
    expect([taken?.fault, refused?.fault?.kind]).toEqual([undefined, kind])
    expect((await findInstance(core, 'i-1')).tags).toEqual([tag('a')])
  })
})
