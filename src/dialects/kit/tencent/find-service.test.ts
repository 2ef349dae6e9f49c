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

function find(given: { host?: string; scope?: string; version: string; action: string }) {
  const { host = '127.0.0.1:7420', scope, version, action } = given
  const authorization = `TC3-HMAC-SHA256 Credential=AKID/2026-01-01/${scope}/tc3_request, SignedHeaders=host, Signature=0`
  const headers = { host, ...(scope === undefined ? {} : { authorization }) }
  const request: WireRequest = {
    ...{ method: 'POST', path: '/', rawQuery: '', headers, body: Buffer.alloc(0) },
    ...{ sourceAddress: '127.0.0.1', isSecure: false },
  }
  return findService(ALL, { request, version, action })?.name
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
    [{ scope: 'tag', version: '2017-03-12', action: 'ModifyResourceTags' }, undefined],
    [{ version: '2020-01-01', action: 'ModifyResourceTags' }, undefined],
  ])('%o is for %s', (given, expected) => {
    expect(find(given)).toBe(expected)
  })
})
