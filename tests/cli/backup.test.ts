import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import { startTestKeyplane } from '../start-keyplane.ts'
import { runCli } from './run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'keyplane-cli-backup-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('keyplane backup and keyplane restore', () => {
  it('say in both languages what they wrote, and --force takes the place of a file', async () => {
    const data = join(folder, 'data')
    const file = join(folder, 'backup.gz')
    await using server = await startTestKeyplane({ data })
    expect(server.ssh).not.toBe('off')
    const written = await runCli(['backup', file, '--data', data])
    expect(written).toMatchObject({ exitCode: 0, stderr: '' })
    expect(written.stdout).toMatch(/rows of \d+ tables\.\nThe master key is not in it: keep /)
    expect(await runCli(['backup', file, '--data', data])).toMatchObject({ exitCode: 2, stdout: '' })
    const again = await runCli(['backup', file, '--data', data, '--force'], { KEYPLANE_LANG: 'zh' })
    expect(again.stdout).toMatch(/：\d+ 个表，共 \d+ 行。\n主密钥不在其中：请把 /)
    const copy = { KEYPLANE_DATA: join(folder, 'copy'), KEYPLANE_MASTER_KEY: 'ab'.repeat(32) }
    expect(await runCli(['restore', file], copy)).toMatchObject({ exitCode: 2, stdout: '' })
  })
})
