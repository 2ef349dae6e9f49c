import { z } from 'zod'

import type { TagPosition } from '../../core/tags/store.ts'
import { states, text } from './params.ts'

// Where the next page begins. Opaque to callers: what a list goes on behind, parted by blanks.

/** A token that was handed out; `read` answers undefined for one that never was, which is malformed. */
export function pageToken<Seen>(read: (token: string) => Seen | undefined) {
  return text().transform((token, context): Seen => {
    const seen = read(readToken(token))
    if (seen !== undefined) return seen
    context.addIssue({ code: 'custom', ...states({ kind: 'malformed' }) })
    return z.NEVER
  })
}

export function writeToken(...seen: readonly (string | number)[]): string {
  return Buffer.from(seen.join(' ')).toString('base64url')
}

/** The text of a token, whoever made it. */
export function readToken(token: string): string {
  return Buffer.from(token, 'base64url').toString()
}

/** The last tag that was seen. An id has no blanks; a key may have any. */
export function tagToken() {
  return pageToken((token): TagPosition | undefined => {
    const [, resourceId, key] = /^(\S{1,64}) ([^]{1,128})$/.exec(token) ?? []
    return resourceId === undefined || key === undefined ? undefined : { resourceId, key }
  })
}

/** Empty on the last page. */
export function writeTagToken(next: TagPosition | undefined): string {
  return next ? writeToken(next.resourceId, next.key) : ''
}
