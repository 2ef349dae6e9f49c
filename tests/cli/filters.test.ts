import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { INSTANCE_STATES } from '../../src/commands/kit/instance-states.ts'
import { INSTANCE_STATES as STATES_OF_THE_CORE } from '../../src/core/instances/instance.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { runCli } from './run-cli.ts'

const TOKEN = 'the-administrators-token'
const SEED = `
accounts:
  - { id: "1000000001", name: acme, users: [{ name: root }] }
instances:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-running0 }
`

let keyplane: TestKeyplane
beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED, adminToken: TOKEN })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

const cli = (args: readonly string[], environment = {}) =>
  runCli([...args, '--url', keyplane.api, '--token', TOKEN], environment)

describe('a list that filters leave nothing of', () => {
  it.each([
    [['instance', 'list', '--pending'], 'no instance matches', '没有符合条件的实例'],
    [['instance', 'list', '--state', 'stopped'], 'no instance matches', '没有符合条件的实例'],
    [['instance', 'list', '--dialect', 'alibaba-ecs'], 'no instance matches', '没有符合条件的实例'],
    [['keypair', 'list', '--account', '999'], 'no key pair matches', '没有符合条件的密钥对'],
    [['operation', 'list', '--outcome', 'failed'], 'no operation matches', '没有符合条件的操作'],
    [['calls', 'list', '--action', 'RunInstances'], 'no call matches', '没有符合条件的调用'],
    [['access', '--account', '999', '--no-look'], 'no key matches', '没有符合条件的密钥'],
  ])('%j says that none matches, and not how the first one is made', async (args, english, chinese) => {
    expect(await cli(args)).toEqual({ exitCode: 0, stdout: `${english}\n`, stderr: '' })
    expect((await cli(args, { KEYPLANE_LANG: 'zh' })).stdout).toBe(`${chinese}\n`)
  })

  it.each([[['keypair', 'list']], [['operation', 'list']], [['calls', 'list']], [['access', '--no-look']]])(
    '%j without a filter tells the next command',
    async (args) => {
      expect((await cli(args)).stdout).toContain('"keyplane ')
    },
  )
})

describe('a filter that nothing can match', () => {
  it.each([
    [['instance', 'list']],
    [['keypair', 'list']],
    [['operation', 'list']],
    [['operation', 'watch']],
    [['calls', 'list']],
    [['calls', 'watch']],
    [['access']],
  ])('%j refuses a cloud API that there is not, with those that there are', async (args) => {
    const english = await cli([...args, '--dialect', 'tencent'])
    expect(english).toMatchObject({ exitCode: 2, stdout: '' })
    expect(english.stderr).toMatch(
      /^keyplane: --dialect: no cloud API is called "tencent"; choose from .*tencent-cvm/,
    )
    const chinese = await cli([...args, '--dialect', 'tencent'], { KEYPLANE_LANG: 'zh' })
    expect(chinese.stderr).toMatch(/^keyplane: --dialect：没有名为 "tencent" 的云 API；可选 /)
  })

  it('keyplane instance list refuses a state that there is not, with those that there are', async () => {
    const english = await cli(['instance', 'list', '--state', 'on'])
    expect(english).toMatchObject({ exitCode: 2, stdout: '' })
    expect(english.stderr).toMatch(
      /^keyplane: "on" is not a valid --state; choose from running, stopped, .*corrupted\n$/,
    )
    expect([...INSTANCE_STATES].toSorted()).toEqual([...STATES_OF_THE_CORE].toSorted())
  })
})

describe('a choice that there is not', () => {
  it.each([
    [['env', 'foo'], '"foo" is not a valid <clients>; choose from ', '"foo" 不是有效的 <clients>；可选 '],
    [['completion', 'csh'], '"csh" is not a valid <shell>; choose from ', '"csh" 不是有效的 <shell>；可选 '],
    [
      ['keypair', 'create', 'one', '--type', 'dsa'],
      '"dsa" is not a valid --type; choose from ed25519, rsa-2048',
      '"dsa" 不是有效的 --type；可选 ed25519, rsa-2048',
    ],
  ])('%j names what was given, and what it was given for', async (args, english, chinese) => {
    const refused = await runCli(args)
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' })
    expect(refused.stderr).toContain(`keyplane: ${english}`)
    expect((await runCli(args, { KEYPLANE_LANG: 'zh' })).stderr).toContain(`keyplane: ${chinese}`)
  })
})
