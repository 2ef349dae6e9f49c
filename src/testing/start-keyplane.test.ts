import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { startKeyplane } from './start-keyplane.ts'

const INSTANCE = { dialect: 'alibaba-ecs', account: 'acme', region: 'cn-hangzhou', id: 'i-one' }
const ACME = { id: '1000000001', name: 'acme', users: [] }
const SEED = { accounts: [ACME], instances: [INSTANCE] }

/** What is left of the run in the folder of temporary files, which is its own. */
async function leftAfter(run: () => Promise<void>): Promise<readonly string[]> {
  const before = process.env['TMPDIR']
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-left-'))
  process.env['TMPDIR'] = folder
  try {
    await run()
    return readdirSync(folder)
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
    rmSync(folder, { recursive: true })
  }
}

describe('startKeyplane', () => {
  it('gives each caller ports, data and a token of its own', async () => {
    await using one = await startKeyplane()
    await using other = await startKeyplane()
    expect(one.url).toBe(`http://${one.endpoint}`)
    expect(new Set([one.endpoint, other.endpoint]).size).toBe(2)
    expect(new Set([one.sshPort, other.sshPort, 0]).size).toBe(3)
    expect(one.adminToken).not.toBe(other.adminToken)
    const call = (token: string) =>
      fetch(`${one.url}/keyplane/v1/world`, { headers: { authorization: `Bearer ${token}` } })
    expect((await call(one.adminToken)).status).toBe(200)
    expect((await call(other.adminToken)).status).toBe(401)
  })

  it('is gone after stop, which may be called again', async () => {
    const left = await leftAfter(async () => {
      const keyplane = await startKeyplane({ seed: SEED })
      await keyplane.stop()
      await keyplane.stop()
      await keyplane[Symbol.asyncDispose]()
      await expect(fetch(keyplane.url)).rejects.toThrow('fetch failed')
    })
    expect(left).toEqual([])
  })

  it('takes a seed as text or as an object', async () => {
    const text = JSON.stringify(SEED)
    await using written = await startKeyplane({ seed: text })
    await using given = await startKeyplane({ seed: SEED })
    expect((await written.ssh('i-one')).user).toBe('root+i-one')
    expect((await given.ssh('i-one')).user).toBe('root+i-one')
  })

  it('says what is wrong with a seed or an option, and leaves nothing behind', async () => {
    const left = await leftAfter(async () => {
      const elsewhere = { ...SEED, instances: [{ ...INSTANCE, region: 'cn-nowhere' }] }
      await expect(startKeyplane({ seed: elsewhere })).rejects.toThrow('cn-nowhere')
      await expect(startKeyplane({ rates: 0 })).rejects.toThrow(
        '--rates: must be off, documented or a number',
      )
      const misspelt: object = { seeds: SEED, nope: 1 }
      await expect(startKeyplane(misspelt)).rejects.toThrow(
        /^unknown option: seeds, nope; known are: seed, mode, /,
      )
      await expect(startKeyplane({ mode: 'strict', clock: 'held' })).rejects.toThrow('in strict mode')
      await expect(startKeyplane({ mode: 'strict', seedNumber: 1 })).rejects.toThrow('in strict mode')
    })
    expect(left).toEqual([])
  })

  it('holds the clock, and moves it through the own API', async () => {
    const at = new Date('2030-01-01T00:00:00Z')
    await using keyplane = await startKeyplane({ clock: at })
    const { world } = await keyplane.api()
    expect(await world.show({})).toMatchObject({ clock: { mode: 'held', now: '2030-01-01T00:00:00.000Z' } })
    await world.clock.advance({ byMs: 1_500 })
    expect(await world.show({})).toMatchObject({ clock: { now: '2030-01-01T00:00:01.500Z' } })
  })

  it('gives the same host keys for the same seed number, and others without', async () => {
    const hostKey = async (seedNumber?: number) => {
      await using keyplane = await startKeyplane({
        seed: SEED,
        ...(seedNumber === undefined ? {} : { seedNumber }),
      })
      return (await keyplane.ssh('i-one')).knownHosts.split(' ').at(-1)
    }
    expect(await hostKey(7)).toBe(await hostKey(7))
    expect(await hostKey()).not.toBe(await hostKey())
  })

  it('speaks HTTPS by a CA of its own, and HTTP on the same port', async () => {
    await using keyplane = await startKeyplane({ tls: true })
    expect(keyplane.url).toBe(`https://${keyplane.endpoint}`)
    expect(keyplane.authority).toContain('-----BEGIN CERTIFICATE-----')
    expect((await fetch(`http://${keyplane.endpoint}/healthz`)).status).toBe(200)
    await using plain = await startKeyplane()
    expect(plain.authority).toBeUndefined()
  })

  it('reads neither the environment nor a file', async () => {
    const before = process.env['KEYPLANE_MODE']
    process.env['KEYPLANE_MODE'] = 'strict'
    try {
      await using keyplane = await startKeyplane()
      const cvm = await keyplane.clients.tencentCvm({ accessKeyId: 'AKIDanybody' })
      expect(await cvm.DescribeKeyPairs({})).toMatchObject({ TotalCount: 0 })
    } finally {
      if (before === undefined) delete process.env['KEYPLANE_MODE']
      else process.env['KEYPLANE_MODE'] = before
    }
  })
})

describe('ssh', () => {
  it('refuses what nobody or more than one can be meant by', async () => {
    const twin = { ...INSTANCE, account: 'other' }
    const accounts = [ACME, { id: '1000000002', name: 'other' }]
    await using keyplane = await startKeyplane({ seed: { accounts, instances: [INSTANCE, twin] } })
    await expect(keyplane.ssh('i-two')).rejects.toThrow('no simulated machine behind an instance i-two')
    await expect(keyplane.ssh('i-one')).rejects.toThrow('several accounts have an instance i-one')
  })
})
