import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../../tests/start-keyplane.ts'
import { PATIENCE } from '../../tests/patience.ts'
import { sshKey } from '../../tests/ssh-client.ts'
import { MachineError } from '../core/machines/driver.ts'
import { createOwnApiClient, type OwnApiClient } from './client.ts'

const TOKEN = 'the-administrators-token'
const ACCOUNT = '1000000001'
const PLACE = { dialect: 'tencent-cvm', account: ACCOUNT }
const SEED = `
accounts: [{ id: "${ACCOUNT}", name: acme, users: [{ name: root }] }]
instances: [{ dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-running0 }]
`

let keyplane: TestKeyplane
let api: OwnApiClient
let name = ''
beforeAll(async () => {
  keyplane = await startTestKeyplane({ adminToken: TOKEN, seed: SEED, logLevel: 'silent' })
  api = createOwnApiClient({ url: keyplane.api, token: TOKEN })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

let count = 0
beforeEach(async () => {
  name = `pair${(count += 1)}`
  await api.keyPairs.create({ ...PLACE, name })
  await bind(name, { replace: true })
})

async function bind(key: string, how: { replace?: boolean } = {}) {
  const wanted = { key, instances: ['ins-running0'], force: true, ...how }
  for await (const { outcome, message } of await api.bindings.add(wanted))
    if (outcome !== 'bound') throw new Error(`${outcome}: ${message}`)
}

async function unbind(key: string) {
  const wanted = { key, instances: ['ins-running0'], force: true }
  for await (const { outcome, message } of await api.bindings.remove(wanted))
    if (outcome !== 'unbound') throw new Error(`${outcome}: ${message}`)
}

async function rotate() {
  const wanted = { ...PLACE, id: name, newName: `${name}_new`, overlapSeconds: 3_600 }
  const events = []
  for await (const event of await api.keyPairs.rotate(wanted)) events.push(event)
  return events
}

async function boundNames(): Promise<readonly string[]> {
  const { items } = await api.bindings.list({ instance: 'ins-running0' })
  return items.map(({ keyPairName }) => keyPairName).toSorted()
}

const INSTANCE = { ...PLACE, id: 'ins-running0' }

/** The lines of the machine itself, read with the new key. */
async function keyLines(event: Awaited<ReturnType<typeof rotate>>[number] | undefined) {
  if (event?.kind !== 'keyPair') throw new Error('no new pair was told')
  const { host = '', port = 0, user = '' } = (await api.instances.show(INSTANCE)).access ?? {}
  const { privateKey = '' } = event
  const { stdout } = await sshKey({ host, port, user, privateKey, command: 'cat ~/.ssh/authorized_keys' })
  return stdout.split('\n').filter((line) => line.includes('ssh-'))
}

/** As `authorized_keys` has it: a whole second, not before the instant itself. */
function secondOf(time: string): string {
  const wholeMs = Math.ceil(Date.parse(time) / 1_000) * 1_000
  return new Date(wholeMs).toISOString().replace(/[-:T]|\.\d+/g, '')
}

describe('a rotation', () => {
  it('tells the machine when the old key ends, as one version more, and once', async () => {
    const before = await api.instances.show(INSTANCE)
    const [first, told] = await rotate()
    const after = await api.instances.show(INSTANCE)
    // The new pair, and then the end of the old one.
    expect(after).toMatchObject({ desiredVersion: before.desiredVersion + 2, pending: null })
    expect(after.appliedVersion).toBe(after.desiredVersion)
    const endsAt = told?.kind === 'instance' ? (told.oldEndsAt ?? '') : ''
    expect(await keyLines(first)).toEqual([
      expect.stringMatching(new RegExp(`^expiry-time="${secondOf(endsAt)}" ssh-ed25519 `)),
      expect.stringMatching(/^ssh-ed25519 /),
    ])
    expect((await rotate()).slice(1)).toMatchObject([{ oldEndsAt: endsAt }])
    expect((await api.instances.show(INSTANCE)).desiredVersion).toBe(after.desiredVersion)
  })

  it('gives the old pair no end while something else has the machine, and goes on when it is asked for again', async () => {
    const { core, world } = keyplane
    if (!world) throw new Error('a stand-in has a world')
    const store = core.database.temporaryBindings
    const real = store.ofInstance.bind(store)
    let isTaken = false
    // The new pair is in force, and the old one is looked at.
    const looked = vi.spyOn(store, 'ofInstance').mockImplementation(async (owner) => {
      const [instance] = await core.database.instances.findByIds(INSTANCE, [INSTANCE.id])
      if (!isTaken && instance?.currentOperationId === undefined) {
        isTaken = true
        await world.hold(INSTANCE)
        await api.instances.power({ ...INSTANCE, verb: 'reboot' })
      }
      return real(owner)
    })
    const [, refused] = await rotate()
    looked.mockRestore()
    expect(refused).toMatchObject({
      ...{ outcome: 'refused', message: expect.stringMatching(/^the old key has no end: /) as string },
    })
    expect(refused).not.toHaveProperty('oldEndsAt')
    await world.release(INSTANCE)
    await expect.poll(async () => (await api.instances.show(INSTANCE)).state, PATIENCE).toBe('running')
    expect((await rotate()).slice(1)).toMatchObject([
      { outcome: 'bound', oldEndsAt: expect.any(String) as string },
    ])
    expect(await boundNames()).toEqual([name, `${name}_new`])
  })

  it('leaves the old pair for good where the new one was not taken, however late that is seen', async () => {
    const { core } = keyplane
    const { operations, instances } = core.database
    const driver = core.drivers.get('simulated')
    const apply = driver.applyAccess.bind(driver)
    const refused = vi.spyOn(driver, 'applyAccess').mockImplementation(async (machine, desired, signal) => {
      if (desired.publicKeys.length > 1) throw new MachineError('no room on the disk')
      return apply(machine, desired, signal)
    })
    const transaction = core.database.transaction.bind(core.database)
    let isLate = false
    // Binding is begun, and has failed and been undone before who asked for it looks.
    const stalled = vi.spyOn(core.database, 'transaction').mockImplementation(async (work, turn) => {
      const result = await transaction(work, turn)
      const [instance] = await instances.findByIds(INSTANCE, [INSTANCE.id])
      const begun = instance?.latestOperation
      if (isLate || begun?.action !== 'RotateKeyPair') return result
      isLate = true
      core.dispatcher.wake([{ id: begun.id, dueAtMs: 0 }])
      await expect.poll(async () => (await operations.find(begun.id))?.outcome, PATIENCE).toBe('failed')
      return result
    })
    const [, told] = await rotate()
    stalled.mockRestore()
    refused.mockRestore()
    expect(told).toMatchObject({ outcome: 'failed', message: 'no room on the disk' })
    expect(told).not.toHaveProperty('oldEndsAt')
    const { items } = await api.bindings.list({ instance: INSTANCE.id })
    expect(items).toMatchObject([{ keyPairName: name }])
    expect(items[0]).not.toHaveProperty('expiresAt')
  })

  it('goes on with its new pair when it is asked for again', async () => {
    const [first] = await rotate()
    const [again] = await rotate()
    expect(first).toMatchObject({ kind: 'keyPair', keyPair: { name: `${name}_new` } })
    expect(again).toMatchObject({ keyPair: { id: first?.kind === 'keyPair' && first.keyPair.id } })
    expect(await boundNames()).toEqual([name, `${name}_new`])
  })

  it.each(['before', 'after'] as const)(
    'can be asked for again when it died %s it was written down',
    async (when) => {
      const store = keyplane.core.database.temporaryBindings
      const put = store.putRotation.bind(store)
      const died = vi.spyOn(store, 'putRotation').mockImplementationOnce(async (rotation) => {
        if (when === 'after') await put(rotation)
        throw new Error('the process dies')
      })
      await expect(rotate()).rejects.toMatchObject({ status: 500 })
      died.mockRestore()
      expect((await rotate()).slice(1)).toMatchObject([{ id: 'ins-running0', outcome: 'bound' }])
      expect(await boundNames()).toEqual([name, `${name}_new`])
    },
  )

  it('leaves another one that is begun at the same time as it is', async () => {
    const store = keyplane.core.database.temporaryBindings
    const put = store.putRotation.bind(store)
    let first: Awaited<ReturnType<typeof rotate>> = []
    const second = vi.spyOn(store, 'putRotation').mockImplementationOnce(async (...asked) => {
      first = await rotate()
      return put(...asked)
    })
    await expect(rotate()).rejects.toMatchObject({ status: 409 })
    second.mockRestore()
    expect((await rotate()).slice(0, 1)).toMatchObject([
      { keyPair: { id: first[0]?.kind === 'keyPair' && first[0].keyPair.id } },
    ])
    expect(await boundNames()).toEqual([name, `${name}_new`])
  })

  it('stays written down when another one is refused', async () => {
    const [first] = await rotate()
    await api.keyPairs.create({ ...PLACE, name: `${name}_taken` })
    const wanted = { ...PLACE, id: name, newName: `${name}_taken`, overlapSeconds: 3_600 }
    await expect(api.keyPairs.rotate(wanted)).rejects.toMatchObject({ status: 409 })
    expect((await rotate()).slice(0, 1)).toMatchObject([
      { keyPair: { id: first?.kind === 'keyPair' && first.keyPair.id } },
    ])
  })

  it('makes the pair that is named, be another one written down', async () => {
    await rotate()
    const wanted = { ...PLACE, id: name, newName: `${name}_other`, overlapSeconds: 3_600 }
    const kinds = []
    for await (const { kind } of await api.keyPairs.rotate(wanted)) kinds.push(kind)
    expect(kinds).toEqual(['keyPair', 'instance'])
    expect(await boundNames()).toEqual([name, `${name}_new`, `${name}_other`])
  })

  it('is over where the old pair is bound anew: the next one has a new pair of its own', async () => {
    const [first] = await rotate()
    await unbind(name)
    await bind(name)
    const wanted = { ...PLACE, id: name, overlapSeconds: 3_600 }
    const events = []
    for await (const event of await api.keyPairs.rotate(wanted)) events.push(event)
    expect(events).toMatchObject([{ keyPair: { name: `${name}_2` } }, { outcome: 'bound' }])
    expect(first).toMatchObject({ keyPair: { name: `${name}_new` } })
  })

  it('can be asked for again when its new pair could not be made', async () => {
    const { id } = await api.keyPairs.create({ ...PLACE, name: `${name}_new` })
    await expect(rotate()).rejects.toMatchObject({ status: 409 })
    await api.keyPairs.remove({ ...PLACE, id })
    expect((await rotate()).slice(1)).toMatchObject([{ id: 'ins-running0', outcome: 'bound' }])
  })
})
