import { describe, expect, it } from 'vitest'

import type { Principal } from '../../../core/policies/access-request.ts'
import { judgeMfa, type MfaStanding } from '../../../core/policies/mfa.ts'
import { MFA_ACTIONS } from './tencent-mfa.catalog.ts'
import { type Asked, type CloudName, judge, problemOf, verdict } from './test-support/judging.ts'
import { POLICIES } from './test-support/spec-policies.ts'

const { C1, C2, C3, C4, C5, C6, C7, C8, C9, R1, R2, R3, R4, R5, R6, R7, V1, V2, V3, V4, V5, V6, V7 } =
  POLICIES

const [I1, I2, K1] = ['ins-aaaaaaaa', 'ins-bbbbbbbb', 'skey-aaaaaaaa']
const NOW_MS = Date.parse('2026-03-01T00:00:00Z')
const i1k1 = { InstanceIds: [I1], KeyIds: [K1] }
const i1 = { InstanceIds: [I1] }
const CVM = 'qcs::cvm:ap-guangzhou:uin/1000000001:'
const ALI = 'acs:ecs:cn-hangzhou:1234567890123456:'
const VOLC = 'trn:ecs:cn-beijing:2100000000:'

function attach(...ids: readonly string[]) {
  return { params: { KeyPairName: 'web', InstanceIds: JSON.stringify(ids) } }
}

function attachVolc(instanceId: string) {
  return { params: { KeyPairId: 'kp-aaa', InstanceIds: [instanceId] } }
}

function tagged(id: string, ...tags: readonly (readonly [string, string])[]): Pick<Asked, 'tags'> {
  return { tags: { [id]: tags.map(([key, value]) => ({ key, value })) } }
}

type Case = readonly [
  title: string,
  policies: readonly unknown[],
  call: readonly [CloudName, action: string, asked?: Asked],
  expected: string,
]

const ASSOCIATE = 'AssociateInstancesKeyPairs'
const C6_TAGS = tagged(I1, ['env', 'dev'], ['team', 'b'])
const C8_ZONES = { facts: { [I1]: { 'cvm:zone': 'ap-guangzhou-3' }, [I2]: { 'cvm:zone': 'ap-guangzhou-4' } } }
const R7_IDS = { params: { InstanceIds: '["i-bp1aaa"]' } }
const ROLE: Principal = { kind: 'role', account: '1234567890123456', name: 'ops', session: 's', tags: [] }

/** Source: spec/policies.md §5, by its numbers. */
const CASES: readonly Case[] = [
  ['1', [], ['cvm', 'DescribeKeyPairs'], `implicitDeny ${CVM}keypair/*`],
  ['2', [], ['cvm', ASSOCIATE, { params: i1k1, user: 'root' }], 'allow'],
  ['3', [C1], ['cvm', ASSOCIATE, { params: i1k1 }], 'allow'],
  [
    '4',
    [C1],
    ['cvm', ASSOCIATE, { params: { InstanceIds: [I1, I2], KeyIds: [K1] } }],
    `implicitDeny ${CVM}instance/${I2}`,
  ],
  [
    '5 another region',
    [C1],
    ['cvm', ASSOCIATE, { params: i1k1, region: 'ap-shanghai' }],
    `implicitDeny qcs::cvm:ap-shanghai:uin/1000000001:instance/${I1}`,
  ],
  [
    '5 another action',
    [C1],
    ['cvm', 'DisassociateInstancesKeyPairs', { params: i1k1 }],
    `implicitDeny ${CVM}instance/${I1}`,
  ],
  ['6', [C2], ['cvm', 'StopInstances', { params: i1 }], 'allow'],
  ['7', [C2], ['cvm', ASSOCIATE, { params: i1k1 }], `implicitDeny ${CVM}keypair/${K1}`],
  ['8', [C2], ['cvm', 'DescribeInstances'], 'implicitDeny *'],
  ['9', [C3], ['lighthouse', 'DescribeInstances'], 'allow'],
  ['10', [C3, C4], ['cvm', ASSOCIATE, { params: i1k1 }], `explicitDeny ${CVM}keypair/${K1}`],
  [
    '11 of a group',
    [C3, C4],
    ['cvm', 'DeleteKeyPairs', { params: { KeyIds: [K1] } }],
    `explicitDeny ${CVM}keypair/${K1}`,
  ],
  ['12', [C3, C4], ['cvm', 'DescribeKeyPairs', { params: { KeyIds: [K1] } }], 'allow'],
  ['13', [C5], ['cvm', 'StopInstances', { params: i1, context: { sourceAddress: '203.0.113.9' } }], 'allow'],
  [
    '14 another address',
    [C5],
    ['cvm', 'StopInstances', { params: i1, context: { sourceAddress: '198.51.100.2' } }],
    `implicitDeny ${CVM}instance/${I1}`,
  ],
  [
    '14 too late',
    [C5],
    ['cvm', 'StopInstances', { params: i1, context: { nowMs: Date.parse('2026-07-01T00:00:00Z') } }],
    `implicitDeny ${CVM}instance/${I1}`,
  ],
  ['15', [C6], ['cvm', 'RebootInstances', { params: i1, ...C6_TAGS }], 'allow'],
  ['16', [C7], ['cvm', 'RebootInstances', { params: i1, ...C6_TAGS }], `implicitDeny ${CVM}instance/${I1}`],
  ['17', [C6], ['cvm', 'RebootInstances', { params: i1 }], `implicitDeny ${CVM}instance/${I1}`],
  [
    '18',
    [C8],
    ['cvm', 'StopInstances', { params: { InstanceIds: [I1, I2] }, ...C8_ZONES }],
    `implicitDeny ${CVM}instance/${I2}`,
  ],
  ['19', [C8], ['cvm', 'StopInstances', { params: { InstanceIds: ['ins-zzzzzzzz'] }, ...C8_ZONES }], 'allow'],
  [
    '20 own ids',
    [C9],
    ['lighthouse', ASSOCIATE, { params: { InstanceIds: ['lhins-aaaaaaaa'], KeyIds: ['lhkp-aaaaaaaa'] } }],
    'allow',
  ],
  ['20 an operation', [C9], ['lighthouse', 'CreateKeyPair'], 'implicitDeny *'],
  ['21 one instance', [R1], ['ali', 'AttachKeyPair', attach('i-bp1aaa')], 'allow'],
  [
    '21 two instances',
    [R1],
    ['ali', 'AttachKeyPair', attach('i-bp1aaa', 'i-bp1bbb')],
    `implicitDeny ${ALI}instance/i-bp1bbb`,
  ],
  ['22', [R2], ['ali', 'AttachKeyPair', attach('i-bp1aaa')], `explicitDeny ${ALI}keypair/web`],
  ['23', [R2], ['ali', 'CreateKeyPair', { params: { KeyPairName: 'web' } }], 'allow'],
  ['24 in the list', [R3], ['ali', 'RebootInstance', { params: { InstanceId: 'i-bp1aaa' } }], 'allow'],
  [
    '24 elsewhere',
    [R3],
    [
      'ali',
      'RebootInstance',
      { params: { InstanceId: 'i-bp1aaa' }, context: { sourceAddress: '192.0.2.1' } },
    ],
    `explicitDeny ${ALI}instance/i-bp1aaa`,
  ],
  ['25', [R4], ['ali', 'DescribeInstances'], `implicitDeny ${ALI}instance/*`],
  ['26 another action', [R5], ['ali', 'RebootInstance', { params: { InstanceId: 'i-bp1aaa' } }], 'allow'],
  ['26 excluded', [R5], ['ali', 'DetachKeyPair', attach('i-bp1aaa')], `implicitDeny ${ALI}instance/i-bp1aaa`],
  [
    '27 tag',
    [R6],
    ['ali', 'RebootInstance', { params: { InstanceId: 'i-bp1aaa' }, ...tagged('i-bp1aaa', ['team', 'qa']) }],
    'allow',
  ],
  [
    '27 tag in another case',
    [R6],
    ['ali', 'RebootInstance', { params: { InstanceId: 'i-bp1aaa' }, ...tagged('i-bp1aaa', ['Team', 'qa']) }],
    `implicitDeny ${ALI}instance/i-bp1aaa`,
  ],
  ['28 one id', [R7], ['ali', 'DescribeInstances', R7_IDS], 'allow'],
  ['28 without filter', [R7], ['ali', 'DescribeInstances'], `implicitDeny ${ALI}instance/*`],
  [
    '29',
    [R1],
    ['ali', 'AttachKeyPair', { ...attach('i-bp1aaa'), principal: ROLE, session: [R7] }],
    `implicitDeny ${ALI}instance/i-bp1aaa`,
  ],
  ['30 listed', [V1], ['volc', 'AttachKeyPair', attachVolc('i-bbb')], 'allow'],
  [
    '30 not listed',
    [V1],
    ['volc', 'AttachKeyPair', attachVolc('i-ccc')],
    `implicitDeny ${VOLC}instance/i-ccc`,
  ],
  [
    '31',
    [V2],
    ['volc', 'DeleteKeyPairs', { params: { KeyPairNames: ['web'] }, keyPairIds: { web: 'kp-aaa' } }],
    `explicitDeny ${VOLC}keypair/kp-aaa`,
  ],
  ['32 ops', [V3], ['volc', 'DescribeKeyPairs', { user: 'ops-anna' }], 'allow'],
  ['32 dev', [V3], ['volc', 'DescribeKeyPairs', { user: 'dev-bob' }], `implicitDeny ${VOLC}keypair/*`],
  [
    '33 own',
    [V4],
    [
      'volc',
      'StopInstance',
      { params: { InstanceId: 'i-aaa' }, user: 'anna', ...tagged('i-aaa', ['owner', 'anna']) },
    ],
    'allow',
  ],
  [
    '33 without tag',
    [V4],
    ['volc', 'StopInstance', { params: { InstanceId: 'i-bbb' }, user: 'anna' }],
    `implicitDeny ${VOLC}instance/i-bbb`,
  ],
  ['34', [V5], ['volc', 'StopInstance', { params: { InstanceId: 'i-aaa' } }], 'allow'],
  ['36 describe', [V7], ['volc', 'DescribeInstances'], 'allow'],
  [
    '36 stop',
    [V7],
    ['volc', 'StopInstance', { params: { InstanceId: 'i-aaa' } }],
    `implicitDeny ${VOLC}instance/i-aaa`,
  ],
]

describe('test cases of the specification', () => {
  it.each(CASES)('%s', (_title, policies, [cloud, action, asked], expected) => {
    expect(verdict(judge(cloud, action, policies, asked))).toBe(expected)
  })

  it('29 says that the session refused', () => {
    const asked = { ...attach('i-bp1aaa'), principal: ROLE, session: [R7] }
    expect(judge('ali', 'AttachKeyPair', [R1], asked)).toMatchObject({ layer: 'session' })
    expect(judge('ali', 'AttachKeyPair', [R1], { ...asked, session: [R1] }).outcome).toBe('allow')
  })

  it('25 does not ask whether the user has been verified', () => {
    const answers = [undefined, true, false].map(
      (isMfaPresent) => judge('ali', 'DescribeInstances', [R4], { context: { isMfaPresent } }).outcome,
    )
    expect(answers).toEqual(['implicitDeny', 'allow', 'implicitDeny'])
  })

  it.each([
    ['35', 'volc', V6, 'Statement.0.Action.0', undefined],
    ['39 version', 'cvm', { ...C3, version: '1' }, 'version', 'VersionError'],
    ['39 permid', 'cvm', changed(C3, { action: 'permid/280655' }), 'statement.0.action', 'ActionError'],
    [
      '39 project',
      'cvm',
      changed(C3, { resource: 'qcs:0:cvm:::*' }),
      'statement.0.resource',
      'ResourceProjectError',
    ],
    [
      '39 operator',
      'cvm',
      changed(C3, { condition: { StringEquals: { 'qcs:ip': '203.0.113.9' } } }),
      'statement.0.condition.StringEquals',
      'ConditionTypeError',
    ],
    [
      '40 Action and NotAction',
      'ali',
      changedAli({ NotAction: 'ecs:*' }),
      'Statement.0.NotAction',
      undefined,
    ],
    [
      '40 IfExists',
      'ali',
      changedAli({ Condition: { StringEqualsIfExists: { 'acs:SourceIp': 'x' } } }),
      'Statement.0.Condition.StringEqualsIfExists',
      undefined,
    ],
    [
      '40 resource',
      'ali',
      changedAli({ Resource: 'acs:ecs:instance/i-1' }),
      'Statement.0.Resource',
      undefined,
    ],
    ['40 version', 'ali', { ...R1, Version: 1 }, 'Version', undefined],
  ] as const)('%s is refused', (_title, cloud, document, path, code) => {
    const problem = problemOf(cloud, document)
    expect(problem?.path).toBe(path)
    expect(problem?.code).toBe(code && `InvalidParameter.${code}`)
  })

  it.each<readonly [string, MfaStanding, string]>([
    ['37 none', { state: 'none', checkedAtMs: undefined }, 'UnauthorizedOperation.MFANotFound'],
    ['37 bound', { state: 'bound', checkedAtMs: undefined }, 'UnauthorizedOperation.MFAExpired'],
    ['37 verified', { state: 'verified', checkedAtMs: NOW_MS }, 'allow'],
    [
      '38 verified 31 minutes ago',
      { state: 'verified', checkedAtMs: NOW_MS - 31 * 60_000 },
      'UnauthorizedOperation.MFAExpired',
    ],
  ])('%s', (_title, standing, expected) => {
    const codes = MFA_ACTIONS.cvm.get(ASSOCIATE)
    const standingNow = judgeMfa(standing, NOW_MS)
    expect(judge('cvm', ASSOCIATE, [C3], { params: i1k1 }).outcome).toBe('allow')
    expect(standingNow === 'passed' ? 'allow' : codes?.[standingNow]).toBe(expected)
  })

  it('38 refuses by policy before it asks for a second factor', () => {
    const asked = { params: { InstanceIds: [I2], KeyIds: [K1] } }
    expect(verdict(judge('cvm', ASSOCIATE, [C1], asked))).toBe(`implicitDeny ${CVM}instance/${I2}`)
  })
})

/** The policy with its statement changed. */
function changed(document: { readonly statement: readonly object[] }, changes: object): object {
  return { ...document, statement: document.statement.map((statement) => ({ ...statement, ...changes })) }
}

function changedAli(changes: object): object {
  return { ...R1, Statement: R1.Statement.map((statement) => ({ ...statement, ...changes })) }
}
