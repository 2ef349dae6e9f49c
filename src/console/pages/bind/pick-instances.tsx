import { useQuery } from '@tanstack/react-query'
import { Select, Typography } from 'antd'
import { useState } from 'react'

import { api } from '../../kit/api.ts'
import { cloudText, fullName, type Named } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { texts } from './bind-texts.ts'
import { type Option, renderOption } from './render-option.tsx'
import { useDebounced } from './use-debounced.ts'

const MOST_SHOWN = 50

/** Chooses instances of all clouds by name, id or address. */
export function PickInstances({
  id,
  value,
  onChange,
}: {
  readonly id: string
  readonly value: readonly Named[]
  readonly onChange: (instances: readonly Named[]) => void
}) {
  const say = useSay()
  const [text, setText] = useState('')
  const wanted = useDebounced(text)
  const input = { limit: MOST_SHOWN, ...(wanted === '' ? {} : { text: wanted }) }
  const { data, isFetching } = useQuery(api.instances.list.queryOptions({ input }))
  const options = (data?.items ?? [])
    .filter(({ os }) => os === 'linux')
    .map((one): Option => {
      const about = `${say(cloudText(one.dialect))} · ${one.id}`
      return { value: fullName(one), label: one.name === '' ? one.id : one.name, about }
    })
  return (
    <Select<string[], Option>
      id={id}
      mode="multiple"
      value={value.map(fullName)}
      placeholder={say(texts.whichInstances)}
      options={options}
      loading={isFetching}
      showSearch={{ filterOption: false, onSearch: setText }}
      onChange={(names) => onChange(names.map(named))}
      notFoundContent={<Typography.Text>{say(texts.noInstance)}</Typography.Text>}
      optionRender={renderOption}
      style={{ width: '100%' }}
    />
  )
}

function named(name: string): Named {
  const [dialect = '', account = '', id = ''] = name.split('/')
  return { dialect, account, id }
}
