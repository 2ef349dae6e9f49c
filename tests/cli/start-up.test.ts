import { join } from 'node:path'

import { execa } from 'execa'
import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')

/** Loads the group of a command as the program does, and tells which modules came with it. */
const SCRIPT = `
import { registerHooks } from 'node:module'
const loaded = []
registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
const { buildProgram } = await import(process.argv[1] + '/src/commands/build-program.ts')
const { createContext } = await import(process.argv[1] + '/src/commands/kit/context.ts')
const out = { write() {} }
await buildProgram(createContext({ environment: {}, out, err: out }), process.argv[2])
console.log(loaded.join('\\n'))
`

async function loadedBy(command: string): Promise<readonly string[]> {
  const args = ['--input-type=module', '-e', SCRIPT, ROOT, command]
  const { stdout } = await execa(process.execPath, args)
  return stdout.split('\n')
}

it('keyplane serve loads no other command, and nothing that only clients need', async () => {
  const loaded = await loadedBy('serve')
  expect(loaded.filter((url) => url.includes('/src/commands/serve.ts'))).toHaveLength(1)
  const unwanted = /listr2|string-width|@orpc|\/src\/own-api\/|\/src\/commands\/(host|bind|doctor|ssh|status)/
  expect(loaded.filter((url) => unwanted.test(url))).toEqual([])
})

it('a command of a client loads no server', async () => {
  const loaded = await loadedBy('host')
  expect(loaded.filter((url) => /fastify|listr2|\/src\/keyplane\.ts|kysely/.test(url))).toEqual([])
})
