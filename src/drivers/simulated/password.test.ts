import { encrypt } from 'unixcrypt'
import { describe, expect, it } from 'vitest'

import { heldClock } from '../../core/held-clock.ts'
import { type Clock, systemClock } from '../../core/clock.ts'
import { PasswordChecks, type Trier } from './password.ts'
import { WrongPasswords } from './wrong-passwords.ts'

/** Made by glibc's crypt(3): the password is thirty times `a`. */
const GLIBC =
  '$6$saltsalt$vR3LLjy7xs6IZbh1s4gC2poyK1kY5rzN7AgYAb.EssFDc/reKXoILxnpxU2LfF5qkrOI1Z8pl6XqINR/edef70'

const FAST = '$6$rounds=1000$saltsalt'
const TRIER: Trier = { source: '203.0.113.7', signal: new AbortController().signal }
const checksNow = () => new PasswordChecks(systemClock())

/** The source of `TRIER` waits 20 ms for its next try. */
function wrongTooOften(clock: Clock): WrongPasswords {
  const wrong = new WrongPasswords(clock)
  for (let time = 0; time < 101; time += 1) wrong.add(TRIER.source)
  return wrong
}

describe('PasswordChecks', () => {
  it('knows the right password from others', async () => {
    const checks = checksNow()
    expect(await checks.fits('a'.repeat(30), GLIBC, TRIER)).toBe(true)
    expect(await checks.fits('a'.repeat(29), GLIBC, TRIER)).toBe(false)
    expect(await checks.fits('', GLIBC, TRIER)).toBe(false)
  })

  it('takes a hash with rounds', async () => {
    const hash = encrypt('S3cret-pw!', '$6$rounds=1000$saltsalt')
    expect(await checksNow().fits('S3cret-pw!', hash, TRIER)).toBe(true)
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
    expect(await checksNow().fits('x', hash, TRIER)).toBe(false)
  })

  it('does not look at a password of unreasonable length', async () => {
    const long = 'a'.repeat(600)
    expect(await checksNow().fits(long, encrypt(long, '$6$rounds=1000$saltsalt'), TRIER)).toBe(false)
  })

  it('answers everybody who asks at the same time', async () => {
    const checks = checksNow()
    const right = encrypt('right', '$6$rounds=1000$saltsalt')
    const answers = await Promise.all(
      ['right', 'wrong', 'right'].map((password) => checks.fits(password, right, TRIER)),
    )
    expect(answers).toEqual([true, false, true])
  })

  it('lets a source that was wrong too often wait, and nobody else', async () => {
    const clock = heldClock(0)
    const checks = new PasswordChecks(clock, wrongTooOften(clock))
    const right = encrypt('right', FAST)
    let isAnswered = false
    const waiting = checks.fits('right', right, TRIER).finally(() => (isAnswered = true))
    expect(await checks.fits('right', right, { ...TRIER, source: '203.0.113.8' })).toBe(true)
    clock.advance(19)
    expect(await checks.fits('right', right, { ...TRIER, source: '203.0.113.8' })).toBe(true)
    expect(isAnswered).toBe(false)
    clock.advance(1)
    expect(await waiting).toBe(true)
  })

  it('notes whose password was wrong, and only then', async () => {
    const clock = heldClock(0)
    const wrong = new WrongPasswords(clock)
    const checks = new PasswordChecks(clock, wrong)
    const right = encrypt('right', FAST)
    await checks.fits('right', right, TRIER)
    expect(wrong.size).toBe(0)
    await checks.fits('wrong', right, TRIER)
    expect(wrong.size).toBe(1)
  })

  it('serves sources in turn', async () => {
    const checks = checksNow()
    const right = encrypt('right', FAST)
    const order: string[] = []
    const ask = (source: string) => async () => {
      await checks.fits('right', right, { ...TRIER, source })
      order.push(source)
    }
    await Promise.all(['many', 'many', 'many', 'many', 'one'].map((source) => ask(source)()))
    expect(order.indexOf('one')).toBeLessThanOrEqual(2)
  })

  it('computes nothing for whoever has gone', async () => {
    const clock = heldClock(0)
    const checks = new PasswordChecks(clock, wrongTooOften(clock))
    const right = encrypt('right', FAST)
    const gone = new AbortController()
    const tries = Array.from({ length: 50 }, () =>
      checks.fits('right', right, { ...TRIER, signal: gone.signal }),
    )
    const waiting = checks.fits('right', right, TRIER)
    gone.abort()
    expect(await Promise.all(tries)).toEqual(tries.map(() => false))
    expect(await checks.fits('right', right, { ...TRIER, signal: gone.signal })).toBe(false)
    clock.advance(20)
    expect(await waiting).toBe(true)
  })
})
