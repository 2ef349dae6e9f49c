import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { execaSync } from 'execa'
import { describe, expect, it } from 'vitest'

import { SETTINGS } from '../src/config.ts'
import { readSeed } from '../src/seeding/load-seed.ts'
import { listDialects, READMES, withActionTable } from './action-table.ts'
import { COVERAGE_FILE, coverageDocument } from './coverage/document.ts'
import { readDrivenActions } from './coverage/driven-calls.ts'
import { PAGES } from './coverage/statements.ts'
import { errorDocument, ERRORS_FILE } from './recipes/error-document.ts'
import { inOwnHome } from './ssh-client.ts'
import { writeFile } from 'node:fs/promises'

const ROOT = join(import.meta.dirname, '..')
const documents = execaSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: ROOT,
})
  .stdout.split('\n')
  .filter((file) => existsSync(join(ROOT, file)))

describe('documents', () => {
  it.each(documents)('%s: every link leads somewhere', (file) => {
    const text = readFileSync(join(ROOT, file), 'utf8').replaceAll(/```[^]*?```/g, '')
    const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? '')
    const dead = links.filter(
      (link) => !/^https?:/.test(link) && !existsSync(join(ROOT, dirname(file), link)),
    )
    expect(dead).toEqual([])
  })

  it.each(READMES)('%s has the table of the actions that are answered', async (file) => {
    const text = readFileSync(file, 'utf8')
    expect(text, 'run: npm run docs').toBe(await withActionTable(text, listDialects()))
  })

  it('docs/coverage.md has every statement of the five pages', async () => {
    const text = readFileSync(COVERAGE_FILE, 'utf8')
    expect(text, 'run: npm run docs').toBe(
      await coverageDocument(PAGES, { dialects: listDialects(), driven: readDrivenActions() }),
    )
  })

  it('docs/errors.md is what the recipes say', () => {
    expect(readFileSync(ERRORS_FILE, 'utf8'), 'run: npm run docs').toBe(errorDocument())
  })

  it('name every setting in both READMEs', () => {
    for (const file of READMES) {
      const text = readFileSync(file, 'utf8')
      for (const { name } of SETTINGS) expect(text, `--${name} in ${file}`).toContain(`--${name}`)
    }
  })

  it('show a seed file that loads', async () => {
    for (const file of ['docs/seed-file.md', 'README.md']) {
      const [, yaml = ''] = /```yaml\n([^]*?)```/.exec(readFileSync(join(ROOT, file), 'utf8')) ?? []
      await inOwnHome(async (home) => {
        await writeFile(join(home, 'seed.yaml'), yaml)
        expect(readSeed(join(home, 'seed.yaml')).instances.length).toBeGreaterThan(0)
      })
    }
  })

  it('the README commands are what CI runs', () => {
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain('npm ci && npm test')
    expect(readFileSync(join(ROOT, '.ci/run'), 'utf8')).toMatch(/^npm test$/m)
  })
})
