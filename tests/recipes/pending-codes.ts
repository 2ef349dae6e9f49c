import type { PendingCode } from './recipe.ts'

const NO_TOKENS = 'No session token is issued, so none can expire or belong to another access key.'

/** Required codes that no recipe produces yet. The list only shrinks: its length is in the test. */
export const PENDING_CODES: readonly PendingCode[] = [
  { dialect: 'alibaba-ecs', code: 'InvalidSecurityToken.Expired', reason: NO_TOKENS },
  { dialect: 'alibaba-ecs', code: 'InvalidSecurityToken.MismatchWithAccessKey', reason: NO_TOKENS },
]
