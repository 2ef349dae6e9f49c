import { hashOfToken } from '../accounts/token.ts'
import type { Core } from '../core.ts'
import type { Stores } from '../database.ts'
import { randomIds } from '../ids.ts'
import { Secret } from '../secret.ts'
import type { ApiToken, TokenScope } from './api-token.ts'

const TOKEN_LENGTH = 48

/** Makes a token of the own API. What it is, is told here and never again. */
export async function makeApiToken(
  { database, clock }: Pick<Core, 'clock'> & { readonly database: Pick<Stores, 'apiTokens'> },
  wanted: { readonly name: string; readonly scope: TokenScope; readonly lifeMs: number | undefined },
): Promise<{ readonly made: ApiToken; readonly token: Secret }> {
  const { name, scope, lifeMs } = wanted
  // 48 characters of 36 each: 248 bits that nobody guesses, also where other ids follow from a number.
  const ids = randomIds()
  const token = new Secret(`kpt_${ids.suffix(TOKEN_LENGTH)}`)
  const createdAtMs = clock.now()
  const made: ApiToken = {
    id: ids.uuid(),
    ...{ name, scope, createdAtMs },
    tokenHash: hashOfToken(token.reveal()),
    expiresAtMs: lifeMs === undefined ? undefined : createdAtMs + lifeMs,
  }
  await database.apiTokens.insert(made)
  return { made, token }
}

/** The token that this text is; undefined for none and for one that ran out. */
export async function findApiToken(
  { database, clock }: Pick<Core, 'database' | 'clock'>,
  text: string,
): Promise<ApiToken | undefined> {
  const found = await database.apiTokens.findByHash(hashOfToken(text))
  if (found?.expiresAtMs !== undefined && found.expiresAtMs <= clock.now()) return undefined
  return found
}
