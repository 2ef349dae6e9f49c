import { describe, expect, it } from 'vitest'

import { type KeyLine, readKeyLine } from '../../../core/access/key-line.ts'
import { forcedCommand, isDisabledByCloudInit, unknownOptions } from './key-line-options.ts'

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBBbM7BWoHTXWqtFrXPj6I7a8zSzUPHXdXkVUQ4FNzrw'

function line(text: string): KeyLine {
  const read = readKeyLine(text)
  if (!read) throw new Error(`no key in ${text}`)
  return read
}

describe('a line of authorized_keys', () => {
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
