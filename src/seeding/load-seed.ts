import { readFileSync } from 'node:fs'

import { parse as parseYaml, YAMLParseError } from 'yaml'

import { ConfigError } from '../config.ts'
import type { Core } from '../core/core.ts'
import type { Stores } from '../core/database.ts'
import { Secret } from '../core/secret.ts'
import type { Dialect } from '../dialects/kit/dialect.ts'
import { type Seed, type SeedAccount, seedSchema } from './seed-file.ts'
import { seedInstance } from './seed-instance.ts'
import { seedKeyPair } from './seed-key-pair.ts'

/** What the parts of a seed file are checked against and written with. */
export interface Seeder {
  readonly core: Core
  readonly dialects: readonly Dialect[]
  readonly seed: Seed
}

/** Reads and validates a seed file; ConfigError names the place of the first mistake. */
export function readSeed(file: string): Seed {
  const result = seedSchema.safeParse(parseFile(file) ?? {})
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new ConfigError(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not valid'}`)
}

function parseFile(file: string): unknown {
  try {
    return parseYaml(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof YAMLParseError) throw new ConfigError(`${file}: ${error.message}`)
    throw new ConfigError(`the seed file ${file} cannot be read`, { cause: error })
  }
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
  await core.database.transaction(async (tx) => {
    for (const account of seed.accounts) await seedAccount(tx, account)
    for (const [index, keyPair] of seed.keyPairs.entries()) {
      await placed(`keyPairs.${index}`, () => seedKeyPair(tx, seeder, keyPair))
    }
    for (const [index, instance] of seed.instances.entries()) {
      await placed(`instances.${index}`, () => seedInstance(tx, seeder, instance))
    }
  })
}

async function seedAccount(tx: Stores, { id, name, users, requireMfa }: SeedAccount): Promise<void> {
  await tx.accounts.insertAccount({ id, name, requireMfa })
  for (const user of users) {
    await tx.accounts.insertUser({ account: id, name: user.name, mfa: user.mfa, policies: user.policies })
    for (const accessKey of user.accessKeys) {
      const secret = new Secret(accessKey.secret)
      await tx.accounts.insertAccessKey({ id: accessKey.id, account: id, user: user.name, secret })
    }
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
