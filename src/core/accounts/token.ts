import { hash, timingSafeEqual } from 'node:crypto'

import type { RoleSession } from './account.ts'

/** SHA-256 in hex. A token is long and random, so its hash tells nothing about it. */
export function hashOfToken(token: string): string {
  return hash('sha256', token, 'hex')
}

/** Whether the token was given out with this session; takes as long for every token of one length. */
export function isTokenOf({ tokenHash }: Pick<RoleSession, 'tokenHash'>, token: string): boolean {
  return timingSafeEqual(Buffer.from(hashOfToken(token)), Buffer.from(tokenHash))
}
