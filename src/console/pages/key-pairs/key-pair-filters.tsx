import { Flex, Select } from 'antd'

import { useDialects } from '../../kit/dialects.ts'
import { FilterInput } from '../../kit/filter-input.tsx'
import { useSay } from '../../kit/language.tsx'
import { texts } from './key-pairs-texts.ts'

export const FILTERS = ['dialect', 'account', 'region', 'text', 'fingerprint'] as const

type Filters = Partial<Record<(typeof FILTERS)[number], string | undefined>>

/** What narrows the list of key pairs. */
export function KeyPairFilters({
  filters,
  onChange,
}: {
  readonly filters: Filters
  readonly onChange: (changes: Filters) => void
}) {
  const say = useSay()
  const { choices, keyPairRegions } = useDialects()
  return (
    <Flex gap="small" wrap style={{ marginBottom: 16 }}>
      <FilterInput
        label={say(texts.textFilter)}
        value={filters.text}
        onChange={(text) => onChange({ text })}
        width={180}
      />
      <Select
        aria-label={say(texts.cloud)}
        placeholder={say(texts.cloud)}
        allowClear
        value={filters.dialect ?? null}
        options={choices}
        onChange={(dialect: string | undefined) => onChange({ dialect, region: undefined })}
        style={{ width: 180 }}
      />
      <FilterInput
        label={say(texts.account)}
        value={filters.account}
        onChange={(account) => onChange({ account })}
        width={140}
      />
      <Select
        aria-label={say(texts.region)}
        placeholder={say(texts.region)}
        allowClear
        showSearch
        value={filters.region ?? null}
        options={keyPairRegions(filters.dialect)}
        onChange={(region: string | undefined) => onChange({ region })}
        style={{ width: 170 }}
      />
      <FilterInput
        label={say(texts.fingerprintFilter)}
        value={filters.fingerprint}
        onChange={(fingerprint) => onChange({ fingerprint })}
        width={220}
      />
    </Flex>
  )
}
