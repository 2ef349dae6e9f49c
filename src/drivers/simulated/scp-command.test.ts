import { describe, expect, it } from 'vitest'

import { scpOptions, scpWords } from './scp-command.ts'

describe('scpOptions', () => {
  it.each([
    ['-t /tmp', 'sink', '', ['/tmp']],
    ['-vt /tmp', 'sink', '', ['/tmp']],
    ['-v -r -d -t -- -odd', 'sink', 'rd', ['-odd']],
    ['-rpt x', 'sink', 'rp', ['x']],
    ['-q -f a b', 'source', '', ['a', 'b']],
    ['-p -f -- a', 'source', 'p', ['a']],
  ])('reads %s', (words, role, letters, paths) => {
    expect(scpOptions(words.split(' '))).toEqual({
      role,
      isRecursive: letters.includes('r'),
      preserves: letters.includes('p'),
      needsDirectory: letters.includes('d'),
      paths,
    })
  })

  it.each(['a b:', '-t', '-t a b', '-t -i key a', '-S prog -t a', ''])(
    'knows no end of a copy in %s',
    (words) => {
      expect(scpOptions(words.split(' ').filter((word) => word !== ''))).toBeUndefined()
    },
  )
})

describe('scpWords', () => {
  it('calls the name without its directory', () => {
    expect(scpWords('/usr/bin/scp -t x')).toMatch(/\nscp -t x$/)
  })
})
