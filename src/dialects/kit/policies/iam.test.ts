import { describe, expect, it } from 'vitest'

import { asksForResourceFacts } from '../../../core/policies/policy.ts'
import { type Asked, judge, problemOf, read } from './test-support/judging.ts'

const ID = 'i-ybskpw36rul8u1yekckh'
const params = { InstanceId: ID }

function iam(changes: object): object {
  return { Statement: [{ Effect: 'Allow', Action: ['*'], ...changes }] }
}

function isAllowed(changes: object, action = 'StopInstance', asked: Asked = {}): boolean {
  return judge('volc', action, [iam(changes)], { params, user: 'anna', ...asked }).outcome === 'allow'
}

describe('resources', () => {
  it.each([
    [`trn:ecs:cn-beijing:2100000000:instance/${ID}`, true],
    ['trn:ecs:*:*:instance/*', true],
    ['trn:*:*:*:*', true],
    [`trn:ecs:*:2100000000:instance/i-other,${ID}`, true],
    [`trn:ecs:*:2100000000:instance/i-y*,i-z*`, true],
    ['trn:ecs:*:2100000000:instance/i-a,i-b', false],
    [`trn:ecs:*:2100000000:instance,keypair/${ID}`, false],
    ['trn:ecs:cn-shanghai:*:instance/*', false],
    ['trn:ecs:*:*:keypair/*', false],
    ['trn:ecs:*:*:instance/${volc:UserName}', false],
  ])('%s covers the instance: %j', (resource, expected) => {
    expect([isAllowed({ Resource: [resource] }), isAllowed({ Resource: resource })]).toEqual([
      expected,
      expected,
    ])
  })

  it('covers a pair by its id', () => {
    const document = iam({ Resource: ['trn:ecs:*:2100000000:keypair/kp-ybvyy1e5msl8u258ovrv'] })
    const deleted = (keyPairIds: Readonly<Record<string, string>>) =>
      judge('volc', 'DeleteKeyPairs', [document], { params: { KeyPairNames: ['web'] }, keyPairIds }).outcome
    expect(deleted({ web: 'kp-ybvyy1e5msl8u258ovrv' })).toBe('allow')
    expect([deleted({ web: 'kp-other' }), deleted({})]).toEqual(['implicitDeny', 'implicitDeny'])
  })

  it('covers everything when there is no resource, also what has no name', () => {
    expect(isAllowed({}, 'DescribeRegions')).toBe(true)
    expect(isAllowed({ Resource: 'trn:ecs:*:*:*' }, 'DescribeRegions')).toBe(false)
  })
})

describe('variables', () => {
  const owned = { params: { InstanceId: 'i-anna' } }
  const tagged = (key: string, value: string): Asked => ({ tags: { [ID]: [{ key, value }] } })

  it('stand for a fact of the caller in the last field of a resource', () => {
    const Resource = 'trn:ecs:*:*:instance/i-${volc:UserName}'
    expect(isAllowed({ Resource }, 'StopInstance', owned)).toBe(true)
    expect(isAllowed({ Resource }, 'StopInstance', { ...owned, user: 'bob' })).toBe(false)
    const role = { kind: 'role', account: '2100000000', name: 'anna', session: 's', tags: [] } as const
    expect(isAllowed({ Resource }, 'StopInstance', { ...owned, principal: role })).toBe(false)
  })

  it('mean nothing before the last field', () => {
    expect(isAllowed({ Resource: 'trn:ecs:*:${volc:UserName}:instance/*' }, 'StopInstance', owned)).toBe(
      false,
    )
  })

  it('are taken literally', () => {
    const Resource = 'trn:ecs:*:*:instance/${volc:UserName}'
    expect(isAllowed({ Resource }, 'StopInstance', { user: '*' })).toBe(false)
    expect(isAllowed({ Resource }, 'StopInstance', { user: '*', params: { InstanceId: '*' } })).toBe(true)
    const Condition = { StringEquals: { 'volc:ResourceTag/owner': '${volc:UserName}' } }
    expect(isAllowed({ Condition }, 'StopInstance', { user: 'a*', ...tagged('owner', 'anna') })).toBe(false)
  })

  it('may be followed by more ids, and have a slash of their own', () => {
    const Resource = 'trn:ecs:*:*:instance/i-x,${volc:ResourceTag/id}*'
    expect(isAllowed({ Resource }, 'StopInstance', tagged('id', 'i-yb'))).toBe(true)
    expect(isAllowed({ Resource }, 'StopInstance', tagged('id', 'i-zb'))).toBe(false)
    expect(isAllowed({ Resource }, 'StopInstance', { params: { InstanceId: 'i-x' } })).toBe(true)
  })

  it('stand in the name of a condition key', () => {
    const Condition = { StringEquals: { 'volc:ResourceTag/${volc:UserName}': 'yes' } }
    expect(isAllowed({ Condition }, 'StopInstance', tagged('anna', 'yes'))).toBe(true)
    expect(isAllowed({ Condition }, 'StopInstance', tagged('bob', 'yes'))).toBe(false)
  })

  it('satisfy no negation either when they are unknown', () => {
    const Condition = { StringNotEquals: { 'volc:UserName': ['${volc:PrincipalTag/rival}'] } }
    expect(isAllowed({ Condition })).toBe(false)
    const known = {
      kind: 'user',
      account: '2100000000',
      name: 'anna',
      id: 'anna',
      tags: [{ key: 'rival', value: 'bob' }],
    } as const
    expect(isAllowed({ Condition }, 'StopInstance', { principal: known })).toBe(true)
  })

  it('tell whether facts of resources are needed', () => {
    const needs = (changes: object) => asksForResourceFacts([read('volc', iam(changes))])
    expect(needs({ Resource: 'trn:ecs:*:*:instance/${volc:UserName}' })).toBe(false)
    expect(needs({ Resource: 'trn:ecs:*:*:instance/${volc:ResourceTag/id}' })).toBe(true)
    expect(needs({ Condition: { StringEquals: { 'volc:UserName': '${volc:ResourceTag/owner}' } } })).toBe(
      true,
    )
    expect(needs({ Condition: { StringEquals: { 'volc:UserName': 'anna' } } })).toBe(false)
  })
})

describe('NotAction and NotResource', () => {
  it('take away from what is beside them', () => {
    const vpcOnly = iam({ Effect: 'Deny', Action: ['*'], NotAction: ['vpc:*', 'iam:*'] })
    expect(judge('volc', 'StopInstance', [iam({}), vpcOnly], { params }).outcome).toBe('explicitDeny')
    expect(isAllowed({ Resource: ['*'], NotResource: ['trn:vpc:*:*:*'] })).toBe(true)
  })

  it.each<readonly [string, object, string]>([
    ['alone', { Action: undefined, NotAction: ['vpc:*'] }, 'Statement.0'],
    ['NotResource alone', { NotResource: ['trn:vpc:*:*:*'] }, 'Statement.0.NotResource'],
    ['of the product itself', { NotAction: ['vpc:*', 'ecs:Delete*'] }, 'Statement.0.NotAction.1'],
    ['of every product', { NotAction: ['*'] }, 'Statement.0.NotAction.0'],
    ['of a pattern that covers the product', { NotAction: ['?cs:*'] }, 'Statement.0.NotAction.0'],
    [
      'beside the product',
      { Action: ['vpc:*', 'ECS:*'], NotAction: ['vpc:Delete*'] },
      'Statement.0.Action.1',
    ],
    [
      'resources beside the product',
      { Action: 'ecs:*', Resource: '*', NotResource: 'trn:vpc:*:*:*' },
      'Statement.0.Action',
    ],
    [
      'resources of the product',
      { Resource: '*', NotResource: ['trn:ecs:*:*:*'] },
      'Statement.0.NotResource.0',
    ],
    ['all resources', { Resource: '*', NotResource: ['*'] }, 'Statement.0.NotResource.0'],
  ])('%s: refused', (_title, changes, path) => {
    expect(problemOf('volc', iam(changes))?.path).toBe(path)
  })
})

describe('elements', () => {
  it('may be a single statement, with a version and a Sid that nobody reads', () => {
    const document = { Version: '2024', Statement: { Sid: 'x', Effect: 'Allow', Action: 'ecs:*' } }
    expect(judge('volc', 'StopInstance', [document], { params }).outcome).toBe('allow')
  })

  it.each<readonly [string, unknown, string]>([
    ['nothing', null, ''],
    ['no statement', {}, ''],
    ['an empty list', { Statement: [] }, 'Statement'],
    ['an unknown element', { ...iam({}), Id: 'x' }, 'Id'],
    ['a version that is no text', { ...iam({}), Version: 1 }, 'Version'],
    ['a Sid that is no text', iam({ Sid: 1 }), 'Statement.0.Sid'],
    ['a principal', iam({ Principal: '*' }), 'Statement.0.Principal'],
    ['an element in another case', iam({ effect: 'Deny' }), 'Statement.0.effect'],
    ['an effect in another case', iam({ Effect: 'deny' }), 'Statement.0.Effect'],
    ['an action without a service', iam({ Action: ['StopInstance'] }), 'Statement.0.Action.0'],
    ['another beginning', iam({ Resource: ['acs:ecs:*:*:instance/*'] }), 'Statement.0.Resource.0'],
    ['a wildcard for trn', iam({ Resource: ['*:ecs:*:*:instance/*'] }), 'Statement.0.Resource.0'],
    ['four fields', iam({ Resource: ['trn:ecs:*:instance/i-1'] }), 'Statement.0.Resource.0'],
    [
      'an empty id between commas',
      iam({ Resource: 'trn:ecs:*:*:instance/i-1,,i-2' }),
      'Statement.0.Resource',
    ],
    ['Null', iam({ Condition: { Null: { 'volc:UserName': 'true' } } }), 'Statement.0.Condition.Null'],
    [
      'IfExists',
      iam({ Condition: { StringEqualsIfExists: { 'volc:UserName': 'a' } } }),
      'Statement.0.Condition.StringEqualsIfExists',
    ],
    [
      'a set operator',
      iam({ Condition: { 'ForAnyValue:StringEquals': { 'volc:UserName': 'a' } } }),
      'Statement.0.Condition.ForAnyValue:StringEquals',
    ],
  ])('%s: refused', (_title, document, path) => {
    expect(problemOf('volc', document)?.path).toBe(path)
  })

  it('counts 6144 characters', () => {
    const length = JSON.stringify(iam({ Action: 'ecs:' })).length
    expect(problemOf('volc', iam({ Action: `ecs:${'x'.repeat(6144 - length)}` }))).toBeUndefined()
    expect(problemOf('volc', iam({ Action: `ecs:${'x'.repeat(6145 - length)}` }))?.path).toBe('')
  })
})
