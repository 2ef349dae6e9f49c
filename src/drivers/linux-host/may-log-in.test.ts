import { describe, expect, it } from 'vitest'

import { checkKeyLogin } from './may-log-in.ts'

const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE2WyIZDwnV5bpXg5tTVCOJ3oTKJiDWXnT1fVFV9jXgN'
const OTHER_ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFE9v7Qq/KT1vOpn/xU+aEuhFGVeG7EVVqMo5cjlEP6A'
/** Of 2048 bits. */
const RSA =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDNTM8yFd0SFXSkz1UkpdivDYyod3mAGYqtD1rGfSFuz/J8KiaCnLoIkItJQssujFlFF9oWZSswP4k7KNzqEhhssqAI9oLx0uKYaTLHnpz3ZqssZcE+tt4JMtdICsJ9+/bs4+7j1VZw2rGsWr82W5A9pC4UEN4bhBJ70Se57aqFqL5nFEMX/R0VY8cmEjrUZW0Sstq0/ewQKI4QvmCPvlsMULm/YYA7BcZGh6BSPRJduPtRoC4YBZ/6mlszh8/AJjFJUqqpybeWOmLPqlmCiDXS9dOhM0X9b10Abpi6laVHtBxXoZFgsPOVfTpQ64tUPyZkRp6VJTBoeiVExmVF3n8L'

type Settings = Readonly<Record<string, string>>

function check(
  settings: Settings,
  publicKeys: readonly string[],
  expiries?: ReadonlyMap<string, number>,
): void {
  const sshd = new Map(Object.entries(settings))
  checkKeyLogin({ sshd }, 'app', { publicKeys, ...(expiries && { expiries }) })
}

describe('checkKeyLogin', () => {
  it.each<[Settings, string]>([
    [{}, ED25519],
    [{}, RSA],
    [{ pubkeyacceptedalgorithms: 'ssh-ed25519-cert-v01@openssh.com,ssh-ed25519' }, ED25519],
    [{ pubkeyacceptedalgorithms: 'rsa-sha2-512' }, RSA],
    [{ pubkeyacceptedalgorithms: 'ssh-ed25519,rsa-sha2-256' }, RSA],
    [{ pubkeyacceptedalgorithms: 'ssh-rsa' }, RSA],
    [{ pubkeyacceptedkeytypes: 'ssh-rsa,ssh-ed25519' }, ED25519],
    [{ pubkeyacceptedkeytypes: 'ssh-ed*' }, ED25519],
    [{ pubkeyacceptedkeytypes: '!ssh-dss,*' }, RSA],
    [{ requiredrsasize: '2048' }, RSA],
    [{ requiredrsasize: '4096' }, ED25519],
  ])('is content where sshd takes the key: %j', (settings, key) => {
    expect(() => check(settings, [key])).not.toThrow()
  })

  it.each<[Settings, string, string]>([
    [{ pubkeyacceptedalgorithms: 'rsa-sha2-512' }, ED25519, 'PubkeyAcceptedAlgorithms has no ssh-ed25519'],
    [
      { pubkeyacceptedalgorithms: 'ssh-ed25519-cert-v01@openssh.com' },
      ED25519,
      'PubkeyAcceptedAlgorithms has no ssh-ed25519',
    ],
    [{ pubkeyacceptedalgorithms: 'ssh-ed25519' }, RSA, 'PubkeyAcceptedAlgorithms has no ssh-rsa'],
    [
      { pubkeyacceptedalgorithms: 'rsa-sha2-512-cert-v01@openssh.com' },
      RSA,
      'PubkeyAcceptedAlgorithms has no ssh-rsa',
    ],
    [{ pubkeyacceptedkeytypes: 'ssh-rsa' }, ED25519, 'PubkeyAcceptedKeyTypes has no ssh-ed25519'],
    [{ pubkeyacceptedkeytypes: '!ssh-ed*,*' }, ED25519, 'PubkeyAcceptedKeyTypes has no ssh-ed25519'],
    [{ pubkeyacceptedalgorithms: 'rsa-sha2-512', requiredrsasize: '3072' }, RSA, 'RequiredRSASize 3072'],
  ])('refuses where sshd does not take the key: %j', (settings, key, why) => {
    const message = `sshd lets app in by no key (${why}): without a password nobody could log in`
    expect(() => check(settings, [key])).toThrow(message)
  })

  it('is content with one of several keys', () => {
    expect(() => check({ pubkeyacceptedalgorithms: 'rsa-sha2-512' }, [ED25519, RSA])).not.toThrow()
  })

  it('counts a key that ends only where none stays', () => {
    const settings = { pubkeyacceptedalgorithms: 'ssh-ed25519' }
    const ends = new Map([[ED25519, 1]])
    expect(() => check(settings, [ED25519], ends)).not.toThrow()
    expect(() => check(settings, [ED25519, RSA], ends)).toThrow('has no ssh-rsa')
    expect(() => check(settings, [ED25519, OTHER_ED25519], ends)).not.toThrow()
  })
})
