import { describe, expect, it } from 'vitest'

import { isAlibabaHost } from './hosts.ts'

describe('isAlibabaHost', () => {
  it.each([
    'ecs.aliyuncs.com',
    'ECS.aliyuncs.com:443',
    'ecs-cn-hangzhou.aliyuncs.com',
    'ecs.cn-hangzhou.aliyuncs.com',
    'ecs-vpc.cn-hangzhou.aliyuncs.com',
    'sts.vpc-proxy.aliyuncs.com',
  ])('knows %s', (host) => {
    expect(isAlibabaHost(host, undefined)).toBe(true)
  })

  it.each(['ecsaliyuncs.com', 'ecsx.aliyuncs.com', 'oss.aliyuncs.com', 'ecs.aliyuncs.com.example.test'])(
    'does not know %s',
    (host) => {
      expect(isAlibabaHost(host, undefined)).toBe(false)
    },
  )

  it('takes no longer than a name of hyphens is long', () => {
    const before = process.threadCpuUsage()
    expect(isAlibabaHost(`ecs${'-a'.repeat(30)}`, undefined)).toBe(false)
    expect(process.threadCpuUsage(before).user).toBeLessThan(100_000)
  })
})
