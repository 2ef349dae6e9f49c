import { ConfigError } from '../config.ts'
import type { Loader } from '../store/backup/rebuild.ts'
import { BATCH_ROWS, type Row } from '../store/backup/snapshot.ts'
import { readBackup } from './read-backup.ts'

/**
 * Reads a backup once more, into the tables of a loader.
 * @param sha256 of the backup that was looked at before
 * @throws ConfigError when it is not that one any more, or has rows of unknown tables
 */
export async function loadBackup(file: string, sha256: string, loader: Loader): Promise<void> {
  const filling = new Filling(loader)
  for await (const part of readBackup(file)) {
    if ('row' in part) await filling.add(part.table, part.row)
    else if ('counterOf' in part) await filling.setCounted(part.counterOf, part.value)
    else if ('sha256' in part && part.sha256 !== sha256) {
      throw new ConfigError(`${file} was changed while it was restored`)
    }
  }
  await filling.flush()
}

/** Gathers rows of one table, so that many go into one statement. */
class Filling {
  readonly #loader: Loader
  #table = ''
  #rows: Row[] = []

  constructor(loader: Loader) {
    this.#loader = loader
  }

  async add(table: string, row: Row): Promise<void> {
    if (table !== this.#table || this.#rows.length === BATCH_ROWS) await this.flush()
    this.#table = table
    this.#rows.push(row)
  }

  async flush(): Promise<void> {
    if (this.#rows.length === 0) return
    const { name } = this.#find(this.#table)
    await this.#loader.insert(name, this.#rows)
    this.#rows = []
  }

  /** Comes after the table's rows, which count up by themselves in one engine. */
  async setCounted(table: string, value: number): Promise<void> {
    await this.flush()
    const found = this.#find(table)
    const { counter } = found
    if (counter !== undefined && value > 0) await this.#loader.setCounted({ ...found, counter }, value)
  }

  #find(table: string): Loader['tables'][number] {
    const found = this.#loader.tables.find(({ name }) => name === table)
    if (found) return found
    throw new ConfigError(
      `the backup has rows of a table ${table}, which Keyplane never had at that migration`,
    )
  }
}
