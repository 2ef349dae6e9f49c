import { describe, expect, it } from 'vitest'

import { isIncomplete, isOnlyCall, readsInput } from './script-input.ts'

describe('readsInput', () => {
  it.each([
    'cat',
    'cat -n',
    'cat -',
    'head -n 5',
    'grep x',
    'grep -A 2 x',
    "exec sh -c 'cd; cat >> f'",
    'bash -s',
    'sh',
    'while read l; do echo $l; done',
    'x=$(cat)',
    'echo x > $(cat)',
    'timeout 5 cat',
    'env A=b cat',
    '( cat )',
    'f() { cat; }; f',
    '$X y',
    'true && tee f',
    'cat | grep x',
  ])('waits for the input of %j', (script) => {
    expect(readsInput(script)).toBe(true)
  })

  it.each([
    'echo hi',
    'exit',
    'cat /etc/hostname',
    'cat < f',
    '{ cat; } < f',
    'head -n 5 f',
    'head -5 f',
    'ls | grep x',
    'grep -A 2 x f',
    "sh -c 'echo hi'",
    'while read l; do echo $l; done < f',
    'cat f | while read l; do :; done',
    'echo $(hostname)',
    'timeout 5 echo',
    'cat <<E\nx\nE\n',
    'cat <<< x',
    '[ -z `tail -1c f` ]',
    'if true; then',
    'no-such-command',
  ])('runs %j at once', (script) => {
    expect(readsInput(script)).toBe(false)
  })

  it('gives up on nesting without end and waits', () => {
    const script = Array.from({ length: 12 }).reduce<string>(
      (inner) => `sh -c ${JSON.stringify(inner)}`,
      'echo hi',
    )
    expect(readsInput(script)).toBe(true)
  })
})

describe('isIncomplete', () => {
  it.each([
    'if true; then',
    'for i in 1 2',
    'echo "abc',
    "echo 'abc",
    'cat <<X\nabc',
    'a &&\n',
    'a |\n',
    'a \\\n',
    'f() {\n',
  ])('asks for more after %j', (script) => {
    expect(isIncomplete(script)).toBe(true)
  })

  it.each(['echo hi', 'fi', 'echo )', 'for i in 1; do echo $i; done\n', 'cat <<X\nabc\nX\n', '', 'fi\n'])(
    'runs %j',
    (script) => {
      expect(isIncomplete(script)).toBe(false)
    },
  )
})

describe('isOnlyCall', () => {
  it.each(['scp -t /tmp', "  scp -f 'a b'", '/usr/bin/scp -t x', 'LC_ALL=C scp -t ~/x', 'scp'])(
    'sees a call in %j',
    (script) => {
      expect(isOnlyCall(script, 'scp')).toBe(true)
    },
  )

  it.each([
    'scp -t x; rm y',
    'cd d && scp -t x',
    'cat f | scp -t x',
    'scp -t x < f',
    'echo scp -t x',
    '$X -t x',
    'scpx -t',
    'if',
    '',
  ])('sees something else in %j', (script) => {
    expect(isOnlyCall(script, 'scp')).toBe(false)
  })
})
