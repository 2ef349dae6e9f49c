import type { Dialect } from '../../dialects/kit/dialect.ts'
import { api } from './implementer.ts'

export const dialects = api.dialects.router({
  list: api.dialects.list.handler(({ context }) => ({ items: context.dialects.map(tell) })),
})

function tell({ id, service, actions, siblings, catalog, seeding }: Dialect) {
  const services = [{ name: service, actions }, ...siblings].map((one) => ({
    service: one.name,
    actions: one.actions.map(({ name }) => name).toSorted(),
  }))
  const regions = catalog.regions.map((region) => region.id)
  const { isAccountWide, importTypes } = seeding.keyPairRules
  const keyPairs = { byRegion: !isAccountWide, types: [...importTypes] }
  return { id, regions, keyPairs, services, mfaActions: [...seeding.mfaActions] }
}
