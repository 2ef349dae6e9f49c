import type { z } from 'zod'

import type { MachineRecord } from '../../../core/machines/store.ts'
import { type Examination, examineHost, type ExamineRequest } from './examine.ts'
import {
  type Hop,
  type HostSettings,
  type hostSettings,
  hopsTo,
  lastOf,
  LINUX_HOST,
  parseHostRecord,
} from '../host-record.ts'
import type { ConnectParts } from '../ssh/connect.ts'
import { installKey, withManagementLogin } from './management-access.ts'
import type { ManagementKeys } from './management-keys.ts'
import { obstacles, type Preflight } from './preflight.ts'
import type { Finding } from './finding.ts'
import { emergencyOn, type Remaining, remainsOn } from './remains.ts'
import { type RotationStep, type RotationWays, rotateManagementKey } from './rotate.ts'

export interface EnrolmentParts extends Omit<ConnectParts, 'managementKey'> {
  readonly keys: ManagementKeys
}

/** Takes hosts in: looks at them, lets the management key in, replaces it. */
export class Enrolment {
  readonly driver = LINUX_HOST
  readonly #keys: ManagementKeys
  readonly #parts: ConnectParts

  constructor({ keys, ...parts }: EnrolmentParts) {
    this.#keys = keys
    this.#parts = { ...parts, managementKey: async () => (await keys.current()).privateKey }
  }

  /** The public half of the management key: type and base64. */
  async managementKey(): Promise<string> {
    return (await this.#keys.current()).publicKey
  }

  /** See `examineHost`. */
  examine(request: ExamineRequest, signal: AbortSignal): Promise<Examination> {
    return examineHost(request, this.#parts, signal)
  }

  /** Lets the management key in to the last hop and proves it; resolves to the way as it is gone from then on. */
  async installKey(hops: readonly Hop[], signal: AbortSignal): Promise<readonly Hop[]> {
    await installKey(hops, { key: await this.#keys.current(), parts: this.#parts }, signal)
    return withManagementLogin(hops)
  }

  /** Replaces the management key on all these ways; see `rotateManagementKey`. */
  rotate(ways: RotationWays, signal: AbortSignal): AsyncGenerator<RotationStep, void, undefined> {
    return rotateManagementKey(ways, { keys: this.#keys, parts: this.#parts }, signal)
  }

  /** What the driver is told of a host that was examined. */
  settings(
    hops: readonly Hop[],
    { found }: Preflight,
    drift: HostSettings['drift'],
  ): z.input<typeof hostSettings> {
    const self = mutable(lastOf(hops))
    return { ...self, ...found, drift, jump: hops.slice(0, -1).map(mutable) }
  }

  /** The way to a host that was taken in, and what is to be done about drift there. */
  place({ record, machineId }: Pick<MachineRecord, 'record' | 'machineId'>): {
    readonly way: readonly Hop[]
    readonly drift: HostSettings['drift']
  } {
    const host = parseHostRecord(record, machineId)
    return { way: hopsTo(host), drift: host.drift }
  }

  /** What stays on a host that is forgotten; see `remainsOn`. */
  remains(
    { record, machineId }: Pick<MachineRecord, 'record' | 'machineId'>,
    of: Remaining,
  ): readonly string[] {
    return remainsOn(parseHostRecord(record, machineId), of)
  }

  /** What stays on a host that is let go; see `emergencyOn`. */
  emergency({ record, machineId }: Pick<MachineRecord, 'record' | 'machineId'>, loginUser: string) {
    return emergencyOn(parseHostRecord(record, machineId), loginUser)
  }

  /** What stands against taking the host in; empty when nothing does. */
  obstacles(preflight: Preflight): readonly Finding[] {
    return obstacles(preflight)
  }
}

function mutable(hop: Hop): Hop & { hostKeys: string[] } {
  return { ...hop, hostKeys: [...hop.hostKeys] }
}
