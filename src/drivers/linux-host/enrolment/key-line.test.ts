import { describe, expect, it } from 'vitest'

import {
  forcedCommand,
  isDisabledByCloudInit,
  type KeyLine,
  readKeyLine,
  unknownOptions,
} from './key-line.ts'

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBBbM7BWoHTXWqtFrXPj6I7a8zSzUPHXdXkVUQ4FNzrw'

function line(text: string): KeyLine {
  const read = readKeyLine(text)
  if (!read) throw new Error(`no key in ${text}`)
  return read
}

describe('a line of authorized_keys', () => {
  it.each([
    [KEY, [], ''],
    [`  ${KEY}  me at home \r`, [], 'me at home'],
    [`no-pty,from="10.0.0.0/8,!10.0.0.1" ${KEY} me`, ['no-pty', 'from="10.0.0.0/8,!10.0.0.1"'], 'me'],
    [`command="echo \\"a b\\", c" ${KEY}`, ['command="echo \\"a b\\", c"'], ''],
  ])('%j is read with its options', (text, options, comment) => {
    expect(line(text)).toEqual({ options, type: 'ssh-ed25519', bareKey: KEY, comment })
  })

  it.each(['', '   ', `# ${KEY}`, 'ssh-ed25519', 'ssh-foo AAAA', 'no-pty', `"open ${KEY}`])(
    '%j lets nobody in',
    (text) => expect(readKeyLine(text)).toBeUndefined(),
  )

  it('may be of a type that only some servers know', () => {
    expect(line('sk-ssh-ed25519@openssh.com AAAA x').type).toBe('sk-ssh-ed25519@openssh.com')
    expect(line('ssh-rsa-cert-v01@openssh.com AAAA').type).toBe('ssh-rsa-cert-v01@openssh.com')
  })

  it('may force a command', () => {
    expect(forcedCommand(line(`Command="say \\"hi\\"" ${KEY}`))).toBe('say "hi"')
    expect(forcedCommand(line(KEY))).toBeUndefined()
    const cloudInit = `no-pty,command="echo 'Please login as the user \\"debian\\" rather than the user \\"root\\".'" ${KEY}`
    expect(isDisabledByCloudInit(line(cloudInit))).toBe(true)
    expect(isDisabledByCloudInit(line(`command="uptime" ${KEY}`))).toBe(false)
  })

  it('may have options that no sshd documents', () => {
    expect(unknownOptions(line(`NO-PTY,expiry-time="20300101",let-in="x" ${KEY}`))).toEqual(['let-in'])
  })
})
