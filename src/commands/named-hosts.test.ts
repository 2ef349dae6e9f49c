import { describe, expect, it } from 'vitest'

import { type NamedHost, pickHosts, referenceOf } from './named-hosts.ts'

function host(id: string, name: string, address: string, account = '1'): NamedHost {
  return { id, machineId: `tencent-cvm/${account}/${id}`, name, address, port: 22 }
}

const web = host('ins-web', 'web', '10.0.0.1')
const db = host('ins-db', 'db', '10.0.0.2')
const twin = host('ins-db', 'db', '10.0.0.3', '2')
const odd = host('ins-odd', 'ins-web', '10.0.0.2')

describe('naming hosts', () => {
  it.each([
    ['ins-web', web],
    ['web', web],
    ['10.0.0.1', web],
    ['10.0.0.1:22', web],
    ['tencent-cvm/2/ins-db', twin],
  ])('%s is one of them', (name, meant) => {
    expect(pickHosts([web, db, twin, odd], [name])).toEqual([meant])
  })

  it('takes each once, in the order named', () => {
    expect(pickHosts([web, db], ['db', '10.0.0.1', 'ins-db', 'web'])).toEqual([db, web])
  })

  it.each([
    ['ins-none', 'there is no host "ins-none"'],
    ['10.0.0.1:23', 'there is no host "10.0.0.1:23"'],
    ['ins-db', 'several hosts are called ins-db; name one of tencent-cvm/1/ins-db, tencent-cvm/2/ins-db'],
    [
      '10.0.0.2',
      'several hosts are called 10.0.0.2; name one of tencent-cvm/1/ins-db, tencent-cvm/1/ins-odd',
    ],
  ])('%s is a mistake', (name, message) => {
    expect(() => pickHosts([web, db, twin, odd], [name])).toThrow(
      expect.objectContaining({ message, exitCode: 2 }),
    )
  })

  it('says the whole machine id only where two hosts share an id', () => {
    expect([web, db, twin].map(referenceOf([web, db, twin]))).toEqual([
      'ins-web',
      'tencent-cvm/1/ins-db',
      'tencent-cvm/2/ins-db',
    ])
  })
})
