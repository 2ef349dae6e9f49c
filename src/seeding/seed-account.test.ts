import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { listDialects } from '../../tests/action-table.ts'
import { startTestKeyplane } from '../../tests/start-keyplane.ts'
import { createTestCore } from '../../tests/test-core.ts'
import { ConfigError } from '../config.ts'
import { CallCounts } from '../core/call-counts.ts'
import { createDialects } from '../dialects/index.ts'
import { ParameterTally } from '../dialects/kit/parameter-tally.ts'
import { loadSeed } from './load-seed.ts'

type Fields = Readonly<Record<string, unknown>>

function seedWith(user: Fields, account: Fields = {}): string {
  const users = [{ name: 'root' }, { name: 'alice', ...user }]
  return `accounts: ${JSON.stringify([{ id: '1000000001', name: 'acme', users, ...account }])}\n`
}

function policies(dialect: string, ...documents: readonly unknown[]): string {
  return seedWith({ policies: documents.map((document) => ({ dialect, document })) })
}

async function mistakeIn(seed: string): Promise<string> {
  try {
    await using keyplane = await startTestKeyplane({ seed })
    return `started at ${keyplane.api}`
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
}

const PLACE = 'seed file: accounts.0.users.1.policies.0'
const CAM = { version: '2.0', statement: [{ effect: 'allow', action: '*', resource: '*' }] }
const RAM = { Version: '1', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

describe('a policy in a seed file', () => {
  it.each([
    ['tencent-cvm', { ...CAM, version: '1' }, 'document.version', '(InvalidParameter.VersionError)'],
    ['tencent-lighthouse', {}, 'document', 'The version must be "2.0".'],
    ['tencent-lighthouse', RAM, 'document.Version', ''],
    ['alibaba-ecs', CAM, 'document.version', ''],
    [
      'alibaba-ecs',
      { Version: '1', Statement: [{ ...RAM.Statement[0], Resource: ['*', 'acs:ecs'] }] },
      'document.Statement.0.Resource.1',
      '',
    ],
    [
      'volcengine-ecs',
      { Statement: [{ Effect: 'Allow', Action: ['ecs:*'], Condition: { Likes: { a: 'b' } } }] },
      'document.Statement.0.Condition.Likes',
      '',
    ],
  ])('of %s is refused with its place: %j', async (dialect, document, place, words) => {
    const message = await mistakeIn(policies(dialect, document))
    expect(message).toContain(`${PLACE}.${place}: `)
    expect(message).toContain(words)
  })

  it('is refused wherever it stands in the list', async () => {
    expect(await mistakeIn(policies('alibaba-ecs', RAM, RAM, { ...RAM, Version: '2' }))).toMatch(
      /policies\.2\.document\.Version: /,
    )
  })

  it('needs a dialect that is known', async () => {
    const known = listDialects().map(({ id }) => id)
    expect(await mistakeIn(policies('aws', CAM))).toBe(
      `${PLACE}.dialect: dialect "aws" is not known; known are: ${known.join(', ')}`,
    )
  })

  it('has no member twice', async () => {
    const seed = policies('tencent-cvm', CAM).replace('"version":"2.0"', '"version":"2.0","version":"2.0"')
    expect(await mistakeIn(seed)).toContain('unique')
  })

  it('is stored as it is given', async () => {
    const document = { ...CAM, statement: CAM.statement[0] }
    await using keyplane = await startTestKeyplane({ seed: policies('tencent-cvm', document) })
    const user = await keyplane.core.database.accounts.findUser('1000000001', 'alice')
    expect(user?.policies).toEqual([{ dialect: 'tencent-cvm', document }])
  })
})

describe('a policy with a slip of the pen', () => {
  it('is taken, and the log says where it will match nothing', async () => {
    await using world = await createTestCore()
    const warnings: unknown[] = []
    const log = {
      error: () => {},
      warn: (facts: object, message: string) => warnings.push([facts, message]),
      info: () => {},
    }
    const { core } = world
    const parameters = new ParameterTally(log, { isStrict: false })
    const dialects = createDialects({ core, log, counts: new CallCounts(), parameters, isStandIn: true })
    const folder = mkdtempSync(join(tmpdir(), 'keyplane-seed-'))
    try {
      const file = join(folder, 'seed.yaml')
      const statement = [{ effect: 'allow', action: ['cvm:*', 'cvm:StopInstance'], resource: '*' }]
      writeFileSync(file, policies('tencent-cvm', { version: '2.0', statement }))
      await loadSeed({ core, dialects, log }, file)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
    expect(warnings).toEqual([
      [
        { place: 'accounts.0.users.1.policies.0.document.statement.0.action.1' },
        'seed file: No action here is called "cvm:StopInstance".',
      ],
    ])
  })
})

describe('a role in a seed file', () => {
  const role = { name: 'ops', policies: [{ dialect: 'alibaba-ecs', document: RAM }] }
  const accessKey = { id: 'STS.night', secret: 'night-secret', token: 'night-token' }

  it('is stored with its policies, and its sessions with their keys', async () => {
    const sessions = [
      { name: 'night', accessKey, expires: '2030-01-01T01:00:00+01:00' },
      { name: 'ever', accessKey: { ...accessKey, id: 'STS.ever', token: 'ever-token' } },
    ]
    const seed = seedWith({}, { roles: [{ ...role, sessions }, { name: 'idle' }] })
    await using keyplane = await startTestKeyplane({ seed })
    const { database, accessKeys } = keyplane.core
    expect(await database.accounts.findRole('1000000001', 'ops')).toMatchObject(role)
    expect(await database.accounts.findRole('1000000001', 'idle')).toMatchObject({ policies: [] })
    const night = await accessKeys.find('STS.night')
    expect(night?.session).toMatchObject({ role: 'ops', name: 'night', expiresAtMs: Date.UTC(2030, 0) })
    expect(night && (await accessKeys.findTokenFlaw(night, 'night-token', 0))).toBeUndefined()
    expect((await accessKeys.find('STS.ever'))?.session?.expiresAtMs).toBe(Date.UTC(9999, 11, 31, 23, 59, 59))
  })

  it('is refused with its place when a policy cannot be read', async () => {
    const bad = { name: 'bad', policies: [{ dialect: 'alibaba-ecs', document: { ...RAM, Version: '2' } }] }
    expect(await mistakeIn(seedWith({}, { roles: [role, bad] }))).toContain(
      'seed file: accounts.0.roles.1.policies.0.document.Version: ',
    )
  })

  it.each([
    ['a name that no call could have', [{ name: 'a/b' }], 'must be 1 to 64 letters'],
    ['a name twice', [role, role], 'role "acme/ops" is there twice'],
    [
      'an access key twice',
      [{ ...role, sessions: [accessKey, { ...accessKey, token: 'other' }].map(sessionOf) }],
      'access key "STS.night" is there twice',
    ],
    [
      'a token twice',
      [{ ...role, sessions: [accessKey, { ...accessKey, id: 'other' }].map(sessionOf) }],
      'token "night-token" is there twice',
    ],
    [
      'an end that is no instant',
      [{ ...role, sessions: [{ ...sessionOf(accessKey), expires: 'soon' }] }],
      '',
    ],
  ])('is refused with %s', async (_what, roles, words) => {
    const message = await mistakeIn(seedWith({}, { roles }))
    expect(message).toContain('accounts.0.roles.')
    expect(message).toContain(words)
  })
})

function sessionOf(accessKey: Fields): Fields {
  return { name: 'night', accessKey }
}

describe('requireMfa in a seed file', () => {
  it('names actions that have a code for it', async () => {
    const account = { requireMfa: ['StopInstances', 'DisassociateInstancesKeyPairs'] }
    expect(await mistakeIn(seedWith({}, account))).toMatch(
      /^seed file: accounts\.0\.requireMfa\.1: action "DisassociateInstancesKeyPairs" cannot need a second factor; those that can are: AssociateInstancesKeyPairs, /,
    )
  })
})
