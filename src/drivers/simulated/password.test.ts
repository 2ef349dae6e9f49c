import { encrypt } from 'unixcrypt'
import { describe, expect, it } from 'vitest'

import { PasswordChecks } from './password.ts'

/** Made by glibc's crypt(3): the password is thirty times `a`. */
const GLIBC =
  '$6$saltsalt$vR3LLjy7xs6IZbh1s4gC2poyK1kY5rzN7AgYAb.EssFDc/reKXoILxnpxU2LfF5qkrOI1Z8pl6XqINR/edef70'

describe('PasswordChecks', () => {
  it('knows the right password from others', async () => {
    const checks = new PasswordChecks()
    expect(await checks.fits('a'.repeat(30), GLIBC)).toBe(true)
    expect(await checks.fits('a'.repeat(29), GLIBC)).toBe(false)
    expect(await checks.fits('', GLIBC)).toBe(false)
  })

  it('takes a hash with rounds', async () => {
    const hash = encrypt('S3cret-pw!', '$6$rounds=1000$saltsalt')
    expect(await new PasswordChecks().fits('S3cret-pw!', hash)).toBe(true)
  })

  it.each([
    '',
    '!',
    '*',
    '$6$',
    '$1$ab$cd',
    GLIBC.slice(0, -1),
    GLIBC.replace('$6$', '$6$rounds=999999999$'),
  ])('takes %j for no hash and does not compute', async (hash) => {
    expect(await new PasswordChecks().fits('x', hash)).toBe(false)
  })

  it('does not look at a password of unreasonable length', async () => {
    const long = 'a'.repeat(600)
    expect(await new PasswordChecks().fits(long, encrypt(long, '$6$rounds=1000$saltsalt'))).toBe(false)
  })

  it('answers everybody who asks at the same time', async () => {
    const checks = new PasswordChecks()
    const right = encrypt('right', '$6$rounds=1000$saltsalt')
    const answers = await Promise.all(
      ['right', 'wrong', 'right'].map((password) => checks.fits(password, right)),
    )
    expect(answers).toEqual([true, false, true])
  })

  it('refuses more waiting checks than it holds', async () => {
    const checks = new PasswordChecks()
    const right = encrypt('right', '$6$rounds=1000$saltsalt')
    const answers = await Promise.all(Array.from({ length: 300 }, () => checks.fits('right', right)))
    expect(answers.filter(Boolean)).toHaveLength(256)
  })
})
