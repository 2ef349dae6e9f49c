import { PassThrough } from 'node:stream'
import type { ServerChannel } from 'ssh2'
import { expect, it, vi } from 'vitest'

import { runScriptedShell } from './scripted-shell.ts'
import { ShellSession } from './shell-session.ts'

it('ends over a line that is longer than a script may be, and reads no further', async () => {
  const run = vi.fn<() => Promise<undefined>>(() => Promise.resolve(undefined))
  const login = { machineId: '1', instanceId: 'ins-1', user: 'ubuntu', boots: 1 }
  const session = new ShellSession({ look: () => Promise.resolve(false), run }, login, {})
  const channel = Object.assign(new PassThrough(), { stderr: new PassThrough() })
  for (let sent = 0; sent < 32; sent += 1) channel.write('x'.repeat(2 ** 16))
  const { signal } = new AbortController()
  expect(await runScriptedShell(channel as unknown as ServerChannel, session, signal)).toBe(1)
  expect(run).not.toHaveBeenCalled()
  expect(channel.readableLength).toBeGreaterThan(0)
})
