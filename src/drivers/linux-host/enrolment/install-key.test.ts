import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { ExecOptions, ExecResult } from '../ssh/connection.ts'
import { changeKeyLine } from './install-key.ts'

const LINE = 'ssh-ed25519 AAAAours keyplane-management'
const FOREIGN = 'ssh-ed25519 AAAAmine by hand'
const MEANWHILE = 'ssh-ed25519 AAAAbound keyplane:state:SHA256:x'
const { signal } = new AbortController()

/**
 * A host that is this machine's own shell. Where `meddles` is positive, somebody else appends a line of his so many times
 * between the copy and the end: `sync` is a program of his.
 */
function openHost(text: string, meddles = 0) {
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-key-line-'))
  const file = join(folder, 'authorized_keys')
  writeFileSync(file, Buffer.from(text, 'latin1'), { mode: 0o640 })
  writeFileSync(join(folder, 'left'), 'x\n'.repeat(meddles))
  writeFileSync(
    join(folder, 'sync'),
    `#!/bin/sh
cd "${folder}" && [ -s left ] || exit 0
sed 1d left >less && cat less >left && echo '${MEANWHILE}' >>authorized_keys
`,
  )
  chmodSync(join(folder, 'sync'), 0o755)
  const env = { PATH: `${folder}:${process.env['PATH']}` }
  const exec = (command: string, { stdin = '' }: ExecOptions): Promise<ExecResult> => {
    const done = Promise.withResolvers<ExecResult>()
    const child = execFile('/bin/sh', ['-c', command], { env }, (error, stdout, stderr) =>
      done.resolve({ exitCode: error ? Number(error.code) : 0, stdout: Buffer.from(stdout), stderr }),
    )
    child.stdin?.end(stdin)
    return done.promise
  }
  return {
    file,
    text: () => readFileSync(file, 'latin1'),
    change: (verb: 'add' | 'remove') =>
      changeKeyLine({ name: 'host', exec }, { verb, file, line: LINE, isRoots: false }, signal),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  }
}

describe.skipIf(process.platform !== 'linux')('the line of a management key (programs of Linux)', () => {
  it('is added once and removed again, with every other byte and the mode as they were', async () => {
    using host = openHost(`# \xff\r\n${FOREIGN}\n`)
    await host.change('add')
    await host.change('add')
    expect(host.text()).toBe(`# \xff\r\n${FOREIGN}\n${LINE}\n`)
    expect(statSync(host.file).mode & 0o777).toBe(0o640)
    await host.change('remove')
    await host.change('remove')
    expect(host.text()).toBe(`# \xff\r\n${FOREIGN}\n`)
  })

  it.each(['add', 'remove'] as const)('loses no line that somebody writes meanwhile: %s', async (verb) => {
    const before = verb === 'add' ? `${FOREIGN}\n` : `${FOREIGN}\n${LINE}\n`
    using host = openHost(before, 1)
    await host.change(verb)
    expect(host.text().split('\n')).toEqual([FOREIGN, MEANWHILE, ...(verb === 'add' ? [LINE] : []), ''])
  })

  it('is left out when others never stop writing', async () => {
    using host = openHost(`${FOREIGN}\n`, 1_000)
    await expect(host.change('add')).rejects.toThrow('is changed by others all the time')
    expect(host.text()).not.toContain(LINE)
  })
})
