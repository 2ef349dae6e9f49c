import type { MachineRecord, MachineStore } from '../src/core/machines/store.ts'

/** Machine records in memory. */
export function mapMachines(): MachineStore {
  const rows = new Map<string, MachineRecord>()
  const all = () => [...rows.values()]
  return {
    find: async (id) => rows.get(id),
    findByAddressIndex: async (index) => all().find(({ addressIndex }) => addressIndex === index),
    findByInstanceId: async (id) => all().filter(({ instanceId }) => instanceId === id),
    async insert(machine) {
      if (rows.has(machine.machineId)) throw new Error('UNIQUE constraint failed')
      const row = { ...machine, addressIndex: rows.size }
      rows.set(machine.machineId, row)
      return row
    },
    async replace(id, previous, record) {
      const row = rows.get(id)
      if (row?.record !== previous) return false
      rows.set(id, { ...row, record })
      return true
    },
    async listOf(driver, { after, limit }) {
      const rest = all().filter((row) => row.driver === driver && row.machineId > after)
      return rest.toSorted((a, b) => (a.machineId < b.machineId ? -1 : 1)).slice(0, limit)
    },
    remove: async (id) => void rows.delete(id),
  }
}
