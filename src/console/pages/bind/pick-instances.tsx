import { useInfiniteQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'

import { api } from '../../kit/api.ts'
import { byCursor } from '../../kit/by-cursor.ts'
import { cloudText, fullName, type Named } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { texts } from './bind-texts.ts'
import { NothingFound } from './nothing-found.tsx'
import { type Option, renderOption } from './render-option.tsx'
import { useDebounced } from './use-debounced.ts'
import { useFound } from './use-found.ts'

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
  const query = useInfiniteQuery(
    api.instances.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...{ limit: MOST_SHOWN, cursor },
        ...(wanted === '' ? {} : { text: wanted }),
      }),
      ...byCursor,
    }),
  )
  const { found, isSearching } = useFound(query, {
    fits: ({ os }) => os === 'linux',
    // Who searches nothing sees some.
    enough: wanted === '' ? 1 : MOST_SHOWN,
  })
  const options = found.map((one): Option => {
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
      loading={isSearching}
      showSearch={{ filterOption: false, onSearch: setText }}
      onChange={(names) => onChange(names.map(named))}
      notFoundContent={
        <NothingFound
          isSearching={isSearching || wanted !== text}
          error={query.error}
          none={texts.noInstance}
        />
      }
      optionRender={renderOption}
      style={{ width: '100%' }}
    />
  )
}

function named(name: string): Named {
  const [dialect = '', account = '', id = ''] = name.split('/')
  return { dialect, account, id }
}
