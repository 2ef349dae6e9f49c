import { Flex, Input, Select } from 'antd'

import { FilterInput } from '../../kit/filter-input.tsx'
import { useSay } from '../../kit/language.tsx'
import { localTime } from '../../kit/local-time.tsx'
import { texts } from './audit-texts.ts'

export const FILTERS = [
  ...(['account', 'requestId', 'user', 'subject', 'action', 'outcome', 'since', 'until'] as const),
] as const

/** In the address, for the rows of calls that nobody known made: their account has no name. */
export const NOBODY = '-'

type Filters = Readonly<Partial<Record<(typeof FILTERS)[number], string | undefined>>>

const TEXT_FILTERS = [
  { name: 'requestId', width: 170 },
  { name: 'user', width: 120 },
  { name: 'subject', width: 230 },
  { name: 'action', width: 170 },
] as const

/** What is looked at; the account always, as each has a log of its own. */
export function AuditFilterBar({
  accounts,
  filters,
  onChange,
}: {
  readonly accounts: readonly { readonly id: string; readonly name: string }[]
  readonly filters: Filters
  readonly onChange: (changes: Filters) => void
}) {
  const say = useSay()
  const { account, outcome, since, until } = filters
  return (
    <Flex gap="small" wrap style={{ marginBottom: 12 }}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={say(texts.account)}
        placeholder={say(texts.account)}
        style={{ width: 240 }}
        options={[
          ...accounts.map(({ id, name }) => ({ value: id, label: name === id ? id : `${id} ${name}` })),
          { value: NOBODY, label: say(texts.nobody) },
        ]}
        value={account ?? null}
        onChange={(value: string | null) => onChange({ account: value ?? undefined })}
      />
      {TEXT_FILTERS.map(({ name, width }) => (
        <FilterInput
          key={name}
          label={say(texts[name])}
          value={filters[name]}
          width={width}
          onChange={(value) => onChange({ [name]: value })}
        />
      ))}
      <Select
        allowClear
        aria-label={say(texts.outcome)}
        placeholder={say(texts.anyOutcome)}
        style={{ width: 170 }}
        options={outcomeChoices(outcome, [
          { value: 'ok', label: say(texts.ok) },
          { value: 'refused', label: say(texts.refused) },
        ])}
        value={outcome ?? null}
        onChange={(value: string | null) => onChange({ outcome: value ?? undefined })}
      />
      <TimeFilter label={say(texts.since)} value={since} onChange={(time) => onChange({ since: time })} />
      <TimeFilter label={say(texts.until)} value={until} onChange={(time) => onChange({ until: time })} />
    </Flex>
  )
}

/** A code that a link brought is a choice too. */
function outcomeChoices(given: string | undefined, known: { value: string; label: string }[]) {
  const isKnown = given === undefined || known.some(({ value }) => value === given)
  return isKnown ? known : [...known, { value: given, label: given }]
}

/** A minute by the clock of the browser. */
function TimeFilter({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}) {
  const shown = value === undefined ? '' : localTime(value).slice(0, 16).replace(' ', 'T')
  return (
    <Input
      type="datetime-local"
      prefix={label}
      aria-label={label}
      style={{ width: 240 }}
      value={shown}
      onChange={({ target }) => {
        const at = new Date(target.value)
        onChange(Number.isNaN(at.getTime()) ? undefined : at.toISOString())
      }}
    />
  )
}
