import type { AccessState } from '../../core/machines/access-state.ts'
import type { Driver, Machine } from '../../core/machines/driver.ts'

/** A driver with machines that a test may do anything to. */
export interface DriverUnderTest extends AsyncDisposable {
  readonly driver: Driver
  /** Machines are there and on before the driver hears of them; it makes none. */
  readonly areMachinesFound?: true
  /** A machine that no test has touched; not known to the driver yet where it keeps records. */
  newMachine(): Promise<Machine>
  /** Makes the machine begin to exist with the driver's own record of it. */
  create(machine: Machine, record: string): Promise<void>
  /** The driver's record of the machine; empty while there is none. */
  readRecord(machine: Machine): Promise<string>
  /** The login user's authorized_keys file as it lies on the machine; empty when there is none. */
  readKeyFile(machine: Machine): Promise<Buffer>
  /** Writes that file as somebody inside the machine would. */
  writeKeyFile(machine: Machine, content: Buffer): Promise<void>
}

export const KEY_A = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIInwd/V48e/MQiVVZTHLeCWNhQOpR/TzrWpxP+3mxD6C'
export const KEY_B = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKUmiQ4RPK0tZ8Zk2qm3EKb0D9Qf2zC8m1H6o2gZP5cN'
export const FOREIGN =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBq1pFRd5y3e2mC0fVhYQ1m2x8Yv7h3nT4rKc9LZsW0p by hand'
export const HASH = `$6$saltsalt$${'x'.repeat(86)}`

export const signal = new AbortController().signal

export function access(
  version: number,
  publicKeys: readonly string[],
  more: Partial<AccessState> = {},
): AccessState {
  return { version, publicKeys, allowsPassword: false, ...more }
}
