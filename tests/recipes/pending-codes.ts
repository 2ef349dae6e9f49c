import type { PendingCode } from './recipe.ts'

/** Required codes that no recipe produces yet. The list only shrinks: its length is in the test. */
export const PENDING_CODES: readonly PendingCode[] = []
