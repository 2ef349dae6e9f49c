import { describe, expect, it, vi } from 'vitest'

import {
  addInstance,
  createTestCore,
  findInstance,
  type TestCore,
  testCall,
  TRANSITION_MS,
} from '../../../tests/test-core.ts'
import { importKeyPair } from '../key-pairs/add.ts'
import { removeKeyPairs } from '../key-pairs/remove.ts'
import { modifyInstances } from './modify.ts'
import { type ReinstallRequest, type ReinstallRules, reinstallInstances } from './reinstall.ts'
import { PATIENCE } from '../../../tests/patience.ts'

const rules: ReinstallRules = {
  mode: 'allOrNothing',
  unknown: 'refusesCall',
  allRefused: 'refusesCall',
  isRegional: true,
  checks: ['state', 'free'],
  allowedStates: ['running', 'stopped'],
  isAccountWide: true,
  shows: { rebuilding: 'rebuilding', starting: 'starting' },
}

const request: ReinstallRequest = {
  instanceIds: ['i-1'],
  system: { imageId: 'image-2', osName: 'Ubuntu 24.04', loginUser: 'ubuntu' },
  login: { keyPairs: [], password: 'S3cret-pw!' },
  attributes: { more: 'yes' },
}

async function addKeyPair({ core }: TestCore): Promise<string> {
  const keyPairRules = {
    newId: () => 'key-1',
    isAccountWide: true,
    limit: 1,
    isKeyUnique: false,
    importTypes: new Set(['ssh-ed25519']),
  }
  const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'
  const { id } = await importKeyPair(core, testCall(core, 'Import'), keyPairRules, { name: 'one', publicKey })
  return id
}

function reinstall({ core }: TestCore, wanted: Partial<ReinstallRequest> = {}) {
  return reinstallInstances(core, testCall(core, 'Reinstall'), rules, { ...request, ...wanted })
}

/** Lets time pass until the instance is free; the states it showed on the way. */
async function settle({ core, clock }: TestCore): Promise<string[]> {
  const states = new Set<string>()
  await vi.waitFor(async () => {
    const { state, currentOperationId } = await findInstance(core, 'i-1')
    states.add(state)
    if (currentOperationId) clock.advance(TRANSITION_MS)
    expect(currentOperationId).toBeUndefined()
  }, PATIENCE)
  return [...states]
}

describe('reinstallInstances', () => {
  it('stops a running machine, makes its disk anew, writes the access and starts it', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1', { attributes: { kept: 1 }, allowsPassword: false })
    await reinstall(test)
    expect(await findInstance(test.core, 'i-1')).toMatchObject({
      state: 'stopping',
      imageId: 'image-2',
      latestOperation: { kind: 'reinstall', action: 'Reinstall', outcome: 'running' },
    })
    await settle(test)
    expect(test.driver.deeds).toEqual(['stop i-1', 'reinstall i-1', 'apply i-1', 'start i-1'])
    expect(await findInstance(test.core, 'i-1')).toMatchObject({
      ...{ state: 'running', imageId: 'image-2', osName: 'Ubuntu 24.04', loginUser: 'ubuntu' },
      ...{ allowsPassword: true, attributes: { kept: 1, more: 'yes' }, desiredVersion: 2, appliedVersion: 2 },
      latestOperation: { outcome: 'succeeded' },
    })
    const access = test.driver.access.get('i-1')
    expect(access).toMatchObject({ allowsPassword: true, publicKeys: [] })
    expect(access?.passwordHash).not.toBe('$6$hash')
  })

  it('shows what the dialect wants of a stopped one, which runs in the end', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1', { state: 'stopped', stoppedMode: 'keep-charging' })
    await reinstall(test)
    expect(await settle(test)).toEqual(['rebuilding', 'starting', 'running'])
    expect(await findInstance(test.core, 'i-1')).toMatchObject({ state: 'running', stoppedMode: undefined })
  })

  it('keeps the login where it is to be kept', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1', { state: 'stopped' })
    await reinstall(test, { login: 'kept' })
    await settle(test)
    expect(test.driver.access.get('i-1')).toEqual({
      ...{ version: 2, publicKeys: [], allowsPassword: true, passwordHash: '$6$hash' },
    })
  })

  it('binds the pairs given instead of those bound before; a password given with them waits', async () => {
    await using test = await createTestCore()
    const id = await addKeyPair(test)
    await addInstance(test.core, 'i-1', { state: 'stopped' })
    await reinstall(test, { login: { keyPairs: [{ id }], password: 'S3cret-pw!' } })
    await settle(test)
    expect(await findInstance(test.core, 'i-1')).toMatchObject({ keyPairIds: [id], allowsPassword: false })
    expect(test.driver.access.get('i-1')).toMatchObject({ allowsPassword: false })
    await reinstall(test, { login: { keyPairs: [] } })
    expect(await findInstance(test.core, 'i-1')).toMatchObject({ keyPairIds: [] })
  })

  it('lets nobody in where neither password nor pair is given', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1', { state: 'stopped' })
    await reinstall(test, { login: { keyPairs: [] } })
    await settle(test)
    expect(test.driver.access.get('i-1')).toEqual({ version: 2, publicKeys: [], allowsPassword: false })
  })

  it('changes nothing when it is only tried, but checks', async () => {
    await using test = await createTestCore()
    const before = await addInstance(test.core, 'i-1')
    await reinstall(test, { isDryRun: true })
    expect(await findInstance(test.core, 'i-1')).toEqual(before)
    const keyPairs = [{ id: 'kp-unknown' }]
    await expect(reinstall(test, { isDryRun: true, login: { keyPairs } })).rejects.toMatchObject({
      kind: 'keyPairNotFound',
    })
  })

  it('refuses a second one meanwhile as busy, whatever state is shown', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1')
    await reinstall(test)
    await expect(reinstall(test)).rejects.toMatchObject({
      kind: 'instanceBusy',
      detail: { isSameAction: true },
    })
  })

  it('goes back to the old system when it fails, on a fresh disk where the old one is lost', async () => {
    await using test = await createTestCore()
    const before = await addInstance(test.core, 'i-1', { attributes: { kept: 1 } })
    let isFailing = true
    test.driver.beforeStep = (deed) => {
      if (deed === 'apply i-1' && isFailing) {
        isFailing = test.driver.deeds.filter((done) => done === 'reinstall i-1').length === 1
        if (isFailing) throw new Error('no space')
      }
    }
    await reinstall(test)
    await settle(test)
    const after = await findInstance(test.core, 'i-1')
    const { imageId, osName, loginUser, attributes, passwordHash, allowsPassword, state } = before
    expect(after).toMatchObject({
      imageId,
      osName,
      loginUser,
      attributes,
      passwordHash,
      allowsPassword,
      state,
    })
    expect(after.latestOperation).toMatchObject({ outcome: 'failed', message: 'no space' })
    expect(test.driver.deeds).toEqual([
      'stop i-1',
      'reinstall i-1',
      'reinstall i-1',
      'apply i-1',
      'start i-1',
    ])
  })

  it('touches no disk when it fails before that', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1')
    test.driver.beforeStep = (deed) => {
      if (deed === 'stop i-1') throw new Error('does not stop')
    }
    await reinstall(test)
    await settle(test)
    expect(test.driver.deeds).toEqual(['apply i-1', 'start i-1'])
    expect(await findInstance(test.core, 'i-1')).toMatchObject({ imageId: 'image-1', state: 'running' })
  })

  it('leaves what was changed meanwhile as it is when it goes back', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1', { description: 'old', attributes: { kept: 1, both: 1 } })
    test.driver.beforeStep = (deed) => {
      if (deed === 'stop i-1') throw new Error('does not stop')
    }
    const system = { ...request.system, hostName: 'host-2', description: 'mine' }
    await reinstall(test, { system, attributes: { both: 2, more: 'yes', other: 'mine' } })
    const changes = { description: 'theirs', attributes: { kept: 2, other: 'theirs', third: 3 } }
    await modifyInstances(
      test.core,
      testCall(test.core, 'Modify'),
      { ...rules, checks: [] },
      { instanceIds: ['i-1'], changes },
    )
    await settle(test)
    const after = await findInstance(test.core, 'i-1')
    expect(after).toMatchObject({ imageId: 'image-1', hostName: 'i-1', description: 'theirs' })
    expect(after.attributes).toEqual({ kept: 2, both: 1, other: 'theirs', third: 3 })
  })

  it('leaves what was changed while the step ran that failed', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1', { description: 'old' })
    test.driver.stop = async () => {
      const changes = { description: 'theirs' }
      const modified = { instanceIds: ['i-1'], changes }
      await modifyInstances(test.core, testCall(test.core, 'Modify'), { ...rules, checks: [] }, modified)
      throw new Error('does not stop')
    }
    await reinstall(test, { system: { description: 'mine' } })
    await settle(test)
    expect(await findInstance(test.core, 'i-1')).toMatchObject({ description: 'theirs' })
  })

  it('binds its pair again when it fails, which cannot be deleted meanwhile', async () => {
    await using test = await createTestCore()
    const keyPairId = await addKeyPair(test)
    await addInstance(test.core, 'i-1', { keyPairIds: [keyPairId] })
    test.driver.beforeStep = (deed) => {
      if (deed === 'stop i-1') throw new Error('does not stop')
    }
    await reinstall(test)
    const removal = { isAccountWide: true, mode: 'allOrNothing', unknown: 'refused' } as const
    const removed = removeKeyPairs(test.core, testCall(test.core, 'Delete'), removal, [{ id: keyPairId }])
    await expect(removed).rejects.toMatchObject({ kind: 'keyPairInUse' })
    await settle(test)
    expect(await findInstance(test.core, 'i-1')).toMatchObject({ keyPairIds: [keyPairId], state: 'running' })
    expect(test.errors).toEqual([])
  })

  it.each([
    ['for good', false],
    ['until its end again when it fails', true],
  ])('binds a pair that it is given and that was bound for a while %s', async (_, isFailing) => {
    await using test = await createTestCore()
    const keyPairId = await addKeyPair(test)
    const {
      account,
      dialect,
      id: instanceId,
    } = await addInstance(test.core, 'i-1', { keyPairIds: [keyPairId] })
    const endMs = test.clock.now() + 3_600_000
    const { temporaryBindings } = test.core.database
    await temporaryBindings.put({
      ...{ account, dialect, instanceId, keyPairId },
      ...{ expiresAtMs: endMs, dueAtMs: endMs, endingAtMs: undefined },
    })
    test.driver.beforeStep = (deed) => {
      if (isFailing && deed === 'stop i-1') throw new Error('does not stop')
    }
    await reinstall(test, { login: { keyPairs: [{ id: keyPairId }] } })
    expect(await temporaryBindings.earliest(9)).toEqual([])
    await settle(test)
    const after = await findInstance(test.core, 'i-1')
    expect(after).toMatchObject({
      ...{ keyPairIds: [keyPairId], latestOperation: { outcome: isFailing ? 'failed' : 'succeeded' } },
    })
    const rows = await temporaryBindings.earliest(9)
    expect(rows.map(({ expiresAtMs }) => expiresAtMs)).toEqual(isFailing ? [endMs] : [])
    expect([...(test.driver.access.get('i-1')?.expiries?.values() ?? [])]).toEqual(isFailing ? [endMs] : [])
  })

  it('is refused for pairs on Windows, also for those that are kept', async () => {
    await using test = await createTestCore()
    const keyPairId = await addKeyPair(test)
    await addInstance(test.core, 'i-1', { keyPairIds: [keyPairId] })
    const system = { imageId: 'image-3', os: 'windows', osName: 'Windows Server' } as const
    await expect(reinstall(test, { login: 'kept', system })).rejects.toMatchObject({
      kind: 'instanceIsWindows',
      detail: { osName: 'Windows Server' },
    })
  })

  it('is refused where the driver cannot', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1')
    Object.assign(test.driver, { capabilities: { ...test.driver.capabilities, reinstalls: false } })
    await expect(reinstall(test)).rejects.toMatchObject({ kind: 'powerNotSupported' })
  })
})
