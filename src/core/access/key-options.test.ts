import { describe, expect, it } from 'vitest'

import { leadingOptions, splitOptions } from './key-options.ts'

describe('the options before a key', () => {
  it.each([
    ['no-pty,restrict ssh-rsa A', ['no-pty', 'restrict']],
    ['command="a b",no-pty\tssh-rsa A', ['command="a b"', 'no-pty']],
    [String.raw`command="echo \"a, b\"",pty ssh-rsa A`, [String.raw`command="echo \"a, b\""`, 'pty']],
    [String.raw`command="a\\b" ssh-rsa A`, [String.raw`command="a\\b"`]],
    // Source: OpenSSH's auth2-pubkeyfile.c, skip_space after the options: such a quote opens nothing.
    [String.raw`a\"b ssh-rsa A`, [String.raw`a\"b`]],
  ])('of %j', (line, options) => {
    expect(splitOptions(leadingOptions(line))).toEqual(options)
  })

  it.each(['', ' ', 'ssh-rsa', '"open ssh-rsa A'])('are none in %j', (line) => {
    expect(leadingOptions(line)).toBe('')
  })

  it.each([String.raw`\"`, String.raw`"\"`, '"', '"x', ',"', String.raw`\"\\`])(
    '%j, many times, takes no time',
    (piece) => {
      const before = process.threadCpuUsage()
      for (const line of [piece.repeat(100_000), `"${piece.repeat(100_000)}`, `${piece.repeat(100_000)} x`]) {
        splitOptions(leadingOptions(line))
      }
      expect(process.threadCpuUsage(before).user).toBeLessThan(1_000_000)
    },
  )
})
