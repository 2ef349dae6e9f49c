import { describe, expect, it } from 'vitest'
import { errorAnswer, formatMinute, successAnswer } from './answer.ts'
import { signatureDoesNotMatch } from './errors.ts'

const requestId = '473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E'
// Source: spec/alibaba.md §2.4, without the optional PublicKey, which the XML sample does not have.
const describeKeyPairs = {
  TotalCount: 1,
  PageNumber: 1,
  PageSize: 10,
  KeyPairs: {
    KeyPair: [
      {
        KeyPairName: 'testKeyPairName',
        KeyPairFingerPrint: 'dc2cba8db84d2d5fd231070418ca975f',
        CreationTime: '2023-09-04T08:33Z',
        ResourceGroupId: 'rg-amnhr7u7c7hj****',
        Tags: { Tag: [{ TagKey: 'TestKey', TagValue: 'TestValue' }] },
      },
    ],
  },
}
const describeKeyPairsXml =
  "<?xml version='1.0' encoding='UTF-8'?><DescribeKeyPairsResponse><RequestId>473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E</RequestId><TotalCount>1</TotalCount><PageNumber>1</PageNumber><PageSize>10</PageSize>" +
  '<KeyPairs><KeyPair><KeyPairName>testKeyPairName</KeyPairName><KeyPairFingerPrint>dc2cba8db84d2d5fd231070418ca975f</KeyPairFingerPrint><CreationTime>2023-09-04T08:33Z</CreationTime><ResourceGroupId>rg-amnhr7u7c7hj****</ResourceGroupId><Tags><Tag><TagKey>TestKey</TagKey><TagValue>TestValue</TagValue></Tag></Tags></KeyPair></KeyPairs></DescribeKeyPairsResponse>'

describe('successAnswer', () => {
  it('writes flat JSON with the request id', () => {
    const answer = successAnswer('DescribeKeyPairs', describeKeyPairs, { requestId, format: 'json' })
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json;charset=utf-8', 'x-acs-request-id': requestId },
    })
    expect(JSON.parse(answer.body)).toEqual({ RequestId: requestId, ...describeKeyPairs })
  })

  it('writes the documented XML byte for byte', () => {
    expect(successAnswer('DescribeKeyPairs', describeKeyPairs, { requestId, format: 'xml' })).toEqual({
      status: 200,
      headers: { 'content-type': 'text/xml;charset=utf-8', 'x-acs-request-id': requestId },
      body: describeKeyPairsXml,
    })
  })
})

describe('errorAnswer', () => {
  const error = {
    status: 400,
    code: 'InvalidKeyPairName.NotFound',
    message: 'The specified KeyPairName does not exist in our records.',
  }
  const host = '127.0.0.1:8080'

  it('writes JSON that echoes the Host', () => {
    const answer = errorAnswer(error, { host }, { requestId, format: 'json' })
    expect(answer.status).toBe(400)
    expect(answer.headers).toEqual({
      'content-type': 'application/json;charset=utf-8',
      'x-acs-request-id': requestId,
    })
    expect(answer.body).toBe(
      `{"RequestId":"${requestId}","HostId":"127.0.0.1:8080","Code":"InvalidKeyPairName.NotFound","Message":"The specified KeyPairName does not exist in our records."}`,
    )
  })

  it('writes XML under the root Error', () => {
    const answer = errorAnswer(error, { host }, { requestId, format: 'xml' })
    expect(answer.headers['content-type']).toBe('text/xml;charset=utf-8')
    expect(answer.body).toBe(
      `<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>${requestId}</RequestId><HostId>127.0.0.1:8080</HostId><Code>InvalidKeyPairName.NotFound</Code><Message>The specified KeyPairName does not exist in our records.</Message></Error>`,
    )
  })

  it('escapes the ampersands of a string to sign', () => {
    const { body } = errorAnswer(signatureDoesNotMatch('GET&%2F&a'), { host }, { requestId, format: 'xml' })
    expect(body).toContain('server string to sign is:GET&amp;%2F&amp;a</Message>')
  })

  it('carries the detail of a denial as an object', () => {
    const detail = { AuthAction: 'ecs:AttachKeyPair', NoPermissionType: 'ImplicitDeny' }
    const extras = { host: undefined, accessDeniedDetail: detail }
    const answer = errorAnswer(error, extras, { requestId, format: 'json' })
    expect(JSON.parse(answer.body)).toMatchObject({ HostId: '', AccessDeniedDetail: detail })
  })

  it('tells a throttled caller when to return, in whole milliseconds', () => {
    const answer = errorAnswer({ ...error, retryAfterMs: 250.2 }, { host }, { requestId, format: 'json' })
    expect(answer.headers['x-acs-retry-after']).toBe('251')
  })
})

describe('formatMinute', () => {
  it('cuts to the minute in UTC', () => {
    expect(formatMinute(Date.UTC(2023, 8, 4, 8, 33, 59, 999))).toBe('2023-09-04T08:33Z')
    expect(formatMinute(0)).toBe('1970-01-01T00:00Z')
  })
})
