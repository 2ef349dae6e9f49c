import { X509Certificate } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { ConfigError } from '../config.ts'
import { readAuthority } from './authority.ts'
import { type LocalTlsNeeds, openLocalTls } from './local-tls.ts'

const DAY_MS = 24 * 3_600_000
const START_MS = Date.UTC(2026, 10, 21)

let directory = ''
let data = ''
let nowMs = START_MS
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'keyplane-tls-'))
  data = join(directory, 'data')
  nowMs = START_MS
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function open(needs: Partial<LocalTlsNeeds> = {}) {
  const where = { apiHosts: ['*.cloud.test'], domain: undefined, listenHost: '127.0.0.1' }
  return openLocalTls({ data, ...where, now: () => nowMs, ...needs })
}

async function certificateOf(needs: Partial<LocalTlsNeeds> = {}): Promise<X509Certificate> {
  return new X509Certificate((await (await open(needs)).certificate.current()).cert)
}

const authorityFile = () => join(data, 'tls-ca.key')

describe('the authority', () => {
  it('is made once, in one file for its owner only, and signs no further authority', async () => {
    const [first, second] = [await open(), await open()]
    expect(second.authority).toBe(first.authority)
    expect(statSync(authorityFile()).mode & 0o777).toBe(0o600)
    expect(statSync(join(data, 'tls-server.key')).mode & 0o777).toBe(0o600)
    const certificate = new X509Certificate(first.authority)
    expect(certificate.ca).toBe(true)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
    expect(certificate.validToDate.getTime()).toBe(START_MS + 3_650 * DAY_MS)
    expect(first.authority).not.toContain('PRIVATE')
  })

  it('is one when several start at the same time', async () => {
    const made = await Promise.all([open(), open(), open()])
    expect(new Set(made.map(({ authority }) => authority)).size).toBe(1)
  })

  it('is new each time in memory, under another name', async () => {
    const [first, second] = [await open({ data: 'memory' }), await open({ data: 'memory' })]
    const names = [first, second].map(({ authority }) => new X509Certificate(authority).subject)
    expect(new Set(names).size).toBe(2)
    expect(existsSync(data)).toBe(false)
  })

  it('is refused in its last 30 days, and when its file holds something else', async () => {
    await readAuthority(data, nowMs)
    nowMs += 3_621 * DAY_MS
    await expect(open()).rejects.toThrow(ConfigError)
    await expect(open()).rejects.toThrow('trust the next one')
    writeFileSync(authorityFile(), 'something else')
    await expect(open()).rejects.toThrow('holds no key with a certificate')
  })
})

describe('the certificate of the server', () => {
  it('is for the names and by the authority', async () => {
    const certificate = await certificateOf({ domain: 'lab' })
    for (const name of ['any.cloud.test', 'lab', 'localhost'])
      expect(certificate.checkHost(name)).toBeDefined()
    for (const address of ['127.0.0.1', '::1']) expect(certificate.checkIP(address)).toBeDefined()
    for (const name of ['cloud.test', 'a.b.cloud.test', 'example.com']) {
      expect(certificate.checkHost(name)).toBeUndefined()
    }
    const authority = new X509Certificate((await open({ domain: 'lab' })).authority)
    expect(certificate.checkIssued(authority)).toBe(true)
    expect(certificate.verify(authority.publicKey)).toBe(true)
    expect(certificate.ca).toBe(false)
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  })

  it('stays while 30 days are left, then the next one takes its place', async () => {
    const first = await certificateOf()
    nowMs += 366 * DAY_MS
    expect((await certificateOf()).fingerprint256).toBe(first.fingerprint256)
    nowMs += 2 * DAY_MS
    const next = await certificateOf()
    expect(next.fingerprint256).not.toBe(first.fingerprint256)
    expect(next.validToDate.getTime()).toBe(nowMs + 397 * DAY_MS)
    expect((await certificateOf()).fingerprint256).toBe(next.fingerprint256)
  })

  it('is renewed while the server runs, once however many ask', async () => {
    const { certificate } = await open()
    const first = await certificate.current()
    expect(await certificate.current()).toBe(first)
    nowMs += 380 * DAY_MS
    const [next, same] = await Promise.all([certificate.current(), certificate.current()])
    expect(next.cert).not.toBe(first.cert)
    expect(same).toBe(next)
    expect(readFileSync(join(data, 'tls-server.key'), 'utf8')).toBe(next.key + next.cert)
  })

  it('is issued again for other names', async () => {
    const first = await certificateOf()
    const next = await certificateOf({ apiHosts: ['*.cloud.test', '*.more.test'] })
    expect(next.fingerprint256).not.toBe(first.fingerprint256)
    expect(next.checkHost('a.more.test')).toBe('*.more.test')
  })

  it('is issued again by another authority, and when its file is damaged', async () => {
    const first = await certificateOf()
    rmSync(authorityFile())
    const next = await certificateOf()
    expect(next.fingerprint256).not.toBe(first.fingerprint256)
    for (const damage of [
      'nonsense',
      readFileSync(join(data, 'tls-server.key'), 'utf8').replace(/\nMI/g, '\nAA'),
    ]) {
      writeFileSync(join(data, 'tls-server.key'), damage)
      expect((await certificateOf()).checkHost('a.cloud.test')).toBe('*.cloud.test')
    }
  })

  it('never outlives the authority', async () => {
    await open()
    nowMs += 3_500 * DAY_MS
    expect((await certificateOf()).validToDate.getTime()).toBe(START_MS + 3_650 * DAY_MS)
  })
})
