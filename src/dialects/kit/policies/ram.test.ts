import { describe, expect, it } from 'vitest'

import { type Asked, judge, problemOf, verdict } from './test-support/judging.ts'

const params = { InstanceId: 'i-bp1gtj' }

function ram(changes: object): object {
  return { Version: '1', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', ...changes }] }
}

function isAllowed(changes: object, action = 'StopInstance', asked: Asked = {}): boolean {
  return judge('ali', action, [ram(changes)], { params, ...asked }).outcome === 'allow'
}

describe('resources', () => {
  it.each([
    ['acs:ecs:*:1234567890123456:instance/i-bp1gtj', true],
    ['acs:ecs:cn-hangzhou:*:*/*', true],
    ['acs:ecs:*:*:*', true],
    ['acs:*:*:*:instance/*', true],
    ['acs:e?s:cn-*:1234567890123456:instance/i-bp1???', true],
    ['acs:ecs:cn-shanghai:*:*/*', false],
    ['acs:ecs:*:1:instance/*', false],
    ['acs:ecs::*:instance/*', false],
    ['acs:ecs:*:*:Instance/*', false],
    ['acs:ECS:*:*:instance/*', false],
    // A wildcard stays inside its field.
    ['acs:*:*:instance/*:x', false],
  ])('%s covers the instance: %j', (Resource, expected) => {
    expect(isAllowed({ Resource })).toBe(expected)
  })

  it('covers one pair by its name, which may have colons', () => {
    const attach = (KeyPairName: string, ...Resource: readonly string[]) =>
      verdict(
        judge('ali', 'AttachKeyPair', [ram({ Resource: ['acs:ecs:*:*:instance/*', ...Resource] })], {
          params: { KeyPairName, InstanceIds: '["i-1"]' },
        }),
      )
    expect(attach('web', 'acs:ecs:cn-hangzhou:*:keypair/web')).toBe('allow')
    expect(attach('a:b', 'acs:ecs:cn-hangzhou:*:keypair/a:b')).toBe('allow')
    expect(attach('a:b', 'acs:ecs:cn-hangzhou:*:keypair/a')).toBe(
      'implicitDeny acs:ecs:cn-hangzhou:1234567890123456:keypair/a:b',
    )
  })

  it('covers an operation without a name by * only', () => {
    expect(isAllowed({ Resource: 'acs:ecs:*:*:*' }, 'DescribeRegions')).toBe(false)
    expect(isAllowed({ Resource: '*' }, 'DescribeRegions')).toBe(true)
  })
})

describe('actions', () => {
  it.each([
    ['ecs:stopinstance', true],
    ['ecs:Stop*', true],
    ['ECS:StopInstanc?', true],
    ['e*:*', true],
    ['ecs:StopInstance?', false],
    ['rds:*', false],
  ])('%s covers ecs:StopInstance: %j, and as NotAction the opposite', (pattern, expected) => {
    expect(isAllowed({ Action: pattern })).toBe(expected)
    expect(isAllowed({ Action: undefined, NotAction: [pattern] })).toBe(!expected)
  })

  it('NotAction may deny', () => {
    const allBut = { Version: '1', Statement: [{ Effect: 'Deny', NotAction: 'ecs:Stop*', Resource: '*' }] }
    expect(judge('ali', 'StopInstance', [ram({}), allBut], { params }).outcome).toBe('allow')
    expect(judge('ali', 'StartInstance', [ram({}), allBut], { params }).outcome).toBe('explicitDeny')
  })
})

describe('elements', () => {
  it.each<readonly [string, unknown, string]>([
    ['nothing', undefined, ''],
    ['a list', [ram({})], ''],
    ['no version', { Statement: [] }, ''],
    ['another version', { ...ram({}), Version: '2' }, 'Version'],
    ['an unknown element', { ...ram({}), Id: 'x' }, 'Id'],
    ['an element in another case', { version: '1', Statement: [] }, 'version'],
    ['no statement', { Version: '1' }, ''],
    [
      'a statement alone',
      { Version: '1', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
      'Statement',
    ],
    ['an empty list of statements', { Version: '1', Statement: [] }, 'Statement'],
    ['an effect in another case', ram({ Effect: 'allow' }), 'Statement.0.Effect'],
    ['no action', { Version: '1', Statement: [{ Effect: 'Allow', Resource: '*' }] }, 'Statement.0'],
    ['an action without a colon', ram({ Action: 'ecs*' }), 'Statement.0.Action'],
    ['an action with two colons', ram({ Action: ['ecs:a:b'] }), 'Statement.0.Action.0'],
    ['an empty action', ram({ Action: '' }), 'Statement.0.Action'],
    ['a NotResource', ram({ NotResource: '*' }), 'Statement.0.NotResource'],
    ['a principal', ram({ Principal: '*' }), 'Statement.0.Principal'],
    ['a Sid', ram({ Sid: 'x' }), 'Statement.0.Sid'],
    ['no resource', { Version: '1', Statement: [{ Effect: 'Allow', Action: '*' }] }, 'Statement.0'],
    ['another beginning', ram({ Resource: 'trn:ecs:*:*:instance/*' }), 'Statement.0.Resource'],
    ['four fields', ram({ Resource: ['*', 'acs:ecs:*:instance/i-1'] }), 'Statement.0.Resource.1'],
    ['an empty last field', ram({ Resource: 'acs:ecs:*:*:' }), 'Statement.0.Resource'],
    ['an empty resource list', ram({ Resource: [] }), 'Statement.0.Resource'],
    [
      'mixed condition values',
      ram({ Condition: { StringEquals: { k: ['a', 1] } } }),
      'Statement.0.Condition.StringEquals.k.1',
    ],
    [
      'a null value',
      ram({ Condition: { StringEquals: { k: null } } }),
      'Statement.0.Condition.StringEquals.k',
    ],
  ])('%s: refused', (_title, document, path) => {
    const problem = problemOf('ali', document)
    expect(problem?.path).toBe(path)
    expect(problem?.message).toMatch(/^[A-Z"].*\.$/)
  })

  it('counts 6144 characters', () => {
    const length = JSON.stringify(ram({ Action: 'ecs:' })).length
    expect(problemOf('ali', ram({ Action: `ecs:${'x'.repeat(6144 - length)}` }))).toBeUndefined()
    expect(problemOf('ali', ram({ Action: `ecs:${'x'.repeat(6145 - length)}` }))?.path).toBe('')
  })

  it('takes the example of the specification for one pair and two instances', () => {
    const document = {
      Version: '1',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['ecs:AttachKeyPair', 'ecs:DetachKeyPair'],
          Resource: [
            'acs:ecs:cn-hangzhou:*:keypair/testKeyPairName',
            'acs:ecs:cn-hangzhou:*:instance/i-bp1gtjxuuvwj17zrabcd',
            'acs:ecs:cn-hangzhou:*:instance/i-bp17b7zrsbjwvmfyabcd',
          ],
          Condition: { IpAddress: { 'acs:SourceIp': ['203.0.113.0/24'] } },
        },
      ],
    }
    const InstanceIds = '["i-bp1gtjxuuvwj17zrabcd", "i-bp17b7zrsbjwvmfyabcd"]'
    const asked = { params: { KeyPairName: 'testKeyPairName', InstanceIds } }
    expect(judge('ali', 'DetachKeyPair', [document], asked).outcome).toBe('allow')
    const elsewhere = { ...asked, context: { sourceAddress: '192.0.2.1' } }
    expect(judge('ali', 'DetachKeyPair', [document], elsewhere).outcome).toBe('implicitDeny')
  })
})
