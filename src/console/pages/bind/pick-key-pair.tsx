import { useQuery } from '@tanstack/react-query'
import { Select, Typography } from 'antd'
import { useState } from 'react'

import { api } from '../../kit/api.ts'
import { cloudText, type Named } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { texts } from './bind-texts.ts'
import { renderOption } from './render-option.tsx'
import { useDebounced } from './use-debounced.ts'

const MOST_SHOWN = 200

/** Chooses a key pair by its name: pairs of one name in several clouds are one choice. */
export function PickKeyPair({
  id,
  value,
  instances,
  onChange,
}: {
  readonly id: string
  readonly value: string
  /** Only pairs of their accounts and clouds are offered. */
  readonly instances: readonly Named[]
  readonly onChange: (name: string) => void
}) {
  const say = useSay()
  const [text, setText] = useState('')
  const wanted = useDebounced(text)
  const [account, another] = new Set(instances.map((one) => one.account))
  const input = {
    limit: MOST_SHOWN,
    ...(wanted === '' ? {} : { text: wanted }),
    ...(account !== undefined && another === undefined ? { account } : {}),
  }
  const { data, isFetching } = useQuery(api.keyPairs.list.queryOptions({ input }))
  const places = new Set(instances.map(placeOf))
  const clouds = new Map<string, Set<string>>()
  for (const pair of data?.items ?? []) {
    if (places.size > 0 && !places.has(placeOf(pair))) continue
    clouds.set(pair.name, (clouds.get(pair.name) ?? new Set()).add(pair.dialect))
  }
  const options = [...clouds].map(([name, of]) => {
    const about = [...of].map((dialect) => say(cloudText(dialect))).join(' · ')
    return { value: name, label: name, about }
  })
  return (
    <Select
      id={id}
      value={value === '' ? null : value}
      placeholder={say(texts.whichKeyPair)}
      options={options}
      loading={isFetching}
      showSearch={{ filterOption: false, onSearch: setText }}
      onChange={onChange}
      notFoundContent={<Typography.Text>{say(texts.noKeyPair)}</Typography.Text>}
      optionRender={renderOption}
      style={{ width: '100%' }}
    />
  )
}

function placeOf({ dialect, account }: Pick<Named, 'dialect' | 'account'>): string {
  return `${dialect}/${account}`
}
