import { describe, expect, it } from 'vitest'

import {
  isLoginShell,
  loginUsers,
  parseProbeOutput,
  readOsName,
  readServer,
  readUsers,
} from './probe-output.ts'

function outputOf(lines: readonly string[]) {
  const output = parseProbeOutput([...lines, 'end\thost', ''].join('\n'), 'host')
  if (!output) throw new Error('the probe did not end')
  return output
}

describe('the output of a probe', () => {
  it('keeps the lines of each key in their order, whatever is in them', () => {
    const output = outputOf(['Welcome!', 'a\t1', 'b\t', 'a\t2\twith tab', '\tno key'])
    expect(output.get('a')).toEqual(['1', '2\twith tab'])
    expect(output.get('b')).toEqual([''])
    expect(output.size).toBe(3)
  })

  it.each(['', 'a\t1\n', 'end\tfiles\n', 'This account is for file transfer only.\n'])(
    'is nothing without its last line: %j',
    (text) => expect(parseProbeOutput(text, 'host')).toBeUndefined(),
  )
})

describe('the system', () => {
  it.each([
    [
      ['os\tNAME="Debian"', 'os\tPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"'],
      'Debian GNU/Linux 12 (bookworm)',
    ],
    [['os\tPRETTY_NAME=\'Open "W"rt\''], 'Open "W"rt'],
    [['os\tPRETTY_NAME="a \\"b\\" \\$c"'], 'a "b" $c'],
    [['os\tNAME=Alpine'], 'Alpine'],
    [['kernel\tLinux 6.1'], 'Linux 6.1'],
    [[], 'Linux'],
  ])('%j is named %j', (lines, name) => expect(readOsName(outputOf(lines))).toBe(name))
})

describe('the server', () => {
  it.each([
    [
      ['server\tsshd', 'version\tunknown option -- V', 'version\tOpenSSH_7.4p1, OpenSSL 1.0.2k'],
      { kind: 'openssh', version: '7.4p1' },
    ],
    [['server\tdropbear', 'version\tDropbear v2022.83'], { kind: 'dropbear', version: '2022.83' }],
    [['server\tsshd'], { kind: 'openssh', version: '' }],
    [['server\t'], { kind: 'other', version: '' }],
  ])('%j is %j', (lines, server) => expect(readServer(outputOf(lines))).toEqual(server))
})

describe('login users', () => {
  it('are root and people, with a shell that lets in', () => {
    const users = readUsers([
      'root:0:/root:/bin/bash',
      'daemon:1:/usr/sbin:/usr/sbin/nologin',
      'www:33:/var/www:/bin/sh',
      'alice:1000:/home/alice:',
      'ftp:1001:/home/ftp:/bin/false',
      'nobody:65534:/:/bin/sh',
      'broken',
    ])
    expect(users).toHaveLength(6)
    expect(loginUsers(users).map(({ name }) => name)).toEqual(['root', 'alice'])
    expect(isLoginShell('/usr/sbin/nologin')).toBe(false)
  })
})
