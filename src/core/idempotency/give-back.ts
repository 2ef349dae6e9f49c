import type { Core } from '../core.ts'
import type { TokenKey } from './store.ts'

/** How often it is tried while the database is away. */
const TRY_EVERY_MS = 1_000

/**
 * Gives a token back for which the database was away when its call failed: as soon as it answers again, or never, when
 * the lease is over anyway. A token whose answer was kept after all stays taken.
 */
export async function giveBackLater(
  { clock, database }: Pick<Core, 'clock' | 'database'>,
  key: TokenKey,
  { holder, expiresAtMs }: { readonly holder: string; readonly expiresAtMs: number },
): Promise<void> {
  while (clock.now() < expiresAtMs) {
    try {
      return await database.idempotency.release(key, holder)
    } catch {
      await new Promise<void>((resolve) => clock.wakeAt(clock.now() + TRY_EVERY_MS, resolve))
    }
  }
}
