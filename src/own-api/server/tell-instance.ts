import type { z } from 'zod'

import type { Instance } from '../../core/instances/instance.ts'
import type { instance, pending } from '../contract/instances.ts'
import type { OwnContext } from './context.ts'
import { accessOf } from './login-desk.ts'
import { isoTime } from './texts.ts'

/** An instance as the own API shows it. */
export async function tellInstance(context: OwnContext, given: Instance): Promise<z.input<typeof instance>> {
  const { id, dialect, account, name, region, zone, state, os, osName, loginUser, type } = given
  const { address, privateAddress, driver, keyPairIds, allowsPassword } = given
  const { desiredVersion, appliedVersion, latestOperation, createdAtMs } = given
  return {
    ...{ id, dialect, account, name, region, zone, state, os, osName, loginUser, type },
    ...{ address, privateAddress, driver, allowsPassword, desiredVersion, appliedVersion },
    keyPairIds,
    pending: pendingOf(given),
    latestOperation: latestOperation ? tellLatest(latestOperation) : null,
    createdAt: isoTime(createdAtMs),
    access: await accessOf(context, given),
  }
}

function tellLatest({
  id,
  kind,
  action,
  outcome,
  message,
  createdAtMs,
}: NonNullable<Instance['latestOperation']>) {
  return { id, kind, action, outcome, message, createdAt: isoTime(createdAtMs) }
}

/** Why the access wanted is not in force yet. */
export function pendingOf(given: Instance): z.input<typeof pending> {
  const { desiredVersion, appliedVersion, currentOperationId, latestOperation, state } = given
  if (desiredVersion === appliedVersion) return null
  if (currentOperationId !== undefined) return { reason: 'operationRunning', message: '' }
  const failed = latestOperation?.outcome === 'failed' ? latestOperation.message : undefined
  if (failed !== undefined) return { reason: 'operationFailed', message: failed }
  return { reason: state === 'running' ? 'nextBoot' : 'machineOff', message: '' }
}
