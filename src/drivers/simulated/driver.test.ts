import { describe, expect, it } from 'vitest'

import { MachineError, type Machine } from '../../core/machines/driver.ts'
import { mapMachines } from '../../../tests/map-machines.ts'
import type { MachineStore } from '../../core/machines/store.ts'
import { describeDriverContract } from '../driver.contract.ts'
import type { DriverUnderTest } from '../test-support/driver-under-test.ts'
import { authorizedKeysPath, fileContent, fileEntry } from './disk.ts'
import { simulatedDriver } from './driver.ts'
import { changeMachine, findMachine } from './machine-state.ts'

const signal = new AbortController().signal
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIInwd/V48e/MQiVVZTHLeCWNhQOpR/TzrWpxP+3mxD6C'

async function makeDriver(): Promise<DriverUnderTest & { machines: MachineStore; cut: string[] }> {
  const machines = mapMachines()
  const cut: string[] = []
  const sessions = { cut: (machineId: string) => void cut.push(machineId) }
  let made = 0
  return {
    machines,
    cut,
    driver: simulatedDriver({ machines, transitionMs: 200, sessions }),
    async newMachine() {
      made += 1
      return { id: `machine-${made}`, instanceId: `i-${made}`, loginUser: 'ubuntu' }
    },
    async create({ id, instanceId }, record) {
      await machines.insert({ machineId: id, instanceId, driver: 'simulated', record })
    },
    async readRecord({ id }) {
      return (await machines.find(id))?.record ?? ''
    },
    async readKeyFile({ id, loginUser }) {
      const found = await findMachine(machines, id)
      return fileContent(found?.state.disk[authorizedKeysPath(loginUser)]) ?? Buffer.alloc(0)
    },
    async writeKeyFile({ id, loginUser }, content) {
      const entry = fileEntry(content, { mode: 0o600, mtimeMs: 0 })
      const path = authorizedKeysPath(loginUser)
      await changeMachine(machines, id, (state) => ({ ...state, disk: { ...state.disk, [path]: entry } }))
    },
    async [Symbol.asyncDispose]() {},
  }
}

describeDriverContract('simulated', makeDriver)

describe('simulated driver, beyond the contract', () => {
  it('tells the duration of transitions instead of waiting for them', async () => {
    await using test = await makeDriver()
    expect(test.driver.capabilities).toEqual({
      power: true,
      reboots: true,
      appliesLive: false,
      console: false,
      reinstalls: true,
      rescues: true,
      transitionMs: 200,
    })
  })

  it('gives machines addresses of their own', async () => {
    await using test = await makeDriver()
    const addresses = [0, 1, 2].flatMap((index) => Object.values(test.driver.addresses(index, '')))
    expect(new Set(addresses).size).toBe(6)
  })

  it('cuts the sessions on stop, reboot and remove, not on start or a change of access', async () => {
    await using test = await makeDriver()
    const machine = await test.newMachine()
    await test.driver.start(machine, signal)
    await test.driver.applyAccess(machine, { version: 1, publicKeys: [KEY], allowsPassword: false }, signal)
    expect(test.cut).toEqual([])
    await test.driver.stop(machine, { force: false }, signal)
    await test.driver.reboot(machine, signal)
    await test.driver.remove(machine, signal)
    expect(test.cut).toEqual([machine.id, machine.id, machine.id])
  })

  it('creates a machine off and not twice when two callers meet', async () => {
    await using test = await makeDriver()
    const machine = await test.newMachine()
    const desired = { version: 1, publicKeys: [KEY], allowsPassword: false }
    await Promise.all([
      test.driver.applyAccess(machine, desired, signal),
      test.driver.applyAccess(machine, desired, signal),
    ])
    expect(await test.driver.observe(machine, signal)).toMatchObject({ isReachable: false, access: desired })
  })

  it.each(['../etc', 'a b', '', 'x/y', '-rf', 'a'.repeat(33)])(
    'refuses the login user %j',
    async (loginUser) => {
      await using test = await makeDriver()
      const machine: Machine = { ...(await test.newMachine()), loginUser }
      await expect(test.driver.start(machine, signal)).rejects.toThrow(MachineError)
    },
  )

  it('refuses a managed key that is more than one line', async () => {
    await using test = await makeDriver()
    const machine = await test.newMachine()
    const desired = { version: 1, publicKeys: [`${KEY}\n${KEY}`], allowsPassword: false }
    await expect(test.driver.applyAccess(machine, desired, signal)).rejects.toThrow(MachineError)
  })

  it('gives up with a MachineError when others keep changing the record', async () => {
    await using test = await makeDriver()
    const machine = await test.newMachine()
    await test.driver.start(machine, signal)
    const driver = simulatedDriver({
      machines: { ...test.machines, replace: async () => false },
      transitionMs: 0,
      sessions: { cut() {} },
    })
    await expect(driver.stop(machine, { force: false }, signal)).rejects.toThrow(MachineError)
  })

  it('refuses a record that does not read', async () => {
    await using test = await makeDriver()
    const machine = await test.newMachine()
    await test.create(machine, '{"isRunning":"yes"}')
    await expect(test.driver.observe(machine, signal)).rejects.toThrow(MachineError)
  })

  it('puts its directory in the place of a link that is in the way', async () => {
    await using test = await makeDriver()
    const machine = await test.newMachine()
    await test.driver.start(machine, signal)
    await changeMachine(test.machines, machine.id, (state) => ({
      ...state,
      disk: { '/home/ubuntu/.ssh': { kind: 'link', target: '/nowhere' } },
    }))
    await test.driver.applyAccess(machine, { version: 1, publicKeys: [KEY], allowsPassword: false }, signal)
    const found = await findMachine(test.machines, machine.id)
    expect(found?.state.disk['/home/ubuntu/.ssh']).toEqual({ kind: 'directory', mode: 0o700 })
  })
})
