import { describe, expect, it } from 'vitest'

import { findDialect } from './find-dialect.ts'
import { createDialects } from './index.ts'
import { coversHost } from './kit/api-hosts.ts'
import type { World } from './kit/dialect.ts'
import type { WireRequest } from './kit/wire-request.ts'

// Claims and hosts need nothing else of a world.
const dialects = createDialects({ domain: 'lab.test' } as World)
const withoutDomain = createDialects({} as World)

function request(host: string, headers: WireRequest['headers'] = {}, rawQuery = ''): WireRequest {
  const rest = { method: 'GET', path: '/', body: Buffer.alloc(0), sourceAddress: '', isSecure: false }
  return { ...rest, rawQuery, headers: { host, ...headers } }
}

const TENCENT = { authorization: 'TC3-HMAC-SHA256 Credential=a', 'x-tc-version': '2017-03-12' }
const VOLCENGINE = { authorization: 'HMAC-SHA256 Credential=a' }
const ALIBABA = { authorization: 'ACS3-HMAC-SHA256 Credential=a' }

describe('findDialect', () => {
  it.each([
    ['cvm.tencentcloudapi.com', 'tencent-cvm'],
    ['tag.tencentcloudapi.com', 'tencent-cvm'],
    ['lighthouse.intl.tencentcloudapi.com', 'tencent-lighthouse'],
    ['ecs.cn-beijing.volcengineapi.com:443', 'volcengine-ecs'],
    ['STORAGE-EBS.cn-beijing.volcengine-api.com', 'volcengine-ecs'],
    ['ecs.cn-hangzhou.aliyuncs.com', 'alibaba-ecs'],
    ['ecs-cn-hangzhou.aliyuncs.com', 'alibaba-ecs'],
    ['location.aliyuncs.com:80', 'alibaba-ecs'],
    ['vpc.cn-hangzhou.aliyuncs.com', 'alibaba-ecs'],
    ['resourcemanager.aliyuncs.com', 'alibaba-ecs'],
    ['cvm.lab.test:7420', 'tencent-cvm'],
    ['lighthouse.ap-guangzhou.lab.test', 'tencent-lighthouse'],
    ['cbs.lab.test', 'tencent-cvm'],
    ['storage-ebs.cn-beijing.lab.test', 'volcengine-ecs'],
    ['iam.lab.test', 'volcengine-ecs'],
    ['location.lab.test', 'alibaba-ecs'],
  ])('goes by the host %s to %s', (host, id) => {
    expect(findDialect(dialects, request(host))?.id).toBe(id)
    expect(findDialect(withoutDomain, request(host))?.id).toBe(host.includes('lab.test') ? undefined : id)
  })

  it.each(['ecs.lab.test', 'sts.lab.test', 'vpc.cn-beijing.lab.test', '127.0.0.1:7420'])(
    'goes by the signature where %s may be any cloud',
    (host) => {
      expect(findDialect(dialects, request(host, TENCENT))?.id).toBe('tencent-cvm')
      expect(findDialect(dialects, request(host, VOLCENGINE))?.id).toBe('volcengine-ecs')
      expect(findDialect(dialects, request(host, ALIBABA))?.id).toBe('alibaba-ecs')
      expect(findDialect(dialects, request(host, {}, 'AccessKeyId=a'))?.id).toBe('alibaba-ecs')
    },
  )

  it.each(['lab.test', 'other.lab.test', 'ecs.lab.test', 'cvm.lab.test.evil.test'])(
    'leaves an unmarked request to %s alone',
    (host) => {
      expect(findDialect(dialects, request(host))).toBeUndefined()
    },
  )
})

describe('the names of the API hosts', () => {
  const names = dialects.flatMap(({ hosts }) => hosts)

  it.each([
    'cvm.tencentcloudapi.com',
    'cvm.ap-shanghai-fsi.tencentcloudapi.com',
    'lighthouse.intl.tencentcloudapi.com',
    'open.volcengineapi.com',
    'ecs.ap-southeast-1.volcengineapi.com',
    'storage-ebs.cn-beijing.volcengine-api.com',
    'ecs.aliyuncs.com',
    'ecs-cn-hangzhou.aliyuncs.com',
    'sts.cn-hangzhou.aliyuncs.com',
    'ecs.vpc-proxy.aliyuncs.com',
    'cvm.lab.test',
    'ecs.lab.test',
    'ecs.cn-beijing.lab.test',
    'cvm.ap-guangzhou.lab.test',
  ])('cover %s', (host) => {
    expect(coversHost(names, host)).toBe(true)
  })

  it.each([
    'example.com',
    'localhost',
    '127.0.0.1',
    'lab.test',
    'www.lab.test',
    'aliyuncs.com',
    'a.b.aliyuncs.com',
  ])('do not cover %s', (host) => {
    expect(coversHost(names, host)).toBe(false)
  })
})
