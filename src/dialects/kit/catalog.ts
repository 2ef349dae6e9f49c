/** What a cloud has on offer, as far as its APIs show it. Data with a source note. */
export interface Catalog {
  readonly regions: readonly Region[]
  readonly images: readonly Image[]
  readonly types: readonly MachineType[]
}

export interface Region {
  readonly id: string
  readonly nameEn: string
  readonly nameZh: string
  readonly zones: readonly Zone[]
}

export interface Zone {
  readonly id: string
  readonly nameEn: string
  readonly nameZh: string
  /** Number of the zone, where the cloud has one. */
  readonly number?: string
}

export interface Image {
  readonly id: string
  readonly os: 'linux' | 'windows'
  readonly osName: string
  readonly loginUser: string
}

export interface MachineType {
  readonly id: string
  readonly cores: number
  readonly memoryGiB: number
}

export function findRegion(catalog: Catalog, id: string): Region | undefined {
  return catalog.regions.find((region) => region.id === id)
}
