/** What goes wrong on purpose when people log in to machines. Only a stand-in has it. */
export interface LoginFaults {
  /** Undefined where there is no rule: nothing is looked at. */
  readonly active: ActiveLoginFaults | undefined
}

export interface ActiveLoginFaults {
  /** Asked at each try; resolves after the delay that it is given, to whether the machine lets nobody in. */
  isRefused(machineId: string): Promise<boolean>
}
