import { mkdtempSync, cpSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { execa } from 'execa'
import { afterAll, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const copy = mkdtempSync(join(tmpdir(), 'keyplane-layers-'))
afterAll(() => rmSync(copy, { recursive: true, force: true }))

interface Cruised {
  readonly modules: readonly { readonly source: string }[]
  readonly summary: { readonly violations: readonly { readonly rule: { readonly name: string } }[] }
}

/** Reads the layers of a tree with the project's own rules. */
async function cruise(tree: string): Promise<Cruised> {
  const program = join(ROOT, 'node_modules', '.bin', 'depcruise')
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src']
  const { stdout } = await execa(program, args, { cwd: tree, reject: false, maxBuffer: 1e9 })
  // The tool's own JSON report.
  return JSON.parse(stdout) as Cruised
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|contract)\.ts$|test-support\//.test(file))
    .map((file) => join(folder, file))
    .toSorted()
}

describe('the layers', { timeout: 60_000 }, () => {
  it('are kept, and every source file was looked at', async () => {
    const { modules, summary } = await cruise(ROOT)
    expect(summary.violations.map(({ rule }) => rule.name)).toEqual([])
    const seen = new Set(modules.map(({ source }) => source))
    expect(sources('src').filter((file) => !seen.has(file))).toEqual([])
  })

  it('are really watched: each planted violation is found', async () => {
    for (const entry of ['src', 'package.json', 'tsconfig.json', '.dependency-cruiser.cjs']) {
      cpSync(join(ROOT, entry), join(copy, entry), { recursive: true })
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
    const plant = (file: string, imported: string) =>
      writeFileSync(join(copy, file), `import * as planted from '${imported}'\nexport const use = planted\n`)
    plant('src/core/planted.ts', '../http/server.ts')
    plant('src/core/planted-package.ts', 'zod')
    plant('src/dialects/tencent-cvm/planted.ts', '../alibaba-ecs/index.ts')
    plant('src/dialects/alibaba-ecs/planted.ts', '../../store/sql/schema.ts')
    plant('src/drivers/simulated/planted.ts', '../../dialects/index.ts')
    plant('src/store/planted.ts', '../http/server.ts')
    plant('src/http/planted.ts', 'kysely')
    plant('src/http/planted-ssh.ts', 'ssh2')
    plant('src/store/planted-http.ts', 'fastify')
    plant('src/own-api/contract/planted.ts', '../../core/fault.ts')
    plant('src/own-api/server/planted.ts', '../../store/sql/schema.ts')
    plant('src/commands/planted.ts', '../core/fault.ts')
    plant('src/world/planted.ts', '../http/server.ts')
    plant('src/console/kit/planted.ts', '../../own-api/server/own-api.ts')
    plant('src/console/pages/calls/planted.tsx', '../audit/audit-page.tsx')
    plant('src/http/planted-page.ts', '../console/kit/language.tsx')
    const { summary } = await cruise(copy)
    expect(new Set(summary.violations.map(({ rule }) => rule.name))).toEqual(
      new Set([
        'core-imports-nothing-outside',
        'core-uses-few-packages',
        'dialects-do-not-know-each-other',
        'dialects-know-core-only',
        'drivers-know-core-only',
        'store-knows-core-only',
        'sql-lives-in-store',
        'ssh-lives-in-drivers',
        'http-lives-in-http',
        'contract-of-the-own-api-knows-nothing',
        'own-api-knows-core-dialects-and-world',
        'commands-are-clients',
        'world-is-behind-its-api',
        'console-is-a-client',
        'rooms-of-the-console-are-apart',
        'nobody-knows-the-console',
      ]),
    )
  })
})
