/** What a driver remembers of one machine. The record is the driver's own; the core never reads it. */
export interface MachineRecord {
  readonly machineId: string
  readonly instanceId: string
  readonly driver: string
  /** JSON text, private to the driver. */
  readonly record: string
  /** Place of the machine in the simulated network, 0-based and never used twice. */
  readonly addressIndex: number
}

/** Keeps the drivers' records. One statement each. */
export interface MachineStore {
  find(machineId: string): Promise<MachineRecord | undefined>
  findByAddressIndex(addressIndex: number): Promise<MachineRecord | undefined>
  /** All machines shown by an instance of this id: more than one when two accounts seeded the same id. */
  findByInstanceId(instanceId: string): Promise<readonly MachineRecord[]>
  /** Machines of a driver by id, after the given one. */
  listOf(
    driver: string,
    page: { readonly after: string; readonly limit: number },
  ): Promise<readonly MachineRecord[]>
  insert(machine: Omit<MachineRecord, 'addressIndex'>): Promise<MachineRecord>
  /** Replaces the record if it still reads `previous`; false when somebody else changed it in between. */
  replace(machineId: string, previous: string, record: string): Promise<boolean>
  remove(machineId: string): Promise<void>
}
