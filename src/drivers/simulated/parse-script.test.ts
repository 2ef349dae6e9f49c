import { describe, expect, it } from 'vitest'

import { isTooComplex, parseScript, TooComplex } from './parse-script.ts'
import { isIncomplete, isOnlyCall, parses, readsInput } from './script-input.ts'

const HOSTILE = `echo ${'['.repeat(100_000)}`

describe('parseScript', () => {
  it('gives up what would take minutes', () => {
    expect(() => parseScript(HOSTILE)).toThrow(TooComplex)
  })

  // Found by the fuzzer: for these few characters the parser never comes to an end.
  it.each(['}f${[fi[ jnda', `scfe${'['.repeat(30)}\${jnofedi:p -t /a&$`])(
    'gives up what would take for ever, however short it is: %s',
    (script) => {
      expect(() => parseScript(script)).toThrow(TooComplex)
      const before = process.threadCpuUsage()
      expect(isTooComplex(script)).toBe(true)
      const { user, system } = process.threadCpuUsage(before)
      expect((user + system) / 1_000).toBeLessThan(100)
    },
  )

  it('parses a long script, and tells what is wrong with one', () => {
    const lines = 'if [ -f "$a" ]; then echo "${a[0]}" | sort; fi\n'
    expect(parseScript(lines.repeat(200)).statements).toHaveLength(200)
    expect(() => parseScript(`${lines.repeat(200)}fi`)).toThrow(/syntax error|unexpected/)
    expect(isTooComplex(`${lines.repeat(200)}fi`)).toBe(false)
  })
})

describe('a script that nobody gets through', () => {
  it.each([
    ['needs no input', readsInput],
    ['is no copy', (script: string) => isOnlyCall(script, 'echo')],
    ['is not waited for', isIncomplete],
    ['is not well-formed', parses],
  ])('%s', (_name, asked) => {
    expect(asked(HOSTILE)).toBe(false)
  })
})
