import { describe, expect, it } from 'vitest'

import { keyPaths, readConfigLayout, readSshdSettings } from './sshd-settings.ts'

const settingsOf = (...lines: readonly string[]) => readSshdSettings(new Map([['sshd-T', lines]]))

describe('what sshd -T says', () => {
  it('is read by keyword', () => {
    const lines = [
      'authorizedkeysfile /etc/keys/%u .ssh/authorized_keys',
      'passwordauthentication no',
      'usepam yes',
    ]
    const more = [
      'kbdinteractiveauthentication yes',
      'permitrootlogin without-password',
      'authenticationmethods any',
    ]
    expect(settingsOf(...lines, ...more, 'pubkeyauthentication yes', 'authorizedkeyscommand none')).toEqual({
      keyFiles: ['/etc/keys/%u', '.ssh/authorized_keys'],
      allowsPassword: false,
      allowsKeyboardInteractive: true,
      usesPam: true,
      allowsPublicKey: true,
      rootLogin: 'without-password',
      keysCommand: undefined,
      methods: undefined,
    })
  })

  it('may spell keyboard-interactive the old way', () => {
    expect(settingsOf('challengeresponseauthentication no')?.allowsKeyboardInteractive).toBe(false)
  })

  it('may name no key files, a command or several methods', () => {
    const lines = [
      'authorizedkeysfile none',
      'authorizedkeyscommand /bin/keys %u',
      'authenticationmethods a,b',
    ]
    expect(settingsOf(...lines)).toMatchObject({ keyFiles: [], keysCommand: '/bin/keys %u', methods: 'a,b' })
  })

  it.each([
    ['AuthorizedKeysFile "/etc/my keys/%u" .ssh/k', '/etc/my keys/%u .ssh/k', '/etc/my keys/%u'],
    ["\tauthorizedkeysfile = .ssh/k '/etc/my keys/%u'", '.ssh/k /etc/my keys/%u', '/etc/my keys/%u'],
    [String.raw`AuthorizedKeysFile /etc/my\ keys/%u`, '/etc/my keys/%u', '/etc/my keys/%u'],
    ['AuthorizedKeysFile /etc/"my keys"/%u', '/etc/my keys/%u', '/etc/my keys/%u'],
    // Of another user, and without a blank.
    ['AuthorizedKeysFile "/etc/my keys/%u"', '.ssh/authorized_keys', undefined],
    ['AuthorizedKeysFile "/etc/keys/%u" ".ssh/k"', '/etc/keys/%u .ssh/k', undefined],
    ['AuthorizedKeysFile /etc/my keys/%u', '/etc/my keys/%u', undefined],
  ])('shows a blank in the name of a key file only by how it was set: %s', (line, told, blank) => {
    const lines = { 'sshd-T': [`authorizedkeysfile ${told}`], 'key-file-setting': [line] }
    expect(readSshdSettings(new Map(Object.entries(lines)))?.blankKeyFile).toBe(blank)
  })

  it('is nothing when sshd did not answer', () => expect(readSshdSettings(new Map())).toBeUndefined())
})

describe('key files', () => {
  it('are found by their tokens, relative ones from the home directory', () => {
    const user = { name: 'bob', uid: 1001, home: '/home/bob', shell: '/bin/sh' }
    const files = ['.ssh/authorized_keys', '/etc/keys/%u', '%h/k', '/k/%U/100%%u']
    expect(keyPaths(files, user)).toEqual([
      '/home/bob/.ssh/authorized_keys',
      '/etc/keys/bob',
      '/home/bob/k',
      '/k/1001/100%u',
    ])
  })
})

describe('the layout of the main file', () => {
  it('has Includes that come before every Match', () => {
    const lines = ['# a', 'PasswordAuthentication yes', 'include=/etc/ssh/sshd_config.d/*.conf /b', 'Port 22']
    expect(readConfigLayout(lines)).toEqual({
      leadingIncludes: ['/etc/ssh/sshd_config.d/*.conf', '/b'],
      passwordMatches: [],
    })
  })

  it('has Match blocks that set passwords, and such that include', () => {
    const lines = [
      'Match User bob',
      '  passwordauthentication yes',
      'Match all',
      '  Include x',
      '  X11Forwarding no',
    ]
    expect(readConfigLayout(lines)).toEqual({ leadingIncludes: [], passwordMatches: ['User bob'] })
  })

  it('takes no time over a line of blanks', () => {
    const before = process.threadCpuUsage()
    const line = `Include a${' '.repeat(100_000)}b`
    expect(readConfigLayout([line]).leadingIncludes).toEqual(['a', 'b'])
    expect(process.threadCpuUsage(before).user).toBeLessThan(1_000_000)
  })
})
