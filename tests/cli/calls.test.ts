import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { heldClock } from '../held-clock.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { createContext } from '../../src/commands/kit/context.ts'
import { runProgram } from '../../src/program.ts'
import { runCli } from './run-cli.ts'

const TOKEN = 'the-administrators-token'
const ZH = { KEYPLANE_LANG: 'zh' }

let keyplane: TestKeyplane
let requestId = ''
beforeAll(async () => {
  keyplane = await startTestKeyplane({ adminToken: TOKEN, clock: heldClock(Date.now()) })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

const calls = (args: readonly string[], environment = {}) =>
  runCli(['calls', ...args, '--url', keyplane.api, '--token', TOKEN], environment)

function client({ endpoint } = keyplane) {
  return new cvm.v20170312.Client({
    credential: { secretId: 'AKcommands', secretKey: 'keyplane' },
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint, protocol: 'http://' } },
  })
}

/** Times and ids differ from run to run; the rest does not. */
function steady(text: string): string {
  return (
    text
      .replaceAll(requestId, 'REQUEST-ID')
      // How long it took, and with it how wide the column is.
      .replaceAll(/ {2,}/g, '  ')
      .replaceAll(/ \d+\.\d /g, ' 0.0 ')
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, '2026-01-01 00:00:00')
  )
}

describe('keyplane calls list', () => {
  it('teaches how to have one', async () => {
    expect(await calls(['list'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('keyplane env'),
    })
    expect((await calls(['list'], ZH)).stdout).toContain('还没有调用')
  })

  it('lists calls in both languages, and as JSON', async () => {
    const created = await client().CreateKeyPair({ KeyName: 'made', ProjectId: 0 })
    requestId = created.RequestId ?? ''
    const filters = [
      '--dialect',
      'tencent-cvm',
      '--action',
      'CreateKeyPair',
      '--outcome',
      'ok',
      '--limit',
      '5',
    ]
    const english = await calls(['list', ...filters])
    await expect(steady(english.stdout)).toMatchFileSnapshot('snapshots/calls-list.en.txt')
    const chinese = await calls(['list', ...filters], ZH)
    await expect(steady(chinese.stdout)).toMatchFileSnapshot('snapshots/calls-list.zh.txt')
    const json = JSON.parse((await calls(['list', '--json', ...filters])).stdout) as { items: object[] }
    expect(json.items).toMatchObject([{ action: 'CreateKeyPair', requestId, outcome: 'ok' }])
  })

  it('finds none of another account or outcome', async () => {
    expect((await calls(['list', '--account', '1', '--json'])).stdout).toBe('{"items":[]}\n')
    expect((await calls(['list', '--outcome', 'refused', '--json'])).stdout).toBe('{"items":[]}\n')
  })

  it('refuses a limit that is none', async () => {
    expect(await calls(['list', '--limit', 'many'])).toMatchObject({
      exitCode: 2,
      stderr: 'keyplane: --limit must be a number from 1 to 500, not "many"\n',
    })
  })
})

describe('keyplane calls show', () => {
  it('shows what was sent and answered, without the private key', async () => {
    const { stdout } = await calls(['show', requestId])
    expect(stdout).toContain('KeyName ProjectId')
    expect(stdout).toContain('POST /')
    expect(stdout).toContain('"PrivateKey":"[secret]"')
    expect(JSON.parse((await calls(['show', requestId, '--json'])).stdout)).toMatchObject({ requestId })
    expect((await calls(['show', requestId], ZH)).stdout).toContain('已读取的参数')
  })

  it('says that it does not know a call', async () => {
    expect(await calls(['show', 'none'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('none'),
    })
  })
})

describe('keyplane calls watch', () => {
  it.each([[], ['--json']])('shows calls as they come, until the server ends: %j', async (...json) => {
    const server = await startTestKeyplane({ adminToken: TOKEN })
    let seen = ''
    const out = { write: (text: string) => (seen += text) }
    const context = createContext({ environment: {}, out, err: { write: () => true } })
    const reach = ['--url', server.api, '--token', TOKEN]
    const ended = runProgram(
      ['calls', 'watch', ...reach, '--action', 'DescribeZones', ...json.flat()],
      context,
    )
    const calling = client(server)
    // Calls before the first look are not told: the log begins with the answer to it.
    await expect
      .poll(async () => {
        await calling.DescribeZones()
        return seen
      })
      .toContain('DescribeZones')
    await server[Symbol.asyncDispose]()
    await ended
  })
})
