import { describe, expect, it } from 'vitest'

import { coversHost, hostNames, nameOfHost, serviceUnder } from './api-hosts.ts'

const CLOUD = { root: 'cloud.test', regions: ['r-1', 'r-2'], services: ['ecs', 'sts'] }

describe('hostNames', () => {
  it('has a wildcard for the root and for each region', () => {
    expect(hostNames(CLOUD, undefined)).toEqual(['*.cloud.test', '*.r-1.cloud.test', '*.r-2.cloud.test'])
  })

  it('adds the services under the root domain', () => {
    const added = hostNames(CLOUD, 'lab').slice(3)
    expect(added).toEqual(['ecs.lab', 'sts.lab', '*.r-1.lab', '*.r-2.lab'])
  })
})

describe('coversHost', () => {
  const names = hostNames(CLOUD, 'lab')

  it.each(['ecs.cloud.test', 'ECS.Cloud.test', 'any.r-2.cloud.test', 'sts.lab', 'ecs.r-1.lab'])(
    'covers %s',
    (host) => {
      expect(coversHost(names, host)).toBe(true)
    },
  )

  it.each([
    'cloud.test',
    '.cloud.test',
    'a.b.cloud.test',
    'ecs.r-3.cloud.test',
    'ecs.cloud.test.evil.test',
    'evilcloud.test',
    'other.lab',
    '',
  ])('does not cover %j', (host) => {
    expect(coversHost(names, host)).toBe(false)
  })
})

describe('nameOfHost', () => {
  it.each([
    ['CVM.Example.test:8080', 'cvm.example.test'],
    ['http://cvm.example.test:80', 'cvm.example.test'],
    ['[::1]:7420', '[::1]'],
    ['', ''],
    [undefined, ''],
  ])('%s is %s', (header, name) => {
    expect(nameOfHost(header)).toBe(name)
  })
})

describe('serviceUnder', () => {
  it('is the first label, with or without a region', () => {
    expect(serviceUnder('example.test', 'cvm.example.test')).toBe('cvm')
    expect(serviceUnder('example.test', 'storage-ebs.cn-beijing.example.test')).toBe('storage-ebs')
  })

  it.each([
    'example.test',
    'a.b.c.example.test',
    'cvm.example.test.evil.test',
    'cvmexample.test',
    '.example.test',
  ])('is nothing for %s', (name) => {
    expect(serviceUnder('example.test', name)).toBeUndefined()
  })

  it('is nothing without a root', () => {
    expect(serviceUnder(undefined, 'cvm.example.test')).toBeUndefined()
  })
})
