import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { z } from 'zod'

import { MachineError } from '../../../src/core/machines/driver.ts'

const machineState = z.strictObject({
  isRunning: z.boolean(),
  /** Version of the access in force; 0 before any was. */
  version: z.int(),
  allowsPassword: z.boolean(),
  passwordHash: z.string().optional(),
  /** What its file of keys begins with; only in the record of a machine that nobody has looked at yet. */
  firstKeys: z.string().optional(),
})

/** What a machine has beside its keys; also the record of its row. */
export type MachineState = Readonly<z.output<typeof machineState>>

export const BLANK: MachineState = { isRunning: false, version: 0, allowsPassword: false }

export function readState(text: string): MachineState {
  return machineState.parse(JSON.parse(text))
}

/** A machine: a directory with its state and its authorized_keys. What it cannot do is a MachineError. */
export class MachineDirectory {
  readonly path: string

  constructor(root: string, machineId: string) {
    this.path = join(root, encodeURIComponent(machineId))
  }

  async readState(): Promise<MachineState | undefined> {
    const text = await this.#read('state.json')
    return text === undefined ? undefined : readState(text)
  }

  async readKeys(): Promise<string> {
    return (await this.#read('authorized_keys')) ?? ''
  }

  writeState(state: MachineState): Promise<void> {
    return this.#write('state.json', JSON.stringify(state))
  }

  writeKeys(text: string): Promise<void> {
    return this.#write('authorized_keys', text)
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
  }

  async #read(name: string): Promise<string | undefined> {
    try {
      return await readFile(join(this.path, name), 'latin1')
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
      throw new MachineError(`${name} of the directory cannot be read`, { cause })
    }
  }

  async #write(name: string, text: string): Promise<void> {
    const file = join(this.path, name)
    try {
      await mkdir(this.path, { recursive: true })
      await writeFile(`${file}.new`, text, { encoding: 'latin1', mode: 0o600 })
      await rename(`${file}.new`, file)
    } catch (cause) {
      throw new MachineError(`${name} of the directory cannot be written`, { cause })
    }
  }
}
