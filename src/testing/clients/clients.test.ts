import { CreateKeyPairRequest, DescribeKeyPairsRequest } from '@alicloud/ecs20140526'
import { describe, expect, it } from 'vitest'

import { loadPackage } from '../load-package.ts'
import { startKeyplane, type TestingKeyplane } from '../start-keyplane.ts'
import type { ClientOptions } from './account.ts'

const SEED = {
  accounts: [
    {
      id: '1000000001',
      name: 'acme',
      users: [{ name: 'root', accessKeys: [{ id: 'KNOWN', secret: 'known-secret' }] }],
    },
  ],
}
const KNOWN = { accessKeyId: 'KNOWN', accessKeySecret: 'known-secret' }

interface Cloud {
  /** Makes a key pair as this caller. */
  readonly make: (keyplane: TestingKeyplane, as: ClientOptions) => Promise<unknown>
  readonly count: (keyplane: TestingKeyplane, as: ClientOptions) => Promise<unknown>
  /** Not the default; the key pairs of CVM are those of all regions. */
  readonly region: string
  readonly isRegional: boolean
}

const CLOUDS: Readonly<Record<string, Cloud>> = {
  tencentCvm: {
    make: async ({ clients }, as) =>
      (await clients.tencentCvm(as)).CreateKeyPair({ KeyName: 'mine', ProjectId: 0 }),
    count: async ({ clients }, as) => (await (await clients.tencentCvm(as)).DescribeKeyPairs({})).TotalCount,
    region: 'ap-beijing',
    isRegional: false,
  },
  tencentLighthouse: {
    make: async ({ clients }, as) => (await clients.tencentLighthouse(as)).CreateKeyPair({ KeyName: 'mine' }),
    count: async ({ clients }, as) =>
      (await (await clients.tencentLighthouse(as)).DescribeKeyPairs({})).TotalCount,
    region: 'ap-beijing',
    isRegional: true,
  },
  volcengineEcs: {
    make: async ({ clients }, as) =>
      (await clients.volcengineEcs(as)).fetchOpenAPI({
        Action: 'CreateKeyPair',
        query: { KeyPairName: 'mine' },
      }),
    async count({ clients }, as) {
      const client = await clients.volcengineEcs(as)
      const { Result } = await client.fetchOpenAPI<{ KeyPairs: unknown[] }>({
        Action: 'DescribeKeyPairs',
        query: {},
      })
      return Result?.KeyPairs.length
    },
    region: 'cn-shanghai',
    isRegional: true,
  },
  alibabaEcs: {
    async make({ clients }, as) {
      const regionId = as.region ?? 'cn-hangzhou'
      const request = { regionId, keyPairName: 'mine' }
      return (await clients.alibabaEcs(as)).createKeyPair(new CreateKeyPairRequest(request))
    },
    async count({ clients }, as) {
      const regionId = as.region ?? 'cn-hangzhou'
      const client = await clients.alibabaEcs(as)
      return (await client.describeKeyPairs(new DescribeKeyPairsRequest({ regionId }))).body?.totalCount
    },
    region: 'cn-beijing',
    isRegional: true,
  },
}
const EACH = Object.entries(CLOUDS)

describe.each(EACH)('%s', (_name, { make, count, region, isRegional }) => {
  it('has an account of its own, and those that are asked for', async () => {
    await using keyplane = await startKeyplane({ seed: SEED })
    await make(keyplane, {})
    expect(await count(keyplane, {})).toBe(1)
    expect(await count(keyplane, { accessKeyId: 'somebody-else' })).toBe(0)
    expect(await count(keyplane, { region })).toBe(isRegional ? 0 : 1)
    await make(keyplane, { ...KNOWN, region })
    expect(await count(keyplane, { ...KNOWN, region })).toBe(1)
  })

  it('needs a seeded access key in strict mode', async () => {
    await using keyplane = await startKeyplane({ seed: SEED, mode: 'strict' })
    await expect(count(keyplane, {})).rejects.toThrow('give accessKeyId and accessKeySecret')
    expect(await count(keyplane, KNOWN)).toBe(0)
  })
})

describe('a package that is not there', () => {
  const missing = (message: string, code: string) => () =>
    Promise.reject(Object.assign(new Error(message), { code }))

  it.each(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'])('is named: %s', async (code) => {
    const load = missing("Cannot find package '@some/sdk' imported from here", code)
    const advice = 'this client needs the package @some/sdk: npm install --save-dev @some/sdk'
    await expect(loadPackage('@some/sdk', load)).rejects.toThrow(advice)
  })

  it('is not blamed for other failures', async () => {
    const other = missing("Cannot find package 'left-pad' imported from there", 'ERR_MODULE_NOT_FOUND')
    await expect(loadPackage('@some/sdk', other)).rejects.toThrow('left-pad')
    const broken = () => Promise.reject(new SyntaxError('@some/sdk'))
    await expect(loadPackage('@some/sdk', broken)).rejects.toThrow(SyntaxError)
  })
})
