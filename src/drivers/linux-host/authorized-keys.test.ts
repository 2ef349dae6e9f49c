import { assert, integer, property, string, subarray } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { readKeyLines, writeKeyLines } from './authorized-keys.ts'

const A = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIInwd/V48e/MQiVVZTHLeCWNhQOpR/TzrWpxP+3mxD6C'
const B = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKUmiQ4RPK0tZ8Zk2qm3EKb0D9Qf2zC8m1H6o2gZP5cN'
const OURS = 'deployment-1'

function write(text: string, managed: readonly string[], breakGlass: readonly string[] = []): string {
  return writeKeyLines(text, OURS, { managed, breakGlass })
}

describe('our lines in an authorized_keys file', () => {
  it('are found again in their order, each by marker and fingerprint', () => {
    const text = write('# first\n', [B, A])
    expect(readKeyLines(text, OURS)).toMatchObject({
      managed: [B, A],
      foreign: ['# first\n'],
      placeOfOurs: 1,
    })
  })

  it('are not those of another deployment, nor those whose key somebody changed', () => {
    const text = write('', [A])
    expect(readKeyLines(text, 'deployment-2').managed).toEqual([])
    const changed = text.replace(A, B)
    expect(readKeyLines(changed, OURS)).toMatchObject({ managed: [], foreign: [changed] })
  })

  it('are not those that were given an option by hand', () => {
    const text = `no-pty ${write('', [A])}`
    expect(readKeyLines(text, OURS).managed).toEqual([])
    expect(write(text, [])).toBe(text)
  })

  it('are found with an end and without, and lose or change it when written again', () => {
    const ends = new Map([[A, Date.UTC(2026, 10, 21, 9, 5, 7)]])
    const wanted = { managed: [B, A], breakGlass: [] }
    const permanent = writeKeyLines('mine\n', OURS, wanted)
    const text = writeKeyLines(permanent, OURS, { ...wanted, expiries: ends })
    expect(text).toBe(permanent.replace(A, `expiry-time="20261121090507Z" ${A}`))
    expect(readKeyLines(text, OURS)).toMatchObject({ managed: [B, A], expiries: ends, foreign: ['mine\n'] })
    const later = new Map([[A, Date.UTC(2027, 0, 1)]])
    expect(writeKeyLines(text, OURS, { ...wanted, expiries: later })).toContain('"20270101000000Z"')
    expect(writeKeyLines(text, OURS, wanted)).toBe(permanent)
    expect(readKeyLines(text, 'deployment-2')).toMatchObject({ managed: [], expiries: new Map() })
    expect(write(text, [])).toBe('mine\n')
  })

  it('are ours also when their end means no time', () => {
    const text = `expiry-time="20269999999999Z" ${write('', [A])}`
    expect(readKeyLines(text, OURS)).toMatchObject({ managed: [A], expiries: new Map() })
    expect(write(text, [A])).toBe(write('', [A]))
  })

  it('leave the same key of somebody else alone', () => {
    const text = `${A} by hand\n`
    expect(write(write(text, [A]), [])).toBe(text)
  })

  it('keep the emergency keys, which are neither managed nor foreign', () => {
    const text = write('', [A], [B])
    expect(readKeyLines(text, OURS).managed).toEqual([A])
    expect(readKeyLines(text, OURS).foreign).toEqual([])
    expect(readKeyLines(write(text, [], [B]), OURS)).toMatchObject({ managed: [], foreign: [] })
    expect(write(text, [], [B])).toContain(B)
  })

  it('stay where they are between lines of others', () => {
    const text = `${write('# before\n', [A])}# after\n`
    expect(write(text, [B, A])).toMatch(/^# before\nssh-ed25519 .*\nssh-ed25519 .*\n# after\n$/)
  })

  it('never change a byte of any other line', () => {
    const bytes = string({
      unit: integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    })
    assert(
      property(bytes, subarray([A, B]), (text, managed) => {
        const gap = text === '' || text.endsWith('\n') || managed.length === 0 ? '' : '\n'
        expect(write(write(text, managed), [])).toBe(text + gap)
      }),
    )
  })
})
