import { afterEach, expect, it, vi } from 'vitest'

import { runPowerCommand } from './power.ts'

afterEach(() => vi.unstubAllEnvs())

it('gives a power command the environment of the server without the secrets in it', async () => {
  vi.stubEnv('KEYPLANE_MASTER_KEY', 'secret')
  vi.stubEnv('IPMI_PASSWORD', 'for the command')
  const command = ['sh', '-c', 'echo "$KEYPLANE_MASTER_KEY, $IPMI_PASSWORD" >&2; exit 1']
  const host = { address: '10.0.0.1', power: { start: command, stop: command } }
  const run = runPowerCommand(host, 'start', new AbortController().signal)
  await expect(run).rejects.toThrow('the start command of 10.0.0.1 failed: , for the command')
})
