import { ConfigError } from '../config.ts'
import type { Stores } from '../core/database.ts'
import { Fault } from '../core/fault.ts'
import { readPublicKey } from '../core/key-pairs/add.ts'
import type { KeyPair } from '../core/key-pairs/key-pair.ts'
import { accountOf, dialectOf, regionOf } from './find-in-seed.ts'
import type { Seeder } from './load-seed.ts'
import type { SeedKeyPair } from './seed-file.ts'

/** Stores one key pair of a seed file. */
export async function seedKeyPair(
  tx: Stores,
  { core, dialects, seed }: Seeder,
  wanted: SeedKeyPair,
): Promise<void> {
  const dialect = dialectOf(dialects, wanted.dialect)
  const { keyPairRules, keyPairId } = dialect.seeding
  const region = regionOf(dialect, wanted.region).id
  if (wanted.id !== undefined && !keyPairId.test(wanted.id)) {
    throw new ConfigError(`id "${wanted.id}" is not of the form ${keyPairId.source}`)
  }
  const nowMs = core.clock.now()
  const keyPair: KeyPair = {
    ...publicKeyOf(wanted),
    account: accountOf(seed, wanted.account),
    dialect: dialect.id,
    region: keyPairRules.isAccountWide ? '' : region,
    id: wanted.id ?? keyPairRules.newId(),
    name: wanted.name,
    description: '',
    project: '',
    tags: [],
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  }
  if (!(await tx.keyPairs.insert(keyPair))) throw new ConfigError(`key pair "${wanted.name}" is there twice`)
}

/** Of any type: a seed file may describe what a cloud's own import would not take. */
function publicKeyOf(wanted: SeedKeyPair) {
  try {
    return readPublicKey(wanted.publicKey)
  } catch (error) {
    if (!(error instanceof Fault) || error.kind !== 'publicKeyMalformed') throw error
    throw new ConfigError(`publicKey: ${JSON.stringify(error.detail)}`, { cause: error })
  }
}
