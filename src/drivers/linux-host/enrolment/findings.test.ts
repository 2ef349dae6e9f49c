import { describe, expect, it } from 'vitest'

import { fileFindings } from './file-findings.ts'
import { hostFindings } from './host-findings.ts'
import type { ProbeOutput } from './probe-output.ts'

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBBbM7BWoHTXWqtFrXPj6I7a8zSzUPHXdXkVUQ4FNzrw'
const PATH = '/root/.ssh/authorized_keys'

type Facts = Readonly<Record<string, readonly string[]>>

const HOST: Facts = {
  ...{
    rights: ['root'],
    login: ['root'],
    server: ['sshd'],
    revert: ['sh'],
    account: ['root:0:/root:/bin/sh'],
  },
  'sshd-T': ['passwordauthentication yes', 'kbdinteractiveauthentication no', 'permitrootlogin yes'],
  'sshd-config': ['Include /etc/ssh/sshd_config.d/*.conf'],
}

const FILE: Facts = {
  '1.place': ['/root/.ssh'],
  '1.writable': ['yes'],
  '1.ls': ['-rw-------'],
  '1.text': [KEY],
}

const outputOf = (facts: Facts): ProbeOutput => new Map(Object.entries(facts))

function host(subject: string, facts: Facts, user = 'root') {
  return hostFindings(outputOf({ ...HOST, ...facts }), user).find((finding) => finding.subject === subject)
}

function file(subject: string, facts: Facts) {
  return fileFindings(outputOf({ ...FILE, ...facts }), [PATH, '/two']).find(
    (finding) => finding.subject === subject,
  )
}

describe('the preflight of a host', () => {
  it('is all well on a plain one', () => {
    const findings = hostFindings(outputOf(HOST), 'root')
    expect(findings.map(({ verdict }) => verdict)).toEqual(findings.map(() => 'works'))
  })

  it.each<[string, Facts, string, string]>([
    [
      'rights',
      { rights: ['none'], 'sudo-refusal': ['sudo: a password is required'] },
      'limited',
      'a password is required',
    ],
    ['ssh server', { server: [''] }, 'fails', 'neither OpenSSH nor dropbear'],
    ['login user', { account: [], passwd: ['bob:1000:/home/bob:/bin/sh'] }, 'fails', 'there is no user root'],
    ['login user', { account: ['root:0:/root:/sbin/nologin'] }, 'fails', 'lets nobody in'],
    ['sshd settings', { 'sshd-T': [], 'sshd-T-error': [] }, 'none', ''],
    ['key login', { 'sshd-T': ['pubkeyauthentication no'] }, 'fails', 'PubkeyAuthentication is no'],
    [
      'key login',
      {
        'sshd-T': ['authorizedkeysfile /etc/my keys/%u'],
        'key-file-setting': ['AuthorizedKeysFile "/etc/my keys/%u"'],
      },
      'fails',
      'AuthorizedKeysFile has a blank in "/etc/my keys/%u"',
    ],
    ['key login', { 'sshd-T': ['authorizedkeysfile none'] }, 'fails', 'AuthorizedKeysFile is none'],
    ['key login', { 'sshd-T': ['authorizedkeyscommand /x'] }, 'limited', '/x is asked first'],
    [
      'key login',
      { 'sshd-T': ['authenticationmethods publickey,password'] },
      'limited',
      'publickey,password',
    ],
    ['root login', { 'sshd-T': ['permitrootlogin no'] }, 'fails', 'PermitRootLogin is no'],
    ['root login', { 'sshd-T': ['permitrootlogin forced-commands-only'] }, 'fails', 'forced-commands-only'],
    ['root login', { 'sshd-T': ['permitrootlogin prohibit-password'] }, 'works', 'never with a password'],
    ['password login', { 'sshd-config': [] }, 'works', 'written into the main file'],
    [
      'password login',
      { 'sshd-config': ['Match User a', 'PasswordAuthentication no'] },
      'works',
      'before Match User a',
    ],
    ['password login', { server: ['dropbear'] }, 'limited', 'command line'],
    [
      'cloud-init',
      { 'cloud-init': ['present'], 'cloud-init-pwauth': ['x.cfg:ssh_pwauth: true'] },
      'works',
      'ssh_pwauth true',
    ],
    ['programs', { account: ['app:1000:/home/app:/bin/sh'] }, 'fails', 'timeout -s KILL'],
    ['programs', { account: ['app:1000:/home/app:/bin/sh'], timeout: ['works'] }, 'none', ''],
    ['programs', { account: ['app:1000:/home/app:/bin/sh'], rights: ['none'] }, 'none', ''],
    ['SELinux', { selinux: ['Enforcing'] }, 'fails', 'no restorecon'],
    ['SELinux', { selinux: ['Enforcing'], restorecon: ['present'] }, 'works', 'labels are restored'],
  ])('%s of %j: %s', (subject, facts, verdict, why) => {
    const finding = host(subject, facts)
    expect(finding?.verdict ?? 'none').toBe(verdict)
    expect(finding?.why ?? '').toContain(why)
  })

  it('fails where sshd -T does not answer root, and is limited where nobody is root', () => {
    const { 'sshd-T': _, ...silent } = HOST
    const findings = (facts: Facts) => hostFindings(outputOf({ ...silent, ...facts }), 'root')
    const verdictOf = (facts: Facts) =>
      findings(facts).find(({ subject }) => subject === 'sshd settings')?.verdict
    expect(verdictOf({ 'sshd-T-error': ['no hostkeys'] })).toBe('fails')
    expect(verdictOf({ rights: ['none'] })).toBe('limited')
  })
})

describe('the preflight of key files', () => {
  it('tells a file with two names once', () => {
    const two = { '2.target': [PATH], '2.text': [KEY] }
    expect(file('other key file', { '1.target': [PATH], ...two })).toBeUndefined()
    expect(file('other key file', two)).toBeUndefined()
  })

  it.each<[string, Facts, string, string]>([
    ['key file', {}, 'works', `${PATH}, 1 key in it that stay`],
    ['key file', { '1.ls': [] }, 'works', 'is made when the first key is bound'],
    ['key file', { '1.target': ['/keys/root'] }, 'works', 'a link to /keys/root, which is kept'],
    ['key file', { '1.writable': ['no'] }, 'fails', 'read-only'],
    ['key file', { '1.kilobytes': ['tmpfs 64 64 0 100% /root'] }, 'fails', 'is full'],
    ['key file', { '1.inodes': ['tmpfs 64 62 2 97% /root'] }, 'fails', '2 inodes left'],
    ['key file', { '1.inodes': ['btrfs 0 0 0 - /root'] }, 'works', PATH],
    ['key file', { '1.attributes': [`----i---------e------- ${PATH}`] }, 'fails', 'immutable'],
    ['key file', { '1.attributes': [`--------------e------- ${PATH}`] }, 'works', PATH],
    ['other key file', { '2.text': [KEY] }, 'limited', '/two lets in 1 key too'],
    ['disabled keys', { '1.text': [`command="echo 'Please login as the user'" ${KEY}`] }, 'limited', '1 in'],
    ['keys with options', { '1.text': [`no-pty ${KEY}`] }, 'works', '1 in'],
    ['unknown options', { '1.text': [`let-in="x" ${KEY}`] }, 'limited', 'let-in in'],
  ])('%s of %j: %s', (subject, facts, verdict, why) => {
    expect(file(subject, facts)).toMatchObject({ verdict, why: expect.stringContaining(why) })
  })
})
