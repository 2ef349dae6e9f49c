import { join } from 'node:path'

import { execa } from 'execa'
import { afterAll, beforeAll, expect, it } from 'vitest'

import {
  ACCOUNT,
  type ControlledKeyplane,
  startControlled,
  WORLD_SEED,
  WORLD_TOKEN,
} from '../e2e/world-server.ts'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts')
const POWERED = { dialect: 'tencent-cvm', account: ACCOUNT, instance: 'ins-running0' }
const BOUND = { dialect: 'tencent-lighthouse', account: ACCOUNT, instance: 'lhins-running0' }
/** Far longer than the command may wait, and the operation is held for longer still. */
const PATIENCE_MS = 30_000

let keyplane: ControlledKeyplane

beforeAll(async () => {
  keyplane = await startControlled({ seed: WORLD_SEED, seedNumber: 1 })
  const { dialect, account } = BOUND
  await keyplane.own.keyPairs.create({ dialect, account, region: 'ap-guangzhou', name: 'team' })
  for (const held of [POWERED, BOUND]) await keyplane.control.holds.hold(held)
}, 60_000)

afterAll(async () => {
  for (const held of [POWERED, BOUND]) await keyplane.control.holds.release(held)
  await keyplane[Symbol.asyncDispose]()
})

it.each([
  ['instance reboot', [POWERED.instance, '--wait']],
  ['bind', ['--key', 'team', '--instances', BOUND.instance, '--force']],
])(
  'the process of %s ends when --timeout is over, though the operation goes on',
  async (command, args) => {
    const line = [...command.split(' '), ...args, '--timeout', '500ms']
    const ended = await execa(process.execPath, [MAIN, ...line], {
      env: { KEYPLANE_URL: keyplane.api, KEYPLANE_ADMIN_TOKEN: WORLD_TOKEN, KEYPLANE_LANG: 'en' },
      reject: false,
      stdin: 'ignore',
      timeout: PATIENCE_MS,
    })
    expect(ended).toMatchObject({
      exitCode: 3,
      stdout: '',
      stderr: 'keyplane: --timeout is over with 1 still under way. What has begun goes on in the server',
    })
  },
  2 * PATIENCE_MS,
)
