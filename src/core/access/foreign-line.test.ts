import { describe, expect, it } from 'vitest'

import { readForeignLine } from './foreign-line.ts'

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB3tVPMOGKXMoiyj3cRn7AUUERS0eWTaUL9wCJzoxbqz'

describe('a line that others wrote', () => {
  it.each([
    [KEY, ''],
    [`${KEY} anna at home`, 'anna at home'],
    [`restrict,command="echo \\"ssh-rsa AAAA\\" done" ${KEY} backup`, 'backup'],
    [`from="10.0.0.0/8",no-pty\t${KEY}  x`, 'x'],
  ])('%j has its key found', (line, comment) => {
    const { fingerprint } = readForeignLine(KEY)
    expect(fingerprint).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/)
    expect(readForeignLine(line)).toEqual({ fingerprint, comment })
  })

  it('may hold a key of a type that no key pair has', () => {
    expect(readForeignLine('sk-ssh-ed25519@openssh.com AAAA anna').comment).toBe('anna')
  })

  it.each([String.raw`\"`, String.raw`"\"`, '"', '"x'])('does not take long over %j, many times', (piece) => {
    const before = process.threadCpuUsage()
    expect(readForeignLine(piece.repeat(100_000))).toEqual({ fingerprint: '', comment: '' })
    expect(process.threadCpuUsage(before).user).toBeLessThan(1_000_000)
  })

  it.each(['', '# a comment', 'ssh-ed25519', 'ssh-ed25519 !!!', 'nonsense AAAA'])('%j has none', (line) => {
    expect(readForeignLine(line)).toEqual({ fingerprint: '', comment: '' })
  })
})
