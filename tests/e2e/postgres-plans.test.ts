import { CompiledQuery, type Kysely, type LogEvent, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Stores } from '../../src/core/database.ts'
import { Secret } from '../../src/core/secret.ts'
import { openPostgres } from '../../src/store/postgres/postgres-database.ts'
import { postgresEngine } from '../../src/store/postgres/transactions.ts'
import { aesSealer } from '../../src/store/sealer.ts'
import type { Schema } from '../../src/store/sql/schema.ts'
import { sqlDatabase } from '../../src/store/sql/sql-stores.ts'
import { instanceOf, keyPairOf, operationOf } from '../store-rows.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../postgres-server.ts'
import { createTemplate } from '../postgres-store.ts'

const ROWS = 100_000
const ACCOUNTS = 100
const sealer = aesSealer(Buffer.alloc(32, 7))
const SEALED = sealer.seal(new Secret('secret'))

/** What each column has in row `n`; the rest is 0, or text that is empty. */
const VALUES: Readonly<Record<string, string>> = {
  account_id: `(n % ${ACCOUNTS})::text`,
  dialect: `'cloud'`,
  region: `'here'`,
  action: `'Run'`,
  driver: `case when n % 100 = 0 then 'linux-host' else 'simulated' end`,
  kind: `case when n % 10 = 0 then 'terminate' else 'access' end`,
  outcome: `case when n % 1000 = 0 then 'running' else 'succeeded' end`,
  position: '0',
  passed_ms: `'[1]'`,
  version: '1',
  number: `n / ${ACCOUNTS}`,
  part: 'n',
  attributes: `'{}'`,
  before: `'{}'`,
  ...list(['tags', 'steps', 'policies', 'require_mfa', 'changes'], `'[]'`),
  ...list(['sealed_secret', 'sealed_parameters_hash'], `'${SEALED}'`),
  ...list(['stopped_mode', 'current_operation_id', 'answer', 'session_policies'], 'null'),
  ...list(
    ['id', 'instance_id', 'key_pair_id', 'old_key_pair_id', 'resource_id', 'latest_operation_id', 'subject'],
    `'x-' || n`,
  ),
  ...list(
    ['name', 'user_name', 'token', 'token_hash', 'public_key', 'tag_key', 'holder', 'nonce', 'row_id'],
    `'t-' || n`,
  ),
  ...list(
    [
      'created_at_ms',
      'at_ms',
      'due_at_ms',
      'expires_at_ms',
      'last_used_step',
      'used_at_ms',
      'last_passed_ms',
    ],
    'n',
  ),
}

function list(names: readonly string[], value: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, value]))
}

/** The engine gives it. */
const COUNTED = 'address_index'

async function fill(db: Kysely<Schema>): Promise<void> {
  for (const table of await db.introspection.getTables()) {
    if (['keyplane_migrations', 'settings'].includes(table.name)) continue
    const columns = table.columns.filter(({ name }) => name !== COUNTED)
    const values = columns.map(({ name, dataType }) => {
      if (table.name === 'tags' && name === 'kind')
        return `case when n % 2 = 0 then 'instance' else 'keyPair' end`
      // One row of each account.
      if (table.name === 'audit_heads' && name === 'account_id') return 'n::text'
      return VALUES[name] ?? (dataType === 'text' ? `''` : '0')
    })
    const names = sql.join(columns.map(({ name }) => sql.ref(name)))
    await sql`insert into ${sql.table(table.name)} (${names})
      select ${sql.raw(values.join())} from generate_series(1, ${sql.lit(ROWS)}) as n`.execute(db)
  }
  await sql`analyze`.execute(db)
}

const OWNER = { account: '7', dialect: 'cloud' }
const SCOPE = { ...OWNER, region: 'here' }
/** Rows of the account above. */
const IDS = ['x-107', 'x-1007', 'x-2007']
const KEY = { ...SCOPE, action: 'Run', token: 't-107' }
const PAGE = { limit: 20, offset: 0 }
const AFTER = { limit: 20, after: { createdAtMs: 50_007, id: 'x-50007' } }
const USER = { account: '7', user: 't-107' }
const TAGGED = { ...SCOPE, kind: 'instance' } as const
const TEMPORARY = {
  ...{ ...OWNER, instanceId: 'x-107', keyPairId: 'x-107' },
  ...{ expiresAtMs: 1, dueAtMs: 1, endingAtMs: undefined },
}
const DEVICE = {
  ...{ ...USER, id: 'd', secret: new Secret('s') },
  ...{ lastUsedStep: undefined, checkedAtMs: undefined },
}

type Calls = {
  readonly [S in keyof Stores]: {
    readonly [M in keyof Stores[S]]: (store: Stores[S]) => Promise<unknown>
  }
}

/** Every function of every store; one that is added does not compile without its line here. */
const CALLS: Calls = {
  accounts: {
    findAccessKey: (store) => store.findAccessKey('x-107'),
    findAccount: (store) => store.findAccount('x-107'),
    findUser: (store) => store.findUser('7', 't-107'),
    findRole: (store) => store.findRole('7', 't-107'),
    isEmpty: (store) => store.isEmpty(),
    insertAccount: (store) => store.insertAccount({ id: 'new', name: 'new', requireMfa: [] }),
    insertUser: (store) => store.insertUser({ account: '7', name: 'new', mfa: 'none', policies: [] }),
    insertRole: (store) => store.insertRole({ account: '7', name: 'new', policies: [] }),
    insertAccessKey: (store) =>
      store.insertAccessKey({
        ...{ id: 'new', account: '7', user: 'new', secret: new Secret('s'), isDisabled: false },
      }),
    insertNewAccessKey: (store) =>
      store.insertNewAccessKey({
        ...{ id: 'newer', account: '7', user: 'new', secret: new Secret('s'), isDisabled: false },
      }),
    listAccounts: (store) => store.listAccounts({ limit: 20, after: 'x-5' }),
    listUsers: (store) => store.listUsers('7', { limit: 20, after: 't-107' }),
    listAccessKeys: (store) => store.listAccessKeys(USER, { limit: 20, after: 'x-1' }),
    updateAccount: (store) => store.updateAccount('x-107', { name: 'renamed' }),
    replacePolicies: (store) => store.replacePolicies('7', 't-107', []),
    switchAccessKey: (store) => store.switchAccessKey(USER, 'x-107', true),
    removeAccessKey: (store) => store.removeAccessKey(USER, 'x-107'),
    removeUser: (store) => store.removeUser('7', 't-207'),
    ownsResources: (store) => store.ownsResources('7'),
    removeAccount: (store) => store.removeAccount('8'),
  },
  apiTokens: {
    insert: (store) =>
      store.insert({
        ...{ id: 'new', name: 'new', scope: 'reader', tokenHash: 'new', createdAtMs: 1 },
        expiresAtMs: undefined,
      }),
    findByHash: (store) => store.findByHash('t-107'),
    list: (store) => store.list({ limit: 20, after: 'x-107' }),
    remove: (store) => store.remove('x-107'),
  },
  audit: {
    append: (store) =>
      store.append([
        {
          ...{ ...SCOPE, atMs: 1, user: 'root', accessKeyId: 'AK', action: 'Run', requestId: 'r' },
          ...{ sourceAddress: '', outcome: 'ok', changes: [] },
        },
      ]),
    newest: (store) => store.newest('7', 10),
    list: (store) => store.list({ account: '7', order: 'newestFirst', limit: 10, action: 'Run' }),
    ofRequest: (store) => store.ofRequest('r'),
    lastOnMachine: (store) => store.lastOnMachine({ ...OWNER, id: 'x-107' }),
  },
  auditSeals: {
    accountAfter: (store) => store.accountAfter('7'),
    head: (store) => store.head('7'),
    unsealed: (store) => store.unsealed('7', { after: '', limit: 10 }),
    lookAt: (store) => store.lookAt('7', { after: '', limit: 10 }),
    sealedAfter: (store) => store.sealedAfter('7', 0, 10),
    insert: (store) => store.insert('7', [{ number: 999_999, rowId: 'new', hash: 'h' }]),
    async moveHead(store) {
      const head = { account: 'new', number: 1, hash: 'h', settledId: '', sum: '' }
      await store.moveHead(undefined, head)
      await store.moveHead(head, { ...head, number: 2 })
    },
    newestSettledId: (store) => store.newestSettledId(),
  },
  bindings: {
    replace: (store) => store.replace({ ...OWNER, id: 'x-107' }, ['x-107', 'x-207']),
    boundSince: (store) => store.boundSince({ ...OWNER, id: 'x-107' }),
    keyPairsInUse: (store) => store.keyPairsInUse(OWNER, IDS),
    keysOf: (store) => store.keysOf({ ...OWNER, id: 'x-107' }),
    publicKeysOf: (store) => store.publicKeysOf({ ...OWNER, id: 'x-107' }),
  },
  idempotency: {
    claim: (store) => store.claim(KEY, { holder: 'h', parametersHash: 'p', nowMs: 0, expiresAtMs: 1 }),
    find: (store) => store.find(KEY, 0),
    keepAnswer: (store) => store.keepAnswer(KEY, 'h', { answer: {}, expiresAtMs: 2 }),
    release: (store) => store.release(KEY, 'h'),
    removeExpired: (store) => store.removeExpired(100, 10),
  },
  instances: {
    findByIds: (store) => store.findByIds(SCOPE, IDS),
    async list(store) {
      const region = 'here'
      await store.list(OWNER, { region, page: PAGE })
      await store.list(OWNER, { region, page: AFTER })
      await store.list(OWNER, { region, page: PAGE, ids: IDS })
      await store.list(OWNER, { region, page: PAGE, keyPairId: 'x-107' })
      await store.list(OWNER, { region, page: PAGE, states: ['running'], zones: ['z'] })
      await store.list(OWNER, { region, page: PAGE, namePatterns: [{ match: 'contains', text: 'b' }] })
      await store.list(OWNER, { region, page: PAGE, tags: [{ key: 't-108', values: [''] }] })
    },
    async walk(store) {
      const after = { account: '50', dialect: 'cloud', id: 'x-50050' }
      await store.walk({ limit: 20 })
      await store.walk({ limit: 20, after })
      await store.walk({ limit: 20, after, account: '50', dialect: 'cloud' })
      await store.walk({ limit: 20, isPending: true })
      await store.walk({ limit: 20, order: 'name', account: '50' })
      await store.walk({ limit: 20, order: 'name', after: { ...after, name: 't-50050' } })
      await store.walk({ limit: 20, order: 'newest' })
      await store.walk({ limit: 20, order: 'newest', after: { ...after, createdAtMs: 50_050 } })
      await store.walk({
        limit: 20,
        after,
        region: 'here',
        text: 'no such',
        keyPairId: 'x-107',
        isPending: true,
      })
    },
    insert: (store) => store.insert(instanceOf({ ...SCOPE, id: 'new' })),
    async update(store) {
      const key = { ...OWNER, id: 'x-107' }
      await store.update(key, { operationId: undefined, state: 'running' }, { currentOperationId: 'op' })
      await store.update(key, { operationId: 'op' }, { currentOperationId: undefined })
    },
    remove: (store) => store.remove({ ...OWNER, id: 'x-307' }),
  },
  keyPairs: {
    findByIds: (store) => store.findByIds(SCOPE, IDS),
    findByNames: (store) => store.findByNames(SCOPE, ['t-107', 't-207']),
    findByPublicKey: (store) => store.findByPublicKey(SCOPE, 't-107'),
    async list(store) {
      await store.list(SCOPE, { page: PAGE })
      await store.list(SCOPE, { page: AFTER })
      await store.list(SCOPE, { page: PAGE, ids: IDS })
      await store.list(SCOPE, { page: PAGE, fingerprint: 'none' })
      await store.list(SCOPE, { page: PAGE, tags: [{ key: 't-107', values: [] }] })
      await store.list(SCOPE, { page: PAGE, namePatterns: [{ match: 'startsWith', text: 't-1' }] })
    },
    async walk(store) {
      await store.walk({ limit: 1_000 })
      await store.walk({ limit: 1_000, after: { account: '50', dialect: 'cloud', id: 'x-50050' } })
      await store.walk({ limit: 1_000, account: '50', dialect: 'cloud' })
    },
    findAnywhere: (store) => store.findAnywhere(OWNER, 't-107'),
    count: (store) => store.count(SCOPE),
    insert: (store) => store.insert(keyPairOf({ ...SCOPE, id: 'new' })),
    update: (store) => store.update(SCOPE, 'x-107', { name: 'renamed', updatedAtMs: 1 }),
    remove: (store) => store.remove(SCOPE, ['x-307', 'x-407']),
  },
  machines: {
    find: (store) => store.find('x-107'),
    findByAddressIndex: (store) => store.findByAddressIndex(107),
    findByInstanceId: (store) => store.findByInstanceId('x-107'),
    listOf: (store) => store.listOf('linux-host', { after: 'x-5', limit: 20 }),
    insert: (store) => store.insert({ machineId: 'new', instanceId: 'new', driver: 'd', record: '' }),
    replace: (store) => store.replace('x-107', '', 'new'),
    remove: (store) => store.remove('x-307'),
  },
  mfaDevices: {
    find: (store) => store.find(USER),
    insert: (store) => store.insert({ ...DEVICE, user: 'new' }),
    markUsed: (store) => store.markUsed(DEVICE, { step: 1, checkedAtMs: 1 }),
    remove: (store) => store.remove(USER),
  },
  nonces: {
    insert: (store) => store.insert({ accessKeyId: 'x-107', nonce: 'new', nowMs: 1 }),
    removeOld: (store) => store.removeOld(100, 10),
  },
  operations: {
    find: (store) => store.find('x-107'),
    async walk(store) {
      await store.walk({ limit: 20 })
      const after = { createdAtMs: 50_007, id: 'x-50007' }
      await store.walk({ limit: 20, after, account: 'none', outcome: 'failed', instanceId: 'x-1' })
    },
    insert: (store) => store.insert(operationOf({ ...OWNER, id: 'new' })),
    unfinished: (store) => store.unfinished(),
    backlog: (store) => store.backlog(),
    countFailedSince: (store) => store.countFailedSince(50),
    findTerminated: (store) => store.findTerminated(OWNER, IDS),
    claim: (store) => store.claim('x-107', 0),
    advance: (store) => store.advance('x-107', 1, { step: 1 }),
  },
  rates: {
    find: (store) => store.find('x-107'),
    async replace(store) {
      await store.replace('new', undefined, [1])
      await store.replace('x-107', { passedMs: [1], version: 1 }, [1, 2])
    },
    removeIdle: (store) => store.removeIdle(100),
  },
  tags: {
    put: (store) => store.put(TAGGED, 'x-107', [{ key: 'k', value: 'v' }]),
    remove: (store) => store.remove(TAGGED, 'x-107', ['k']),
    removeAll: (store) => store.removeAll(TAGGED, IDS),
    async list(store) {
      await store.list(TAGGED, { limit: 20 })
      await store.list(TAGGED, { limit: 20, resourceIds: IDS, after: { resourceId: 'x-1', key: 'k' } })
    },
  },
  tallies: { read: (store) => store.read() },
  turns: { take: (store) => store.take({ account: '7', instanceIds: IDS }) },
  temporaryBindings: {
    put: (store) => store.put(TEMPORARY),
    remove: (store) => store.remove(TEMPORARY),
    ofInstance: (store) => store.ofInstance(TEMPORARY),
    earliest: (store) => store.earliest(20),
    claim: (store) => store.claim(TEMPORARY, { dueAtMs: 1, endingAtMs: 1 }),
    putRotation: (store) =>
      store.putRotation({
        ...{ ...OWNER, oldKeyPairId: 'new', newKeyPairId: 'x', overlapMs: 1, startedAtMs: 1 },
      }),
    findRotation: (store) => store.findRotation(TEMPORARY),
    async removeRotation(store) {
      await store.removeRotation({ ...TEMPORARY, newKeyPairId: 'other' })
      await store.removeRotation(TEMPORARY)
    },
  },
  temporaryKeys: {
    insert: (store) =>
      store.insert({
        ...{ id: 'new', account: '7', role: 'r', sessionName: 's', secret: new Secret('s') },
        ...{ tokenHash: 'new', sessionPolicies: undefined, expiresAtMs: 1 },
      }),
    find: (store) => store.find('x-107'),
    findByTokenHash: (store) => store.findByTokenHash('t-107'),
    removeExpired: (store) => store.removeExpired(50),
  },
}

/** Asks for any one row, and reads no second one: there is nothing an index could find. */
const ANY_ROW = 'accounts.isEmpty'

const FUNCTIONS = Object.entries(CALLS).flatMap(([store, calls]) =>
  Object.keys(calls).map((name) => [`${store}.${name}`, store, name] as const),
)

describe.skipIf(noPostgres !== undefined)(`plans of PostgreSQL at ${ROWS} rows per table`, () => {
  let server: PostgresServer
  let db: Kysely<Schema>
  const statements: CompiledQuery[] = []
  const log = ({ level, query }: LogEvent) => {
    if (level === 'query' && /^(?:select|insert|update|delete|with) /.test(query.sql)) statements.push(query)
  }
  beforeAll(async () => {
    server = await startPostgres()
    const url = await server.createDatabase(await createTemplate(server))
    const patient = await openPostgres(url, { isPatient: true })
    await fill(patient)
    await patient.destroy()
    db = await openPostgres(url, { log })
  }, 300_000)
  afterAll(async () => {
    await db.destroy()
    await server[Symbol.asyncDispose]()
  })

  /** Tables that a statement reads from end to end. */
  async function scanned({ sql: text, parameters }: CompiledQuery): Promise<readonly string[]> {
    const { rows } = await db.executeQuery(
      CompiledQuery.raw(`explain (format json) ${text}`, [...parameters]),
    )
    const plan = JSON.stringify(rows)
    return Array.from(
      plan.matchAll(/"Node Type":"Seq Scan",[^{}]*?"Relation Name":"(\w+)"/g),
      ([, name]) => name ?? '',
    )
  }

  it.each(FUNCTIONS)('%s finds its rows by an index', async (name, store, call) => {
    const stores = sqlDatabase(db, sealer, postgresEngine())
    statements.length = 0
    // Both names were read from this table.
    const calls = CALLS[store as keyof Calls] as Record<string, (store: unknown) => Promise<unknown>>
    await calls[call]?.(stores[store as keyof Stores])
    const asked = [...statements]
    expect(asked.length).toBeGreaterThan(0)
    for (const statement of asked) {
      expect(await scanned(statement), statement.sql).toEqual(name === ANY_ROW ? ['accounts'] : [])
    }
  })

  it('would see a statement without an index', async () => {
    expect(await scanned(CompiledQuery.raw('select * from audit where action = $1', ['r']))).toEqual([
      'audit',
    ])
  })
})
