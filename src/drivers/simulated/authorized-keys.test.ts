import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { BEGIN_MARKER, END_MARKER, authorizedKeys, readKeyFile, writeKeyFile } from './authorized-keys.ts'

const BLOB = 'AAAAC3NzaC1lZDI1NTE5AAAAIInwd/V48e/MQiVVZTHLeCWNhQOpR/TzrWpxP+3mxD6C'
const KEY = `ssh-ed25519 ${BLOB}`
const OLD = 'ssh-ed25519 OLD'
const BLOCK = `${BEGIN_MARKER}\n${KEY}\n${END_MARKER}\n`

describe('the managed block', () => {
  it('stands alone in an empty file', () => {
    expect(writeKeyFile('', [KEY], [])).toBe(BLOCK)
  })

  it('ends a last line that has no line end', () => {
    expect(writeKeyFile('mine', [KEY], [])).toBe(`mine\n${BLOCK}`)
  })

  it('stays where it is when it is replaced', () => {
    const text = `above\n${BEGIN_MARKER}\n${OLD}\n${END_MARKER}\nbelow`
    expect(writeKeyFile(text, [KEY], [OLD])).toBe(`above\n${BLOCK}below`)
  })

  it('leaves nothing behind when no key is desired', () => {
    expect(writeKeyFile(`above\n${BLOCK}below`, [], [KEY])).toBe('above\nbelow')
  })

  it('gives back a line that somebody put between the markers', () => {
    const text = `${BEGIN_MARKER}\n${OLD}\nmine\n${END_MARKER}\n`
    expect(writeKeyFile(text, [KEY], [OLD])).toBe(`${BLOCK}mine\n`)
    expect(readKeyFile(text, [OLD])).toEqual({ managed: [OLD], foreign: ['mine\n'], blockAt: 0 })
  })

  it('takes our keys out of a block whose end marker was deleted, and no other line', () => {
    expect(writeKeyFile(`${BEGIN_MARKER}\n${OLD}\nmine\n`, [], [OLD])).toBe('mine\n')
  })

  it('becomes one when it was doubled', () => {
    expect(writeKeyFile(`${BLOCK}mine\n${BLOCK}`, [KEY], [KEY])).toBe(`${BLOCK}mine\n`)
  })

  it('keeps every other line in order, whatever the file was', () => {
    const line = fc.oneof(
      fc.constantFrom(BEGIN_MARKER, END_MARKER, KEY, OLD, '', 'mine', '# comment\r', ` ${BEGIN_MARKER} `),
      fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', '')),
    )
    const file = fc
      .tuple(fc.array(line), fc.constantFrom('', '\n'))
      .map(([lines, end]) => lines.join('\n') + end)
    fc.assert(
      fc.property(file, (text) => {
        const once = writeKeyFile(text, [KEY], [OLD])
        const { managed, foreign } = readKeyFile(once, [KEY])
        expect(managed).toEqual([KEY])
        const before = readKeyFile(text, [KEY, OLD]).foreign.join('')
        expect([before, `${before}\n`]).toContain(foreign.join(''))
        expect(writeKeyFile(once, [KEY], [KEY])).toBe(once)
      }),
    )
  })
})

describe('authorizedKeys', () => {
  const blob = Buffer.from(BLOB, 'base64')

  it.each([
    ['a plain key', KEY],
    ['a comment after it', `${KEY} me@here and more`],
    ['tabs between the words', `ssh-ed25519\t${BLOB}\tme`],
    ['a carriage return', `${KEY}\r`],
    ['an option', `no-pty ${KEY}`],
    ['several options', `no-pty,no-agent-forwarding,from="10.0.0.0/8,!10.0.0.1" ${KEY}`],
    ['an option with blanks and quotes', `command="echo \\"a b\\" ssh-rsa",no-pty ${KEY} me`],
  ])('lets in by %s', (_name, line) => {
    expect(authorizedKeys(`# first\n\n${line}\n`)).toEqual([{ type: 'ssh-ed25519', blob }])
  })

  it.each([
    ['a comment', `# ${KEY}`],
    ['an unknown type', `ssh-unknown ${BLOB}`],
    ['a type that is not the one inside', `ssh-rsa ${BLOB}`],
    ['nothing after the type', 'ssh-ed25519'],
    ['a key that is cut off', 'ssh-ed25519 AAAAC3NzaC1lZDI1'],
    ['a key that signs certificates', `no-pty,cert-authority ${KEY}`],
    ['an open quote', `command="oops ${KEY}`],
    ['a word that is no base64', 'ssh-ed25519 ****'],
    ['an end that does not read', `expiry-time="tomorrow" ${KEY}`],
    ['an end without value', `no-pty,expiry-time ${KEY}`],
  ])('passes over %s', (_name, line) => {
    expect(authorizedKeys(`${line}\n${KEY}\n`)).toEqual([{ type: 'ssh-ed25519', blob }])
  })

  it.each([
    ['in UTC', 'expiry-time="20261121090507Z"', Date.UTC(2026, 10, 21, 9, 5, 7)],
    ['as a day, beside others', 'no-pty,Expiry-Time="20261121",from="10.0.0.1"', Date.UTC(2026, 10, 21)],
    ['twice: the earlier counts', 'expiry-time="20300101Z",expiry-time="20270101Z"', Date.UTC(2027, 0, 1)],
  ])('reads an end %s', (_name, options, expiresAtMs) => {
    expect(authorizedKeys(`${options} ${KEY} me`)).toEqual([{ type: 'ssh-ed25519', blob, expiresAtMs }])
  })

  it('takes no end from within another option', () => {
    const line = `command="echo expiry-time=\\"20200101\\",expiry-time=x" ${KEY}`
    expect(authorizedKeys(line)).toEqual([{ type: 'ssh-ed25519', blob }])
  })

  it('does not try every way to read a line of quotes', () => {
    const line = `"${String.raw`\\"`.repeat(40)}`
    expect(authorizedKeys(`${line}\n${KEY}\n`)).toEqual([{ type: 'ssh-ed25519', blob }])
  })

  it('reads any bytes without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(authorizedKeys(text).every((key) => key.blob.length > 0)).toBe(true)
      }),
    )
  })
})
