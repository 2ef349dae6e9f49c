import { complain } from '../../../src/dialects/volcengine-ecs/complain.ts'
import { credentialsError, paramsError } from '../../../src/dialects/volcengine-ecs/errors.ts'
import { readParams } from '../../../src/dialects/volcengine-ecs/params.ts'
import { readFormBytes, readQuery } from '../../../src/dialects/volcengine-ecs/query-pairs.ts'
import { readCredentials } from '../../../src/dialects/volcengine-ecs/read-credentials.ts'
import { verify } from '../../../src/dialects/volcengine-ecs/signature.ts'
import { nestPairs } from '../../../src/dialects/kit/nest-pairs.ts'
import { SigningKeys } from '../../../src/dialects/kit/signing-keys.ts'
import type { Decoder } from '../decoder.ts'
import { wireInput, wireRequest } from '../wire-input.ts'
import { actionsOf, namesOf, parseCall } from './schemas.ts'

const { dialect, actions } = actionsOf('volcengine-ecs')
const KEYS = new SigningKeys(100)
const SIGNATURE = '0123456789abcdef'.repeat(4)
const SCOPE = 'AKLT1/20261121/cn-beijing/ecs/request'
const HEADERS = {
  host: 'open.volcengineapi.com',
  'x-date': '20261121T100000Z',
  authorization: `HMAC-SHA256 Credential=${SCOPE}, SignedHeaders=host;x-date, Signature=${SIGNATURE}`,
}
const PRESIGNED = `X-Algorithm=HMAC-SHA256&X-Credential=${encodeURIComponent(SCOPE)}&X-Date=20261121T100000Z&X-Expires=900&X-SignedHeaders=&X-SignedQueries=Action%3BVersion%3BX-Date&X-Signature=${SIGNATURE}`

function post(action: string, type: string, body: string): string {
  const target = `/?Action=${action}&Version=2020-04-01`
  return wireInput({ method: 'POST', target, headers: { ...HEADERS, 'content-type': type }, body })
}

export const volcengineDecoders: readonly Decoder[] = [
  {
    name: 'volcengine-ecs-call',
    words: [
      ...namesOf(actions.values()),
      'Tags.1.Key',
      '.1',
      'X-SignedQueries=',
      'X-SignedHeaders=',
      'constructor',
      ';',
    ],
    seeds: [
      wireInput({
        target: '/?Action=AttachKeyPair&Version=2020-04-01&KeyPairName=a&InstanceIds.1=i-1',
        headers: HEADERS,
      }),
      wireInput({
        target: `/?Action=DescribeKeyPairs&Version=2020-04-01&${PRESIGNED}&MaxResults=10&NextToken=MTc4MiBpLTE`,
      }),
      post(
        'RunInstances',
        'application/json',
        '{"ZoneId":"cn-beijing-a","ImageId":"image-1","NetworkInterfaces":[{"SubnetId":"subnet-1"}],"Tags":[{"Key":"a","Value":"b"}]}',
      ),
      post(
        'ImportKeyPair',
        'application/x-www-form-urlencoded',
        'KeyPairName=a&PublicKey=ssh-ed25519+AAAA&Tags.1.Key=k',
      ),
    ],
    run(input) {
      const request = wireRequest(input)
      const claim = dialect.claim(request)
      const query = readQuery(request)
      if ('problem' in query) return query
      const credentials = readCredentials(request, query)
      if ('problem' in credentials) return credentialsError(credentials)
      const isProved = verify(request, credentials, { secretKey: 'secret', keys: KEYS })
      const read = readParams(request, credentials)
      if ('problem' in read) return [claim, isProved, paramsError(read)]
      const name = query.findLast(([given]) => given === 'Action')?.[1] ?? ''
      const action = actions.get(name) ?? actions.get('DescribeInstances')
      return [claim, isProved, read, action && parseCall(action, read.params, { order: [], complain })]
    },
    hostile: (bytes) => [
      ...['[', '{"a":', '[0,', '[[],'].map((piece) =>
        post('a', 'application/json', `{"a":${piece.repeat(bytes / piece.length)}`),
      ),
      post('a', 'application/json', `{"a":[${'0,'.repeat(bytes / 2)}0]}`),
      wireInput({ target: `/?${'a=1&'.repeat(bytes / 4)}`, headers: HEADERS }),
    ],
  },
  {
    name: 'volcengine-form',
    seeds: ['InstanceIds.1=i-1&Tags.1.Key=a%20b+c', 'a&b=&&c=%E4%BD%A0', 'a.1.b=1&a.2.b=2'],
    words: ['.1', '.2', '.', '=', '&'],
    run(input) {
      const pairs = readFormBytes(input)
      return 'problem' in pairs ? pairs : [pairs, nestPairs(new Map(pairs))]
    },
  },
]
