import type { CallContext, JudgedResource, Principal } from '../../../core/policies/access-request.ts'
import type { Tag } from '../../../core/tags/tag.ts'
import type { KeyReader } from './conditions.ts'

/** A key that the whole call has one value of, or none. */
export function ofCall(read: (context: CallContext) => string | undefined): KeyReader {
  return {
    dependsOnResource: false,
    read(context) {
      const value = read(context)
      return value === undefined ? undefined : [value]
    },
  }
}

export function ofCaller(read: (principal: Principal) => string | undefined): KeyReader {
  return ofCall(({ principal }) => read(principal))
}

/** A key that no call has. */
export const ABSENT: KeyReader = { dependsOnResource: false, read: () => undefined }

export const SOURCE_ADDRESS = ofCall(({ sourceAddress }) => sourceAddress)
export const CURRENT_TIME = ofCall(({ nowMs }) => new Date(nowMs).toISOString())

/** The value of one tag of the call. */
export function requestTag(key: string): KeyReader {
  return ofCall(({ requestTags }) => valueOf(requestTags, key))
}

/** The value of one tag of the judged resource. */
export function resourceTag(key: string): KeyReader {
  return {
    dependsOnResource: true,
    read(_context, resource) {
      const value = valueOf(resource?.tags ?? [], key)
      return value === undefined ? undefined : [value]
    },
  }
}

/** The value of one tag of the caller. */
export function principalTag(key: string): KeyReader {
  return ofCaller((principal) => (principal.kind === 'account' ? undefined : valueOf(principal.tags, key)))
}

/** A key that the dialect provides with the resource. */
export function resourceFact(key: string): KeyReader {
  return { dependsOnResource: true, read: (_context, resource?: JudgedResource) => resource?.facts?.get(key) }
}

/** The reader of a key that is spelled `prefix` + a tag's own text. */
export function prefixedKey(
  name: string,
  readers: Readonly<Record<string, (tag: string) => KeyReader>>,
): KeyReader | undefined {
  for (const [prefix, reader] of Object.entries(readers)) {
    if (name.startsWith(prefix) && name.length > prefix.length) return reader(name.slice(prefix.length))
  }
  return undefined
}

function valueOf(tags: readonly Tag[], key: string): string | undefined {
  return tags.find((tag) => tag.key === key)?.value
}
