import { describe, expect, it } from 'vitest'

import { authorityForm, effectiveHeaders, originForm } from './request-target.ts'

describe('originForm', () => {
  it.each([
    ['/?Action=X', '/?Action=X'],
    ['http://cvm.tencentcloudapi.com/?Action=X', '/?Action=X'],
    ['HTTP://cvm.tencentcloudapi.com:80/a/b', '/a/b'],
    ['https://cvm.tencentcloudapi.com?Action=X', '/?Action=X'],
    ['http://cvm.tencentcloudapi.com', '/'],
    ['*', '*'],
  ])('of %s is %s', (target, expected) => {
    expect(originForm(target)).toBe(expected)
  })
})

describe('effectiveHeaders', () => {
  it('take the host of an absolute-form target, port and all', () => {
    const headers = { host: 'other.example', 'x-any': 'v' }
    const expected = { host: 'ecs.aliyuncs.com:80', 'x-any': 'v' }
    expect(effectiveHeaders('http://ecs.aliyuncs.com:80/', headers)).toEqual(expected)
    expect(headers.host).toBe('other.example')
  })

  it('leave a Host header alone that no target contradicts', () => {
    // tccli sends this; its bytes are signed.
    const headers = { host: 'http://127.0.0.1:7420' }
    expect(effectiveHeaders('/', headers)).toBe(headers)
  })
})

describe('authorityForm', () => {
  it('is a host with a port', () => {
    expect(authorityForm('CVM.tencentcloudapi.com:443')).toEqual({
      host: 'cvm.tencentcloudapi.com',
      port: 443,
    })
    expect(authorityForm('[::1]:80')).toEqual({ host: '[::1]', port: 80 })
  })

  it.each(['cvm.tencentcloudapi.com', 'a:b:443', '/x', 'a b:443', ''])('is not %j', (target) => {
    expect(authorityForm(target)).toBeUndefined()
  })
})
