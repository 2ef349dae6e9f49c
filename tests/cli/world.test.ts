import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

import {
  ACCOUNT,
  type ControlledKeyplane,
  startControlled,
  WORLD_SEED,
  WORLD_TOKEN,
} from '../e2e/world-server.ts'
import { runCli } from './run-cli.ts'

let keyplane: ControlledKeyplane

beforeAll(async () => {
  keyplane = await startControlled({ seed: WORLD_SEED, seedNumber: 1 })
})
afterAll(() => keyplane[Symbol.asyncDispose]())
beforeEach(() => keyplane.control.reset({}))

/** Runs `keyplane world …` against the server. */
function world(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return runCli(['world', ...args, '--url', keyplane.api, '--token', WORLD_TOKEN], {
    TZ: 'UTC',
    ...environment,
  })
}

const ZH = { KEYPLANE_LANG: 'zh' }
const OWNER = ['--dialect', 'tencent-cvm', '--account', ACCOUNT]

describe('keyplane world show', () => {
  test('tells everything, for people and for programs', async () => {
    await world([
      'fault',
      'add',
      '--error',
      'InternalServerError',
      '--action',
      'DescribeKeyPairs',
      '--nth',
      '3',
    ])
    await world(['hold', 'ins-running0', ...OWNER])
    const { stdout } = await world(['show'])
    expect(stdout).toMatch(/^the clock is real: /)
    expect(stdout).toContain('ins-running0 is held in its next operation\n')
    expect(stdout).toMatch(/fault-1 +action=DescribeKeyPairs nth=3 +error InternalServerError +0 +0\n/)
    const told = JSON.parse((await world(['show', '--json'])).stdout) as object
    expect(told).toMatchObject({ clock: { mode: 'real' }, seedNumber: 1, snapshots: [] })
  })
})

describe('keyplane world reset', () => {
  test('sets everything back, or one account', async () => {
    await world(['fault', 'add', '--delay', '1ms', '--account', ACCOUNT])
    await world(['fault', 'add', '--delay', '1ms', '--account', '1000000002'])
    expect(await world(['reset', '--account', ACCOUNT])).toMatchObject({ exitCode: 0 })
    expect((await keyplane.control.faults.list({})).items).toMatchObject([
      { match: { account: '1000000002' } },
    ])
    expect((await world(['reset'])).stdout).toBe('the world is set back\n')
    expect((await keyplane.control.faults.list({})).items).toEqual([])
    expect((await world(['reset'], ZH)).stdout).toBe('环境已恢复\n')
  })
})

describe('keyplane world snapshot save', () => {
  test('tells how much it kept; a name must be one', async () => {
    const { stdout, exitCode } = await world(['snapshot', 'save', 'first'])
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^saved first: \d+ rows\n$/) as unknown,
    })
    expect(await world(['snapshot', 'save', '../out'])).toMatchObject({ exitCode: 2 })
  })
})

describe('keyplane world snapshot load', () => {
  test('brings it back, or says that it is not there', async () => {
    await world(['snapshot', 'save', 'second'])
    expect(await world(['snapshot', 'load', 'second'])).toMatchObject({
      exitCode: 0,
      stdout: 'loaded second\n',
    })
    const { exitCode, stderr } = await world(['snapshot', 'load', 'nothing'])
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'keyplane: there is no snapshot named nothing\n',
    })
  })
})

describe('keyplane world snapshot list', () => {
  test('lists them by name', async () => {
    await world(['snapshot', 'save', 'b'])
    await world(['snapshot', 'save', 'a'])
    const { stdout } = await world(['snapshot', 'list'], ZH)
    expect(stdout).toMatch(/^名称 +保存时间 +行数\na +\S+ \S+ +\d+\nb /)
    const { items } = JSON.parse((await world(['snapshot', 'list', '--json'])).stdout) as { items: object[] }
    expect(items.slice(0, 2)).toMatchObject([{ name: 'a' }, { name: 'b' }])
  })
})

describe('keyplane world snapshot remove', () => {
  test('removes it once', async () => {
    await world(['snapshot', 'save', 'third'])
    expect(await world(['snapshot', 'remove', 'third'])).toMatchObject({
      exitCode: 0,
      stdout: 'removed third\n',
    })
    expect(await world(['snapshot', 'remove', 'third'])).toMatchObject({ exitCode: 2 })
  })
})

describe('keyplane world clock hold', () => {
  test('lets time stand still, at an instant that was given', async () => {
    const { stdout } = await world(['clock', 'hold', '--at', '2026-12-24T18:00:00Z', '--json'])
    expect(JSON.parse(stdout)).toEqual({ mode: 'held', now: '2026-12-24T18:00:00.000Z' })
    expect(await world(['clock', 'hold', '--at', 'tomorrow'])).toMatchObject({
      ...{
        exitCode: 2,
        stderr: 'keyplane: --at must be an instant such as 2026-12-24T18:00:00Z, not "tomorrow"\n',
      },
    })
  })
})

describe('keyplane world clock advance', () => {
  test('moves a held clock; a real one goes by itself', async () => {
    await world(['clock', 'hold', '--at', '2026-12-24T18:00:00Z'])
    const { stdout } = await world(['clock', 'advance', '90s', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ now: '2026-12-24T18:01:30.000Z' })
    expect(await world(['clock', 'advance', 'soon'])).toMatchObject({ exitCode: 2 })
    await world(['clock', 'real'])
    expect(await world(['clock', 'advance', '1s'])).toMatchObject({
      ...{ exitCode: 2, stderr: 'keyplane: the clock is not held; hold it first\n' },
    })
  })
})

describe('keyplane world clock real', () => {
  test('lets it go', async () => {
    await world(['clock', 'hold'])
    expect((await world(['clock', 'real'])).stdout).toMatch(/^the clock is real: /)
    expect(JSON.parse((await world(['clock', 'real', '--json'])).stdout)).toMatchObject({ mode: 'real' })
  })
})

describe('keyplane world hold', () => {
  test('names what it waits for', async () => {
    expect(await world(['hold', 'ins-running0', ...OWNER])).toMatchObject({
      ...{ exitCode: 0, stdout: 'ins-running0 is held in its next operation\n' },
    })
    expect(JSON.parse((await world(['hold', 'ins-running0', ...OWNER, '--json'])).stdout)).toEqual({
      ...{ dialect: 'tencent-cvm', account: ACCOUNT, instance: 'ins-running0' },
    })
    expect(await world(['hold', 'ins-nothere0', ...OWNER])).toMatchObject({ exitCode: 2 })
  })
})

describe('keyplane world release', () => {
  test('lets go what the seed file holds', async () => {
    expect(await world(['release', 'ins-busyyyy0', ...OWNER], ZH)).toMatchObject({
      ...{ exitCode: 0, stdout: 'ins-busyyyy0 已放行\n' },
    })
    const { stdout } = await world(['release', 'ins-stoppin0', ...OWNER, '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ instance: 'ins-stoppin0' })
    expect(await world(['release', 'ins-running0', ...OWNER])).toMatchObject({ exitCode: 2 })
  })
})

describe('keyplane world fault add', () => {
  test('every fault and every match', async () => {
    const add = (...args: string[]) => world(['fault', 'add', ...args])
    expect(
      await add('--error', 'InternalError', '--status', '503', '--message', 'as I like', '--nth', '2'),
    ).toMatchObject({
      ...{ exitCode: 0, stdout: 'fault-1\n' },
    })
    await add('--delay', '2s', '--rate', '0.5', '--dialect', 'alibaba-ecs', '--action', 'CreateKeyPair')
    await add('--cut', 'after', '--times', '1')
    await add('--half-answer')
    await add('--slow', '1s', '--instance', 'ins-running0', '--step', 'login')
    await add('--refuse', '--account', ACCOUNT)
    await add('--half-applied', '--json')
    const { items } = await keyplane.control.faults.list({})
    expect(items.map(({ fault, match }) => ({ fault, match }))).toEqual([
      { fault: { kind: 'error', code: 'InternalError', status: 503, message: 'as I like' }, match: {} },
      {
        fault: { kind: 'delay', delayMs: 2_000 },
        match: { dialect: 'alibaba-ecs', action: 'CreateKeyPair' },
      },
      { fault: { kind: 'cut', when: 'after' }, match: {} },
      { fault: { kind: 'half-answer' }, match: {} },
      { fault: { kind: 'slow', delayMs: 1_000 }, match: { instance: 'ins-running0', step: 'login' } },
      { fault: { kind: 'refused' }, match: { account: ACCOUNT } },
      { fault: { kind: 'half-applied' }, match: {} },
    ])
  })

  test('what does not go together is refused before the server is asked', async () => {
    const refused = async (...args: string[]) => {
      const { exitCode, stderr } = await world(['fault', 'add', ...args])
      expect(exitCode).toBe(2)
      return stderr
    }
    expect(await refused()).toContain('name one thing that goes wrong')
    expect(await refused('--refuse', '--half-answer')).toContain('name one thing that goes wrong')
    expect(await refused('--refuse', '--action', 'CreateKeyPair')).toContain('--action is of calls')
    expect(await refused('--delay', '1s', '--step', 'login')).toContain('--step are of machines')
    expect(await refused('--refuse', '--status', '500')).toContain('belong to --error')
    expect(await refused('--refuse', '--nth', 'first')).toContain('--nth must be a number')
    expect(await refused('--delay', 'long')).toContain('--delay must be a number')
  })
})

describe('keyplane world fault list', () => {
  test('a table, or what to do to have one', async () => {
    expect((await world(['fault', 'list'])).stdout).toBe(
      'there are no fault rules; add one by "keyplane world fault add"\n',
    )
    await world(['fault', 'add', '--refuse'])
    expect((await world(['fault', 'list'], ZH)).stdout).toMatch(
      /^ID +匹配 +故障 +匹配次数 +命中次数\nfault-1 +全部 +拒绝连接 +0 +0\n$/,
    )
    await world(['fault', 'add', '--cut', 'after'])
    expect((await world(['fault', 'list'], ZH)).stdout).toMatch(/fault-2 +全部 +执行后断开 /)
    expect((await world(['fault', 'list'])).stdout).toMatch(/fault-2 +everything +cut after /)
    expect(JSON.parse((await world(['fault', 'list', '--json'])).stdout)).toMatchObject({
      items: [{ id: 'fault-1' }, { id: 'fault-2' }],
    })
  })
})

describe('keyplane world fault remove', () => {
  test('removes it once', async () => {
    await world(['fault', 'add', '--refuse'])
    expect(await world(['fault', 'remove', 'fault-1'])).toMatchObject({
      exitCode: 0,
      stdout: 'removed fault-1\n',
    })
    expect(await world(['fault', 'remove', 'fault-1'])).toMatchObject({ exitCode: 2 })
  })
})
