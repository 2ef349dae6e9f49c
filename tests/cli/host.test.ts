import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { runCli } from './run-cli.ts'

const TOKEN = 'token-of-the-host-tests'
const HOST_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'
const SEED = `
accounts:
  - { id: "1000000001", name: acme }
instances:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-host0001, name: web-1, driver: linux-host, host: { address: 127.0.0.1, port: 1, user: deploy, hostKeys: ["${HOST_KEY}"] } }
`

let server: TestKeyplane
beforeAll(async () => {
  server = await startTestKeyplane({ seed: SEED, adminToken: TOKEN })
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

const run = (args: readonly string[], language = 'en') =>
  runCli(args, { KEYPLANE_URL: server.api, KEYPLANE_ADMIN_TOKEN: TOKEN, KEYPLANE_LANG: language })

describe('keyplane host list', () => {
  it.each(['en', 'zh'])('shows hosts as a table: %s', async (language) => {
    const { exitCode, stdout } = await run(['host', 'list'], language)
    expect(exitCode).toBe(0)
    await expect(stdout).toMatchFileSnapshot(`snapshots/host-list.${language}.txt`)
  })
})

describe('with more hosts than come on one page', () => {
  const COUNT = 501
  const way = { address: '127.0.0.1', port: 1, user: 'deploy', hostKeys: [HOST_KEY] }
  const place = { dialect: 'tencent-cvm', account: 'acme', region: 'ap-guangzhou' }
  const many = JSON.stringify({
    accounts: [{ id: '1000000001', name: 'acme' }],
    instances: Array.from({ length: COUNT }, (_, at) => {
      const id = `ins-${String(at).padStart(8, '0')}`
      return { ...place, id, name: `host-${at}`, driver: 'linux-host', host: way }
    }),
  })

  it('all of them are listed, counted and found by name', async () => {
    await using crowded = await startTestKeyplane({ seed: many, adminToken: TOKEN, logLevel: 'silent' })
    const of = { KEYPLANE_URL: crowded.api, KEYPLANE_ADMIN_TOKEN: TOKEN, KEYPLANE_LANG: 'en' }
    const listed = JSON.parse((await runCli(['host', 'list', '--json'], of)).stdout) as { items: unknown[] }
    expect(listed.items).toHaveLength(COUNT)
    const status = JSON.parse((await runCli(['status', '--json'], of)).stdout) as object
    expect(status).toMatchObject({ counts: { hosts: COUNT } })
    const last = await runCli(['host', 'check', `host-${COUNT - 1}`, '--json'], of)
    expect(JSON.parse(last.stdout)).toMatchObject({ id: 'ins-00000500', state: 'unreachable' })
  })
})

describe('keyplane host check', () => {
  it.each(['en', 'zh'])('tells of a host that does not answer: %s', async (language) => {
    const { exitCode, stdout } = await run(['host', 'check', 'web-1', '--mode', 'report'], language)
    expect(exitCode).toBe(1)
    await expect(stdout).toMatchFileSnapshot(`snapshots/host-check.${language}.txt`)
  })
})

describe('keyplane host add', () => {
  const of = ['--account', '1000000001']
  it.each([
    [['127.0.0.1', '--port', '1', '--agent', '--accept-new', ...of], 1, '127.0.0.1:1'],
    [['127.0.0.1', '--dialect', 'nimbus', ...of], 2, 'nimbus'],
    [['127.0.0.1', '--login-user', '1st', ...of], 2, 'loginUser: must be a Linux user name'],
    [['127.0.0.1', '--agent', '--identity', 'key', ...of], 2, '--identity and --agent exclude each other'],
    [
      ['127.0.0.1', '--drift', 'ignore', ...of],
      2,
      '"ignore" is not a valid --drift; choose from report, adopt, enforce',
    ],
    [['127.0.0.1'], 2, 'option --account <id> is required'],
  ])('%j ends with %i', async (args, exitCode, words) => {
    const refused = await run(['host', 'add', ...args])
    expect(refused).toMatchObject({ exitCode, stdout: '' })
    expect(refused.stderr).toContain(words)
  })
})
