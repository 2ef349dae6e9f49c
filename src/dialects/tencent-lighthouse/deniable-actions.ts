import type { Core } from '../../core/core.ts'
import { Fault } from '../../core/fault.ts'
import type { Foreseen, ForeseenRefusal } from '../../core/instances/foresee.ts'
import type { Instance } from '../../core/instances/instance.ts'
import { findPowerFault } from '../../core/instances/power.ts'
import type { Action } from '../kit/action.ts'
import { toWireError } from '../kit/fault-table.ts'
import type { Language } from '../kit/tencent/common-errors.ts'
import { AssociateInstancesKeyPairs } from './actions/AssociateInstancesKeyPairs.ts'
import { DisassociateInstancesKeyPairs } from './actions/DisassociateInstancesKeyPairs.ts'
import { IsolateInstances } from './actions/IsolateInstances.ts'
import { ModifyInstancesAttribute } from './actions/ModifyInstancesAttribute.ts'
import { RebootInstances } from './actions/RebootInstances.ts'
import { ResetInstance } from './actions/ResetInstance.ts'
import { ResetInstancesPassword } from './actions/ResetInstancesPassword.ts'
import { StartInstances } from './actions/StartInstances.ts'
import { StopInstances } from './actions/StopInstances.ts'
import { TerminateInstances } from './actions/TerminateInstances.ts'
import { faults } from './faults.ts'
import {
  BIND_RULES,
  ISOLATE_RULES,
  MODIFY_RULES,
  PASSWORD_RULES,
  REBOOT_RULES,
  RESET_RULES,
  START_RULES,
  STOP_RULES,
  TERMINATE_RULES,
  UNBIND_RULES,
} from './rules.ts'

type Deniable = Omit<Foreseen, 'action'> & { readonly action: Action }

/** Actions on instances with the very rules by which they let instances in. */
export const DENIABLE: readonly Deniable[] = [
  { action: StartInstances, rules: START_RULES, findFault: powerFault('start') },
  { action: StopInstances, rules: STOP_RULES, findFault: powerFault('stop') },
  { action: RebootInstances, rules: REBOOT_RULES, findFault: powerFault('reboot') },
  { action: IsolateInstances, rules: ISOLATE_RULES },
  { action: TerminateInstances, rules: TERMINATE_RULES },
  { action: ResetInstance, rules: RESET_RULES, findFault: reinstallFault },
  { action: ResetInstancesPassword, rules: PASSWORD_RULES },
  { action: ModifyInstancesAttribute, rules: MODIFY_RULES },
  { action: AssociateInstancesKeyPairs, rules: BIND_RULES },
  { action: DisassociateInstancesKeyPairs, rules: UNBIND_RULES, findFault: nothingBound },
]

/** One entry of `DeniedActions`: what the action itself would answer. */
export function denialOf({ action: name, fault }: ForeseenRefusal, language: Language) {
  const own = DENIABLE.find(({ action }) => action.name === name)?.action.faults
  const { code, message, messageZh } = toWireError(fault, faults, own)
  return { Action: name, Code: code, Message: language === 'zh' ? (messageZh ?? message) : message }
}

function powerFault(verb: Parameters<typeof findPowerFault>[2]): NonNullable<Foreseen['findFault']> {
  return (core, instance) => findPowerFault(core, instance, verb)
}

function reinstallFault(core: Core, { id, driver }: Instance): Fault | undefined {
  const { reinstalls } = core.drivers.get(driver).capabilities
  return reinstalls ? undefined : new Fault('powerNotSupported', { id })
}

/** Whichever pair is named, it is not bound. */
function nothingBound(_core: Core, { id, keyPairIds }: Instance): Fault | undefined {
  return keyPairIds.length > 0 ? undefined : new Fault('keyPairNotBound', { keyPair: '', instanceId: id })
}
