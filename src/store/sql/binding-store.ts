import type { Kysely } from 'kysely'

import type { BindingStore } from '../../core/bindings/store.ts'
import type { InstanceKey } from '../../core/instances/instance.ts'
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

const insertBinding = prepared<Key & { keyPairId: string; position: number }, never>((db, arg) =>
  db
    .insertInto('bindings')
    .columns(['account_id', 'dialect', 'instance_id', 'key_pair_id', 'position'])
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
        ])
        .where('key_pairs.account_id', '=', arg('account'))
        .where('key_pairs.dialect', '=', arg('dialect'))
        .where('key_pairs.id', '=', arg('keyPairId')),
    ),
)

const publicKeysOfInstance = prepared<Key, { public_key: string }>((db, arg) =>
  db
    .selectFrom('bindings')
    .innerJoin('key_pairs', (join) =>
      join
        .onRef('key_pairs.account_id', '=', 'bindings.account_id')
        .onRef('key_pairs.dialect', '=', 'bindings.dialect')
        .onRef('key_pairs.id', '=', 'bindings.key_pair_id'),
    )
    .select('key_pairs.public_key')
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

export class SqlBindingStore implements BindingStore {
  readonly #db: Kysely<Schema>

  constructor(db: Kysely<Schema>) {
    this.#db = db
  }

  async replace({ account, dialect, id }: InstanceKey, keyPairIds: readonly string[]): Promise<void> {
    await removeOfInstance.run(this.#db, { account, dialect, id })
    for (const [position, keyPairId] of keyPairIds.entries()) {
      await insertBinding.run(this.#db, { account, dialect, id, keyPairId, position })
    }
  }

  async keyPairsInUse(
    { account, dialect }: { account: string; dialect: string },
    keyPairIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    if (keyPairIds.length === 0) return new Set()
    const { rows } = await inUseOfKeyPairs.run(this.#db, { account, dialect, ids: keyPairIds })
    return new Set(rows.map((row) => row.key_pair_id))
  }

  async publicKeysOf({ account, dialect, id }: InstanceKey): Promise<readonly string[]> {
    const { rows } = await publicKeysOfInstance.run(this.#db, { account, dialect, id })
    return rows.map((row) => row.public_key)
  }
}
