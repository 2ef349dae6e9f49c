import { connect } from 'node:net'

import { type Attack, count, type Tally, type Target, untilBegun } from './attack.ts'
import { alibabaCall, httpRequest, tencentCall } from './signed-calls.ts'

const ACCESS_KEY_ID = 'AKIDattacker'
const MANY = 100_000
const DEEP = 100_000

/** The same weight as the attacks, and nothing wrong: what they are compared with. */
export const harmlessCalls: Attack = flood(readCall)

export const wrongSignatures: Attack = flood(() =>
  Buffer.from(
    readCall()
      .toString('latin1')
      .replace(/Signature=[0-9a-f]{8}/, 'Signature=00000000'),
    'latin1',
  ),
)

/** One call, valid once, sent again and again. */
export const replayedNonces: Attack = flood(() =>
  alibabaCall({ Action: 'DescribeKeyPairs', RegionId: 'cn-hangzhou' }, ACCESS_KEY_ID),
)

export const hugeQuery: Attack = flood(() =>
  httpRequest('GET', `/?Action=DescribeKeyPairs&Version=2014-05-26&${numbered('InstanceId', 5_000)}`),
)

export const hugeForm: Attack = flood(() =>
  httpRequest('POST', '/?Action=DescribeInstances&Version=2014-05-26&SignatureMethod=HMAC-SHA1', {
    type: 'application/x-www-form-urlencoded',
    body: numbered('InstanceId', MANY),
  }),
)

/** Signed, so that nothing before the parameters refuses it. */
export const hugeJson: Attack = flood(() =>
  tencentCall(
    'DescribeInstances',
    { InstanceIds: Array.from({ length: MANY }, (_, index) => `ins-${index}`) },
    ACCESS_KEY_ID,
  ),
)

export const deepJson: Attack = flood(() =>
  httpRequest('POST', '/', {
    type: 'application/json',
    body: `${'{"a":['.repeat(DEEP)}${']}'.repeat(DEEP)}`,
    headers: ['x-tc-action: DescribeInstances', 'x-tc-version: 2017-03-12'],
  }),
)

/** The largest answer that anybody may have. */
export const openApiDocument: Attack = flood(() => httpRequest('GET', '/keyplane/openapi.json'))

/** As many headers as fit below the limit of bytes, in turn with more than fit. */
export const headerFlood: Attack = flood((place) =>
  httpRequest('GET', '/healthz', {
    headers: Array.from({ length: place % 2 === 0 ? 6_000 : 20_000 }, (_, index) => `x-${index}: ${index}`),
  }),
)

function flood(requestOf: (place: number) => Buffer): Attack {
  return async (target, tally) => {
    const requests = [requestOf(0), requestOf(1)]
    for (let place = 0; place < target.size; place += 1) {
      const request = requests[place % 2]
      if (request) sendAgainAndAgain(target, tally, request)
    }
    await untilBegun(tally, 'sent', target.size)
  }
}

/** One connection, or one after the other: as soon as an answer is there, the call is sent again. */
function sendAgainAndAgain(target: Target, tally: Tally, request: Buffer): void {
  const socket = connect({
    host: '127.0.0.1',
    port: target.apiPort,
    localAddress: target.from,
    noDelay: true,
  })
  const send = () => {
    count(tally, 'sent')
    socket.write(request)
  }
  socket.on('connect', send).on('data', (bytes: Buffer) => {
    const head = bytes.toString('latin1')
    const [, status] = /^HTTP\/1\.1 (\d+)/.exec(head) ?? []
    if (status === undefined) return
    count(tally, `status ${status}`)
    if (!/^connection: close/im.test(head)) send()
  })
  socket.on('error', () => count(tally, 'broken'))
  socket.on('close', () => setTimeout(() => sendAgainAndAgain(target, tally, request), 1))
}

function numbered(name: string, length: number): string {
  return Array.from({ length }, (_, index) => `${name}.${index + 1}=i-${index}`).join('&')
}

function readCall(): Buffer {
  return tencentCall('DescribeKeyPairs', { KeyIds: ['skey-00000000'] }, ACCESS_KEY_ID)
}
