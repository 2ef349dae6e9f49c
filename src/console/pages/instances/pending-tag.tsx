import { Tag } from 'antd'

import { useSay } from '../../kit/language.tsx'
import { texts } from './instances-texts.ts'

export type Pending = {
  readonly reason: keyof typeof texts.reasons
  readonly message: string
} | null

/** Why the access wanted is not the one in force. */
export function PendingTag({
  pending,
  isTitled = false,
}: {
  readonly pending: Pending
  /** Something beside it says that it is pending. */
  readonly isTitled?: boolean
}) {
  const say = useSay()
  if (!pending) return null
  const { reason, message } = pending
  const why = say(texts.reasons[reason])
  return (
    <Tag color={reason === 'operationFailed' ? 'red' : 'orange'} title={message}>
      {isTitled ? why : say(texts.pending(why))}
    </Tag>
  )
}
