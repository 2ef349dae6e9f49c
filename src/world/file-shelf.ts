import { existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { z } from 'zod'

import { readMasterKeyCheck } from '../backup/data-directory.ts'
import { loadBackup } from '../backup/load-backup.ts'
import { checkBackup, type Checked } from '../backup/read-backup.ts'
import { writeBackup } from '../backup/write-backup.ts'
import { ownVersion } from '../core/own-package.ts'
import type { Picture, Replacement } from '../store/world/world-data.ts'
import { type Circumstances, entryOf, type SnapshotEntry, type SnapshotShelf } from './snapshot-shelf.ts'
import { WorldError } from './world-error.ts'

const ENDING = '.keyplane-snapshot'
/** The part of the file that says how the world was besides its rows. */
const CIRCUMSTANCES = 'world.json'

const circumstances = z.object({
  takenAtMs: z.number(),
  heldAtMs: z.number().optional(),
  holds: z.array(z.object({ account: z.string(), dialect: z.string(), id: z.string() })),
  ids: z.record(z.string(), z.int().min(0)).optional(),
})

/** Keeps snapshots beside the data, in the form of a backup: whoever copies the directory has them too. */
export class FileShelf implements SnapshotShelf {
  readonly #data: string
  readonly #directory: string

  /** @param data directory of the data */
  constructor(data: string) {
    this.#data = data
    this.#directory = join(data, 'snapshots')
  }

  async put(name: string, picture: Picture, how: Circumstances): Promise<SnapshotEntry> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 })
    const { migration, tables } = picture
    const masterKeyCheck = readMasterKeyCheck(this.#data) ?? ''
    const header = { program: ownVersion(), migration, takenAtMs: how.takenAtMs, masterKeyCheck }
    const snapshot = {
      ...{ migration, tables, masterKeyCheck },
      async *batches(table: string) {
        const found = tables.find((known) => known.name === table)
        if (found && found.rows.length > 0) yield found.rows
      },
      counted: ({ name: table }: { readonly name: string }) =>
        Promise.resolve(tables.find((known) => known.name === table)?.counted ?? 0),
    }
    const files = () => new Map([[CIRCUMSTANCES, JSON.stringify(how)]])
    const { signal } = new AbortController()
    await writeBackup(this.#fileOf(name), { header, snapshot, files }, { isForced: true, signal })
    return entryOf(name, picture, how)
  }

  async get(name: string): Promise<(Circumstances & Replacement) | undefined> {
    const file = this.#fileOf(name)
    if (!existsSync(file)) return undefined
    const checked = await checkBackup(file)
    const { sha256 } = checked.footer
    return {
      ...circumstancesOf(checked, name),
      migration: checked.header.migration,
      load: (loader) => loadBackup(file, sha256, loader),
    }
  }

  async list(): Promise<readonly SnapshotEntry[]> {
    if (!existsSync(this.#directory)) return []
    const names = (await readdir(this.#directory)).filter((file) => file.endsWith(ENDING)).toSorted()
    const entries: SnapshotEntry[] = []
    for (const file of names) {
      const { header, footer } = await checkBackup(join(this.#directory, file))
      const rows = Object.values(footer.rows).reduce((sum, count) => sum + count, 0)
      entries.push({ name: file.slice(0, -ENDING.length), takenAtMs: header.takenAtMs, rows })
    }
    return entries
  }

  async remove(name: string): Promise<boolean> {
    const file = this.#fileOf(name)
    if (!existsSync(file)) return false
    await rm(file)
    return true
  }

  #fileOf(name: string): string {
    return join(this.#directory, `${name}${ENDING}`)
  }
}

function circumstancesOf({ files }: Checked, name: string): Circumstances {
  const text = files.get(CIRCUMSTANCES)
  if (text === undefined) throw new WorldError('invalid', `${name} is a backup, and no snapshot of a world`)
  return circumstances.parse(JSON.parse(text))
}
