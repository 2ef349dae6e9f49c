import { useQuery } from '@tanstack/react-query'
import { Tooltip, Typography } from 'antd'

import { api } from '../../kit/api.ts'
import { fullName, type Named } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { texts } from './instances-texts.ts'

/** How many key pairs are bound; which ones, when pointed at. */
export function KeyCount({ instance, ids }: { readonly instance: Named; readonly ids: readonly string[] }) {
  const say = useSay()
  if (ids.length === 0) return <Typography.Text type="secondary">0</Typography.Text>
  return (
    <Tooltip trigger={['hover', 'focus']} title={<KeyNames instance={instance} ids={ids} />}>
      <span tabIndex={0} role="note" aria-label={say(texts.keysOf(ids.length))}>
        {ids.length}
      </span>
    </Tooltip>
  )
}

/** Asked for only where somebody looks: the list has ids. */
function KeyNames({ instance, ids }: { readonly instance: Named; readonly ids: readonly string[] }) {
  const { data } = useQuery(api.bindings.list.queryOptions({ input: { instance: fullName(instance) } }))
  const names = data?.items.map(({ keyPairName, keyPairId }) =>
    keyPairName === '' ? keyPairId : keyPairName,
  )
  return (names ?? ids).join(', ')
}
