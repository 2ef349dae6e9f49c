import type { IdPosition } from '../core/ids.ts'
import type { InstanceKey } from '../core/instances/instance.ts'
import type { Picture, Replacement } from '../store/world/world-data.ts'

/** What a world is besides its rows. */
export interface Circumstances {
  readonly takenAtMs: number
  /** Where the clock stood; undefined: it was not held. */
  readonly heldAtMs?: number | undefined
  /** Instances whose operations were held. */
  readonly holds: readonly InstanceKey[]
  /** How far the ids of a seed number had come; undefined: there was none. */
  readonly ids?: IdPosition | undefined
}

export interface SnapshotEntry {
  readonly name: string
  readonly takenAtMs: number
  /** In all tables together. */
  readonly rows: number
}

/** Where snapshots are kept. */
export interface SnapshotShelf {
  /** Replaces one of that name. */
  put(name: string, picture: Picture, circumstances: Circumstances): Promise<SnapshotEntry>
  get(name: string): Promise<(Circumstances & Replacement) | undefined>
  /** By name. */
  list(): Promise<readonly SnapshotEntry[]>
  /** False: there was none of that name. */
  remove(name: string): Promise<boolean>
}

/** Keeps snapshots as long as the process lives: of data that lives no longer either. */
export class MemoryShelf implements SnapshotShelf {
  readonly #kept = new Map<string, { readonly picture: Picture; readonly circumstances: Circumstances }>()

  put(name: string, picture: Picture, circumstances: Circumstances): Promise<SnapshotEntry> {
    this.#kept.set(name, { picture, circumstances })
    return Promise.resolve(entryOf(name, picture, circumstances))
  }

  get(name: string): Promise<(Circumstances & Replacement) | undefined> {
    const kept = this.#kept.get(name)
    if (!kept) return Promise.resolve(undefined)
    const { picture, circumstances } = kept
    const load: Replacement['load'] = async (loader) => {
      for (const table of picture.tables) {
        await loader.insert(table.name, table.rows)
        const { counter, counted } = table
        if (counter !== undefined && counted > 0) await loader.setCounted({ ...table, counter }, counted)
      }
    }
    return Promise.resolve({ ...circumstances, migration: picture.migration, load })
  }

  list(): Promise<readonly SnapshotEntry[]> {
    const entries = [...this.#kept].map(([name, { picture, circumstances }]) =>
      entryOf(name, picture, circumstances),
    )
    return Promise.resolve(entries.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
  }

  remove(name: string): Promise<boolean> {
    return Promise.resolve(this.#kept.delete(name))
  }
}

export function entryOf(name: string, { tables }: Picture, { takenAtMs }: Circumstances): SnapshotEntry {
  return { name, takenAtMs, rows: tables.reduce((sum, { rows }) => sum + rows.length, 0) }
}
