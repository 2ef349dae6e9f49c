import { describe, expect, it } from 'vitest'

import { clientSettings, DEFAULT_ENDPOINT, TARGETS } from './client-settings.ts'
import { ConfigError } from './config.ts'

/** Nested blocks as objects; throws at a line that is no HCL of this simple kind. */
function parseHcl(text: string): Record<string, unknown> {
  const root: Record<string, unknown> = {}
  const open = [root]
  for (const line of text.split('\n').map((written) => written.trim())) {
    const current = open.at(-1) ?? {}
    const head = /^([a-z]+(?: "[a-z]+")?) \{$/.exec(line)?.[1]
    const [, name, value] = /^([a-z_]+) += ("[^"$%\\]*"|true|false)$/.exec(line) ?? []
    if (head !== undefined) {
      const block = {}
      current[head] = block
      open.push(block)
    } else if (name !== undefined) {
      current[name] = JSON.parse(value ?? '')
    } else if (line === '}') {
      open.pop()
    } else if (line !== '' && !line.startsWith('#')) {
      throw new Error(`not HCL: ${line}`)
    }
  }
  expect(open).toHaveLength(1)
  return root
}

describe('clientSettings', () => {
  it('are comments and exports that a shell takes as they are', () => {
    for (const target of TARGETS.filter((name) => name !== 'terraform')) {
      for (const endpoint of [DEFAULT_ENDPOINT, 'https://keys.example.test']) {
        const lines = clientSettings(target, endpoint).trimEnd().split('\n')
        for (const line of lines) {
          expect(line).toMatch(/^(?:# .*|export [A-Z_]+=(?:'[^']+'|"\$PWD\/keyplane-ca\.pem"))$/)
        }
      }
    }
  })

  it('point each cloud to the endpoint', () => {
    expect(clientSettings('alibaba', DEFAULT_ENDPOINT)).toContain("ALIBABA_CLOUD_ENDPOINT='127.0.0.1:7420'")
    expect(clientSettings('tencent', DEFAULT_ENDPOINT)).toContain(
      "\nexport HTTP_PROXY='http://127.0.0.1:7420'",
    )
    expect(clientSettings('volcengine', DEFAULT_ENDPOINT)).toContain("VOLCENGINE_ENDPOINT='127.0.0.1:7420'")
    const secure = clientSettings('tencent', 'https://[::1]:7420/')
    expect(secure).toContain("export HTTPS_PROXY='http://[::1]:7420'")
    expect(secure).toContain('export SSL_CERT_FILE="$PWD/keyplane-ca.pem"')
    expect(clientSettings('volcengine', 'https://a.test')).toContain("VOLCENGINE_DISABLE_SSL='false'")
  })

  it('are three provider blocks for Terraform', () => {
    expect(parseHcl(clientSettings('terraform', DEFAULT_ENDPOINT))).toEqual({
      'provider "alicloud"': {
        access_key: 'LTAIkeyplane',
        secret_key: 'keyplane',
        region: 'cn-hangzhou',
        protocol: 'HTTP',
        skip_region_validation: true,
        account_type: 'Domestic',
        account_id: expect.stringMatching(/^\d+$/),
        endpoints: { ecs: '127.0.0.1:7420', sts: '127.0.0.1:7420' },
      },
      'provider "tencentcloud"': {
        secret_id: 'AKIDkeyplane',
        secret_key: 'keyplane',
        region: 'ap-guangzhou',
        protocol: 'HTTP',
      },
      'provider "volcengine"': {
        access_key: 'AKLTkeyplane',
        secret_key: 'keyplane',
        region: 'cn-beijing',
        endpoint: '127.0.0.1:7420',
        disable_ssl: true,
        enable_standard_endpoint: false,
      },
    })
    expect(parseHcl(clientSettings('terraform', 'https://keys.example.test'))).toMatchObject({
      'provider "alicloud"': { protocol: 'HTTPS', endpoints: { ecs: 'keys.example.test' } },
      'provider "tencentcloud"': { protocol: 'HTTPS' },
      'provider "volcengine"': { disable_ssl: false },
    })
  })

  it.each([
    '127.0.0.1:7420',
    'ftp://a',
    "http://a'b",
    'http://a/path',
    'http://a:b',
    'http://${x}',
    'http://',
  ])('refuse the endpoint %s', (endpoint) => {
    expect(() => clientSettings('tencent', endpoint)).toThrow(ConfigError)
  })
})
