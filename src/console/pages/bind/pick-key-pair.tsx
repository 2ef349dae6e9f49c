import { useInfiniteQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'

import { api } from '../../kit/api.ts'
import { byCursor } from '../../kit/by-cursor.ts'
import { cloudText, type Named } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { texts } from './bind-texts.ts'
import { NothingFound } from './nothing-found.tsx'
import { renderOption } from './render-option.tsx'
import { useDebounced } from './use-debounced.ts'
import { useFound } from './use-found.ts'

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
  const account = soleOf(instances.map((one) => one.account))
  const dialect = soleOf(instances.map((one) => one.dialect))
  const query = useInfiniteQuery(
    api.keyPairs.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...{ limit: MOST_SHOWN, account, dialect, cursor },
        ...(wanted === '' ? {} : { text: wanted }),
      }),
      ...byCursor,
    }),
  )
  const places = new Set(instances.map(placeOf))
  const { found, isSearching } = useFound(query, {
    fits: (pair) => places.size === 0 || places.has(placeOf(pair)),
    // Who searches nothing sees some.
    enough: wanted === '' ? 1 : MOST_SHOWN,
  })
  const clouds = new Map<string, Set<string>>()
  for (const pair of found) clouds.set(pair.name, (clouds.get(pair.name) ?? new Set()).add(pair.dialect))
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
      loading={isSearching}
      showSearch={{ filterOption: false, onSearch: setText }}
      onChange={onChange}
      notFoundContent={
        <NothingFound
          isSearching={isSearching || wanted !== text}
          error={query.error}
          none={texts.noKeyPair}
        />
      }
      optionRender={renderOption}
      style={{ width: '100%' }}
    />
  )
}

/** The one that all of them are. */
function soleOf(values: readonly string[]): string | undefined {
  const [sole, another] = new Set(values)
  return another === undefined ? sole : undefined
}

function placeOf({ dialect, account }: Pick<Named, 'dialect' | 'account'>): string {
  return `${dialect}/${account}`
}
