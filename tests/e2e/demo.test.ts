import { join } from 'node:path'

import { execa } from 'execa'
import { expect, it } from 'vitest'

it('npm run demo shows every fact on every cloud, in less than 30 s', async () => {
  const script = join(import.meta.dirname, '..', '..', 'demo', 'run.ts')
  const { exitCode, stdout } = await execa(process.execPath, [script], { reject: false, timeout: 30_000 })
  const table = stdout.slice(stdout.indexOf('password opens  '))
  for (const cloud of ['Tencent CVM', 'Tencent Lighthouse', 'Volcengine ECS', 'Alibaba ECS']) {
    expect(table, stdout).toMatch(new RegExp(`^${cloud} +(yes +){6}`, 'm'))
  }
  expect(table).not.toContain('NO')
  expect(exitCode).toBe(0)
})
