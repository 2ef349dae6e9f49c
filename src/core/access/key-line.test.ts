import { describe, expect, it } from 'vitest'

import { readKeyLine } from './key-line.ts'

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBBbM7BWoHTXWqtFrXPj6I7a8zSzUPHXdXkVUQ4FNzrw'

describe('a line of authorized_keys', () => {
  it.each([
    [KEY, [], ''],
    [`  ${KEY}  me at home \r`, [], 'me at home'],
    [`no-pty,from="10.0.0.0/8,!10.0.0.1" ${KEY} me`, ['no-pty', 'from="10.0.0.0/8,!10.0.0.1"'], 'me'],
    [`command="echo \\"a b\\", c" ${KEY}`, ['command="echo \\"a b\\", c"'], ''],
  ])('%j is read with its options', (text, options, comment) => {
    expect(readKeyLine(text)).toEqual({ options, type: 'ssh-ed25519', bareKey: KEY, comment })
  })

  it.each(['', '   ', `# ${KEY}`, 'ssh-ed25519', 'ssh-foo AAAA', 'no-pty', `"open ${KEY}`])(
    '%j lets nobody in',
    (text) => expect(readKeyLine(text)).toBeUndefined(),
  )

  it('may be of a type that only some servers know', () => {
    expect(readKeyLine('sk-ssh-ed25519@openssh.com AAAA x')?.type).toBe('sk-ssh-ed25519@openssh.com')
    expect(readKeyLine('ssh-rsa-cert-v01@openssh.com AAAA')?.type).toBe('ssh-rsa-cert-v01@openssh.com')
  })
})
