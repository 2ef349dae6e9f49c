import { describe, expect, it } from 'vitest'

import { systemClock } from '../../core/clock.ts'
import { noSignals } from '../../core/signals.ts'
import type { MachineStore } from '../../core/machines/store.ts'
import { openSimulation } from './simulation.ts'

const noMachines: MachineStore = {
  find: async () => undefined,
  findByAddressIndex: async () => undefined,
  findByInstanceId: async () => [],
  listOf: async () => [],
  insert: async (machine) => ({ ...machine, addressIndex: 0 }),
  replace: async () => false,
  remove: async () => {},
}

const parts = {
  machines: noMachines,
  signals: noSignals(),
  clock: systemClock(),
  log: { error() {}, warn() {}, info() {} },
  transitionMs: 5,
  hostKeySeed: Buffer.alloc(32),
}

describe('openSimulation', () => {
  it('names the address that clients on this host use', async () => {
    await using simulation = await openSimulation({ ...parts, listen: { host: '0.0.0.0', port: 0 } })
    expect(simulation.address).toMatch(/^127\.0\.0\.1:[1-9]\d*$/)
    expect(simulation.driver).toMatchObject({ name: 'simulated', capabilities: { transitionMs: 5 } })
  })

  it('has machines but no door when it is switched off', async () => {
    await using simulation = await openSimulation({ ...parts, listen: 'off' })
    expect(simulation.address).toBe('off')
    expect(simulation.driver.addresses(0, '')).toEqual({ address: '127.64.0.1', privateAddress: '10.64.0.1' })
  })

  it('fails where its address is taken', async () => {
    await using first = await openSimulation({ ...parts, listen: { host: '127.0.0.1', port: 0 } })
    const port = Number(first.address.split(':').at(-1))
    const second = openSimulation({ ...parts, listen: { host: '127.0.0.1', port } })
    await expect(second).rejects.toThrow('EADDRINUSE')
  })
})
