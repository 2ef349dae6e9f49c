import { findRegion } from '../kit/catalog.ts'
import { Refusal } from '../kit/wire-error.ts'
import { catalog } from './catalog.ts'
import { doesNotExist } from './faults.ts'

/** The zone of that name, or the first of the region. Refusal: InvalidZoneId.NotFound (spec/alibaba.md §2.8). */
export function zoneOf(region: string, id: string | undefined): string {
  const zones = findRegion(catalog, region)?.zones ?? []
  const zone = id === undefined ? zones[0] : zones.find((zone) => zone.id === id)
  if (!zone) throw new Refusal(doesNotExist('ZoneId'))
  return zone.id
}
