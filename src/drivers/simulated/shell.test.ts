import { setTimeout as wait } from 'node:timers/promises'

import { afterAll, describe, expect, it } from 'vitest'

import type { Script } from './run-script.ts'
import { Shell } from './shell.ts'

/** The parser of the shell never comes to an end with it. */
const HOSTILE = '}f${[fi[ jnda'

/** Shorter than it is in earnest: the tests wait for it. */
const shell = new Shell({ longestCpuMs: 1_500 })
afterAll(() => shell[Symbol.asyncDispose]())

function run(text: string, more: Partial<Script> = {}) {
  const { signal } = new AbortController()
  const machine = { instanceId: 'i-1', user: 'root', disk: {}, env: {}, stdin: Buffer.alloc(0) }
  return shell.run({ ...machine, text, signal, sleep: (ms) => wait(ms), ...more })
}

describe('the shell in its thread', () => {
  it('runs scripts with their input, and keeps what they write', async () => {
    const result = await run('cat > a; hostname; ls', { stdin: Buffer.from([0, 200, 10]) })
    expect(result).toMatchObject({ exitCode: 0, stdout: 'i-1\na\n', stderr: '' })
    expect(result.disk['/root/a']).toMatchObject({ kind: 'binary', base64: 'AMgK' })
  })

  it('tells of a text what it is, before it runs', async () => {
    expect(await shell.look('readsInput', 'cat')).toBe(true)
    expect(await shell.look('readsInput', 'uptime')).toBe(false)
    expect(await shell.look('isOnlyCall', 'scp -t x', 'scp')).toBe(true)
    expect(await shell.look('isIncomplete', 'if true')).toBe(true)
  })

  it('lets others run while one sleeps, and wakes it', async () => {
    const { promise: slept, resolve: wake } = Promise.withResolvers<void>()
    const late = run('sleep 100; echo late', { sleep: () => slept })
    expect(await run('echo soon')).toMatchObject({ stdout: 'soon\n' })
    wake()
    expect(await late).toMatchObject({ stdout: 'late\n' })
  })

  it('stops a script that is given up by who asked for it', async () => {
    const gone = new AbortController()
    const { promise: slept, resolve: wake } = Promise.withResolvers<void>()
    const stopped = run('sleep 100; echo late', { signal: gone.signal, sleep: () => slept })
    await run('true')
    gone.abort()
    wake()
    expect((await stopped).stdout).toBe('')
  })
})

describe('a text that the shell never comes to an end with', () => {
  it.each([
    ['given to eval', `eval '${HOSTILE}'`],
    ['in a file that is read', `echo '${HOSTILE}' > f; source ./f`],
    ['in a file that is run', `echo '${HOSTILE}' > f; chmod +x f; ./f`],
  ])('is given up, %s, while the process answers others', async (_where, text) => {
    const before = performance.eventLoopUtilization()
    const disk = { '/root/kept': { kind: 'directory', mode: 0o755 } } as const
    const result = await run(text, { disk })
    expect(result).toMatchObject({ exitCode: 2, stderr: 'bash: command line too complex\n', disk })
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.9)
  })

  it('costs others their time only: they are run again, each by itself', async () => {
    const { promise: slept, resolve: wake } = Promise.withResolvers<void>()
    const sleeps: number[] = []
    const sleeping = run('sleep 100; echo slept', {
      sleep: (ms) => {
        sleeps.push(ms)
        return slept
      },
    })
    await run('true')
    const hostile = run(`eval '${HOSTILE}'`)
    const others = [run('echo one'), run('for i in 1 2 3; do echo $i; done')]
    expect(await hostile).toMatchObject({ exitCode: 2 })
    expect((await Promise.all(others)).map(({ stdout }) => stdout)).toEqual(['one\n', '1\n2\n3\n'])
    wake()
    expect(await sleeping).toMatchObject({ stdout: 'slept\n' })
    expect(sleeps).toEqual([100_000, 100_000])
  })
})

it('is over when it is closed: what runs then is given up', async () => {
  const closed = new Shell()
  const { signal } = new AbortController()
  const machine = { instanceId: 'i-1', user: 'root', disk: {}, env: {}, stdin: Buffer.alloc(0) }
  const { promise: never } = Promise.withResolvers<void>()
  const running = closed.run({ ...machine, text: 'sleep 100', signal, sleep: () => never })
  await closed[Symbol.asyncDispose]()
  expect(await running).toMatchObject({ exitCode: 2 })
})
