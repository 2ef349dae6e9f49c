import type { Secret } from '../secret.ts'

/** Whose device it is; nobody has two. */
export interface DeviceOwner {
  readonly account: string
  readonly user: string
}

/** What a user takes one-time codes from. */
export interface MfaDevice extends DeviceOwner {
  /** Tells a device from the one that took its place. */
  readonly id: string
  readonly secret: Secret
  /** Time step of the last code that was taken; no code of it or of an earlier one is taken again. */
  readonly lastUsedStep: number | undefined
  /** When a code was last taken, milliseconds since the epoch. */
  readonly checkedAtMs: number | undefined
}

export interface MfaDeviceStore {
  find(owner: DeviceOwner): Promise<MfaDevice | undefined>
  /** False if the user has a device already; it stays as it is. */
  insert(device: MfaDevice): Promise<boolean>
  /** Notes that a code was taken. False if this device is gone, or if a code of this step or a later one was taken. */
  markUsed(device: MfaDevice, used: { readonly step: number; readonly checkedAtMs: number }): Promise<boolean>
  /** False if there was none. */
  remove(owner: DeviceOwner): Promise<boolean>
}
