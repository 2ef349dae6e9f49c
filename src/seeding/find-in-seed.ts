import { ConfigError } from '../config.ts'
import { findRegion, type Region } from '../dialects/kit/catalog.ts'
import type { Dialect } from '../dialects/kit/dialect.ts'
import type { Seed } from './seed-file.ts'

/** The dialect of that name; ConfigError lists the known ones. */
export function dialectOf(dialects: readonly Dialect[], id: string): Dialect {
  const found = dialects.find((dialect) => dialect.id === id)
  if (found) return found
  throw unknown(
    'dialect',
    id,
    dialects.map((dialect) => dialect.id),
  )
}

/** Id of the account with that name or id. */
export function accountOf(seed: Seed, nameOrId: string): string {
  const found = seed.accounts.find(({ id, name }) => name === nameOrId || id === nameOrId)
  if (found) return found.id
  throw unknown(
    'account',
    nameOrId,
    seed.accounts.map(({ name }) => name),
  )
}

export function regionOf(dialect: Dialect, id: string): Region {
  const found = findRegion(dialect.catalog, id)
  if (found) return found
  throw unknown(
    'region',
    id,
    dialect.catalog.regions.map((region) => region.id),
  )
}

/** The zone of that name, or the region's first. */
export function zoneOf(region: Region, id: string | undefined): string {
  const known = region.zones.map((zone) => zone.id)
  const [first] = known
  if (id === undefined && first !== undefined) return first
  if (id !== undefined && known.includes(id)) return id
  throw unknown('zone', id ?? '', known)
}

function unknown(what: string, given: string, known: readonly string[]): ConfigError {
  return new ConfigError(`${what} "${given}" is not known; known are: ${known.join(', ')}`)
}
