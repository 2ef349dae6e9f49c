/**
 * What a call goes through before it is answered, in the words of everybody: the request is read and its action found
 * (`read`, `action`), the signature is checked (`proof` to `nonce`), then what it asks for (`rate` to `faults`); `run` is
 * the action itself. Each dialect has its own order, and not all of them.
 */
export type CallStep =
  | 'read'
  | 'action'
  | 'clock'
  | 'proof'
  | 'accessKey'
  | 'signature'
  | 'nonce'
  | 'rate'
  | 'region'
  | 'authorize'
  | 'mfa'
  | 'parameters'
  | 'faults'
  | 'run'

/** How far a call got: the steps of its dialect in their order, and the last one that was begun. */
export interface CallProgress {
  readonly steps: readonly CallStep[]
  readonly last: CallStep
}

/** What became of each step of a call. Nothing is behind a refusal. */
export function toldSteps(
  { steps, last }: CallProgress,
  isRefused: boolean,
): readonly { readonly step: CallStep; readonly state: 'passed' | 'refused' | 'notReached' }[] {
  const reached = steps.indexOf(last)
  return steps.map((step, index) => {
    if (index > reached) return { step, state: 'notReached' }
    return { step, state: index === reached && isRefused ? 'refused' : 'passed' }
  })
}
