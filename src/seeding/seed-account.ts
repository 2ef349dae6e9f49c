import { ConfigError } from '../config.ts'
import { hashOfToken } from '../core/accounts/token.ts'
import type { Stores } from '../core/database.ts'
import { Secret } from '../core/secret.ts'
import { policyIdOf } from '../dialects/kit/policies/guard.ts'
import type { Seeder } from './load-seed.ts'
import type { SeedAccount } from './seed-file.ts'

type SeedPolicy = SeedAccount['users'][number]['policies'][number]
type SeedRole = SeedAccount['roles'][number]

/** Puts an account with its users and roles into the database. ConfigError for a policy or an action that cannot work. */
export async function seedAccount(
  tx: Stores,
  seeder: Seeder,
  { account, place }: { readonly account: SeedAccount; readonly place: string },
): Promise<void> {
  const { id, name, users, roles, requireMfa } = account
  checkMfaActions(seeder, requireMfa, `${place}.requireMfa`)
  await tx.accounts.insertAccount({ id, name, requireMfa })
  for (const [index, user] of users.entries()) {
    checkPolicies(seeder, user.policies, { account: id, place: `${place}.users.${index}` })
    await tx.accounts.insertUser({ account: id, name: user.name, mfa: user.mfa, policies: user.policies })
    for (const accessKey of user.accessKeys) {
      const secret = new Secret(accessKey.secret)
      await tx.accounts.insertAccessKey({
        ...{ id: accessKey.id, account: id, user: user.name, secret },
        isDisabled: accessKey.disabled,
      })
    }
  }
  for (const [index, role] of roles.entries()) {
    checkPolicies(seeder, role.policies, { account: id, place: `${place}.roles.${index}` })
    await seedRole(tx, id, role)
  }
}

async function seedRole(tx: Stores, account: string, { name, policies, sessions }: SeedRole): Promise<void> {
  await tx.accounts.insertRole({ account, name, policies })
  for (const { name: sessionName, accessKey, expires } of sessions) {
    await tx.temporaryKeys.insert({
      ...{ id: accessKey.id, account, role: name, sessionName, sessionPolicies: undefined },
      secret: new Secret(accessKey.secret),
      tokenHash: hashOfToken(accessKey.token),
      expiresAtMs: Date.parse(expires),
    })
  }
}

/** Of a user or a role. */
function checkPolicies(
  seeder: Seeder,
  policies: readonly SeedPolicy[],
  { account, place }: { readonly account: string; readonly place: string },
): void {
  for (const [number, policy] of policies.entries()) {
    const policyId = policyIdOf(number)
    checkPolicy(seeder, policy, { account, policyId, place: `${place}.${policyId}` })
  }
}

/** An action whose list of codes has none for it would never be refused. Source: spec/policies.md §4. */
function checkMfaActions({ dialects }: Seeder, actions: readonly string[], place: string): void {
  const known = [...new Set(dialects.flatMap(({ seeding }) => seeding.mfaActions))]
  for (const [index, action] of actions.entries()) {
    if (known.includes(action)) continue
    const message = `action "${action}" cannot need a second factor; those that can are: ${known.join(', ')}`
    throw mistake(`${place}.${index}`, message)
  }
}

/** Stored as it is given and compiled when its user calls; it is read here to refuse what could not be. */
function checkPolicy(
  { dialects, log }: Seeder,
  { dialect: id, document }: SeedPolicy,
  {
    account,
    policyId,
    place,
  }: { readonly account: string; readonly policyId: string; readonly place: string },
): void {
  const dialect = dialects.find((dialect) => dialect.id === id)
  if (!dialect) {
    const known = dialects.map((dialect) => dialect.id).join(', ')
    throw mistake(`${place}.dialect`, `dialect "${id}" is not known; known are: ${known}`)
  }
  const reading = dialect.seeding.readPolicy(document, { policyId, account })
  const placeOf = (path: string) => `${place}.document${path === '' ? '' : '.'}${path}`
  if ('problem' in reading) {
    const { path, message, code } = reading.problem
    throw mistake(placeOf(path), code === undefined ? message : `${message} (${code})`)
  }
  for (const { path, message } of reading.warnings)
    log.warn({ place: placeOf(path) }, `seed file: ${message}`)
}

function mistake(place: string, message: string): ConfigError {
  return new ConfigError(`seed file: ${place}: ${message}`)
}
