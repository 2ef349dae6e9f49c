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

  it.each(['', '# a comment', 'ssh-ed25519', 'ssh-ed25519 !!!', 'nonsense AAAA'])('%j has none', (line) => {
    expect(readForeignLine(line)).toEqual({ fingerprint: '', comment: '' })
  })
})
