import type { AdmissionRules } from '../instances/admit.ts'

/** Everything that differs between the clouds about binding. Data, handed over by each dialect. */
export interface BindingRules extends AdmissionRules {
  readonly isAccountWide: boolean
  /** `atOnce`: an operation changes the machine now. `atNextBoot`: the machine changes when it starts again. */
  readonly takesEffect: 'atOnce' | 'atNextBoot'
  /** `replace`: the given pairs are all there will be. `append`: they come on top of those bound before. */
  readonly secondBind: 'replace' | 'append'
  readonly unbind: UnbindRules
}

/** What unbinding a pair that is not bound to the instance means. */
export interface UnbindRules {
  /** The instance has no pair at all. */
  readonly whenNoneIsBound: 'ignored' | 'refused'
  /** The instance has other pairs. */
  readonly whenOthersAreBound: 'ignored' | 'refused'
}
