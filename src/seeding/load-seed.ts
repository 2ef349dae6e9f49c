import { readFileSync } from 'node:fs'

import type { Document } from 'yaml'

import { ConfigError, firstLine } from '../config.ts'
import type { Core } from '../core/core.ts'
import { inTurn, type Stores } from '../core/database.ts'
import type { Log } from '../core/log.ts'
import type { Dialect } from '../dialects/kit/dialect.ts'
import { loadYaml } from '../load-yaml.ts'
import { accountOf } from './find-in-seed.ts'
import { seedAccount } from './seed-account.ts'
import { type Seed, seedSchema } from './seed-file.ts'
import { seedInstance } from './seed-instance.ts'
import { seedKeyPair } from './seed-key-pair.ts'

/** What the parts of a seed file are checked against and written with. */
export interface Seeder {
  readonly core: Core
  readonly dialects: readonly Dialect[]
  readonly log: Log
  readonly seed: Seed
}

/** Reads and validates a seed file; ConfigError names the place of the first mistake. */
export function readSeed(file: string): Seed {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new ConfigError(`the seed file ${file} cannot be read`, { cause: error })
  }
  return parseSeed(text, file)
}

/** Reads the text of a seed file; ConfigError names the place of the first mistake, and the file. */
export function parseSeed(text: string, file: string): Seed {
  const result = seedSchema.safeParse(parseText(text, file) ?? {})
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new ConfigError(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not valid'}`)
}

/** The library looks through the whole file for what each stands for. */
const MOST_ALIASES = 1_000

function parseText(text: string, file: string): unknown {
  // Other keys would become texts, those of nested ones in a time that grows with the cube of their depth.
  const document = loadYaml().parseDocument(text, { stringKeys: true })
  const [error] = document.errors
  if (error) throw new ConfigError(`${file}: ${firstLine(error)}`)
  if (hasTooManyAliases(document)) throw new ConfigError(`${file}: more than ${MOST_ALIASES} aliases`)
  try {
    return document.toJS()
  } catch (error) {
    throw new ConfigError(`the seed file ${file} cannot be read`, { cause: error })
  }
}

function hasTooManyAliases(document: Document): boolean {
  let count = 0
  const { visit } = loadYaml()
  visit(document, {
    Alias() {
      count += 1
      return count > MOST_ALIASES ? visit.BREAK : undefined
    },
  })
  return count > MOST_ALIASES
}

/**
 * Loads a seed file into an empty database, all of it or nothing. With data there already the file is not even read:
 * a start must not take longer because the world once began with a large one.
 */
export async function loadSeed(parts: Omit<Seeder, 'seed'>, file: string): Promise<void> {
  const { core } = parts
  if (!(await core.database.accounts.isEmpty())) return
  const seed = readSeed(file)
  const seeder: Seeder = { ...parts, seed }
  await inTurn(core.database, { account: 'seed' }, async (tx) => {
    // Another process may have loaded it meanwhile.
    if (!(await tx.accounts.isEmpty())) return
    await plantSeed(tx, seeder)
  })
}

/** Writes what a seed says, of one account (its id) or of all. ConfigError for what cannot be. */
export async function plantSeed(tx: Stores, seeder: Seeder, onlyAccount?: string): Promise<void> {
  const { seed } = seeder
  const isWanted = (nameOrId: string) =>
    onlyAccount === undefined || accountOf(seed, nameOrId) === onlyAccount
  for (const [index, account] of seed.accounts.entries()) {
    if (isWanted(account.id)) await seedAccount(tx, seeder, { account, place: `accounts.${index}` })
  }
  for (const [index, keyPair] of seed.keyPairs.entries()) {
    await placed(`keyPairs.${index}`, async () => {
      if (isWanted(keyPair.account)) await seedKeyPair(tx, seeder, keyPair)
    })
  }
  for (const [index, instance] of seed.instances.entries()) {
    await placed(`instances.${index}`, async () => {
      if (isWanted(instance.account)) await seedInstance(tx, seeder, instance)
    })
  }
}

/** Puts the place in the file before a complaint. */
async function placed<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ConfigError)
      throw new ConfigError(`seed file: ${place}: ${error.message}`, { cause: error })
    throw error
  }
}
