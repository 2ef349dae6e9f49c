import type { MachineStore } from '../../core/machines/store.ts'
import { DISK_BYTES, disk as diskFormat, usedBytes, type Disk } from './disk.ts'
import { DiskTree, FileError } from './disk-tree.ts'
import { changeMachine, findMachine } from './machine-state.ts'
import { mergeDisk, type DiskChanges } from './merge.ts'

/** Whose disk it is, and in which boot: a session does not outlive the boot it began in. */
export interface DiskOwner {
  readonly machineId: string
  readonly instanceId: string
  readonly user: string
  readonly boots: number
}

export interface MachineDiskParts {
  readonly machines: MachineStore
  readonly owner: DiskOwner
  /** Milliseconds since 1970: the time of what is written. */
  readonly now: () => number
}

/** The machine is off, gone or was rebooted. */
export class MachineDown extends Error {
  constructor() {
    super('the machine is down')
    this.name = 'MachineDown'
  }
}

/** The kept disk of a machine, for the sessions of one login. Every method throws `MachineDown` when it went down. */
export class MachineDisk {
  readonly now: () => number
  readonly owner: DiskOwner
  readonly #machines: MachineStore

  constructor({ machines, owner, now }: MachineDiskParts) {
    this.#machines = machines
    this.owner = owner
    this.now = now
  }

  /** The disk as it is now. */
  async read(): Promise<DiskTree> {
    const found = await findMachine(this.#machines, this.owner.machineId)
    if (found === undefined || !isUp(found.state, this.owner)) throw new MachineDown()
    return new DiskTree(this.owner, found.state.disk)
  }

  /**
   * Changes the disk in one step that nobody comes between; `change` may run several times.
   * @throws FileError what `change` throws, and `ENOSPC`; nothing is changed then
   */
  async change<Result>(change: (tree: DiskTree) => Result): Promise<Result> {
    let result: { readonly value: Result } | undefined
    await changeMachine(this.#machines, this.owner.machineId, (state) => {
      result = undefined
      if (!isUp(state, this.owner)) return state
      const tree = new DiskTree(this.owner, state.disk)
      result = { value: change(tree) }
      if (!tree.isChanged) return state
      if (!hasRoom(tree.kept, state.disk)) throw new FileError('ENOSPC')
      return { ...state, disk: tree.kept }
    })
    if (result === undefined) throw new MachineDown()
    return result.value
  }

  /**
   * Brings changes to a disk that was `before` onto the disk as it is now.
   * @throws FileError `ENOSPC`; they are kept as a whole or not at all
   */
  async merge(before: Disk, changes: DiskChanges): Promise<void> {
    if (changes.size === 0) return
    let wasUp = false
    await changeMachine(this.#machines, this.owner.machineId, (state) => {
      wasUp = isUp(state, this.owner)
      if (!wasUp) return state
      const disk = mergeDisk(state.disk, before, changes)
      // A shell's files are not bounded in every way that kept ones are.
      const isKeepable = hasRoom(disk, state.disk) && diskFormat.safeParse(disk).success
      if (!isKeepable) throw new FileError('ENOSPC')
      return { ...state, disk }
    })
    if (!wasUp) throw new MachineDown()
  }
}

/** A disk that is too full already may still be emptied. */
function hasRoom(wanted: Disk, current: Disk): boolean {
  const used = usedBytes(wanted)
  return used <= DISK_BYTES || used < usedBytes(current)
}

export function isUp(state: { isRunning: boolean; boots: number }, owner: DiskOwner): boolean {
  return state.isRunning && state.boots === owner.boots
}
