import type { Named } from '../../kit/cloud-words.tsx'
import { fullName } from '../../kit/cloud-words.tsx'

/** What a person chose in the bind dialog. */
export interface Choices {
  /** Name or id; empty: not chosen yet. */
  readonly key: string
  readonly instances: readonly Named[]
  readonly keep: 'asTheCloud' | 'onTop' | 'replace'
  readonly force: boolean
  /** 0: without an end. */
  readonly forSeconds: number
}

const HOUR_S = 3_600

export const DURATIONS_S = { noEnd: 0, oneHour: HOUR_S, eightHours: 8 * HOUR_S, oneDay: 24 * HOUR_S } as const

/** What the own API is asked for: the same by the preview and by the binding. */
export function requestOf({ key, instances, keep, force, forSeconds }: Choices) {
  return {
    key,
    instances: instances.map(fullName),
    force,
    ...(keep === 'asTheCloud' || forSeconds > 0 ? {} : { replace: keep === 'replace' }),
    ...(forSeconds > 0 ? { forSeconds } : {}),
  }
}
