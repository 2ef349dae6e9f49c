import { useQuery } from '@tanstack/react-query'

import { api } from './api.ts'
import { cloudText } from './cloud-words.tsx'
import { useSay } from './language.tsx'

interface Choice {
  readonly value: string
  readonly label: string
}

/** The cloud APIs that the server answers, as choices of forms; nothing is offered before it has told them. */
export function useDialects() {
  const say = useSay()
  const { data } = useQuery({ ...api.dialects.list.queryOptions({ input: {} }), staleTime: Infinity })
  const items = data?.items ?? []
  const choices: Choice[] = items.map(({ id }) => ({ value: id, label: say(cloudText(id)) }))
  const of = (dialect: string | undefined) =>
    items.filter(({ id }) => dialect === undefined || dialect === '' || id === dialect)
  return {
    items,
    choices,
    /** Where key pairs are kept by region. */
    keyPairRegions: (dialect: string | undefined) =>
      asChoices(of(dialect).flatMap(({ keyPairs, regions }) => (keyPairs.byRegion ? regions : []))),
    regions: (dialect: string | undefined) => asChoices(of(dialect).flatMap(({ regions }) => regions)),
    actions: (dialect: string | undefined) =>
      asChoices(of(dialect).flatMap(({ services }) => services.flatMap(({ actions }) => actions))),
    mfaActions: asChoices(items.flatMap(({ mfaActions }) => mfaActions)),
  }
}

function asChoices(names: readonly string[]): Choice[] {
  return [...new Set(names)].toSorted().map((name) => ({ value: name, label: name }))
}

/** Whether a choice of a form fits what was typed so far. */
export function fits(typed: string, choice: { readonly value?: unknown } | undefined): boolean {
  return String(choice?.value).toLowerCase().includes(typed.toLowerCase())
}
