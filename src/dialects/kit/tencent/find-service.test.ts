import { describe, expect, test } from 'vitest'

import type { OpenService } from '../service.ts'
import type { WireRequest } from '../wire-request.ts'
import { findService } from './find-service.ts'

function service(name: string, version: string, ...actions: string[]): OpenService {
  // Only the names are looked at.
  return { name, version, actions: new Map(actions.map((action) => [action, {}])) } as unknown as OpenService
}

const CVM = service('cvm', '2017-03-12', 'DescribeInstances')
const VPC = service('vpc', '2017-03-12', 'DescribeUsedIpAddress')
const TAG = service('tag', '2018-08-13', 'ModifyResourceTags')
const ALL = [CVM, VPC, TAG] as const

interface Given {
  readonly host?: string
  readonly scope?: string
  readonly version: string
  readonly action: string
}

function find(given: Given, services: readonly [OpenService, ...OpenService[]] = ALL) {
  const { host = '127.0.0.1:7420', scope, version, action } = given
  const authorization = `TC3-HMAC-SHA256 Credential=AKID/2026-01-01/${scope}/tc3_request, SignedHeaders=host, Signature=0`
  const headers = { host, ...(scope === undefined ? {} : { authorization }) }
  const request: WireRequest = {
    ...{ method: 'POST', path: '/', rawQuery: '', headers, body: Buffer.alloc(0) },
    ...{ sourceAddress: '127.0.0.1', isSecure: false },
  }
  const found = findService(services, { request, version, action })
  return 'service' in found ? found.service.name : `no ${found.unknown} ${found.name}`
}

describe('findService', () => {
  test.each([
    [{ scope: 'vpc', version: '2017-03-12', action: 'DescribeUsedIpAddress' }, 'vpc'],
    [{ scope: 'vpc', version: '2017-03-12', action: 'DescribeInstances' }, 'vpc'],
    [{ scope: '127', version: '2017-03-12', action: 'DescribeUsedIpAddress' }, 'vpc'],
    [{ scope: '127', version: '2017-03-12', action: 'DescribeInstances' }, 'cvm'],
    [{ scope: '127', version: '2017-03-12', action: 'NoSuchAction' }, 'cvm'],
    [{ host: 'vpc.tencentcloudapi.com', version: '2017-03-12', action: 'NoSuchAction' }, 'vpc'],
    [{ host: 'tag.example.test:8080', version: '2018-08-13', action: 'ModifyResourceTags' }, 'tag'],
    [{ version: '2018-08-13', action: 'ModifyResourceTags' }, 'tag'],
    [{ scope: 'lighthouse', version: '2017-03-12', action: 'DescribeInstances' }, 'cvm'],
    [{ scope: 'myhost', host: 'myhost:7420', version: '2017-03-12', action: 'DescribeInstances' }, 'cvm'],
    [{ scope: 'localhost:7420', version: '2017-03-12', action: 'DescribeInstances' }, 'cvm'],
  ])('%o is for %s', (given, expected) => {
    expect(find(given)).toBe(expected)
  })

  test.each([
    [{ scope: 'tag', version: '2017-03-12', action: 'ModifyResourceTags' }, 'tag'],
    [{ version: '2020-01-01', action: 'ModifyResourceTags' }, 'cvm'],
    [{ scope: 'lighthouse', version: '2020-01-01', action: 'DescribeInstances' }, 'lighthouse'],
    [{ host: 'sts.tencentcloudapi.com', version: '2020-01-01', action: 'AssumeRole' }, 'sts'],
    [{ host: 'myhost', scope: 'myhost', version: '2020-01-01', action: 'AssumeRole' }, 'cvm'],
  ])('%o asks for a version that %s has not', (given, expected) => {
    expect(find(given)).toBe(`no version ${expected}`)
  })

  test.each([
    [{ host: 'cdb.tencentcloudapi.com', version: '2017-03-20', action: 'DescribeDBInstances' }, 'cdb'],
    [
      { host: 'postgres.intl.tencentcloudapi.com', version: '2017-03-12', action: 'DescribeInstances' },
      'postgres',
    ],
    [{ scope: 'postgres', version: '2017-03-12', action: 'DescribeInstances' }, 'postgres'],
    [{ scope: 'cdb', version: '2017-03-20', action: 'DescribeDBInstances' }, 'cdb'],
  ])('%o is for a product that is not here', (given, expected) => {
    expect(find(given)).toBe(`no product ${expected}`)
  })

  test('alone it answers for itself, and for nobody else', () => {
    expect(find({ scope: 'cvm', version: '2017-03-12', action: 'Any' }, [CVM])).toBe('cvm')
    expect(find({ scope: '127', version: '2017-03-13', action: 'Any' }, [CVM])).toBe('no version cvm')
    expect(find({ scope: 'bda', version: '2017-03-12', action: 'Any' }, [CVM])).toBe('no product bda')
  })
})
