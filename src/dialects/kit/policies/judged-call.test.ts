import { readdirSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { nestPairs } from '../nest-pairs.ts'
import { accessOf, accessRequest, factsOf, judgedCall, keyPairNamesOf } from './judged-call.ts'
import { CLOUDS, type CloudName, contextOf } from './test-support/judging.ts'
import { type AccessTable, oneOrList, wholeNames } from './access-table.ts'
import { ALIBABA_STS_ACTIONS, TENCENT_STS_ACTIONS, VOLCENGINE_STS_ACTIONS } from './sts-actions.catalog.ts'
import { TENCENT_TAG_ACTIONS } from './tencent-sibling-actions.catalog.ts'
import { MFA_ACTIONS } from './tencent-mfa.catalog.ts'

const PREFIXES = {
  cvm: 'qcs::cvm:R:uin/1:',
  lighthouse: 'qcs::lighthouse:R:uin/1:',
  ali: 'acs:ecs:R:1:',
  volc: 'trn:ecs:R:1:',
} as const

type Params = Readonly<Record<string, unknown>>

/** The judged names, those of the service itself without what they all begin with. */
function names(
  cloud: CloudName,
  action: string,
  params: Params = {},
  ids: Readonly<Record<string, string>> = {},
) {
  const keyPairIds = new Map(Object.entries(ids))
  const call = judgedCall(CLOUDS[cloud].table, { action, account: '1', region: 'R', params, keyPairIds })
  return call.resources.map(({ text }) => text.replace(PREFIXES[cloud], ''))
}

const INSTANCES = ['i-1', 'i-2']

describe('Tencent CVM', () => {
  it.each<readonly [string, Params, readonly string[]]>([
    [
      'AssociateInstancesKeyPairs',
      { InstanceIds: INSTANCES, KeyIds: ['k-1'] },
      ['instance/i-1', 'instance/i-2', 'keypair/k-1'],
    ],
    [
      'DisassociateInstancesKeyPairs',
      { KeyIds: ['k-1'], InstanceIds: ['i-1'] },
      ['instance/i-1', 'keypair/k-1'],
    ],
    ['CreateKeyPair', { KeyName: 'x' }, ['keypair/*']],
    ['ImportKeyPair', { KeyName: 'x' }, ['keypair/*']],
    ['DeleteKeyPairs', { KeyIds: ['k-1', 'k-2', 'k-1'] }, ['keypair/k-1', 'keypair/k-2']],
    ['ModifyKeyPairAttribute', { KeyId: 'k-1' }, ['keypair/k-1']],
    ['DescribeKeyPairs', { KeyIds: ['k-1'] }, ['keypair/*']],
    ['DescribeInstances', { InstanceIds: ['i-1'] }, ['*']],
    ['DescribeInstancesStatus', {}, ['*']],
    ['DescribeInstancesAttributes', { InstanceIds: ['i-1'] }, ['*']],
    ['DescribeRegions', {}, ['*']],
    ['DescribeZones', {}, ['*']],
    ['DescribeInstanceTypeConfigs', {}, ['*']],
    ['DescribeImages', { ImageIds: ['img-1'] }, ['image/*']],
    ['RunInstances', { ImageId: 'img-1' }, ['instance/*', 'image/img-1', 'systemdisk/*']],
    [
      'RunInstances',
      {
        ImageId: 'img-1',
        LoginSettings: { KeyIds: ['k-1', 'k-2'] },
        SecurityGroupIds: ['sg-1'],
        DataDisks: [{ DiskSize: 10 }],
        VirtualPrivateCloud: { VpcId: 'vpc-1', SubnetId: 'subnet-1' },
      },
      [
        ...[
          'instance/*',
          'image/img-1',
          'keypair/k-1',
          'keypair/k-2',
          'sg/sg-1',
          'systemdisk/*',
          'datadisk/*',
        ],
        ...['qcs::vpc:R:uin/1:vpc/vpc-1', 'qcs::vpc:R:uin/1:subnet/subnet-1'],
      ],
    ],
    ['StartInstances', { InstanceIds: ['i-1'] }, ['instance/i-1']],
    ['StopInstances', { InstanceIds: INSTANCES }, ['instance/i-1', 'instance/i-2']],
    ['RebootInstances', { InstanceIds: ['i-1'] }, ['instance/i-1']],
    ['TerminateInstances', { InstanceIds: ['i-1'] }, ['instance/i-1']],
    ['ResetInstancesPassword', { InstanceIds: ['i-1'] }, ['instance/i-1']],
    ['ModifyInstancesAttribute', { InstanceIds: ['i-1'] }, ['instance/i-1']],
    ['ResetInstance', { InstanceId: 'i-1' }, ['instance/i-1', 'systemdisk/*']],
    [
      'ResetInstance',
      { InstanceId: 'i-1', ImageId: 'img-1', LoginSettings: { KeyIds: ['k-1'] } },
      ['instance/i-1', 'image/img-1', 'keypair/k-1', 'systemdisk/*'],
    ],
    ['EnterRescueMode', { InstanceId: 'i-1' }, ['instance/i-1']],
    ['ExitRescueMode', { InstanceId: 'i-1' }, ['instance/i-1']],
  ])('%s %j', (action, params, expected) => {
    expect(names('cvm', action, params)).toEqual(expected)
  })
})

describe('Tencent Lighthouse', () => {
  it.each<readonly [string, Params, readonly string[]]>([
    [
      'AssociateInstancesKeyPairs',
      { InstanceIds: ['i-1'], KeyIds: ['k-1'] },
      ['instance/i-1', 'keypair/k-1'],
    ],
    [
      'DisassociateInstancesKeyPairs',
      { InstanceIds: ['i-1'], KeyIds: ['k-1'] },
      ['instance/i-1', 'keypair/k-1'],
    ],
    ['DeleteKeyPairs', { KeyIds: ['k-1'] }, ['keypair/k-1']],
    ['CreateKeyPair', {}, ['*']],
    ['ImportKeyPair', {}, ['*']],
    ['DescribeKeyPairs', { KeyIds: ['k-1'] }, ['*']],
    ['DescribeInstances', {}, ['*']],
    ['CreateInstances', { LoginConfiguration: { KeyIds: ['k-1'] } }, ['*']],
    ['DescribeBundles', {}, ['*']],
    ['StopInstances', { InstanceIds: ['i-1'] }, ['instance/i-1']],
    ['IsolateInstances', { InstanceIds: ['i-1'] }, ['instance/i-1']],
    ['ResetInstance', { InstanceId: 'i-1', LoginConfiguration: { KeyIds: ['k-1'] } }, ['instance/i-1']],
    ['DescribeInstancesDeniedActions', { InstanceIds: ['i-1'] }, ['instance/i-1']],
    ['DescribeInstanceLoginKeyPairAttribute', { InstanceId: 'i-1' }, ['instance/i-1']],
    ['ModifyInstancesLoginKeyPairAttribute', { InstanceIds: ['i-1'] }, ['instance/i-1']],
  ])('%s %j', (action, params, expected) => {
    expect(names('lighthouse', action, params)).toEqual(expected)
  })
})

describe('Alibaba ECS', () => {
  it.each<readonly [string, Params, readonly string[]]>([
    [
      'AttachKeyPair',
      { KeyPairName: 'web', InstanceIds: '["i-1", "i-2"]' },
      ['instance/i-1', 'instance/i-2', 'keypair/web'],
    ],
    ['DetachKeyPair', { KeyPairName: 'web', InstanceIds: '["i-1"]' }, ['instance/i-1', 'keypair/web']],
    ['CreateKeyPair', { KeyPairName: 'web' }, ['keypair/*']],
    ['DeleteKeyPairs', { KeyPairNames: '["a","b"]' }, ['keypair/a', 'keypair/b']],
    ['DescribeKeyPairs', { KeyPairName: 'web' }, ['keypair/web']],
    ['DescribeKeyPairs', { KeyPairName: 'web*' }, ['keypair/*']],
    ['DescribeKeyPairs', {}, ['keypair/*']],
    ['DescribeInstances', { InstanceIds: '["i-1"]' }, ['instance/i-1']],
    ['DescribeInstances', { InstanceIds: '["i-1","i-1"]' }, ['instance/i-1']],
    ['DescribeInstances', { InstanceIds: '["i-1","i-2"]' }, ['instance/*']],
    ['DescribeInstances', { InstanceIds: '["*"]' }, ['instance/*']],
    ['DescribeInstanceStatus', { InstanceId: ['i-1'] }, ['instance/i-1']],
    ['DescribeInstanceStatus', { InstanceId: INSTANCES }, ['instance/*']],
    ['DescribeInstanceAutoRenewAttribute', { InstanceId: 'i-1, i-2' }, ['instance/i-1', 'instance/i-2']],
    ['DescribeDisks', { InstanceId: 'i-1', DiskIds: '["d-2"]' }, ['instance/i-1']],
    ['DescribeDisks', { DiskIds: '["d-2"]' }, ['*']],
    ['DescribeAvailableResource', {}, ['*']],
    ['RunInstances', {}, ['instance/*']],
    [
      'RunInstances',
      {
        ImageId: 'img',
        SecurityGroupId: 'sg-1',
        SecurityGroupIds: ['sg-2'],
        KeyPairName: 'web',
        VSwitchId: 'vsw-1',
        NetworkInterface: [
          { SecurityGroupId: 'sg-3' },
          { SecurityGroupIds: ['sg-2', 'sg-4'], VSwitchId: 'vsw-2' },
        ],
      },
      [
        ...['instance/*', 'image/img', 'securitygroup/sg-1', 'securitygroup/sg-2', 'securitygroup/sg-3'],
        ...['securitygroup/sg-4', 'keypair/web', 'acs:vpc:R:1:vswitch/vsw-1', 'acs:vpc:R:1:vswitch/vsw-2'],
      ],
    ],
    ['CreateInstance', { KeyPairName: 'web' }, ['instance/*', 'keypair/web']],
    ['StartInstance', { InstanceId: 'i-1' }, ['instance/i-1']],
    ['StopInstances', { InstanceId: INSTANCES }, ['instance/i-1', 'instance/i-2']],
    ['ModifyInstanceAttribute', { InstanceId: 'i-1' }, ['instance/i-1']],
    ['DeleteInstance', { InstanceId: 'i-1' }, ['instance/i-1']],
    ['DeleteInstances', { InstanceId: ['i-1'] }, ['instance/i-1']],
    ['TagResources', { ResourceType: 'keypair', ResourceId: ['web', 'db'] }, ['keypair/web', 'keypair/db']],
    ['UntagResources', { ResourceType: 'instance', ResourceId: ['i-1'] }, ['instance/i-1']],
    ['ListTagResources', { ResourceType: 'instance' }, ['instance/*']],
    ['ListTagResources', {}, ['*/*']],
    ['JoinResourceGroup', { ResourceType: 'keypair', ResourceId: 'web' }, ['keypair/web']],
    ['DescribeRegions', {}, ['*']],
    ['DescribeAccountAttributes', {}, ['*']],
    ['DescribeDisks', { InstanceId: 'i-1' }, ['instance/i-1']],
    ['DescribeDisks', {}, ['*']],
  ])('%s %j', (action, params, expected) => {
    expect(names('ali', action, params)).toEqual(expected)
  })
})

describe('Volcengine ECS', () => {
  const ids = { web: 'kp-1', db: 'kp-2' }

  it.each<readonly [string, Params, readonly string[]]>([
    [
      'AttachKeyPair',
      { InstanceIds: INSTANCES, KeyPairId: 'kp-9' },
      ['instance/i-1', 'instance/i-2', 'keypair/kp-9'],
    ],
    [
      'AttachKeyPair',
      { InstanceIds: ['i-1'], KeyPairId: 'kp-9', KeyPairName: 'web' },
      ['instance/i-1', 'keypair/kp-9'],
    ],
    [
      'DetachKeyPair',
      { InstanceIds: ['i-1'], KeyPairId: '', KeyPairName: 'web' },
      ['instance/i-1', 'keypair/kp-1'],
    ],
    ['DetachKeyPair', { InstanceIds: ['i-1'], KeyPairName: 'unknown' }, ['instance/i-1', 'keypair/*']],
    ['DetachKeyPair', { InstanceIds: ['i-1'] }, ['instance/i-1', 'keypair/*']],
    ['CreateKeyPair', {}, ['keypair/*']],
    ['DeleteKeyPairs', { KeyPairNames: ['web', 'db'] }, ['keypair/kp-1', 'keypair/kp-2']],
    ['DeleteKeyPairs', { KeyPairNames: ['web', 'unknown'] }, ['keypair/kp-1', 'keypair/*']],
    ['ModifyKeyPairAttribute', { KeyPairName: 'db' }, ['keypair/kp-2']],
    ['DescribeKeyPairs', { KeyPairIds: ['kp-1', 'kp-2'] }, ['keypair/kp-1', 'keypair/kp-2']],
    ['DescribeKeyPairs', { KeyPairNames: ['web'] }, ['keypair/*']],
    ['DescribeInstances', { InstanceIds: ['i-1'] }, ['instance/i-1']],
    ['DescribeInstances', {}, ['instance/*']],
    ['RunInstances', {}, ['instance/*']],
    ['RunInstances', { KeyPairName: 'web' }, ['instance/*', 'keypair/kp-1']],
    ['StopInstance', { InstanceId: 'i-1' }, ['instance/i-1']],
    ['RebootInstances', { InstanceIds: ['i-1'] }, ['instance/i-1']],
    ['ReplaceSystemVolume', { InstanceId: 'i-1', KeyPairName: 'web' }, ['instance/i-1', 'keypair/kp-1']],
    ['CreateTags', { ResourceType: 'keypair', ResourceIds: ['kp-1'] }, ['keypair/kp-1']],
    ['DescribeTags', { ResourceType: 'keypair' }, ['keypair/*']],
    ['DescribeZones', {}, ['*']],
  ])('%s %j', (action, params, expected) => {
    expect(names('volc', action, params, ids)).toEqual(expected)
  })

  it('asks for the ids of key pairs that go by name', () => {
    const asked = (action: string, params: Params) =>
      keyPairNamesOf(CLOUDS.volc.table, { action, account: '1', region: 'R', params })
    expect(asked('AttachKeyPair', { KeyPairName: 'web', InstanceIds: ['i-1'] })).toEqual(['web'])
    expect(asked('AttachKeyPair', { KeyPairId: 'kp-1', KeyPairName: 'web' })).toEqual([])
    expect(asked('DeleteKeyPairs', { KeyPairNames: ['web', 'db', 'web'] })).toEqual(['web', 'db'])
    expect(asked('DeleteKeyPairs', { KeyPairNames: 'web' })).toEqual([])
    expect(asked('DescribeRegions', {})).toEqual([])
  })
})

describe('ids that cannot be read', () => {
  const tooMany = Array.from({ length: 101 }, (_, index) => `i-${index}`)

  it.each<readonly [string, unknown]>([
    ['missing', undefined],
    ['null', null],
    ['an empty text', ''],
    ['an empty list', []],
    ['a text', 'i-1'],
    ['an object', { a: 'i-1' }],
    ['a list in a list', [['i-1']]],
    ['a good one and a bad one', ['i-1', {}]],
    ['too many', tooMany],
  ])('%s: every one of the type', (_title, InstanceIds) => {
    expect(names('cvm', 'StopInstances', { InstanceIds })).toEqual(['instance/*'])
  })

  it.each(['i-1', '[1,{}]', '[]', '{"a":1}', '["i-1"', JSON.stringify(tooMany)])(
    'JSON %.20s',
    (InstanceIds) => {
      expect(names('ali', 'AttachKeyPair', { KeyPairName: 'web', InstanceIds })).toEqual([
        'instance/*',
        'keypair/web',
      ])
    },
  )

  it('a list where one is needed', () => {
    expect(names('volc', 'StopInstance', { InstanceId: ['i-1'] })).toEqual(['instance/*'])
    expect(
      names('volc', 'AttachKeyPair', { InstanceIds: ['i-1'], KeyPairId: ['kp-1'], KeyPairName: 'web' }),
    ).toEqual(['instance/i-1', 'keypair/*'])
  })

  it('an optional one of a wrong type counts as every one, an absent one not at all', () => {
    const run = (params: Params) => names('cvm', 'RunInstances', { ImageId: 'img-1', ...params })
    expect(run({ LoginSettings: { KeyIds: 'k-1' } })).toContain('keypair/*')
    expect(run({ LoginSettings: 'x' })).toContain('keypair/*')
    expect(run({ LoginSettings: {} })).toEqual(['instance/*', 'image/img-1', 'systemdisk/*'])
  })

  it('a malformed one stands as it is, and numbers as their text', () => {
    expect(names('cvm', 'StopInstances', { InstanceIds: ['?', 7, 'a/b'] })).toEqual([
      'instance/?',
      'instance/7',
      'instance/a/b',
    ])
  })

  it('one hundred are not too many', () => {
    expect(names('cvm', 'StopInstances', { InstanceIds: tooMany.slice(1) })).toHaveLength(100)
  })

  it('are found in objects without a prototype, and nothing is found on one', () => {
    const nested = nestPairs([['InstanceIds.1', 'i-1']])
    expect('params' in nested && names('volc', 'StopInstances', nested.params)).toEqual(['instance/i-1'])
    const inherited: Params = Object.create({ InstanceIds: ['i-1'] })
    expect(names('volc', 'StopInstances', inherited)).toEqual(['instance/*'])
  })
})

describe('a role that is named as a whole', () => {
  const judged = (table: AccessTable, params: Params) =>
    judgedCall(table, { action: 'AssumeRole', account: '1', region: 'R', params }).resources

  it.each([
    ['ram', ALIBABA_STS_ACTIONS, 'RoleArn', 'acs:ram::1:role/ops', ['ram', '', '1', 'role/ops']],
    ['ram, elsewhere', ALIBABA_STS_ACTIONS, 'RoleArn', 'acs:ram::2:role/ops', ['ram', '', '2', 'role/ops']],
    [
      'cam',
      TENCENT_STS_ACTIONS,
      'RoleArn',
      'qcs::cam::uin/1:roleName/ops',
      ['cam', '', 'uin/1', 'roleName/ops'],
    ],
    ['iam', VOLCENGINE_STS_ACTIONS, 'RoleTrn', 'trn:iam::1:role/a:b', ['iam', '', '1', 'role/a:b']],
  ])('in %s is judged by that name', (_language, table, name, text, fields) => {
    expect(judged(table, { [name]: text })).toMatchObject([{ text, fields }])
  })

  it.each([
    [{}],
    [{ RoleArn: 'ops' }],
    [{ RoleArn: ['acs:ram::1:role/ops'] }],
    [{ RoleArn: 'acs:ram::1:ops' }],
  ])('and cannot be read stands for every role: %j', (params) => {
    expect(judged(ALIBABA_STS_ACTIONS, params)).toMatchObject([{ text: 'acs:ram::1:role/*' }])
  })
})

describe('resources that are named as a whole', () => {
  const judged = (table: AccessTable, action: string, params: Params) =>
    judgedCall(table, { action, account: '1', region: '', params }).resources.map(({ text }) => text)

  it.each([
    ['qcs::cvm:R:uin/1:instance/i-1', 'qcs::cvm:R:uin/1:instance/i-1'],
    ['qcs::cvm:R:uin/:instance/i-1', 'qcs::cvm:R:uin/1:instance/i-1'],
    ['qcs::lighthouse:R::keypair/k-1', 'qcs::lighthouse:R:uin/1:keypair/k-1'],
    ['qcs::cvm:R:uin/2:instance/i-1', 'qcs::cvm:R:uin/2:instance/i-1'],
    ['i-1', '*'],
    [undefined, '*'],
  ])('%s is judged as %s', (Resource, text) => {
    expect(judged(TENCENT_TAG_ACTIONS, 'ModifyResourceTags', { Resource })).toEqual([text])
  })

  it('each of a list, and one beside it that cannot be read', () => {
    const table: AccessTable = {
      service: 'iam',
      language: 'iam',
      actions: { Move: { level: 'write', names: [wholeNames(oneOrList('Trn'))] } },
    }
    const trns = ['trn:ecs:R:1:instance/i-1', 'x', 'trn:ecs:R:1:keypair/k-1']
    expect(judged(table, 'Move', { Trn: trns })).toEqual([trns[0], '*', trns[2]])
    expect(judged(table, 'Move', { Trn: trns[0] })).toEqual([trns[0]])
  })
})

describe('a judged call', () => {
  it('names action and level, and leaves the region empty when there is none', () => {
    const { action, level, resources } = judgedCall(CLOUDS.ali.table, {
      ...{ action: 'DeleteKeyPairs', account: '1', region: '', params: { KeyPairNames: '["a:b"]' } },
    })
    expect([action, level, resources]).toEqual([
      'ecs:DeleteKeyPairs',
      'delete',
      [
        {
          type: 'keypair',
          id: 'a:b',
          text: 'acs:ecs::1:keypair/a:b',
          fields: ['ecs', '', '1', 'keypair/a:b'],
        },
      ],
    ])
  })

  it.each<readonly [CloudName, string, Params]>([
    ['cvm', 'CreateKeyPair', { TagSpecification: [{ Tags: [{ Key: 'a', Value: 'b' }, { Key: 'c' }] }] }],
    ['lighthouse', 'CreateKeyPair', { Tags: [{ Key: 'a', Value: 'b' }, { Key: 'c' }] }],
    ['ali', 'CreateKeyPair', { Tag: [{ Key: 'a', Value: 'b' }, { Key: 'c' }] }],
    ['volc', 'TagResources', { Tags: [{ Key: 'a', Value: 'b' }, { Key: 'c' }, { Value: 'd' }, 'x'] }],
  ])('of %s %s finds the tags of the call', (cloud, action, params) => {
    const call = judgedCall(CLOUDS[cloud].table, { action, account: '1', region: 'R', params })
    expect(call.requestTags).toEqual([
      { key: 'a', value: 'b' },
      { key: 'c', value: '' },
    ])
  })

  it('has no tags where none can be read', () => {
    const call = { action: 'CreateKeyPair', account: '1', region: 'R', params: { Tag: 'x' } }
    expect(judgedCall(CLOUDS.ali.table, call).requestTags).toEqual([])
    const params = { InstanceIds: ['i-1'], Tags: [{ Key: 'a', Value: 'b' }] }
    expect(judgedCall(CLOUDS.volc.table, { ...call, action: 'StopInstances', params }).requestTags).toEqual(
      [],
    )
  })

  it('becomes a request with what is known about its resources', () => {
    const params = { InstanceIds: INSTANCES, Tags: [] }
    const call = judgedCall(CLOUDS.volc.table, { action: 'StopInstances', account: '1', region: 'R', params })
    const tags = [{ key: 'a', value: 'b' }]
    const request = accessRequest(call, contextOf('volc'), ({ id }) => (id === 'i-2' ? { tags } : undefined))
    expect(request.action).toBe('ecs:StopInstances')
    expect(request.resources.map(({ id, tags }) => [id, tags])).toEqual([
      ['i-1', undefined],
      ['i-2', tags],
    ])
  })

  it('has facts of the service on the actions that have them', () => {
    const values = {
      'cvm:region': 'ap-guangzhou',
      'cvm:zone': 'ap-guangzhou-3',
      'cvm:instance_type': undefined,
    }
    const facts = (action: string) => [...factsOf(accessOf(CLOUDS.cvm.table, action), values).keys()]
    expect(facts('StopInstances')).toEqual(['cvm:region', 'cvm:zone'])
    expect(facts('DescribeImages')).toEqual(['cvm:region'])
    expect(facts('AssociateInstancesKeyPairs')).toEqual([])
  })
})

describe('tables of access', () => {
  const FOLDERS = {
    cvm: 'tencent-cvm',
    lighthouse: 'tencent-lighthouse',
    ali: 'alibaba-ecs',
    volc: 'volcengine-ecs',
  }

  it.each(Object.entries(FOLDERS) as [CloudName, string][])(
    '%s has a row for every action of %s',
    (cloud, folder) => {
      const files = readdirSync(join(import.meta.dirname, '../..', folder, 'actions'))
      const actions = files
        .filter((file) => !file.endsWith('.test.ts'))
        .map((file) => file.replace('.ts', ''))
      expect(actions.length).toBeGreaterThan(10)
      expect(actions.filter((action) => !Object.hasOwn(CLOUDS[cloud].table.actions, action))).toEqual([])
    },
  )

  it('fail for an action without a row', () => {
    expect(() => accessOf(CLOUDS.cvm.table, 'toString')).toThrow('cvm:toString')
    expect(() => accessOf(CLOUDS.cvm.table, 'DescribeNothing')).toThrow('no row')
  })

  it('have the level that the page of AttachKeyPair states', () => {
    expect(accessOf(CLOUDS.ali.table, 'AttachKeyPair').level).toBe('update')
    expect(accessOf(CLOUDS.cvm.table, 'AssociateInstancesKeyPairs').level).toBe('write')
    expect(accessOf(CLOUDS.volc.table, 'DescribeKeyPairs').level).toBe('list')
  })

  it('know every action that may need a second factor', () => {
    for (const service of ['cvm', 'lighthouse'] as const) {
      for (const action of MFA_ACTIONS[service].keys())
        expect(accessOf(CLOUDS[service].table, action).level).toBe('write')
      expect(MFA_ACTIONS[service].has('DisassociateInstancesKeyPairs')).toBe(false)
    }
    expect(MFA_ACTIONS.lighthouse.get('ResetInstance')?.stale).toBe('UnauthorizedOperation.MFANotFound')
  })
})
