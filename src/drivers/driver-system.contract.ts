import { describe, expect, it } from 'vitest'

import { MachineError } from '../core/machines/driver.ts'
import {
  access,
  type DriverUnderTest,
  FOREIGN,
  HASH,
  KEY_A,
  KEY_B,
  signal,
} from './test-support/driver-under-test.ts'

/** A machine that is given a fresh system. */
export function describeReinstall(makeDriver: () => Promise<DriverUnderTest>): void {
  describe('reinstall', () => {
    it('is refused by a driver that says it cannot, and leaves the machine as it is', async () => {
      await using test = await makeDriver()
      if (test.driver.capabilities.reinstalls) return
      const machine = await test.newMachine()
      await test.driver.applyAccess(machine, access(1, [KEY_A]), signal)
      const before = await test.driver.observe(machine, signal)
      await expect(test.driver.reinstall(machine, signal)).rejects.toThrow(MachineError)
      expect(await test.driver.observe(machine, signal)).toEqual(before)
    })

    it('leaves nothing of the disk, lets nobody in and leaves the machine off; also when it is done twice', async () => {
      await using test = await makeDriver()
      if (!test.driver.capabilities.reinstalls) return
      const machine = await test.newMachine()
      await test.driver.applyAccess(machine, access(1, [KEY_A]), signal)
      await test.driver.start(machine, signal)
      await test.writeKeyFile(machine, Buffer.from(`${FOREIGN}\n`))
      await test.driver.reinstall(machine, signal)
      await test.driver.reinstall(machine, signal)
      expect(await test.readKeyFile(machine)).toEqual(Buffer.from(''))
      expect(await test.driver.observe(machine, signal)).toEqual({
        isReachable: false,
        access: access(1, []),
        foreignKeys: [],
      })
    })

    it('lets no older access win afterwards, and the new one come', async () => {
      await using test = await makeDriver()
      if (!test.driver.capabilities.reinstalls) return
      const machine = await test.newMachine()
      await test.driver.applyAccess(machine, access(3, [KEY_A]), signal)
      await test.driver.reinstall(machine, signal)
      expect(await test.driver.applyAccess(machine, access(2, [KEY_A]), signal)).toEqual({ version: 3 })
      await test.driver.applyAccess(machine, access(4, [KEY_B]), signal)
      expect((await test.driver.observe(machine, signal)).access).toEqual(access(4, [KEY_B]))
    })
  })
}

/** A machine that boots a rescue system. */
export function describeRescue(makeDriver: () => Promise<DriverUnderTest>): void {
  describe('rescue', () => {
    it('is refused by a driver that says it cannot, and leaves the machine as it is', async () => {
      await using test = await makeDriver()
      if (test.driver.capabilities.rescues) return
      const machine = await test.newMachine()
      await test.driver.applyAccess(machine, access(1, [KEY_A]), signal)
      const before = await test.driver.observe(machine, signal)
      const rescue = access(2, [], { allowsPassword: true, passwordHash: HASH, isRescue: true })
      await expect(test.driver.applyAccess(machine, rescue, signal)).rejects.toThrow(MachineError)
      expect(await test.driver.observe(machine, signal)).toEqual(before)
    })

    it('answers the rescue password alone, and has every key of its own again afterwards', async () => {
      await using test = await makeDriver()
      if (!test.driver.capabilities.rescues) return
      const machine = await test.newMachine()
      await test.driver.start(machine, signal)
      await test.writeKeyFile(machine, Buffer.from(`${FOREIGN}\n`))
      await test.driver.applyAccess(machine, access(1, [KEY_A]), signal)
      const before = await test.driver.observe(machine, signal)
      const rescue = { allowsPassword: true, passwordHash: HASH, isRescue: true } as const
      await test.driver.applyAccess(machine, access(2, [], rescue), signal)
      expect(await test.driver.observe(machine, signal)).toMatchObject({
        access: access(2, [], rescue),
        foreignKeys: [],
      })
      await test.driver.applyAccess(machine, access(3, [KEY_A]), signal)
      expect(await test.driver.observe(machine, signal)).toEqual({ ...before, access: access(3, [KEY_A]) })
    })
  })
}
