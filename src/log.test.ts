import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { Secret } from './core/secret.ts'

/** What a log of that level writes to stderr for one error, one warning and one piece of information. */
function written(level: string): readonly { level: number; msg: string }[] {
  const script = `import { createLog } from ${JSON.stringify(join(import.meta.dirname, 'log.ts'))}
    import { Secret } from ${JSON.stringify(join(import.meta.dirname, 'core', 'secret.ts'))}
    const log = createLog(${JSON.stringify(level)})
    log.error({ err: new Error('outer', { cause: new Error('inner') }), secret: new Secret('hidden') }, 'an error')
    log.warn({}, 'a warning')
    log.info({}, 'information')`
  const { stderr, stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  })
  expect(stdout).toBe('')
  expect(stderr).not.toContain('hidden')
  return stderr
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { level: number; msg: string })
}

describe('the log', () => {
  it.each([
    ['info', ['an error', 'a warning', 'information']],
    ['warn', ['an error', 'a warning']],
    ['error', ['an error']],
    ['silent', []],
  ])('at level %s writes %j', (level, messages) => {
    expect(written(level).map(({ msg }) => msg)).toEqual(messages)
  })

  it('tells the whole chain of causes, and no secret', () => {
    const [line] = written('error')
    expect(JSON.stringify(line)).toContain('inner')
    expect(String(new Secret('hidden'))).toBe('[secret]')
  })
})
