import { z } from 'zod'

import type { Position } from '../../core/page.ts'
import { states, text } from '../kit/params.ts'
import { given } from './wire-types.ts'

/** Where the next page begins; opaque to callers. Unverified: the refusal. Source: spec/volcengine.md §1.10. */
export function nextToken() {
  return given(
    text()
      .transform((token, context): Position => {
        const [, createdAt, id] = /^(\d{1,15}) (\S{1,64})$/.exec(decode(token)) ?? []
        if (createdAt !== undefined && id !== undefined) return { createdAtMs: Number(createdAt), id }
        context.addIssue({ code: 'custom', ...states({ kind: 'malformed' }) })
        return z.NEVER
      })
      .optional(),
  )
}

/** Empty on the last page, never absent: Terraform fails without it. Source: spec/volcengine.md §1.10, §4.4. */
export function writeNextToken(next: Position | undefined): string {
  return next ? Buffer.from(`${next.createdAtMs} ${next.id}`).toString('base64url') : ''
}

function decode(token: string): string {
  return Buffer.from(token, 'base64url').toString()
}
