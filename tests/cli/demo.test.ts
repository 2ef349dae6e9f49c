import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { execa } from 'execa'
import { describe, expect, it } from 'vitest'

import { sshPassword } from '../ssh-client.ts'
import { runCli } from './run-cli.ts'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts')

describe('keyplane demo', () => {
  it.each([
    ['en', /^One machine on each cloud; the password of all is ([\w-]+)\. /],
    ['zh', /^每家云各有一台机器，密码都是 ([\w-]+)。/],
  ])(
    'gives a machine on each cloud that one can log in to, until it is stopped: %s',
    async (language, first) => {
      const args = [MAIN, 'demo', '--listen', '127.0.0.1:0', '--ssh-listen', '0.0.0.0:0']
      const demo = execa(process.execPath, args, { env: { KEYPLANE_LANG: language }, reject: false })
      const lines: string[] = []
      for await (const line of createInterface({ input: demo.stdout })) {
        lines.push(line)
        if (line.startsWith('  keyplane env')) break
      }
      const [, password = ''] = first.exec(lines[0] ?? '') ?? []
      const logins = lines.flatMap((line) => {
        const [, port, user = '', host = ''] = /ssh -p (\d+) (\S+)@(\S+)$/.exec(line) ?? []
        return port === undefined ? [] : [{ port: Number(port), user, host }]
      })
      expect(logins).toHaveLength(4)
      for (const login of logins) {
        expect(await sshPassword({ ...login, password, command: 'whoami' })).toMatchObject({ exitCode: 0 })
      }
      const [, KEYPLANE_URL = '', KEYPLANE_ADMIN_TOKEN = ''] =
        /KEYPLANE_URL=(\S+) KEYPLANE_ADMIN_TOKEN=(\S+)/.exec(lines.join('\n')) ?? []
      const status = await runCli(['status', '--json'], { KEYPLANE_URL, KEYPLANE_ADMIN_TOKEN })
      expect(JSON.parse(status.stdout)).toMatchObject({ isReady: true, counts: { instances: 4 } })
      demo.kill('SIGTERM')
      expect((await demo).exitCode).toBe(0)
    },
  )
})
