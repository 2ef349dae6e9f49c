import { z } from 'zod'

import { INSTANCE_STATES } from '../core/instances/instance.ts'
import { hostSettings, LINUX_HOST } from '../drivers/linux-host/host-record.ts'

const name = z.string().min(1).max(128)

/** A list that may be left out, or left empty after its colon. */
function list<T extends z.ZodType>(element: T) {
  return z
    .array(element)
    .nullish()
    .transform((elements) => elements ?? [])
}

const accessKey = z.strictObject({
  id: z.string().min(1).max(256).describe('Access key id that signs calls'),
  secret: z.string().min(1).max(256),
  disabled: z.boolean().default(false).describe('Known, but it signs nothing any more'),
})

const policy = z.strictObject({
  dialect: z.string().describe('Dialect whose policy language the document is written in'),
  document: z.record(z.string(), z.unknown()),
})

const user = z.strictObject({
  name: name.describe('The user named root is the account itself: no policy limits it'),
  mfa: z.enum(['none', 'bound', 'verified']).default('none'),
  accessKeys: list(accessKey),
  policies: list(policy),
})

const session = z.strictObject({
  name,
  accessKey: z.strictObject({
    id: z.string().min(1).max(256).describe('Temporary access key id'),
    secret: z.string().min(1).max(256),
    token: z.string().min(1).max(4096).describe('Session token that its calls need'),
  }),
  expires: z.iso
    .datetime({ offset: true })
    .default('9999-12-31T23:59:59Z')
    .describe('Instant, 2030-01-01T00:00:00Z; never by default'),
})

const role = z.strictObject({
  name: z
    .string()
    .regex(/^[\w.@-]{1,64}$/, 'must be 1 to 64 letters, digits and _.@-')
    .describe('What AssumeRole names it by'),
  policies: list(policy),
  sessions: list(session).describe('Temporary access keys that are there from the beginning'),
})

const account = z.strictObject({
  id: z.string().regex(/^\d{1,20}$/, 'must have digits only'),
  name,
  users: list(user),
  roles: list(role),
  requireMfa: list(z.string()),
})

const keyPair = z.strictObject({
  dialect: z.string(),
  account: name.describe('Name or id of the account'),
  region: z.string(),
  id: z.string().optional(),
  name,
  publicKey: z.string().describe('One OpenSSH public key line'),
})

const instance = z.strictObject({
  dialect: z.string(),
  account: name.describe('Name or id of the account'),
  region: z.string(),
  zone: z.string().optional(),
  id: z.string().optional(),
  name: name.optional(),
  os: z.enum(['linux', 'windows']).default('linux'),
  loginUser: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,31}$/i)
    .optional(),
  state: z.enum(INSTANCE_STATES).default('running'),
  stoppedMode: z.enum(['keep-charging', 'stop-charging']).optional(),
  ioOptimized: z.boolean().default(true),
  passwordAgent: z.boolean().default(true),
  supported: z.boolean().default(true),
  busy: z.boolean().default(false).describe('An operation is held open on the instance'),
  password: z.string().min(1).max(128).optional(),
  keyPairs: list(name).describe('Names of key pairs that are bound and effective'),
  driver: z.enum(['simulated', LINUX_HOST]).default('simulated'),
  host: hostSettings.optional().describe('Where a host of driver linux-host is and how it is reached'),
})

const world = z.strictObject({
  accounts: list(account),
  keyPairs: list(keyPair),
  instances: list(instance),
})

/** The seed file. Unknown keys are refused. */
export const seedSchema = world.superRefine(refuseTwins)

/** What may be there only once, with its place in the file. */
function refuseTwins(seed: z.output<typeof world>, context: z.RefinementCtx): void {
  const seen = new Set<string>()
  const once = (what: string, id: string, path: PropertyKey[]) => {
    if (seen.has(`${what} ${id}`))
      context.addIssue({ code: 'custom', path, message: `${what} "${id}" is there twice` })
    seen.add(`${what} ${id}`)
  }
  seed.accounts.forEach(({ id, name, users, roles }, index) => {
    once('account', id, ['accounts', index, 'id'])
    once('account name', name, ['accounts', index, 'name'])
    users.forEach((user, number) => {
      once('user', `${name}/${user.name}`, ['accounts', index, 'users', number, 'name'])
      for (const { id } of user.accessKeys) once('access key', id, ['accounts', index, 'users', number])
    })
    roles.forEach((role, number) => {
      const path = ['accounts', index, 'roles', number]
      once('role', `${name}/${role.name}`, [...path, 'name'])
      role.sessions.forEach(({ accessKey }, place) => {
        once('access key', accessKey.id, [...path, 'sessions', place])
        once('token', accessKey.token, [...path, 'sessions', place])
      })
    })
  })
  seed.instances.forEach((instance, index) => {
    const { dialect, account, id } = instance
    for (const message of hostMistakes(instance)) {
      context.addIssue({ code: 'custom', path: ['instances', index], message })
    }
    if (id !== undefined) once('instance', `${dialect}/${account}/${id}`, ['instances', index, 'id'])
  })
}

/** A host is there already: what only a simulated machine can be given is refused. */
function hostMistakes({
  driver,
  host,
  state,
  os,
  password,
  busy,
}: z.output<typeof instance>): readonly string[] {
  if (driver !== LINUX_HOST) return host === undefined ? [] : [`host belongs to driver ${LINUX_HOST}`]
  return [
    ...(host === undefined ? [`driver ${LINUX_HOST} needs its block host`] : []),
    ...(state === 'running' && os === 'linux' && !busy ? [] : ['a host is a running Linux that is not busy']),
    ...(password === undefined ? [] : ['the password of a host is its own: leave password out']),
  ]
}

export type Seed = z.output<typeof seedSchema>
export type SeedAccount = Seed['accounts'][number]
export type SeedKeyPair = Seed['keyPairs'][number]
export type SeedInstance = Seed['instances'][number]
