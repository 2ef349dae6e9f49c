import { Checkbox, Flex, Select, Tag } from 'antd'
import type { ReactNode } from 'react'

import { FilterInput } from '../../kit/filter-input.tsx'
import { StateTag } from '../../kit/cloud-words.tsx'
import { useDialects } from '../../kit/dialects.ts'
import { useSay } from '../../kit/language.tsx'
import { STATES, texts } from './instances-texts.ts'

export const FILTERS = [
  'text',
  'dialect',
  'state',
  'account',
  'region',
  'pending',
  'keyPair',
  'sort',
] as const

type Filters = Partial<Record<(typeof FILTERS)[number], string | undefined>>

export const SORTS = ['id', 'name', 'newest'] as const

/** What the list is narrowed and ordered by. */
export function InstanceFilters({
  filters,
  onChange,
}: {
  readonly filters: Readonly<Filters>
  readonly onChange: (changes: Filters) => void
}) {
  const say = useSay()
  const { choices, regions } = useDialects()
  const { text, dialect, state, account, region, pending, keyPair, sort = 'id' } = filters
  return (
    <Flex component="search" gap="small" wrap align="center" style={{ marginBottom: 12 }}>
      <FilterInput
        label={say(texts.search)}
        value={text}
        width={190}
        onChange={(value) => onChange({ text: value })}
      />
      <Choice
        label={say(texts.cloud)}
        value={dialect}
        width={150}
        options={choices}
        onChange={(value) => onChange({ dialect: value, region: undefined })}
      />
      <Choice
        label={say(texts.state)}
        value={state}
        width={115}
        options={STATES.map((value) => ({ value, label: <StateTag state={value} /> }))}
        onChange={(value) => onChange({ state: value })}
      />
      <FilterInput
        label={say(texts.account)}
        value={account}
        width={120}
        onChange={(value) => onChange({ account: value })}
      />
      <Choice
        label={say(texts.region)}
        value={region}
        width={125}
        options={regions(dialect)}
        isSearched
        onChange={(value) => onChange({ region: value })}
      />
      <Choice
        label={say(texts.sort)}
        value={sort}
        width={150}
        options={SORTS.map((value) => ({ value, label: say(texts.sorts[value]) }))}
        onChange={(value) => onChange({ sort: value === 'id' ? undefined : value })}
        isNeeded
      />
      <Checkbox
        checked={pending === 'true'}
        onChange={({ target }) => onChange({ pending: target.checked ? 'true' : undefined })}
      >
        {say(texts.onlyPending)}
      </Checkbox>
      {keyPair !== undefined && (
        <Tag closable onClose={() => onChange({ keyPair: undefined })}>
          {say(texts.keyPairFilter(keyPair))}
        </Tag>
      )}
    </Flex>
  )
}

function Choice({
  label,
  value,
  width,
  options,
  onChange,
  isNeeded = false,
  isSearched = false,
}: {
  readonly label: string
  readonly value: string | undefined
  readonly width: number
  readonly options: { readonly value: string; readonly label: ReactNode }[]
  readonly onChange: (value: string | undefined) => void
  /** It cannot be taken away. */
  readonly isNeeded?: boolean
  readonly isSearched?: boolean
}) {
  return (
    <Select<string>
      aria-label={label}
      placeholder={label}
      allowClear={!isNeeded}
      showSearch={isSearched}
      value={value ?? null}
      style={{ width }}
      options={options}
      onChange={(chosen?: string) => onChange(chosen)}
    />
  )
}
