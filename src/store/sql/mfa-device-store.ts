import type { Kysely } from 'kysely'

import type { DeviceOwner, MfaDevice, MfaDeviceStore } from '../../core/accounts/mfa-store.ts'
import type { Sealer } from './account-store.ts'
import type { Schema } from './schema.ts'

export class SqlMfaDeviceStore implements MfaDeviceStore {
  readonly #db: Kysely<Schema>
  readonly #sealer: Sealer

  constructor(db: Kysely<Schema>, sealer: Sealer) {
    this.#db = db
    this.#sealer = sealer
  }

  async find({ account, user }: DeviceOwner): Promise<MfaDevice | undefined> {
    const row = await this.#db
      .selectFrom('mfa_devices')
      .selectAll()
      .where('account_id', '=', account)
      .where('user_name', '=', user)
      .executeTakeFirst()
    return (
      row && {
        account,
        user,
        id: row.id,
        secret: this.#sealer.open(row.sealed_secret),
        lastUsedStep: row.last_used_step ?? undefined,
        checkedAtMs: row.checked_at_ms ?? undefined,
      }
    )
  }

  async insert({ account, user, id, secret, lastUsedStep, checkedAtMs }: MfaDevice): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('mfa_devices')
      .values({
        account_id: account,
        user_name: user,
        id,
        sealed_secret: this.#sealer.seal(secret),
        last_used_step: lastUsedStep ?? null,
        checked_at_ms: checkedAtMs ?? null,
      })
      .onConflict((conflict) => conflict.columns(['account_id', 'user_name']).doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  }

  async markUsed(
    { account, user, id }: MfaDevice,
    { step, checkedAtMs }: { readonly step: number; readonly checkedAtMs: number },
  ): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('mfa_devices')
      .set({ last_used_step: step, checked_at_ms: checkedAtMs })
      .where('account_id', '=', account)
      .where('user_name', '=', user)
      .where('id', '=', id)
      .where((row) => row.or([row('last_used_step', 'is', null), row('last_used_step', '<', step)]))
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }

  async remove({ account, user }: DeviceOwner): Promise<boolean> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('mfa_devices')
      .where('account_id', '=', account)
      .where('user_name', '=', user)
      .executeTakeFirstOrThrow()
    return numDeletedRows === 1n
  }
}
