import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { generateSync } from 'otplib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createOwnApiClient } from '../../src/own-api/client.ts'
import { heldClock } from '../held-clock.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { runCli } from './run-cli.ts'

const TOKEN = 'the-administrators-token'
const ZH = { KEYPLANE_LANG: 'zh' }
const ACME = ['--account', '1000000001']
const ALICE = [...ACME, '--user', 'alice']

const SEED = JSON.stringify({
  accounts: [
    {
      ...{ id: '1000000001', name: 'acme', requireMfa: ['StopInstances', 'ResetInstance'] },
      users: [
        { name: 'root', accessKeys: [{ id: 'AKIDacmeroot', secret: 'acme-root-secret' }] },
        {
          name: 'alice',
          accessKeys: [
            { id: 'AKIDalice', secret: 'alice-secret' },
            { id: 'AKIDold', secret: 'old-secret', disabled: true },
          ],
          policies: [
            {
              dialect: 'tencent-cvm',
              document: {
                version: '2.0',
                statement: [
                  { effect: 'allow', action: 'cvm:*', resource: '*' },
                  { effect: 'deny', action: 'cvm:StopInstances', resource: 'qcs::cvm:::instance/ins-1' },
                ],
              },
            },
          ],
        },
      ],
    },
    { id: '1000000002', name: '第二账号' },
  ],
})

const clock = heldClock(Date.parse('2026-11-21T12:00:00Z'))
const directory = mkdtempSync(join(tmpdir(), 'keyplane-cli-'))
let keyplane: TestKeyplane
beforeAll(async () => {
  keyplane = await startTestKeyplane({ adminToken: TOKEN, seed: SEED, mode: 'strict', clock })
})
afterAll(async () => {
  await keyplane[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true, force: true })
})

const run = (args: readonly string[], environment = {}) =>
  runCli([...args, '--url', keyplane.api, '--token', TOKEN], environment)

async function json(...args: readonly string[]): Promise<unknown> {
  const { exitCode, stdout, stderr } = await run([...args, '--json'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return JSON.parse(stdout)
}

function done(stdout: string) {
  return { exitCode: 0, stderr: '', stdout: `${stdout}\n` }
}

function refused(exitCode: number, message: string) {
  return { exitCode, stdout: '', stderr: `keyplane: ${message}\n` }
}

/** Compares the output in both languages with what is kept; resolves to the exit codes. */
async function compareSnapshots(name: string, args: readonly string[]): Promise<readonly number[]> {
  const exitCodes = []
  for (const language of ['en', 'zh']) {
    const { exitCode, stdout, stderr } = await run(args, { KEYPLANE_LANG: language })
    expect(stderr).toBe('')
    await expect(stdout).toMatchFileSnapshot(`snapshots/${name}.${language}.txt`)
    exitCodes.push(exitCode)
  }
  return exitCodes
}

function written(name: string, text: string): string {
  const file = join(directory, name)
  writeFileSync(file, text)
  return file
}

describe('keyplane account list', () => {
  it('lists accounts in both languages', async () => {
    expect(await compareSnapshots('account-list', ['account', 'list'])).toEqual([0, 0])
  })

  it('prints all pages as JSON', async () => {
    const own = createOwnApiClient({ url: keyplane.api, token: TOKEN })
    const ids = Array.from({ length: 105 }, (_, place) => String(5_000 + place))
    for (const id of ids) await own.accounts.create({ id, name: `n${id}` })
    const { items } = (await json('account', 'list')) as { items: { id: string }[] }
    expect(items.map(({ id }) => id)).toEqual(['1000000001', '1000000002', ...ids])
    for (const id of ids) await own.accounts.remove({ account: id })
  })

  it('teaches how to have one', async () => {
    await using empty = await startTestKeyplane({ adminToken: TOKEN })
    const reach = ['--url', empty.api, '--token', TOKEN]
    expect((await runCli(['account', 'list', ...reach])).stdout).toContain('keyplane account create')
  })
})

describe('keyplane account show', () => {
  it('shows one', async () => {
    expect(await compareSnapshots('account-show', ['account', 'show', '1000000001'])).toEqual([0, 0])
    expect(await json('account', 'show', '1000000002')).toEqual({
      ...{ id: '1000000002', name: '第二账号', requireMfa: [] },
    })
    expect(await run(['account', 'show', '7'])).toEqual(refused(2, 'there is no account "7"'))
  })
})

describe('keyplane account create', () => {
  it('takes one in', async () => {
    expect(await run(['account', 'create', 'Beta', '--id', '42'])).toEqual(done('created account 42'))
    expect(await run(['account', 'create', 'Gamma', '--id', '43'], ZH)).toEqual(done('已创建账号 43'))
    expect(await json('account', 'create', 'Delta', '--id', '44')).toEqual({
      ...{ id: '44', name: 'Delta', requireMfa: [] },
    })
    expect(await run(['account', 'create', 'made up'])).toMatchObject({
      stdout: expect.stringMatching(/^created account \d{12}\n$/),
    })
    expect(await run(['account', 'create', 'Twin', '--id', '42'])).toEqual(
      refused(1, 'there is an account of this id'),
    )
  })
})

describe('keyplane account rename', () => {
  it('gives it another name', async () => {
    expect(await run(['account', 'rename', '42', 'Beta GmbH'])).toEqual(
      done('account 42 is now called Beta GmbH'),
    )
    expect(await run(['account', 'rename', '42', 'Beta'], ZH)).toEqual(done('账号 42 已改名为 Beta'))
    expect(await json('account', 'rename', '42', 'B')).toMatchObject({ id: '42', name: 'B' })
  })
})

describe('keyplane account require-mfa', () => {
  it('sets actions, and takes all of them back', async () => {
    const all = ['StopInstances', 'ResetInstance']
    expect(await run(['account', 'require-mfa', '42', ...all])).toEqual(
      done('account 42 asks for a second factor before StopInstances ResetInstance'),
    )
    expect(await json('account', 'require-mfa', '42', 'StopInstances')).toMatchObject({
      requireMfa: ['StopInstances'],
    })
    expect(await run(['account', 'require-mfa', '42'], ZH)).toEqual(
      done('账号 42 的所有接口都不要求二次验证'),
    )
    expect(await run(['account', 'require-mfa', '42', 'Nonsense'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('"Nonsense" cannot need a second factor'),
    })
  })
})

describe('keyplane account delete', () => {
  it('takes it away', async () => {
    expect(await run(['account', 'delete', '43'])).toEqual(done('deleted account 43'))
    expect(await run(['account', 'delete', '44'], ZH)).toEqual(done('已删除账号 44'))
    expect(await run(['account', 'delete', '44'])).toEqual(refused(2, 'there is no account "44"'))
  })
})

describe('keyplane user list', () => {
  it('lists users in both languages', async () => {
    expect(await compareSnapshots('user-list', ['user', 'list', ...ACME])).toEqual([0, 0])
    expect((await run(['user', 'list', '--account', '1000000002'], ZH)).stdout).toContain('还没有用户')
    expect(await json('user', 'list', ...ACME)).toMatchObject({
      items: [{ name: 'alice', policies: 1 }, { name: 'root' }],
    })
  })

  it('needs an account', async () => {
    expect(await run(['user', 'list'])).toMatchObject({ exitCode: 2, stdout: '' })
  })
})

describe('keyplane user create', () => {
  it('takes one in', async () => {
    expect(await run(['user', 'create', 'bob', ...ACME])).toEqual(
      done('created user bob; "keyplane policy attach" says what the user may do'),
    )
    expect((await run(['user', 'create', 'carol', ...ACME], ZH)).stdout).toContain('已创建用户 carol')
    expect(await json('user', 'create', 'dave', ...ACME)).toEqual({
      ...{ name: 'dave', isRoot: false, policies: 0 },
    })
    expect(await run(['user', 'create', 'bob', ...ACME])).toEqual(
      refused(1, 'the account has a user of this name'),
    )
  })
})

describe('keyplane user delete', () => {
  it('takes one away, but not the account itself', async () => {
    expect(await run(['user', 'delete', 'bob', ...ACME])).toEqual(done('deleted user bob'))
    expect(await run(['user', 'delete', 'carol', ...ACME], ZH)).toEqual(done('已删除用户 carol'))
    expect(await run(['user', 'delete', 'root', ...ACME])).toEqual(
      refused(1, 'the user root is the account itself and goes with it'),
    )
  })
})

describe('keyplane key list', () => {
  it('lists keys in both languages, without their secrets', async () => {
    expect(await compareSnapshots('key-list', ['key', 'list', ...ALICE])).toEqual([0, 0])
    expect(await json('key', 'list', ...ACME)).toEqual({ items: [{ id: 'AKIDacmeroot', isDisabled: false }] })
    expect((await run(['key', 'list', ...ACME, '--user', 'dave'])).stdout).toContain('keyplane key create')
  })
})

describe('keyplane key create', () => {
  it('prints the secret once', async () => {
    const { stdout } = await run(['key', 'create', ...ALICE, '--id', 'AKIDnew'])
    const [, secret = ''] =
      /^access key {2}AKIDnew\nsecret {6}([0-9a-z]{40})\nThe secret is/.exec(stdout) ?? []
    expect(secret).not.toBe('')
    expect((await run(['key', 'list', ...ALICE, '--json'])).stdout).not.toContain(secret)
    const chinese = await run(['key', 'create', ...ALICE, '--form', 'tencent'], ZH)
    expect(chinese.stdout).toMatch(
      /^访问密钥 {2}AKID[0-9a-z]{32}\nSecret {4}[0-9a-z]{32}\nSecret 仅显示这一次/,
    )
    expect(await json('key', 'create', ...ALICE, '--form', 'alibaba')).toEqual({
      id: expect.stringMatching(/^LTAI/),
      isDisabled: false,
      secret: expect.any(String),
    })
    expect(await run(['key', 'create', ...ALICE, '--id', 'AKIDnew'])).toEqual(
      refused(1, 'there is an access key of this id, in this account or another'),
    )
  })
})

describe('keyplane key disable', () => {
  it('switches it off', async () => {
    expect(await run(['key', 'disable', 'AKIDnew', ...ALICE])).toEqual(done('disabled access key AKIDnew'))
    expect(await json('key', 'disable', 'AKIDnew', ...ALICE)).toEqual({ id: 'AKIDnew', isDisabled: true })
    expect(await run(['key', 'disable', 'AKIDnew', ...ACME])).toEqual(
      refused(2, 'the user has no access key of this id'),
    )
  })
})

describe('keyplane key enable', () => {
  it('switches it on', async () => {
    expect(await run(['key', 'enable', 'AKIDnew', ...ALICE], ZH)).toEqual(done('已启用访问密钥 AKIDnew'))
    expect(await json('key', 'enable', 'AKIDnew', ...ALICE)).toEqual({ id: 'AKIDnew', isDisabled: false })
  })
})

describe('keyplane key delete', () => {
  it('takes it away', async () => {
    expect(await run(['key', 'delete', 'AKIDnew', ...ALICE])).toEqual(done('deleted access key AKIDnew'))
    expect(await run(['key', 'delete', 'AKIDnew', ...ALICE])).toMatchObject({ exitCode: 2 })
  })
})

describe('keyplane policy list', () => {
  it('lists policies in both languages', async () => {
    expect(await compareSnapshots('policy-list', ['policy', 'list', ...ALICE])).toEqual([0, 0])
    expect(await json('policy', 'list', ...ALICE)).toMatchObject({
      items: [{ dialect: 'tencent-cvm', place: 'policies.0' }],
    })
    expect((await run(['policy', 'list', ...ACME, '--user', 'dave'], ZH)).stdout).toContain('还没有策略')
  })
})

const DAVE = [...ACME, '--user', 'dave']
const ATTACH = ['--dialect', 'alibaba-ecs']
const READ = { Version: '1', Statement: [{ Effect: 'Allow', Action: 'ecs:Describe*', Resource: '*' }] }

describe('keyplane policy attach', () => {
  it('attaches the document of a file, and warns of what has no effect', async () => {
    const file = written('read.json', JSON.stringify(READ))
    expect(await run(['policy', 'attach', file, ...DAVE, ...ATTACH])).toMatchObject({
      stdout: expect.stringMatching(/^attached policy [0-9a-f]{16}\n$/),
    })
    const statement = { Effect: 'Allow', Action: 'ecs:NoSuchAction', Resource: '*' }
    const odd = written('odd.json', JSON.stringify({ Version: '1', Statement: [statement] }))
    const { stdout } = await run(['policy', 'attach', odd, ...DAVE, ...ATTACH], ZH)
    expect(stdout).toMatch(/^已附加策略 [0-9a-f]{16}\n警告：Statement.*NoSuchAction/)
    const other = written(
      'other.json',
      JSON.stringify({ ...READ, Statement: [{ ...statement, Action: 'ecs:Run*' }] }),
    )
    expect(await json('policy', 'attach', other, ...DAVE, ...ATTACH)).toMatchObject({ warnings: [] })
  })

  it('refuses what cannot be read, what is no JSON, and what is no policy', async () => {
    const missing = ['policy', 'attach', 'missing.json', ...DAVE, ...ATTACH]
    expect(await run(missing)).toEqual(refused(2, 'missing.json cannot be read'))
    expect(await run(missing, ZH)).toEqual(refused(2, '无法读取 missing.json'))
    const broken = written('broken.json', '{')
    expect(await run(['policy', 'attach', broken, ...DAVE, ...ATTACH])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`${broken} is no JSON document`),
    })
    const wrong = written('wrong.json', '{"Version":"1"}')
    expect(await run(['policy', 'attach', wrong, ...DAVE, ...ATTACH])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^keyplane: document/),
    })
  })
})

describe('keyplane policy detach', () => {
  it('takes it from the user', async () => {
    const { items } = (await json('policy', 'list', ...DAVE)) as { items: { id: string }[] }
    expect(items).toHaveLength(3)
    const [first = { id: '' }, second = { id: '' }] = items
    expect(await run(['policy', 'detach', first.id, ...DAVE])).toEqual(done(`detached policy ${first.id}`))
    expect(await run(['policy', 'detach', second.id, ...DAVE], ZH)).toEqual(done(`已移除策略 ${second.id}`))
    expect(await run(['policy', 'detach', second.id, ...DAVE])).toEqual(
      refused(2, 'the user has no policy of this id'),
    )
  })
})

describe('keyplane policy check', () => {
  const place = ['--dialect', 'tencent-cvm', '--region', 'ap-guangzhou']
  const check = (action: string) => ['policy', 'check', action, ...ALICE, ...place]

  it('says which statement denies; exit code 1', async () => {
    expect(
      await compareSnapshots('policy-check-denied', [
        ...check('StopInstances'),
        '--parameters',
        '{"InstanceIds":["ins-1"]}',
      ]),
    ).toEqual([1, 1])
  })

  it('says which statements allow', async () => {
    expect(
      await compareSnapshots('policy-check-allowed', [
        ...check('cvm:AssociateInstancesKeyPairs'),
        ...['--resource', 'qcs::cvm:ap-guangzhou:uin/1000000001:instance/ins-1'],
        ...['--resource', 'qcs::cvm:ap-guangzhou:uin/1000000001:keypair/skey-1'],
      ]),
    ).toEqual([0, 0])
  })

  it('says what nothing allows', async () => {
    expect(
      await compareSnapshots('policy-check-open', ['policy', 'check', 'DescribeKeyPairs', ...DAVE, ...place]),
    ).toEqual([1, 1])
  })

  it('prints JSON, with the same exit code', async () => {
    const asked = [...check('StopInstances'), '--from', '10.0.0.1', '--plain']
    const { exitCode, stdout } = await run([...asked, '--json'])
    // Of every instance: none is denied by name, and the account wants a second factor.
    expect({ exitCode, answer: JSON.parse(stdout) as unknown }).toMatchObject({
      exitCode: 1,
      answer: { decision: 'deny', why: 'no-device' },
    })
  })

  it('takes an IP address only for where the call comes from', async () => {
    const asked = [...check('StopInstances'), '--from']
    expect(await run([...asked, '999.1.1.1'])).toEqual(
      refused(2, '--from must be an IP address, not "999.1.1.1"'),
    )
    expect(await run([...asked, 'home'], ZH)).toEqual(refused(2, '--from 必须是 IP 地址，而不是 "home"'))
    expect(await run([...asked, '2001:db8::1'])).toMatchObject({ exitCode: 1, stderr: '' })
  })

  it('takes an object only for parameters', async () => {
    for (const text of ['[]', '{']) {
      expect(await run([...check('StopInstances'), '--parameters', text])).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('--parameters must be a JSON object'),
      })
    }
  })
})

describe('keyplane mfa enrol', () => {
  it('prints the secret once', async () => {
    const english = await run(['mfa', 'enrol', ...ALICE])
    expect(english.stdout).toMatch(
      /^secret {9}[A-Z2-7]{32}\nfor a QR code {2}otpauth:\/\/totp\/\S+\nShown this once/,
    )
    const chinese = await run(['mfa', 'enrol', ...DAVE], ZH)
    expect(chinese.stdout).toMatch(/^密钥 {8}[A-Z2-7]{32}\n用于二维码 {2}otpauth:\S+\n仅显示这一次/)
    expect(await run(['mfa', 'enrol', ...ALICE])).toEqual(
      refused(1, 'the user has a device; remove it before another one is enrolled'),
    )
  })
})

describe('keyplane mfa show', () => {
  it('tells how a user stands', async () => {
    expect(await run(['mfa', 'show', ...ALICE])).toEqual(
      done('has a device, no code verified in the last 30 minutes'),
    )
    expect((await run(['mfa', 'show', ...ACME, '--user', 'root'], ZH)).stdout).toContain('没有设备')
    expect(await json('mfa', 'show', ...ALICE)).toEqual({ state: 'bound' })
  })
})

describe('keyplane mfa verify', () => {
  it('takes a code of the device', async () => {
    await run(['mfa', 'remove', ...ALICE])
    const { secret } = (await json('mfa', 'enrol', ...ALICE)) as { secret: string }
    const codeIn = (ms: number) => generateSync({ secret, epoch: (clock.now() + ms) / 1_000 })
    const { stdout } = await run(['mfa', 'verify', codeIn(0), ...ALICE])
    expect(stdout).toMatch(/^verified until 2026-11-\d\d \d\d:\d\d:00\n$/)
    expect(await json('mfa', 'verify', codeIn(30_000), ...ALICE)).toEqual({
      verifiedUntil: '2026-11-21T12:30:00.000Z',
    })
    expect((await run(['mfa', 'show', ...ALICE], ZH)).stdout).toMatch(/^已验证，有效期至 2026/)
    expect(await run(['mfa', 'verify', '12345', ...ALICE])).toEqual(refused(2, 'code: must be six digits'))
  })
})

describe('keyplane mfa remove', () => {
  it('takes the device away', async () => {
    expect(await run(['mfa', 'remove', ...ALICE])).toEqual(done('took the device of alice away'))
    expect(await run(['mfa', 'remove', ...DAVE], ZH)).toEqual(done('已解绑 dave 的设备'))
    expect(await run(['mfa', 'remove', ...ALICE])).toEqual(refused(2, 'the user has no device'))
  })
})

/** Ids and times differ from run to run and from place to place; the rest does not. */
function steady(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '00000000-0000-4000-8000-000000000000')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, '2026-01-01 00:00:00')
}

describe('keyplane token create', () => {
  it('prints the token once, and it is good for its scope', async () => {
    expect((await run(['token', 'list'])).stdout).toContain('keyplane token create')
    const { stdout } = await run(['token', 'create', 'ci', '--scope', 'reader', '--expires', '30d'])
    const [, token = ''] = /^id {5}\S+\ntoken {2}(kpt_[0-9a-z]{48})\nThe token is shown/.exec(stdout) ?? []
    const reach = ['--url', keyplane.api, '--token', token]
    expect(await runCli(['account', 'list', ...reach])).toMatchObject({ exitCode: 0 })
    expect(await runCli(['account', 'create', 'no', ...reach])).toEqual(
      refused(1, 'the token is good for reader; this needs admin'),
    )
    expect((await run(['token', 'create', 'bot', '--scope', 'operator'], ZH)).stdout).toContain(
      '令牌仅显示这一次',
    )
    expect(await json('token', 'create', 'day', '--scope', 'admin', '--expires', '24h')).toMatchObject({
      ...{ name: 'day', scope: 'admin', expiresAt: '2026-11-22T12:00:00.000Z' },
    })
  })

  it('refuses a time that is none', async () => {
    expect(await run(['token', 'create', 'x', '--scope', 'reader', '--expires', 'soon'])).toEqual(
      refused(2, '--expires must be a number with s, m, h or d, such as 8h, not "soon"'),
    )
    expect(await run(['token', 'create', 'x'])).toMatchObject({ exitCode: 2, stdout: '' })
  })
})

describe('keyplane token list', () => {
  it('lists tokens in both languages', async () => {
    const { items } = (await json('token', 'list')) as { items: { name: string }[] }
    expect(new Set(items.map(({ name }) => name))).toEqual(new Set(['ci', 'bot', 'day']))
    for (const language of ['en', 'zh']) {
      const { stdout } = await run(['token', 'list'], { KEYPLANE_LANG: language })
      // Those of one instant are ordered by their ids, which are drawn.
      const [head = '', ...rows] = steady(stdout).trimEnd().split('\n')
      const text = [head, ...rows.toSorted()].join('\n')
      await expect(`${text}\n`).toMatchFileSnapshot(`snapshots/token-list.${language}.txt`)
    }
  })
})

describe('keyplane token remove', () => {
  it('makes it worthless', async () => {
    const { items } = (await json('token', 'list')) as { items: { id: string }[] }
    const [first = { id: '' }, second = { id: '' }] = items
    expect(await run(['token', 'remove', first.id])).toEqual(done(`removed token ${first.id}`))
    expect(await run(['token', 'remove', second.id], ZH)).toEqual(done(`已删除令牌 ${second.id}`))
    expect(await run(['token', 'remove', first.id])).toEqual(refused(2, `there is no token "${first.id}"`))
  })
})
