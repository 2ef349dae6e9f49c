import type { Call } from '../call.ts'
import { type Core, changeInstances } from '../core.ts'
import type { Operation } from '../operations/operation.ts'
import { type AdmissionRules, admit, type Outcome } from './admit.ts'
import { changeAccess } from './change-access.ts'
import { lookAtMachines } from './look-at-machines.ts'
import { type Description, describeInstance } from './modify.ts'
import { hashPassword } from './password.ts'

export interface PasswordRules extends AdmissionRules {
  readonly takesEffect: 'atOnce' | 'atNextBoot'
  /** A new password on an instance with a bound key pair: it works beside the key, or only once the key is gone. */
  readonly besideKeyPair: 'works' | 'waits'
}

export interface PasswordRequest {
  readonly instanceIds: readonly string[]
  readonly password: string
  readonly isForced?: boolean
  /** Descriptive fields that the same call changes; all of it or nothing. */
  readonly description?: Description
}

/** Sets the login password of instances. Faults: those of `admit`. */
export async function resetPasswords(
  core: Core,
  call: Call,
  rules: PasswordRules,
  request: PasswordRequest,
): Promise<readonly Outcome[]> {
  await lookAtMachines(core, call, { rules, instanceIds: request.instanceIds })
  const passwordHash = await hashPassword(request.password)
  const begun: Operation[] = []
  const outcomes = await changeInstances(core, call, {
    instanceIds: request.instanceIds,
    work: (tx) =>
      admit(tx, call, { rules, instanceIds: request.instanceIds }, async (instance) => {
        if (request.description) await describeInstance({ core, tx, call }, instance, request.description)
        const hasKeys = instance.keyPairIds.length > 0
        const allowsPassword = rules.besideKeyPair === 'works' || !hasKeys || instance.allowsPassword
        const wanted = { passwordHash, allowsPassword }
        const how = { takesEffect: rules.takesEffect, isForced: request.isForced ?? false }
        begun.push(...(await changeAccess({ core, tx, call }, instance, wanted, how)))
        call.trail.add({ what: 'password', verb: 'set', subject: instance.id })
      }),
  })
  core.dispatcher.wake(begun)
  return outcomes
}
