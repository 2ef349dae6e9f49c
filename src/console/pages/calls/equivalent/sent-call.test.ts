import { describe, expect, it } from 'vitest'

import { cliOf } from './cli.ts'
import { sentCall } from './sent-call.ts'

const ENDPOINT = 'http://127.0.0.1:7420'

function kept(query: string, call: Partial<Parameters<typeof sentCall>[1]> = {}) {
  return {
    ...{ dialect: 'alibaba-ecs', service: 'ecs', action: 'DescribeKeyPairs', region: 'cn-hangzhou' },
    verification: { accessKeyId: 'LTAIme' },
    request: { query: `Action=DescribeKeyPairs&Version=2014-05-26&${query}`, headers: {}, body: '' },
    ...call,
  }
}

describe('a call that is sent again', () => {
  it('has its parameters as a tree and as pairs', () => {
    const sent = sentCall('alibaba', kept('Tag.1.Key=a&Tag.1.Value=b&PageSize=10'), ENDPOINT)
    expect(sent?.parameters).toEqual({ Tag: [{ Key: 'a', Value: 'b' }], PageSize: '10' })
    expect(sent?.pairs).toEqual([
      ['PageSize', '10'],
      ['Tag.1.Key', 'a'],
      ['Tag.1.Value', 'b'],
    ])
  })

  // Anybody can make a call: what it says reaches the browser of who looks at it.
  it('changes no object but its own', () => {
    const sent = sentCall(
      'alibaba',
      kept('__proto__.polluted=yes&constructor.prototype.polluted=yes'),
      ENDPOINT,
    )
    expect(({} as { polluted?: string }).polluted).toBeUndefined()
    expect(Object.keys(sent?.parameters ?? {})).toEqual(['__proto__', 'constructor'])
  })

  it.each([
    ['action', kept('PageSize=10', { action: 'x;touch /tmp/x' })],
    ['region', kept('PageSize=10', { region: '$(touch /tmp/x)' })],
    ['version', kept('', { request: { query: "Version=1'`touch /tmp/x`", headers: {}, body: '' } })],
  ])('is none where its %s would be read as more than a word', (_, call) => {
    expect(sentCall('alibaba', call, ENDPOINT)).toBeUndefined()
  })

  it('quotes the names of parameters for the shell', () => {
    const sent = sentCall('alibaba', kept('a%3Btouch%20x=1'), ENDPOINT)
    expect(sent && cliOf('alibaba', sent)).toContain(" '--a;touch x' 1\n")
  })
})
