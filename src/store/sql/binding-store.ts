import type { Kysely } from 'kysely'

import type { BindingStore, BoundKey } from '../../core/bindings/store.ts'
import type { InstanceKey } from '../../core/instances/instance.ts'
import type { Before } from '../../core/operations/operation.ts'
import { prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

type Key = { account: string; dialect: string; id: string }

const removeOfInstance = prepared<Key, never>((db, arg) =>
  db
    .deleteFrom('bindings')
    .where('account_id', '=', arg('account'))
    .where('dialect', '=', arg('dialect'))
    .where('instance_id', '=', arg('id')),
)

const removeOthers = prepared<Key & { ids: readonly string[] }, never>((db, arg) =>
  db
    .deleteFrom('bindings')
    .where('account_id', '=', arg('account'))
    .where('dialect', '=', arg('dialect'))
    .where('instance_id', '=', arg('id'))
    .where('key_pair_id', 'not in', [...arg('ids')]),
)

const forgetOfInstance = prepared<Key, never>((db, arg) =>
  db
    .deleteFrom('temporary_bindings')
    .where('account_id', '=', arg('account'))
    .where('dialect', '=', arg('dialect'))
    .where('instance_id', '=', arg('id'))
    .where('ending_at_ms', 'is', null),
)

const forgetOthers = prepared<Key & { ids: readonly string[] }, never>((db, arg) =>
  db
    .deleteFrom('temporary_bindings')
    .where('account_id', '=', arg('account'))
    .where('dialect', '=', arg('dialect'))
    .where('instance_id', '=', arg('id'))
    .where('ending_at_ms', 'is', null)
    .where('key_pair_id', 'not in', [...arg('ids')]),
)

const sinceOfInstance = prepared<Key, { key_pair_id: string; bound_at_ms: number | null }>((db, arg) =>
  db
    .selectFrom('bindings')
    .select(['key_pair_id', 'bound_at_ms'])
    .where('account_id', '=', arg('account'))
    .where('dialect', '=', arg('dialect'))
    .where('instance_id', '=', arg('id')),
)

const insertBinding = prepared<
  Key & { keyPairId: string; position: number; boundAtMs: number | null },
  never
>((db, arg) =>
  db
    .insertInto('bindings')
    .columns(['account_id', 'dialect', 'instance_id', 'key_pair_id', 'position', 'bound_at_ms'])
    // A pair that was deleted meanwhile, while a failed termination is undone, is not bound again.
    .expression((row) =>
      row
        .selectFrom('key_pairs')
        .select([
          'key_pairs.account_id',
          'key_pairs.dialect',
          row.val(arg('id')).as('instance_id'),
          'key_pairs.id as key_pair_id',
          row.val(arg('position')).as('position'),
          row.val(arg('boundAtMs')).as('bound_at_ms'),
        ])
        .where('key_pairs.account_id', '=', arg('account'))
        .where('key_pairs.dialect', '=', arg('dialect'))
        .where('key_pairs.id', '=', arg('keyPairId')),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'dialect', 'instance_id', 'key_pair_id'])
        .doUpdateSet({ position: arg('position') }),
    ),
)

const keysOfInstance = prepared<Key, { key_pair_id: string; public_key: string }>((db, arg) =>
  db
    .selectFrom('bindings')
    .innerJoin('key_pairs', (join) =>
      join
        .onRef('key_pairs.account_id', '=', 'bindings.account_id')
        .onRef('key_pairs.dialect', '=', 'bindings.dialect')
        .onRef('key_pairs.id', '=', 'bindings.key_pair_id'),
    )
    .select(['bindings.key_pair_id', 'key_pairs.public_key'])
    .where('bindings.account_id', '=', arg('account'))
    .where('bindings.dialect', '=', arg('dialect'))
    .where('bindings.instance_id', '=', arg('id'))
    .orderBy('bindings.position'),
)

const inUseOfKeyPairs = prepared<
  { account: string; dialect: string; ids: readonly string[] },
  { key_pair_id: string }
>((db, arg) =>
  db
    .selectFrom('bindings')
    .innerJoin('instances', (join) =>
      join
        .onRef('instances.account_id', '=', 'bindings.account_id')
        .onRef('instances.dialect', '=', 'bindings.dialect')
        .onRef('instances.id', '=', 'bindings.instance_id'),
    )
    .select('bindings.key_pair_id')
    .distinct()
    .where('bindings.account_id', '=', arg('account'))
    .where('bindings.dialect', '=', arg('dialect'))
    .where('bindings.key_pair_id', 'in', [...arg('ids')])
    .where('instances.state', '!=', 'terminating'),
)

/** What the instances that stay go back to where the operations fail that are under way. */
const beforeOperations = prepared<{ account: string; dialect: string }, { before: string }>((db, arg) =>
  db
    .selectFrom('operations')
    .innerJoin('instances', (join) =>
      join
        .onRef('instances.account_id', '=', 'operations.account_id')
        .onRef('instances.dialect', '=', 'operations.dialect')
        .onRef('instances.id', '=', 'operations.instance_id'),
    )
    .select('operations.before')
    .where('operations.outcome', '=', 'running')
    .where('operations.account_id', '=', arg('account'))
    .where('operations.dialect', '=', arg('dialect'))
    .where('instances.state', '!=', 'terminating'),
)

export class SqlBindingStore implements BindingStore {
  readonly #db: Kysely<Schema>

  constructor(db: Kysely<Schema>) {
    this.#db = db
  }

  async replace(
    { account, dialect, id }: InstanceKey,
    keyPairIds: readonly string[],
    since?: number | ReadonlyMap<string, number | undefined>,
  ): Promise<void> {
    const key = { account, dialect, id }
    if (keyPairIds.length === 0) {
      await removeOfInstance.run(this.#db, key)
      await forgetOfInstance.run(this.#db, key)
      return
    }
    await removeOthers.run(this.#db, { ...key, ids: keyPairIds })
    await forgetOthers.run(this.#db, { ...key, ids: keyPairIds })
    for (const [position, keyPairId] of keyPairIds.entries()) {
      const boundAtMs = (typeof since === 'object' ? since.get(keyPairId) : since) ?? null
      await insertBinding.run(this.#db, { ...key, keyPairId, position, boundAtMs })
    }
  }

  async boundSince({ account, dialect, id }: InstanceKey): Promise<ReadonlyMap<string, number | undefined>> {
    const { rows } = await sinceOfInstance.run(this.#db, { account, dialect, id })
    return new Map(rows.map((row) => [row.key_pair_id, row.bound_at_ms ?? undefined]))
  }

  async keyPairsInUse(
    { account, dialect }: { account: string; dialect: string },
    keyPairIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    if (keyPairIds.length === 0) return new Set()
    const { rows } = await inUseOfKeyPairs.run(this.#db, { account, dialect, ids: keyPairIds })
    const operations = await beforeOperations.run(this.#db, { account, dialect })
    // Written by the store of operations.
    const before = operations.rows.flatMap(({ before }) => (JSON.parse(before) as Before).keyPairIds)
    const wanted = new Set(keyPairIds)
    return new Set([...rows.map((row) => row.key_pair_id), ...before.filter((id) => wanted.has(id))])
  }

  async keysOf({ account, dialect, id }: InstanceKey): Promise<readonly BoundKey[]> {
    const { rows } = await keysOfInstance.run(this.#db, { account, dialect, id })
    return rows.map((row) => ({ keyPairId: row.key_pair_id, publicKey: row.public_key }))
  }

  async publicKeysOf(instance: InstanceKey): Promise<readonly string[]> {
    return (await this.keysOf(instance)).map(({ publicKey }) => publicKey)
  }
}
