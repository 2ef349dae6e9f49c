import { access } from './access.ts'
import { accessKeys } from './access-keys.ts'
import { accounts } from './accounts.ts'
import { audit } from './audit.ts'
import { bindings } from './bindings.ts'
import { calls } from './calls.ts'
import { dialects } from './dialects.ts'
import { hosts } from './hosts.ts'
import { api } from './implementer.ts'
import { instances } from './instances.ts'
import { keyPairs } from './key-pairs.ts'
import { mfa } from './mfa.ts'
import { policies } from './policies.ts'
import { operations } from './operations.ts'
import { session } from './session.ts'
import { status } from './status.ts'
import { tokens } from './tokens.ts'
import { users } from './users.ts'
import { world } from './world.ts'

/** Who answers each route of the contract; the compiler refuses a route that nobody answers. */
export const ownRouter = api.router({
  access,
  accessKeys,
  accounts,
  audit,
  bindings,
  calls,
  dialects,
  hosts,
  instances,
  keyPairs,
  mfa,
  policies,
  operations,
  session,
  status,
  tokens,
  users,
  world,
})
