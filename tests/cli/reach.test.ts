import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { startTestKeyplane } from '../start-keyplane.ts'
import { runCli } from './run-cli.ts'

describe('how a command finds its server', () => {
  it('takes the token file of the data directory, and flags before the environment', async () => {
    const data = mkdtempSync(join(tmpdir(), 'keyplane-reach-'))
    try {
      await using server = await startTestKeyplane({ data })
      const nowhere = { KEYPLANE_URL: 'http://127.0.0.1:1' }
      expect(
        await runCli(['host', 'list', '--url', `${server.api}/`, '--data', data, '--json'], nowhere),
      ).toEqual({
        exitCode: 0,
        stdout: '{"items":[]}\n',
        stderr: '',
      })
      const environment = { KEYPLANE_URL: server.api, KEYPLANE_DATA: data }
      expect((await runCli(['host', 'list'], environment)).exitCode).toBe(0)
      const wrong = await runCli(['host', 'list', '--token', 'not-the-token-at-all'], environment)
      expect(wrong).toMatchObject({ exitCode: 2, stdout: '' })
    } finally {
      rmSync(data, { recursive: true, force: true })
    }
  })

  it.each([
    [['--url', 'here'], 2, '--url must be http://HOST:PORT or https://HOST:PORT, not "here"'],
    [['--url', 'http://127.0.0.1:1', '--token', 'any'], 1, 'no Keyplane answers at http://127.0.0.1:1'],
    [['--data', '/nowhere'], 2, 'there is no /nowhere/admin.token; set KEYPLANE_ADMIN_TOKEN'],
  ])('says what is wrong with %j', async (args, exitCode, message) => {
    const refused = await runCli(['host', 'list', ...args])
    expect(refused).toMatchObject({ exitCode, stdout: '' })
    expect(refused.stderr).toContain(`keyplane: ${message}`)
  })

  it.each([
    [{ LANG: 'zh_CN.UTF-8' }, '必须是'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'must be'],
    [{ LC_MESSAGES: 'zh_TW', LANG: 'en_US.UTF-8' }, '必须是'],
    [{ KEYPLANE_LANG: 'en', LC_ALL: 'zh_CN.UTF-8' }, 'must be'],
    [{ LANG: 'zhuang' }, 'must be'],
  ])('speaks the language of %j', async (environment, words) => {
    expect((await runCli(['host', 'list', '--url', 'here'], environment)).stderr).toContain(words)
  })

  it.each([
    [['nothing'], 'unknown command nothing; see keyplane --help', '未知命令 nothing'],
    [['host', 'list', '--colour'], 'unknown option --colour', '未知选项 --colour'],
    [['host', 'remove'], 'missing argument <id>', '缺少参数 <id>'],
    [['host', 'list', 'more'], 'too many arguments for list', 'list 的参数过多'],
    [['host', 'list', '--url'], 'option --url <url> needs a value', '选项 --url <url> 需要一个值'],
  ])('complains about %j in both languages', async (args, english, chinese) => {
    expect(await runCli(args)).toEqual({ exitCode: 2, stdout: '', stderr: `keyplane: ${english}\n` })
    const complained = await runCli(args, { KEYPLANE_LANG: 'zh' })
    expect(complained.stderr).toContain(`keyplane: ${chinese}`)
  })
})
