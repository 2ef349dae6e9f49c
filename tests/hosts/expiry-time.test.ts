import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, describe, expect, it, vi } from 'vitest'

import { type Clock, systemClock } from '../../src/core/clock.ts'
import type { AccessState } from '../../src/core/machines/access-state.ts'
import type { HostSettings } from '../../src/drivers/linux-host/host-record.ts'
import { createOwnApiClient } from '../../src/own-api/client.ts'
import { PATIENCE } from '../patience.ts'
import { driveHost } from '../real-hosts/driven-host.ts'
import { foreignLines } from '../real-hosts/foreign-lines.ts'
import { newKey } from '../real-hosts/new-key.ts'
import { noRealHosts, type RealHost, type RealHostOptions, startRealHost } from '../real-sshd.ts'
import { sshKey } from '../ssh-client.ts'
import { startTestKeyplane } from '../start-keyplane.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const management = newKey()
const bound = newKey()
const beside = newKey()
const folder = mkdtempSync(join(tmpdir(), 'keyplane-expiry-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** `bound` until then, and `beside` for good. */
function until(version: number, endsAtMs?: number): AccessState {
  return {
    ...{ version, publicKeys: [bound.publicKey, beside.publicKey], allowsPassword: false },
    ...(endsAtMs === undefined ? {} : { expiries: new Map([[bound.publicKey, endsAtMs]]) }),
  }
}

function isLetIn({ address, port }: RealHost, user: string, { privateKey }: typeof bound) {
  // Where files are served alone, the session of an accepted key ends by itself: 255 is a refusal.
  return sshKey({ host: address, port, user, privateKey, command: 'true' }).then(
    ({ exitCode }) => exitCode !== 255,
  )
}

/** How Keyplane gets to the hosts of this file: by commands, and where there are none. */
const WAYS: Readonly<Record<string, { options: RealHostOptions; settings: Partial<HostSettings> }>> = {
  'with commands': { options: {}, settings: {} },
  'that only serves files': {
    options: {
      sshdConfig: 'UsePAM yes\nSubsystem sftp internal-sftp\nMatch User app\n  ForceCommand internal-sftp\n',
    },
    settings: { access: 'sftp' },
  },
}

/** A host whose user `app` has 500 foreign lines, with the management key as the last one. */
async function appHost({ options, settings }: { options: RealHostOptions; settings: Partial<HostSettings> }) {
  const own = Buffer.concat([foreignLines(), Buffer.from(`\n${management.publicKey} management\n`)])
  const host = await startRealHost({ ...options, users: [{ name: 'app', authorizedKeys: own }] })
  const driven = await driveHost(host, {
    settings: { user: 'app', managesPassword: false, ...settings },
    managementKey: management.privateKey,
  })
  return {
    ...{ host, driven },
    /** What stands behind the lines of others, which are as they were. */
    async ours() {
      const file = await host.read('/home/app/.ssh/authorized_keys')
      expect(file.subarray(0, own.length).equals(own)).toBe(true)
      return file.toString('latin1', own.length).replaceAll(/ keyplane:\S+\n/g, '\n')
    },
    isLetIn: (key: typeof bound) => isLetIn(host, 'app', key),
    async [Symbol.asyncDispose]() {
      await driven[Symbol.asyncDispose]()
      await host[Symbol.asyncDispose]()
    },
  }
}

describe.skipIf(noRealHosts)(`a key with an end on a host ${noRealHosts ?? ''}`, () => {
  describe.each(Object.entries(WAYS))('%s', (_name, way) => {
    it.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago'])(
      'is let in before it and not after, whatever the time zone is: %s',
      async (zone) => {
        await using on = await appHost(way)
        await on.host.run('ln -sfn "/usr/share/zoneinfo/$1" /etc/localtime', { args: [zone] })
        expect((await on.host.run('date +%Z')).stdout).not.toBe('UTC\n')
        await on.driven.apply(until(1, Date.now() + HOUR_MS))
        expect([await on.isLetIn(bound), await on.isLetIn(beside)]).toEqual([true, true])
        await on.driven.apply(until(2, Date.now() - HOUR_MS))
        expect([await on.isLetIn(bound), await on.isLetIn(beside)]).toEqual([false, true])
        expect(await on.driven.observe()).toMatchObject({
          access: { version: 2, publicKeys: [bound.publicKey, beside.publicKey] },
        })
        expect((await on.driven.observe()).foreignKeys.join()).not.toContain(bound.publicKey)
      },
    )

    it('has no end any more once it stays for good; nobody else is touched', async () => {
      await using on = await appHost(way)
      const endsAtMs = Date.UTC(2001, 1, 3, 4, 5, 6, 7)
      await on.driven.apply(until(1, endsAtMs))
      const permanent = `${bound.publicKey}\n${beside.publicKey}\n`
      expect(await on.ours()).toBe(`expiry-time="20010203040507Z" ${permanent}`)
      expect(await on.isLetIn(bound)).toBe(false)
      await on.driven.apply(until(2))
      expect(await on.ours()).toBe(permanent)
      expect(await on.isLetIn(bound)).toBe(true)
      await on.driven.apply(until(3, endsAtMs))
      await on.driven.apply({ version: 4, publicKeys: [], allowsPassword: false })
      expect(await on.ours()).toBe('')
    })
  })

  it('is refused from the moment on, and not before, while nobody does anything', async () => {
    await using on = await appHost({ options: {}, settings: {} })
    const endsAtMs = Date.now() + 4_000
    await on.driven.apply(until(1, endsAtMs))
    let refusedAtMs = 0
    await vi.waitFor(async () => {
      expect(await on.isLetIn(bound)).toBe(false)
      refusedAtMs = Date.now()
    }, PATIENCE)
    expect(refusedAtMs).toBeGreaterThan(endsAtMs)
    expect(await on.ours()).toContain(bound.publicKey)
  })

  it('has none where dropbear would lose the key by it', async () => {
    const dropbear = { server: 'dropbear' } as const
    await using on = await appHost({ options: dropbear, settings: dropbear })
    await on.driven.apply(until(1, Date.now() - HOUR_MS))
    expect(await on.ours()).toBe(`${bound.publicKey}\n${beside.publicKey}\n`)
    expect(await on.driven.observe()).toMatchObject({ knowsNoEnds: true })
    expect(await on.isLetIn(bound)).toBe(true)
  })
})

/** A clock that is slow: what ends by it has ended on the hosts long before. */
function lateClock(byMs: number): Clock {
  const clock = systemClock()
  return { now: () => clock.now() - byMs, wakeAt: (atMs, wake) => clock.wakeAt(atMs + byMs, wake) }
}

const TOKEN = 'a-token-of-a-test'
const SEED = `
accounts: [{ id: '1000000001', name: acme, users: [{ name: root }] }]
keyPairs:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, name: brief, publicKey: '${bound.publicKey}' }
`

describe.skipIf(noRealHosts)(`a temporary binding at a host ${noRealHosts ?? ''}`, () => {
  it('ends there though Keyplane takes nothing away, and not any more once it is bound for good', async () => {
    const identity = join(folder, 'identity')
    writeFileSync(identity, management.privateKey, { mode: 0o600 })
    await using host = await startRealHost({
      users: [{ name: 'root', authorizedKeys: `${management.publicKey}\n` }],
    })
    await using server = await startTestKeyplane({ seed: SEED, adminToken: TOKEN, clock: lateClock(HOUR_MS) })
    const client = createOwnApiClient({ url: server.api, token: TOKEN })
    const { id = '' } = await client.hosts.enrol({
      ...{ address: host.address, port: host.port, account: '1000000001', region: 'ap-guangzhou' },
      ...{ login: { kind: 'identity', file: identity }, acceptNew: true },
    })
    const bind = async (forMs?: number) => {
      const end = forMs === undefined ? {} : { forSeconds: forMs / 1_000 }
      for await (const told of await client.bindings.add({ key: 'brief', instances: [id], ...end }))
        expect(told).toMatchObject({ outcome: 'bound' })
      const path = { dialect: 'tencent-cvm', account: '1000000001', id }
      expect(await client.instances.show(path)).toMatchObject({ pending: null })
      const checked: unknown[] = []
      for await (const told of await client.hosts.check({ ids: [id] })) checked.push(told)
      expect(checked).toMatchObject([{ state: 'in-sync', foreign: [management.publicKey] }])
      return isLetIn(host, 'root', bound)
    }
    expect(await bind(2 * HOUR_MS)).toBe(true)
    const file = async () => (await host.read('/root/.ssh/authorized_keys')).toString()
    const before = await file()
    await host.run(`sed -i 's/^expiry-time="[0-9]*Z" //' /root/.ssh/authorized_keys`)
    expect(await file()).not.toBe(before)
    for await (const told of await client.hosts.check({ ids: [id], mode: 'enforce' }))
      expect(told).toMatchObject({ state: 'drifted', settled: 'enforced', keys: { missing: [], extra: [] } })
    expect(await file()).toBe(before)
    expect(await bind(30 * MINUTE_MS)).toBe(false)
    const { items } = await client.bindings.list({ instance: id })
    expect(items).toMatchObject([{ keyPairName: 'brief', expiresAt: expect.any(String) as string }])
    expect(await bind()).toBe(true)
    expect(await file()).not.toContain('expiry-time')
  })

  it('is given to the old key of a rotation as soon as the new one is in force', async () => {
    const identity = join(folder, 'identity')
    writeFileSync(identity, management.privateKey, { mode: 0o600 })
    await using host = await startRealHost({
      users: [{ name: 'root', authorizedKeys: `${management.publicKey}\n` }],
    })
    await using server = await startTestKeyplane({ seed: SEED, adminToken: TOKEN, clock: lateClock(HOUR_MS) })
    const client = createOwnApiClient({ url: server.api, token: TOKEN })
    const { id = '' } = await client.hosts.enrol({
      ...{ address: host.address, port: host.port, account: '1000000001', region: 'ap-guangzhou' },
      ...{ login: { kind: 'identity', file: identity }, acceptNew: true },
    })
    for await (const told of await client.bindings.add({ key: 'brief', instances: [id] }))
      expect(told).toMatchObject({ outcome: 'bound' })
    expect(await isLetIn(host, 'root', bound)).toBe(true)
    const place = { dialect: 'tencent-cvm', account: '1000000001' }
    const told: unknown[] = []
    const rotation = { ...place, id: 'brief', publicKey: beside.publicKey, overlapSeconds: 30 * 60 }
    for await (const event of await client.keyPairs.rotate(rotation)) told.push(event)
    expect(told).toMatchObject([{ kind: 'keyPair' }, { outcome: 'bound', message: '' }])
    expect(await client.instances.show({ ...place, id })).toMatchObject({ pending: null })
    const lines = (await host.read('/root/.ssh/authorized_keys')).toString().split('\n')
    const lineOf = ({ publicKey }: typeof bound) => lines.find((line) => line.includes(publicKey))
    expect(lineOf(bound)).toMatch(/^expiry-time="\d{14}Z" ssh-/)
    expect(lineOf(beside)).toMatch(/^ssh-/)
    // By the clock of the host it is over, though Keyplane takes nothing away.
    expect([await isLetIn(host, 'root', bound), await isLetIn(host, 'root', beside)]).toEqual([false, true])
  })
})
