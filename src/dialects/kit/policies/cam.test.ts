import { describe, expect, it } from 'vitest'

import { readCamPolicy } from './cam.ts'
import { type Asked, judge, problemOf, verdict } from './test-support/judging.ts'

const [INSTANCE, KEY] = ['ins-1e4r6y8i', 'skey-4e5ty7i8']
const params = { InstanceIds: [INSTANCE], KeyIds: [KEY] }

function cam(changes: object, ...more: readonly object[]): object {
  return {
    version: '2.0',
    statement: [changes, ...more].map((change) => ({
      effect: 'allow',
      action: '*',
      resource: '*',
      ...change,
    })),
  }
}

function isAllowed(changes: object, action = 'StopInstances', asked: Asked = {}): boolean {
  return judge('cvm', action, [cam(changes)], { params, ...asked }).outcome === 'allow'
}

function warningsOf(document: unknown): readonly string[] {
  const reading = readCamPolicy(document, { policyId: 'p', account: '1000000001' })
  return 'policy' in reading ? reading.warnings.map(({ path }) => path) : ['refused']
}

describe('resources', () => {
  it.each([
    [`qcs::cvm:ap-guangzhou:uin/1000000001:instance/${INSTANCE}`, true],
    [`qcs::cvm:ap-guangzhou::instance/${INSTANCE}`, true],
    ['qcs::cvm:::instance/*', true],
    ['qcs::cvm:::*', true],
    ['qcs:::::instance/*', true],
    ['qcs::*:*:*:instance/*', true],
    ['qcs::cvm:gz:uin/*:instance/ins-1e*8i', true],
    ['qcs::cvm:gz:uin/*:instance/ins-2e*8i', false],
    ['qcs::cvm:sh::instance/*', false],
    ['qcs::cvm:ap-guangzhou:uin/1000000002:instance/*', false],
    ['qcs::cvm::uid/1250000000:instance/*', false],
    ['qcs::lighthouse:::instance/*', false],
    ['qcs::cvm:::keypair/*', false],
    ['qcs::cvm:::instance/INS-1E4R6Y8I', false],
    // Only * is a wildcard here.
    ['qcs::cvm:::instance/ins-1e4r6y8?', false],
  ])('%s covers the instance: %j', (resource, expected) => {
    expect(isAllowed({ resource })).toBe(expected)
  })

  it('covers one Lighthouse pair', () => {
    const resource = ['qcs::lighthouse:ap-beijing:uin/1000000001:keypair/lhkp-aaaaaaaa']
    const deleted = (id: string) =>
      judge('lighthouse', 'DeleteKeyPairs', [cam({ resource })], {
        region: 'ap-beijing',
        params: { KeyIds: [id] },
      })
    expect(deleted('lhkp-aaaaaaaa').outcome).toBe('allow')
    expect(verdict(deleted('lhkp-bbbbbbbb'))).toBe(
      'implicitDeny qcs::lighthouse:ap-beijing:uin/1000000001:keypair/lhkp-bbbbbbbb',
    )
  })

  it('keeps the colons of the last field', () => {
    expect(
      isAllowed({ resource: 'qcs::cvm:::instance/a:b' }, 'StopInstances', {
        params: { InstanceIds: ['a:b'] },
      }),
    ).toBe(true)
  })

  it.each(['qcs::cvm:::*', 'qcs::cvm:::instance/*', 'qcs:::::*'])(
    '%s neither allows nor denies an operation without a name',
    (resource) => {
      expect(isAllowed({ resource }, 'DescribeInstances')).toBe(false)
      const denied = judge('cvm', 'DescribeInstances', [cam({}), cam({ effect: 'deny', resource })])
      expect(denied.outcome).toBe('allow')
    },
  )

  it('covers a call without a region by an empty one only', () => {
    const withoutRegion = { region: '' }
    expect(isAllowed({ resource: 'qcs::cvm:::keypair/*' }, 'DescribeKeyPairs', withoutRegion)).toBe(true)
    expect(isAllowed({ resource: 'qcs::cvm:*::keypair/*' }, 'DescribeKeyPairs', withoutRegion)).toBe(true)
    expect(isAllowed({ resource: 'qcs::cvm:gz::keypair/*' }, 'DescribeKeyPairs', withoutRegion)).toBe(false)
  })
})

describe('actions', () => {
  it.each([
    ['*', true],
    ['*:*', true],
    ['cvm:*', true],
    ['cvm:StopInstances', true],
    ['name/cvm:StopInstances', true],
    ['CVM:stopinstances', true],
    ['cvm:*Inst*', true],
    ['cvm:Stop*', true],
    ['cvm:Start*', false],
    ['lighthouse:*', false],
    // Only * is a wildcard here.
    ['cvm:StopInstance?', false],
  ])('%s covers cvm:StopInstances: %j', (action, expected) => {
    expect([isAllowed({ action }), isAllowed({ action: ['cos:GetObject', action] })]).toEqual([
      expected,
      expected,
    ])
  })
})

describe('elements', () => {
  it('are compared without case, and may come in any order', () => {
    const document = {
      Statement: { Condition: {}, Resource: ['*'], Action: ['*'], Effect: 'Allow' },
      VERSION: '2.0',
    }
    expect(judge('cvm', 'StopInstances', [document], { params }).outcome).toBe('allow')
  })

  it.each<readonly [string, unknown, string, string]>([
    ['nothing', undefined, '', 'PolicyDocumentEmpty'],
    ['an empty text', '', '', 'PolicyDocumentEmpty'],
    ['a text', 'version', '', 'PolicyDocumentError'],
    ['a list', [], '', 'PolicyDocumentError'],
    ['an unknown element', { ...cam({}), id: 'x' }, 'id', 'PolicyDocumentError'],
    ['a version as a number', { ...cam({}), version: 2 }, 'version', 'VersionError'],
    ['no version', { statement: [] }, '', 'VersionError'],
    ['no statement', { version: '2.0' }, '', 'StatementError'],
    ['no statement in the list', { version: '2.0', statement: [] }, 'statement', 'StatementError'],
    ['a statement that is a text', { version: '2.0', statement: ['x'] }, 'statement.0', 'StatementError'],
    ['an element twice', { ...cam({}), Version: '2.0' }, 'Version', 'PolicyDocumentError'],
    ['an effect twice', cam({ Effect: 'deny' }), 'statement.0.Effect', 'StatementError'],
    ['an unknown element of a statement', cam({ sid: 'x' }), 'statement.0.sid', 'StatementError'],
    ['a principal', { ...cam({}), principal: {} }, 'principal', 'PrincipalError'],
    ['a principal of a statement', cam({}, { principal: {} }), 'statement.1.principal', 'PrincipalError'],
    ['another effect', cam({ effect: 'permit' }), 'statement.0.effect', 'EffectError'],
    ['no effect', cam({ effect: undefined }), 'statement.0', 'EffectError'],
    [
      'no action',
      { version: '2.0', statement: [{ effect: 'deny', resource: '*' }] },
      'statement.0',
      'ActionMiss',
    ],
    ['an empty list of actions', cam({ action: [] }), 'statement.0.action', 'ActionError'],
    ['mixed actions', cam({ action: ['cvm:*', 1] }), 'statement.0.action.1', 'ActionError'],
    ['an action without a service', cam({ action: 'StopInstances' }), 'statement.0.action', 'ActionError'],
    ['a service alone', cam({ action: 'cvm:' }), 'statement.0.action', 'ActionError'],
    ['a set of features', cam({ action: ['permit/280655'] }), 'statement.0.action.0', 'ActionError'],
    [
      'no resource',
      { version: '2.0', statement: [{ effect: 'deny', action: '*' }] },
      'statement.0',
      'ResourceError',
    ],
    ['five fields', cam({ resource: 'qcs::cvm::instance/x' }), 'statement.0.resource', 'ResourceError'],
    ['no qcs', cam({ resource: 'acs::cvm:::*' }), 'statement.0.resource', 'ResourceQcsError'],
    ['a bare name', cam({ resource: ['*', 'instance/x'] }), 'statement.0.resource.1', 'ResourceQcsError'],
    ['a project', cam({ resource: 'qcs:id/0:cvm:::*' }), 'statement.0.resource', 'ResourceProjectError'],
    [
      'a bare account',
      cam({ resource: 'qcs::cvm::1000000001:*' }),
      'statement.0.resource',
      'ResourceUinError',
    ],
    ['an empty last field', cam({ resource: 'qcs::cvm:::' }), 'statement.0.resource', 'ResourceContentError'],
    ['a condition that is a text', cam({ condition: 'x' }), 'statement.0.condition', 'ConditionError'],
    [
      'an operator without keys',
      cam({ condition: { ip_equal: {} } }),
      'statement.0.condition.ip_equal',
      'ConditionError',
    ],
    [
      'a value that is no address',
      cam({ condition: { ip_equal: { 'qcs:ip': ['203.0.113.0/24', '203.0.113.0/33'] } } }),
      'statement.0.condition.ip_equal.qcs:ip.1',
      'ConditionContentError',
    ],
    [
      'no values',
      cam({ condition: { string_equal: { 'qcs:ip': [] } } }),
      'statement.0.condition.string_equal.qcs:ip',
      'ConditionContentError',
    ],
  ])('%s: refused', (_title, document, path, code) => {
    const problem = problemOf('cvm', document)
    expect([problem?.path, problem?.code]).toEqual([path, `InvalidParameter.${code}`])
    expect(problem?.message).toMatch(/^[A-Z].*\.$/)
  })

  it('refuses a bad statement beside good ones', () => {
    expect(problemOf('cvm', cam({}, { effect: 'deny', resource: 'keypair/x' }))?.path).toBe(
      'statement.1.resource',
    )
  })

  it('counts 6144 characters, but no blanks', () => {
    const length = JSON.stringify(cam({ action: ['cvm:'] })).length
    const fitting = cam({ action: [`cvm:${'x'.repeat(6144 - length)}`] })
    const tooLong = cam({ action: [`cvm:${'x'.repeat(6145 - length)}`] })
    expect([JSON.stringify(fitting).length, problemOf('cvm', fitting)]).toEqual([6144, undefined])
    expect(problemOf('cvm', tooLong)?.code).toBe('InvalidParameter.PolicyDocumentLengthOverLimit')
    const spaced = cam({ condition: { string_equal: { 'qcs:ip': `${' '.repeat(7000)}x` } } })
    expect(problemOf('cvm', spaced)).toBeUndefined()
  })

  it('refuses what JSON cannot hold', () => {
    const circle: { self?: unknown } = {}
    circle.self = circle
    expect(problemOf('cvm', circle)?.code).toBe('InvalidParameter.PolicyDocumentError')
  })
})

describe('warnings', () => {
  it('name what has no effect here, and the document is taken', () => {
    const document = cam(
      { action: ['cvm:StopInstances', 'cos:*', 'cvm:StopInstance'] },
      {
        resource: [
          'qcs::cos:::*',
          'qcs::cvm:ap-nowhere::*',
          'qcs::cvm::uin/2:*',
          'qcs::cvm:gz:uin/1000000001:*',
        ],
      },
    )
    expect(warningsOf(document)).toEqual([
      'statement.0.action.1',
      'statement.0.action.2',
      'statement.1.resource.0',
      'statement.1.resource.1',
      'statement.1.resource.2',
    ])
  })
})
