import { MachineError } from '../../../core/machines/driver.ts'

/** Nothing answered where the host should be, or it broke off before anybody was logged in. */
export class UnreachableError extends MachineError {}
