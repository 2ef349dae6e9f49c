import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { execa } from 'execa'
import { expect, it } from 'vitest'

import { startServer } from '../server-process.ts'
import { sshKey } from '../ssh-client.ts'

const ROOT = join(import.meta.dirname, '..', '..')

it.each(['README.md', 'README.zh-CN.md'])('the first signed call of %s does what it says', async (readme) => {
  const [, code = ''] = /```js\n([^]*?)```/.exec(readFileSync(join(ROOT, readme), 'utf8')) ?? []
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-readme-'))
  const server = await startServer([
    '--data',
    'memory',
    '--listen',
    '127.0.0.1:0',
    '--ssh-listen',
    '0.0.0.0:0',
  ])
  try {
    mkdirSync(join(folder, 'node_modules'))
    const sdk = join('node_modules', 'tencentcloud-sdk-nodejs')
    symlinkSync(join(ROOT, sdk), join(folder, sdk))
    // Only the ports differ from what a reader types.
    const ported = code
      .replace('127.0.0.1:7420', new URL(server.api).host)
      .replace('-p 7422', `-p ${server.sshPort}`)
    writeFileSync(join(folder, 'first-call.mjs'), ported)
    const { stdout } = await execa(process.execPath, ['first-call.mjs'], { cwd: folder })

    const privateKey = stdout.slice(0, stdout.indexOf('ssh -i'))
    const match = /ssh -i key\.pem -p (\d+) ([^@]+)@(\S+)$/.exec(stdout)
    expect(match, stdout.slice(-200)).not.toBeNull()
    const [, port, user = '', host = ''] = match ?? []
    const login = await sshKey({ host, port: Number(port), user, privateKey, command: 'whoami' })
    expect(login).toMatchObject({ exitCode: 0, stdout: `${user}\n` })
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
