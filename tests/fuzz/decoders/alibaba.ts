import { complain, COMPLAINT_ORDER } from '../../../src/dialects/alibaba-ecs/complain.ts'
import { claimsError, paramsError, signatureDoesNotMatch } from '../../../src/dialects/alibaba-ecs/errors.ts'
import {
  formatOfUnreadable,
  nestParams,
  readCallHead,
  readParams,
} from '../../../src/dialects/alibaba-ecs/params.ts'
import { readV1Claims, verifyV1 } from '../../../src/dialects/alibaba-ecs/v1-signature.ts'
import { readV3Claims, verifyV3 } from '../../../src/dialects/alibaba-ecs/v3-signature.ts'
import { jsonList, nextToken } from '../../../src/dialects/alibaba-ecs/wire-types.ts'
import { SigningKeys } from '../../../src/dialects/kit/signing-keys.ts'
import type { Decoder } from '../decoder.ts'
import { wireInput, wireRequest } from '../wire-input.ts'
import { actionsOf, namesOf, parseCall } from './schemas.ts'

const { dialect, actions } = actionsOf('alibaba-ecs')
const SECRET = 'secret'
const V1 =
  'SignatureMethod=HMAC-SHA1&SignatureVersion=1.0&SignatureNonce=n1&Timestamp=2026-11-21T10%3A00%3A00Z&AccessKeyId=LTAI1&Signature=abc%3D'
const SIGNED = 'host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version'
const V3 = {
  host: 'ecs.cn-hangzhou.aliyuncs.com',
  'x-acs-action': 'AttachKeyPair',
  'x-acs-version': '2014-05-26',
  'x-acs-date': '2026-11-21T10:00:00Z',
  'x-acs-signature-nonce': 'n1',
  'x-acs-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
}

function v3(signed: string, more: Readonly<Record<string, string>> = {}, target = '/'): string {
  const authorization = `ACS3-HMAC-SHA256 Credential=LTAI1,SignedHeaders=${signed},Signature=${'a'.repeat(64)}`
  return wireInput({ method: 'POST', target, headers: { ...V3, ...more, authorization } })
}

export const alibabaDecoders: readonly Decoder[] = [
  {
    name: 'alibaba-ecs-call',
    words: [...namesOf(actions.values()), 'Tag.1.Key', '.1', 'i-bp67acfmxazb4ph0sr4b', 'constructor', ';'],
    seeds: [
      wireInput({
        target: `/?Action=AttachKeyPair&Version=2014-05-26&${V1}&RegionId=cn-hangzhou&KeyPairName=a&InstanceIds=%5B%22i-1%22%5D`,
      }),
      wireInput({
        target: `/?Action=RunInstances&Version=2014-05-26&${V1}&RegionId=cn-hangzhou&Amount=2&Tag.1.Key=a&Tag.1.Value=b&InstanceName=n[1,3]&HostName=h[1,2]`,
      }),
      wireInput({
        ...{ method: 'POST', target: '/', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
        body: `Action=DescribeInstances&Version=2014-05-26&Format=json&${V1}&RegionId=cn-hangzhou&PageSize=10&NextToken=MTc4MiBpLTE`,
      }),
      v3(SIGNED, {}, '/?KeyPairName=a&RegionId=cn-hangzhou&InstanceIds=%5B%22i-1%22%5D'),
    ],
    run(input) {
      const request = wireRequest(input)
      const claim = dialect.claim(request)
      const params = readParams(request)
      if ('problem' in params) return [paramsError(params), formatOfUnreadable(request)]
      const head = readCallHead(request, params)
      const nested = nestParams(params)
      if ('problem' in nested) return [claim, proofOf(request, params, head.form), paramsError(nested)]
      const action = actions.get(head.action ?? '') ?? actions.get('DescribeInstances')
      const answer = action && parseCall(action, nested.business, { order: COMPLAINT_ORDER, complain })
      return [claim, proofOf(request, params, head.form), nested, answer]
    },
    hostile: (bytes) => [
      v3(`${SIGNED}${';a'.repeat(bytes / 4)}`, { a: 'x'.repeat(bytes / 2) }),
      wireInput({
        target: `/?InstanceIds=%5B${'0,'.repeat(bytes / 2)}0%5D&RegionId=a&KeyPairName=a&Action=AttachKeyPair`,
      }),
    ],
  },
  {
    name: 'alibaba-json-list',
    seeds: ['["i-1","i-2"]', '[]', '["\\u0041"]', '[1,null,{}]'],
    run: (input) => LIST.safeParse(input.toString()).data,
    hostile: (bytes) => [
      `[${'0,'.repeat(bytes / 2)}0]`,
      '['.repeat(bytes),
      `[${'"",'.repeat(bytes / 3)}""]`,
      `[${'"a",'.repeat(bytes / 4)}"a"]`,
      `[${'['.repeat(bytes / 2)}${']'.repeat(bytes / 2)}]`,
    ],
  },
  {
    name: 'alibaba-next-token',
    seeds: [Buffer.from('1782000000000 i-1').toString('base64url'), Buffer.from('1 a').toString('base64')],
    run: (input) => TOKEN.safeParse(input.toString()).data,
  },
]

const REFUSAL = { status: 400, code: 'InvalidInstanceIds', message: '' }
const LIST = jsonList({ max: 100, malformed: REFUSAL, tooMany: REFUSAL })
const TOKEN = nextToken()
const KEYS = new SigningKeys(100)

function proofOf(
  request: ReturnType<typeof wireRequest>,
  params: Exclude<ReturnType<typeof readParams>, { problem: string }>,
  form: 'v1' | 'v3',
): unknown {
  const claims = form === 'v1' ? readV1Claims(params) : readV3Claims(request)
  if ('problem' in claims) return claimsError(claims)
  const verdict =
    claims.version === 'v1'
      ? verifyV1({ request, params, claims }, SECRET, KEYS)
      : verifyV3({ request, params, claims }, SECRET, KEYS)
  return signatureDoesNotMatch(verdict.stringToSign)
}
