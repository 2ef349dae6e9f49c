import { describe, expect, it } from 'vitest'

import { otherSignedHosts, serviceHosts } from './signed-hosts.ts'

describe('serviceHosts', () => {
  it('are the real host and, with a root domain, the one under it', () => {
    expect(serviceHosts('cvm', undefined)).toEqual(['cvm.tencentcloudapi.com'])
    expect(serviceHosts('tag', 'lab.test')).toEqual(['tag.tencentcloudapi.com', 'tag.lab.test'])
  })
})

describe('otherSignedHosts', () => {
  const request = {
    ...{ method: 'POST', path: '/', rawQuery: '', body: Buffer.alloc(0), sourceAddress: '', isSecure: false },
    headers: { host: 'cvm.lab.test:7420', 'x-forwarded-host': 'outside.test, inside.test' },
  }

  it('are the sent one without its port, then those of the service, each once', () => {
    const trust = { apiHosts: serviceHosts('cvm', 'lab.test'), trustsForwardedHost: false }
    expect(otherSignedHosts(request, trust)).toEqual(['cvm.lab.test', 'cvm.tencentcloudapi.com'])
  })

  it('are also what was sent to a proxy, byte for byte', () => {
    const proxied = { ...request, sentHost: 'http://cvm.lab.test:7420' }
    const trust = { apiHosts: [], trustsForwardedHost: false }
    expect(otherSignedHosts(proxied, trust)).toEqual(['cvm.lab.test', 'http://cvm.lab.test:7420'])
  })

  it('are also the one that a trusted proxy was asked for', () => {
    expect(otherSignedHosts(request, { apiHosts: [], trustsForwardedHost: true })).toEqual([
      'cvm.lab.test',
      'outside.test',
    ])
  })
})
