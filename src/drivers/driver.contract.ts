import { describe, expect, it } from 'vitest'

import type { Machine } from '../core/machines/driver.ts'
import { describeReinstall, describeRescue } from './driver-system.contract.ts'
import {
  access,
  type DriverUnderTest,
  FOREIGN,
  HASH,
  KEY_A,
  KEY_B,
  signal,
} from './test-support/driver-under-test.ts'

/** What every driver keeps to. `makeDriver` is called once per test. */
export function describeDriverContract(name: string, makeDriver: () => Promise<DriverUnderTest>): void {
  describe(`${name} driver`, () => {
    describePower(makeDriver)
    describeAccess(makeDriver)
    describeForeignKeys(makeDriver)
    describeLife(makeDriver)
    describeReinstall(makeDriver)
    describeRescue(makeDriver)
  })
}

function describePower(makeDriver: () => Promise<DriverUnderTest>): void {
  describe('power', () => {
    it('starts a machine, also when it runs already', async () => {
      await using test = await makeDriver()
      const machine = await test.newMachine()
      await test.driver.start(machine, signal)
      await test.driver.start(machine, signal)
      expect(await test.driver.observe(machine, signal)).toMatchObject({ isReachable: true })
    })

    it('stops a machine, also when it is off already', async () => {
      await using test = await makeDriver()
      const machine = await test.newMachine()
      await test.driver.start(machine, signal)
      await test.driver.stop(machine, { force: false }, signal)
      await test.driver.stop(machine, { force: true }, signal)
      const { isReachable } = await test.driver.observe(machine, signal)
      expect(isReachable).toBe(!(await hasPower(test, machine)))
    })

    it('says of each machine whether start and stop do something', async () => {
      await using test = await makeDriver()
      const { power } = test.driver.capabilities
      const machine = await test.newMachine()
      await test.driver.start(machine, signal)
      const record = power === 'by-machine' ? 'no record of this driver' : await test.readRecord(machine)
      expect(test.driver.hasPower(record)).toBe(power === true)
    })

    it('has a machine running after a reboot, also when it is rebooted twice', async () => {
      await using test = await makeDriver()
      const machine = await test.newMachine()
      await test.driver.start(machine, signal)
      await test.driver.reboot(machine, signal)
      await test.driver.reboot(machine, signal)
      expect(await test.driver.observe(machine, signal)).toMatchObject({ isReachable: true })
    })

    it('keeps the access over a power cycle', async () => {
      await using test = await makeDriver()
      const machine = await test.newMachine()
      await test.driver.applyAccess(machine, access(1, [KEY_A]), signal)
      await test.driver.start(machine, signal)
      await test.driver.stop(machine, { force: false }, signal)
      await test.driver.start(machine, signal)
      expect((await test.driver.observe(machine, signal)).access).toEqual(access(1, [KEY_A]))
    })
  })
}

async function hasPower(test: DriverUnderTest, machine: Machine): Promise<boolean> {
  const { power } = test.driver.capabilities
  return power === 'by-machine' ? test.driver.hasPower(await test.readRecord(machine)) : power
}

function describeAccess(makeDriver: () => Promise<DriverUnderTest>): void {
  describe('applyAccess', () => {
    it('is found by observe: keys, password setting and hash', async () => {
      await using test = await makeDriver()
      const machine = await test.newMachine()
      const desired = access(4, [KEY_A, KEY_B], { allowsPassword: true, passwordHash: HASH })
      expect(await test.driver.applyAccess(machine, desired, signal)).toMatchObject({
        version: 4,
        changed: { cameKeys: [KEY_A, KEY_B], wentKeys: [], isPasswordNew: true },
      })
      expect(await test.driver.observe(machine, signal)).toMatchObject({ access: desired, foreignKeys: [] })
    })

    it('changes nothing when applied again', async () => {
      await using test = await makeDriver()
      const machine = await test.newMachine()
      await test.driver.applyAccess(machine, access(1, [KEY_A]), signal)
      const before = await test.readKeyFile(machine)
      expect(await test.driver.applyAccess(machine, access(1, [KEY_A]), signal)).toEqual({ version: 1 })
      expect(await test.readKeyFile(machine)).toEqual(before)
    })

    it('replaces the managed keys and takes the password setting back', async () => {
      await using test = await makeDriver()
      const machine = await test.newMachine()
      const first = access(1, [KEY_A], { allowsPassword: true, passwordHash: HASH })
      await test.driver.applyAccess(machine, first, signal)
      const second = access(2, [KEY_B], { passwordHash: HASH })
      expect(await test.driver.applyAccess(machine, second, signal)).toEqual({
        version: 2,
        changed: { cameKeys: [KEY_B], wentKeys: [KEY_A], password: 'refused' },
      })
      expect((await test.driver.observe(machine, signal)).access).toEqual(second)
      expect((await test.readKeyFile(machine)).toString()).not.toContain(KEY_A)
    })

    it('lets no older version win and tells the newer one', async () => {
      await using test = await makeDriver()
      const machine = await test.newMachine()
      await test.driver.applyAccess(machine, access(3, [KEY_B]), signal)
      const before = await test.readKeyFile(machine)
      const older = access(2, [KEY_A], { allowsPassword: true, passwordHash: HASH })
      expect(await test.driver.applyAccess(machine, older, signal)).toEqual({ version: 3 })
      expect(await test.readKeyFile(machine)).toEqual(before)
      expect((await test.driver.observe(machine, signal)).access).toEqual(access(3, [KEY_B]))
    })

    it('lets the newest version win over writers at the same time', async () => {
      await using test = await makeDriver()
      const machine = await test.newMachine()
      const versions = [3, 1, 5, 2, 4].map((version) =>
        access(version, version % 2 === 0 ? [KEY_A] : [KEY_B]),
      )
      await Promise.all(versions.map((desired) => test.driver.applyAccess(machine, desired, signal)))
      expect((await test.driver.observe(machine, signal)).access).toEqual(access(5, [KEY_B]))
    })

    it('gives keys an end, another one and none; nothing else in the file changes', async () => {
      await using test = await makeDriver()
      const machine = await test.newMachine()
      const ends = (atMs: number) => ({ expiries: new Map([[KEY_A, atMs]]) })
      const inHours = (hours: number) => Date.UTC(2030, 0, 1, hours)
      await test.driver.applyAccess(machine, access(1, [KEY_A, KEY_B]), signal)
      const permanent = await test.readKeyFile(machine)
      for (const [version, hours] of [
        [2, 1],
        [3, 2],
      ] as const) {
        const desired = access(version, [KEY_A, KEY_B], ends(inHours(hours)))
        expect(await test.driver.applyAccess(machine, desired, signal)).toMatchObject({ version })
        expect(await test.driver.observe(machine, signal)).toMatchObject({ access: desired, foreignKeys: [] })
        const text = (await test.readKeyFile(machine)).toString()
        const option = `expiry-time="203001010${hours}0000Z" `
        expect(text.replace(option, '')).toBe(permanent.toString())
        expect(text).toContain(`${option}${KEY_A}`)
        expect(await test.driver.applyAccess(machine, desired, signal)).toEqual({ version })
      }
      await test.driver.applyAccess(machine, access(4, [KEY_A, KEY_B]), signal)
      expect(await test.readKeyFile(machine)).toEqual(permanent)
      expect((await test.driver.observe(machine, signal)).access?.expiries).toBeUndefined()
    })

    it('takes a key away whose time is over', async () => {
      await using test = await makeDriver()
      const machine = await test.newMachine()
      const over = { expiries: new Map([[KEY_A, Date.UTC(2001, 0, 1)]]) }
      await test.driver.applyAccess(machine, access(1, [KEY_A], over), signal)
      expect(await test.driver.observe(machine, signal)).toMatchObject({
        access: { publicKeys: [KEY_A] },
        foreignKeys: [],
      })
      await test.driver.applyAccess(machine, access(2, []), signal)
      expect((await test.readKeyFile(machine)).toString()).not.toContain(KEY_A)
    })

    it('brings back a managed key that was deleted inside the machine', async () => {
      await using test = await makeDriver()
      const machine = await test.newMachine()
      await test.driver.applyAccess(machine, access(1, [KEY_A]), signal)
      await test.writeKeyFile(machine, Buffer.from(''))
      expect((await test.driver.observe(machine, signal)).access).toMatchObject({ publicKeys: [] })
      await test.driver.applyAccess(machine, access(1, [KEY_A]), signal)
      expect((await test.driver.observe(machine, signal)).access).toMatchObject({ publicKeys: [KEY_A] })
    })
  })
}

function describeForeignKeys(makeDriver: () => Promise<DriverUnderTest>): void {
  describe('foreign keys', () => {
    const texts = {
      'with final line end': Buffer.from(`# mine\n${FOREIGN}\n`),
      'without final line end': Buffer.from(`# mine\n${FOREIGN}`),
      'with blank and broken lines': Buffer.from(`\n\n   not a key\t\n${FOREIGN}\n\n`),
      'with carriage returns and bytes that are no UTF-8': Buffer.concat([
        Buffer.from(`${FOREIGN}\r\n# `),
        Buffer.from([0xff, 0xfe, 0x00, 0x80]),
        Buffer.from('\r\n'),
      ]),
    }
    it.each(Object.entries(texts))('stay byte-identical %s', async (_name, text) => {
      await using test = await makeDriver()
      const machine = await test.newMachine()
      await test.driver.start(machine, signal)
      await test.writeKeyFile(machine, text)
      await test.driver.applyAccess(machine, access(1, [KEY_A]), signal)
      await test.driver.applyAccess(machine, access(2, [KEY_B, KEY_A]), signal)
      const managed = await test.readKeyFile(machine)
      expect(managed.subarray(0, text.length)).toEqual(text)
      expect(managed.toString('latin1')).toContain(KEY_B)
      await test.driver.applyAccess(machine, access(3, []), signal)
      const gap = text.at(-1) === 0x0a ? '' : '\n'
      expect(await test.readKeyFile(machine)).toEqual(Buffer.concat([text, Buffer.from(gap)]))
    })

    it('are reported apart from the managed ones', async () => {
      await using test = await makeDriver()
      const machine = await test.newMachine()
      await test.driver.start(machine, signal)
      await test.writeKeyFile(machine, Buffer.from(`# a comment\n${FOREIGN}\n`))
      await test.driver.applyAccess(machine, access(1, [KEY_A]), signal)
      const observed = await test.driver.observe(machine, signal)
      expect(observed).toMatchObject({ access: { publicKeys: [KEY_A] }, foreignKeys: [FOREIGN] })
    })

    it('that were added after the managed ones stay, in their order', async () => {
      await using test = await makeDriver()
      const machine = await test.newMachine()
      await test.driver.applyAccess(machine, access(1, [KEY_A]), signal)
      const first = await test.readKeyFile(machine)
      await test.writeKeyFile(machine, Buffer.concat([first, Buffer.from(`${FOREIGN}\n# last\n`)]))
      await test.driver.applyAccess(machine, access(2, [KEY_B]), signal)
      expect((await test.readKeyFile(machine)).toString()).toMatch(new RegExp(`\n${FOREIGN}\n# last\n$`))
    })
  })
}

function describeLife(makeDriver: () => Promise<DriverUnderTest>): void {
  describe('life', () => {
    it('knows nothing of a machine it never met', async () => {
      await using test = await makeDriver()
      const machine = { ...(await test.newMachine()), id: 'a machine that it never met' }
      expect(await test.driver.observe(machine, signal)).toEqual({ isReachable: false, foreignKeys: [] })
    })

    it('forgets a removed machine, also when it is removed twice', async () => {
      await using test = await makeDriver()
      const machine = await test.newMachine()
      await test.driver.applyAccess(machine, access(1, [KEY_A]), signal)
      await test.driver.start(machine, signal)
      await test.driver.remove(machine, signal)
      await test.driver.remove(machine, signal)
      expect(await test.driver.observe(machine, signal)).toEqual({ isReachable: false, foreignKeys: [] })
    })

    it('takes up a machine that begins to exist as running, with access', async () => {
      await using test = await makeDriver()
      if (test.areMachinesFound) return
      const machine = await test.newMachine()
      const state = {
        access: access(7, [KEY_A], { allowsPassword: true, passwordHash: HASH }),
        isRunning: true,
      }
      await test.create(machine, test.driver.newRecord(machine, state))
      expect(await test.driver.observe(machine, signal)).toEqual({
        isReachable: true,
        access: state.access,
        foreignKeys: [],
      })
    })

    it('takes up a machine that begins to exist as off, with nobody let in', async () => {
      await using test = await makeDriver()
      if (test.areMachinesFound) return
      const machine = await test.newMachine()
      await test.create(machine, test.driver.newRecord(machine, { isRunning: false }))
      const observed = await test.driver.observe(machine, signal)
      expect(observed).toMatchObject({
        isReachable: false,
        access: { publicKeys: [], allowsPassword: false },
      })
    })

    it('does nothing for a caller that gave up', async () => {
      await using test = await makeDriver()
      const machine = await test.newMachine()
      const before = await test.driver.observe(machine, signal)
      const gone = AbortSignal.abort()
      await expect(test.driver.start(machine, gone)).rejects.toThrow('aborted')
      await expect(test.driver.applyAccess(machine, access(1, [KEY_A]), gone)).rejects.toThrow('aborted')
      expect(await test.driver.observe(machine, signal)).toEqual(before)
    })
  })
}
