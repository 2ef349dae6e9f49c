import { readFormPairs } from '../../../src/dialects/kit/tencent/flat-params.ts'
import { complain, unreadable } from '../../../src/dialects/kit/tencent/complain.ts'
import { readJsonParams } from '../../../src/dialects/kit/tencent/json-params.ts'
import { readMultipart } from '../../../src/dialects/kit/tencent/multipart.ts'
import { readActionParams, readEnvelope } from '../../../src/dialects/kit/tencent/params.ts'
import { readCredentials, verify } from '../../../src/dialects/kit/tencent/signature.ts'
import { serviceHosts } from '../../../src/dialects/kit/tencent/signed-hosts.ts'
import { tencentError } from '../../../src/dialects/kit/tencent/tencent-error.ts'
import { nestPairs } from '../../../src/dialects/kit/nest-pairs.ts'
import { SigningKeys } from '../../../src/dialects/kit/signing-keys.ts'
import type { Decoder } from '../decoder.ts'
import { wireInput, wireRequest } from '../wire-input.ts'
import { actionsOf, namesOf, parseCall } from './schemas.ts'

const V1 = 'Timestamp=1782000000&Nonce=7&SecretId=AKIDz8krbsJ5yKBZQpn74WFkmLPx3&SignatureMethod=HmacSHA256'
const TC3 =
  'TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3/2026-11-21/cvm/tc3_request, SignedHeaders=content-type;host, Signature=be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3'

/** Whole calls: envelope, credentials, proof, parameters, the schema of the action. */
function calls(id: 'tencent-cvm' | 'tencent-lighthouse'): Decoder {
  const { dialect, actions } = actionsOf(id)
  const version = id === 'tencent-cvm' ? '2017-03-12' : '2020-03-24'
  const keys = new SigningKeys(100)
  const api = { outOfRange: error, tooMany: error }
  return {
    name: `${id}-call`,
    words: [
      ...namesOf(actions.values()),
      'X-TC-Action: ',
      'Authorization: ',
      'Content-Type: ',
      'ins-abcd1234',
      'skey-',
    ],
    seeds: callSeeds(version),
    run(input) {
      const request = wireRequest(input)
      const claim = dialect.claim(request)
      const envelope = readEnvelope(request)
      if ('problem' in envelope) return unreadable(envelope).wireError
      const credentials = readCredentials(request, envelope)
      const apiHosts = serviceHosts('cvm', 'example.test')
      const needs = { secretKey: 'secret', keys, apiHosts, trustsForwardedHost: true }
      const isProved = 'problem' in credentials ? credentials : verify(request, credentials, needs)
      const read = readActionParams(request, envelope)
      if ('problem' in read) return unreadable(read).wireError
      const action = actions.get(envelope.common.action ?? '') ?? actions.get('DescribeInstances')
      const answer =
        action && parseCall(action, read.params, { order: [], complain: (issue) => complain(issue, api) })
      return [claim, isProved, read.params, answer]
    },
  }
}

function error(path: string) {
  return tencentError('InvalidParameterValue', path)
}

function callSeeds(version: string): readonly string[] {
  const host = { host: 'cvm.tencentcloudapi.com' }
  const json = { ...host, 'content-type': 'application/json', authorization: TC3 }
  const common = { 'x-tc-version': version, 'x-tc-timestamp': '1782000000', 'x-tc-region': 'ap-guangzhou' }
  const post = (action: string, body: string, headers = {}) =>
    wireInput({
      ...{ method: 'POST', target: '/', body },
      headers: { ...json, ...common, 'x-tc-action': action, ...headers },
    })
  const form = 'InstanceIds.0=ins-abcd1234&KeyIds.0=skey-abcd1234&ForceStop=TRUE'
  const parts = '--b\r\nContent-Disposition: form-data; name="InstanceIds.0"\r\n\r\nins-abcd1234\r\n--b--\r\n'
  return [
    post(
      'AssociateInstancesKeyPairs',
      '{"InstanceIds":["ins-abcd1234"],"KeyIds":["skey-abcd1234"],"ForceStop":true}',
    ),
    post(
      'RunInstances',
      '{"Placement":{"Zone":"ap-guangzhou-3"},"ImageId":"img-eb30mz89","LoginSettings":{"KeyIds":["skey-abcd1234"]},"InstanceName":"a{R:3}"}',
    ),
    post(
      'DescribeInstances',
      '{"Filters":[{"Name":"zone","Values":["ap-guangzhou-1"]}],"Offset":0,"Limit":20}',
    ),
    post('ImportKeyPair', '{"KeyName":"a","ProjectId":0,"PublicKey":"ssh-ed25519 AAAA"}'),
    post('DescribeKeyPairs', parts, { 'content-type': 'multipart/form-data; boundary=b' }),
    wireInput({
      target: `/?Action=DescribeKeyPairs&Version=${version}&Region=ap-guangzhou&${V1}&Signature=a%2Bb%3D&${form}`,
      headers: host,
    }),
    wireInput({
      ...{ method: 'POST', target: 'http://cvm.tencentcloudapi.com/' },
      headers: { ...host, 'content-type': 'application/x-www-form-urlencoded' },
      body: `Action=AssociateInstancesKeyPairs&Version=${version}&Region=ap-guangzhou&${V1}&Signature=x&${form}`,
    }),
  ]
}

export const tencentDecoders: readonly Decoder[] = [
  calls('tencent-cvm'),
  calls('tencent-lighthouse'),
  {
    name: 'tencent-form',
    seeds: [
      'InstanceIds.0=ins-1&Filters.0.Values.1=a%20b+c&Placement.Zone=ap%2D1',
      'a=1&&b=&c=%E4%BD%A0',
      'a.0.b=1&a.1.b=2',
    ],
    words: ['.0', '.1', '.', '=', '&', 'Filters.', 'Values.'],
    run(input) {
      const pairs = readFormPairs(input)
      return 'problem' in pairs ? pairs : [pairs, nestPairs(pairs)]
    },
  },
  {
    name: 'tencent-json',
    seeds: [
      '{"InstanceIds":["ins-1"],"Filters":[{"Name":"a","Values":[]}],"n":1.5e3,"b":true,"z":null}',
      '{"a":{"b":{"c":["\\u4f60\\n"]}}}',
      '',
    ],
    run: readJsonParams,
    hostile: (bytes) => [
      '['.repeat(bytes),
      `{"a":${'['.repeat(bytes)}`,
      `{"a":[${'0,'.repeat(bytes / 2)}0]}`,
      `{"a":[${'[],'.repeat(bytes / 3)}0]}`,
      `{"a":${'{"a":'.repeat(bytes / 5)}0${'}'.repeat(bytes / 5)}}`,
      `{"${'\\"'.repeat(bytes / 2)}`,
    ],
  },
  {
    name: 'tencent-multipart',
    seeds: [
      'b\n--b\r\nContent-Disposition: form-data; name="KeyIds.0"; filename="x"\r\nContent-Type: application/octet-stream\r\n\r\nskey-1\r\n--b--\r\n',
      'b\n--b\r\ncontent-disposition:form-data;name="a"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name="b"\r\n\r\n2\r\n--b--',
    ],
    words: [
      '--b',
      '\r\n',
      '\r\n\r\n',
      '--b--',
      'Content-Disposition: form-data; name="',
      ';',
      '; filename="',
    ],
    // The boundary stands in the first line.
    run(input) {
      const end = Math.max(0, input.indexOf('\n'))
      const type = `multipart/form-data; boundary=${input.toString('latin1', 0, end)}`
      const pairs = readMultipart(type, input.subarray(end + 1))
      return 'problem' in pairs ? pairs : [pairs, nestPairs(pairs)]
    },
    hostile: (bytes) => [
      `b\n${'--b\r\n'.repeat(bytes / 5)}`,
      `b\n--b\r\n${'\r\n--'.repeat(bytes / 4)}`,
      `b\n--b${'\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n--b'.repeat(bytes / 50)}`,
      `${'-'.repeat(60)}\n${'-'.repeat(bytes)}`,
    ],
  },
]
