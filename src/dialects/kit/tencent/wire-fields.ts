import type { Instance } from '../../../core/instances/instance.ts'
import type { Tag } from '../../../core/tags/tag.ts'

/** `2025-10-16T08:12:48Z`. Source: spec/tencent.md §1.7. */
export function wireTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

/** The same day and time some months later. */
export function monthsAfter(ms: number, months: number): number {
  const date = new Date(ms)
  return date.setUTCMonth(date.getUTCMonth() + months)
}

export function wireTags(tags: readonly Tag[]): readonly { Key: string; Value: string }[] {
  return tags.map(({ key, value }) => ({ Key: key, Value: value }))
}

/** The tags of a call in the core's words. */
export function readTags(tags: readonly { Key: string; Value: string }[] | undefined): readonly Tag[] {
  return (tags ?? []).map(({ Key, Value }) => ({ key: Key, value: Value }))
}

const OUTCOMES = { running: 'OPERATING', succeeded: 'SUCCESS', failed: 'FAILED' } as const

/**
 * The newest operation of an instance. One that a seed file made has had none: it is shown as if it had been
 * created by a call, because some clients wait for ever on null. Source: spec/tencent.md §3.5, §4.5 (6).
 */
export function latestOperation(
  { latestOperation: latest }: Instance,
  creation: { readonly action: string; readonly requestId: string },
): { LatestOperation: string; LatestOperationState: string; LatestOperationRequestId: string } {
  return {
    LatestOperation: latest?.action ?? creation.action,
    LatestOperationState: OUTCOMES[latest?.outcome ?? 'succeeded'],
    LatestOperationRequestId: latest?.requestId ?? creation.requestId,
  }
}
