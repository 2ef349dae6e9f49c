import { Typography } from 'antd'

import { type Text, useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { texts } from './bind-texts.ts'

/** In place of choices: that they are still looked for, why they cannot be had, or that there is none. */
export function NothingFound({
  isSearching,
  error,
  none,
}: {
  readonly isSearching: boolean
  readonly error: Error | null
  readonly none: Text
}) {
  const say = useSay()
  if (error) return <Refusal error={error} />
  return (
    <output>
      <Typography.Text>{say(isSearching ? texts.searching : none)}</Typography.Text>
    </output>
  )
}
