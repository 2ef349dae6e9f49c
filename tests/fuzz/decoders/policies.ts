import { decide } from '../../../src/core/policies/decide.ts'
import type { Policy } from '../../../src/core/policies/policy.ts'
import { readDocumentText } from '../../../src/dialects/kit/policies/document-text.ts'
import { accessRequest, judgedCall } from '../../../src/dialects/kit/policies/judged-call.ts'
import { textsAt } from '../../../src/dialects/kit/policies/param-texts.ts'
import { CLOUDS, type CloudName, contextOf } from '../../../src/dialects/kit/policies/test-support/judging.ts'
import type { Decoder } from '../decoder.ts'

const WORDS = [
  ...[
    '"effect":"allow"',
    '"action":"*"',
    '"resource":"*"',
    '"condition":{',
    '"StringLike":',
    '"IpAddress":',
    '"NotAction":',
  ],
  ...[
    '"DateLessThan":',
    '"NumericEquals":',
    '"Bool":',
    '"Null":',
    '"BinaryEquals":',
    'ForAnyValue:',
    'IfExists',
    '*',
    '?',
  ],
  ...[
    'for_any_value:string_like',
    'qcs::cvm:',
    'acs:ecs:*:*:',
    'trn:ecs:*:*:',
    '${acs:',
    '${volc:',
    '}',
    '/',
    ':',
    '203.0.113.0/24',
  ],
]
const OWN_WORDS = ['"', '[', '{', '*', '*a', '?', '${', '"a":', ',', '\\"', ':', '/', '1']

/** Reads a document as text, then judges a call by it where it is one. */
function policies(
  cloud: CloudName,
  call: { readonly action: string; readonly params: object },
  seeds: readonly object[],
): Decoder {
  const { table, read, account, region } = CLOUDS[cloud]
  const judged = judgedCall(table, {
    ...call,
    account,
    region,
    params: { ...call.params },
    keyPairIds: new Map(),
  })
  const request = accessRequest(judged, contextOf(cloud), () => ({ tags: [{ key: 'a', value: '*?${' }] }))
  return {
    name: `policy-${cloud}`,
    words: [...WORDS, ...OWN_WORDS],
    seeds: seeds.map((seed) => JSON.stringify(seed)),
    run(input) {
      const text = readDocumentText(input.toString())
      if ('problem' in text) return text
      const reading = read(text.document, { policyId: 'p', account })
      if ('problem' in reading) return reading.problem
      return [reading.warnings, judge(reading.policy)]
    },
    hostile: (bytes) => [
      ...hostileGlobs(bytes).map((glob) => documentOf(cloud, glob)),
      '['.repeat(bytes),
      '{"a":'.repeat(bytes / 5),
      `{${'"a":1,'.repeat(bytes / 6)}"b":1}`,
      `{"${'\\"'.repeat(bytes / 2)}`,
    ],
  }

  function judge(policy: Policy): unknown {
    return decide(request, { identity: [policy] }).outcome
  }
}

function hostileGlobs(bytes: number): readonly string[] {
  return ['*a', '*', '?*', '*?a', '${', 'a,'].map((piece) =>
    piece.repeat(Math.min(bytes, 5_000) / piece.length),
  )
}

function documentOf(cloud: CloudName, glob: string): string {
  const names = {
    cvm: 'qcs::cvm:::instance/',
    lighthouse: 'qcs::lighthouse:::instance/',
    ali: 'acs:ecs:*:*:instance/',
    volc: 'trn:ecs:*:*:instance/',
  }
  const resource = `${names[cloud]}${glob}`
  return cloud === 'cvm' || cloud === 'lighthouse'
    ? JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action: '*', resource }] })
    : JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: '*', Resource: resource }] })
}

const CAM = (
  condition: object,
  resource = 'qcs::cvm:ap-guangzhou::instance/ins-*',
  action = 'cvm:Associate*',
) => ({
  version: '2.0',
  statement: [{ effect: 'allow', action: [action], resource, condition }],
})
const RAM = (Condition: object, Resource: string, Action: string) => ({
  Version: '1',
  Statement: [{ Effect: 'Allow', Action, Resource, Condition }],
})

export const policyDecoders: readonly Decoder[] = [
  policies(
    'cvm',
    {
      action: 'AssociateInstancesKeyPairs',
      params: { InstanceIds: ['ins-aaaaaaaa'], KeyIds: ['skey-aaaaaaaa'] },
    },
    [
      CAM({ ip_equal: { 'qcs:ip': ['203.0.113.0/24', '::1'] } }),
      CAM(
        {
          'for_any_value:string_like': { 'qcs:resource_tag': ['a&b*'] },
          date_less_than: { 'qcs:current_time': '2026-05-31T00:00:00Z' },
        },
        '*',
        'name/cvm:*',
      ),
      CAM({
        numeric_greater_than_equal: { 'cvm:a': 3 },
        bool_equal: { 'cvm:b': true },
        null_equal: { 'cvm:region': 'true' },
      }),
    ],
  ),
  policies(
    'lighthouse',
    {
      action: 'AssociateInstancesKeyPairs',
      params: { InstanceIds: ['lhins-aaaaaaaa'], KeyIds: ['lhkp-aaaaaaaa'] },
    },
    [
      CAM(
        { string_not_equal_ignore_case: { 'qcs:request_tag': 'a&b' } },
        'qcs::lighthouse:ap-guangzhou:uin/1000000001:instance/*',
        'lighthouse:*',
      ),
    ],
  ),
  policies('ali', { action: 'AttachKeyPair', params: { KeyPairName: 'a', InstanceIds: '["i-1"]' } }, [
    RAM(
      { IpAddress: { 'acs:SourceIp': '203.0.113.0/24' }, Bool: { 'acs:SecureTransport': ['true'] } },
      'acs:ecs:*:*:instance/i-?*',
      'ecs:*',
    ),
    RAM(
      {
        StringLike: { 'acs:ResourceTag/a': ['*x*'] },
        DateLessThan: { 'acs:CurrentTime': '2026-05-31T00:00:00+08:00' },
      },
      '*',
      'ecs:Attach*',
    ),
    {
      Version: '1',
      Statement: [
        {
          Effect: 'Deny',
          NotAction: ['ecs:Describe*'],
          Resource: ['acs:ecs:cn-hangzhou:1234567890123456:keypair/*'],
        },
      ],
    },
  ]),
  policies('volc', { action: 'AttachKeyPair', params: { KeyPairName: 'a', InstanceIds: ['i-1'] } }, [
    RAM(
      { StringLikeIfExists: { 'volc:ResourceTag/${volc:PrincipalTag/a}': ['${volc:UserName}*'] } },
      'trn:ecs:*:*:instance/${volc:UserName}-*,i-1',
      'ecs:*',
    ),
    RAM(
      {
        'ForAllValues:StringEquals': { 'volc:TagKeys': ['a'] },
        Null: { 'volc:MFAPresent': 'true' },
        BinaryEquals: { a: 'AAAA' },
      },
      '*',
      '*',
    ),
    {
      Statement: [
        {
          Effect: 'Deny',
          NotAction: ['ecs:Describe*'],
          NotResource: ['trn:ecs:cn-beijing:2100000000:keypair/*'],
        },
      ],
    },
  ]),
  {
    name: 'judged-parameters',
    seeds: ['["i-1","i-2"]', 'i-1, i-2', '[1,true]', '{"a":{"b":["c"]}}', '{"a":[{"b":"c"}]}'],
    run(input) {
      const text = input.toString()
      const params = { a: parsed(text), b: text }
      const forms = ['one', 'oneOrList', 'list', 'commas', 'json'] as const
      return forms.flatMap((form) =>
        ['a', 'b', 'a.*', 'a.b', 'a.*.b', 'a.constructor'].map((path) => textsAt(params, { path, form })),
      )
    },
    hostile: (bytes) => ['['.repeat(bytes), `[${'0,'.repeat(bytes / 2)}0]`, ','.repeat(bytes)],
  },
]

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
