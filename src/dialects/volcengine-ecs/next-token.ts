import type { Position } from '../../core/page.ts'
import { pageToken, writeToken } from '../kit/page-tokens.ts'
import { given } from './wire-types.ts'

/** Where the next page begins; opaque to callers. Unverified: the refusal. Source: spec/volcengine.md §1.10. */
export function nextToken() {
  return given(pageToken(readPosition).optional())
}

function readPosition(token: string): Position | undefined {
  const [, createdAt, id] = /^(\d{1,15}) (\S{1,64})$/.exec(token) ?? []
  return createdAt === undefined || id === undefined ? undefined : { createdAtMs: Number(createdAt), id }
}

/** Empty on the last page, never absent: Terraform fails without it. Source: spec/volcengine.md §1.10, §4.4. */
export function writeNextToken(next: Position | undefined): string {
  return next ? writeToken(next.createdAtMs, next.id) : ''
}
