import { describe, expect, it } from 'vitest'

import { addressBytes, certificateNames } from './names.ts'

describe('certificateNames', () => {
  const apiHosts = ['*.cloud.test', 'cvm.lab', '*.cloud.test']

  it('are the API hosts, this machine, the root domain and the address listened on, each once and in order', () => {
    const names = certificateNames({ apiHosts, domain: 'lab', listenHost: 'Keys.Example.test' })
    const expected = ['*.cloud.test', '127.0.0.1', '::1', 'cvm.lab', 'keys.example.test', 'lab', 'localhost']
    expect(names).toEqual(expected)
  })

  it.each(['0.0.0.0', '::', '127.0.0.1', '0:0:0:0:0:0:0:1'])('name nothing more for %s', (listenHost) => {
    const names = certificateNames({ apiHosts: [], domain: undefined, listenHost })
    expect(names).toEqual(['127.0.0.1', '::1', 'localhost'])
  })
})

describe('addressBytes', () => {
  it.each([
    ['127.0.0.1', '7f000001'],
    ['::1', '00000000000000000000000000000001'],
    ['2001:db8::A:0', '20010db80000000000000000000a0000'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
    ['::ffff:1.2.3.4', '00000000000000000000ffff01020304'],
  ])('of %s are %s', (address, hex) => {
    expect(Buffer.from(addressBytes(address)).toString('hex')).toBe(hex)
  })
})
