import { describe, expect, it } from 'vitest'

import type { World } from '../kit/dialect.ts'
import type { WireRequest } from '../kit/wire-request.ts'
import { createAlibabaEcs } from './index.ts'

// Nothing of the world is touched before a call.
const dialect = createAlibabaEcs({} as World)

function request(parts: Partial<WireRequest>): WireRequest {
  return {
    ...{ method: 'POST', path: '/', rawQuery: '', body: Buffer.alloc(0) },
    ...{ headers: { host: '127.0.0.1:7420' }, sourceAddress: '127.0.0.1', isSecure: false },
    ...parts,
  }
}

function form(body: string): WireRequest {
  const headers = { host: '127.0.0.1:7420', 'content-type': 'application/x-www-form-urlencoded' }
  return request({ headers, body: Buffer.from(body) })
}

describe('claim', () => {
  it.each([
    'ecs.aliyuncs.com',
    'ecs.cn-hangzhou.aliyuncs.com',
    'ECS-cn-hangzhou.aliyuncs.com:443',
    'ecs-vpc.cn-hangzhou.aliyuncs.com',
    'ecs-dualstack.cn-hangzhou.aliyuncs.com',
  ])('is sure of the host %s', (host) => {
    expect(dialect.claim(request({ headers: { host } }))).toBe('host')
  })

  it.each([
    request({ headers: { authorization: 'ACS3-HMAC-SHA256 Credential=x' } }),
    request({ headers: { 'x-acs-version': '2014-05-26' } }),
    request({ rawQuery: 'Action=DescribeRegions&SignatureNonce=1' }),
    form('Action=DescribeRegions&AccessKeyId=LTAI'),
  ])('knows the shape of its signatures', (request) => {
    expect(dialect.claim(request)).toBe('shape')
  })

  it('knows its version', () => {
    expect(dialect.claim(request({ rawQuery: 'Version=2014-05-26' }))).toBe('version')
    expect(dialect.claim(form('Action=x&Version=2014-05-26'))).toBe('version')
  })

  it.each([
    request({ headers: { host: 'ecs.aliyuncs.com.example' } }),
    request({ headers: { host: 'cvm.tencentcloudapi.com' } }),
    request({ rawQuery: 'Action=DescribeRegions&Version=2020-04-01&SignatureMethod=HmacSHA256&SecretId=x' }),
    request({ rawQuery: 'Version=2014-05-260' }),
    request({ body: Buffer.from('AccessKeyId=x'), headers: { 'content-type': 'application/json' } }),
  ])('leaves the calls of others alone', (request) => {
    expect(dialect.claim(request)).toBeUndefined()
  })
})

describe('the catalog', () => {
  it('has every zone once, in its region', () => {
    const zones = dialect.catalog.regions.flatMap(({ id, zones }) =>
      zones.map((zone) => [id, zone.id] as const),
    )
    expect(new Set(zones.map(([, zone]) => zone)).size).toBe(zones.length)
    expect(zones.filter(([region, zone]) => !zone.startsWith(region))).toEqual([])
  })

  it('sizes types by their name', () => {
    const sizes = new Map(dialect.catalog.types.map(({ id, cores, memoryGiB }) => [id, [cores, memoryGiB]]))
    expect(sizes.get('ecs.g6.large')).toEqual([2, 8])
    expect(sizes.get('ecs.c7.xlarge')).toEqual([4, 8])
    expect(sizes.get('ecs.r7.8xlarge')).toEqual([32, 256])
  })
})
