import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { execaSync } from 'execa'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

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

/** What was true when it was written stays as it is. */
const HISTORY = /^docs\/adr\/|CHANGELOG|^\.changeset\//
/** What paths begin with; any other word with a slash in it may be anything. */
const ROOMS: ReadonlySet<string> = new Set([
  ...['src', 'tests', 'docs', 'bench', 'demo', 'deploy', 'examples'],
  ...[
    'core',
    'dialects',
    'drivers',
    'store',
    'http',
    'own-api',
    'commands',
    'console',
    'world',
    'kit',
    'adr',
  ],
])
/** Where the shorter names begin. */
const SHORT_FOR = ['src', 'src/core', 'src/dialects', 'docs']
const SCRIPTS = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))).scripts

/** A document without its blocks of code. */
function proseOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8').replaceAll(/```[^]*?```/g, '')
}

/** What its headings are linked by, as GitHub does it. */
function anchorsOf(file: string): readonly string[] {
  const seen = new Map<string, number>()
  return [...proseOf(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => {
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const anchor = words.replaceAll(/[^\p{L}\p{N}_\- ]/gu, '').replaceAll(' ', '-')
    const before = seen.get(anchor) ?? 0
    seen.set(anchor, before + 1)
    return before === 0 ? anchor : `${anchor}-${before}`
  })
}

/** The map has one line for all of them. */
function isOneCloud(name: string): boolean {
  return listDialects().some(({ id }) => id === name)
}

describe('documents', () => {
  it.each(documents)('%s: every link leads somewhere', (file) => {
    const text = readFileSync(join(ROOT, file), 'utf8').replaceAll(/```[^]*?```/g, '')
    const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? '')
    const dead = links.filter(
      (link) => !/^https?:/.test(link) && !existsSync(join(ROOT, dirname(file), link)),
    )
    expect(dead).toEqual([])
  })

  it.each(documents)('%s: every link to a heading finds it', (file) => {
    const links = [...proseOf(file).matchAll(/\]\(([^)#\s]*)#([^)\s]+)\)/g)]
    const inside = links.filter(([, target = '']) => target === '' || /^(?!https?:).*\.md$/.test(target))
    const dead = inside.filter(([, target = '', anchor = '']) => {
      const page = target === '' ? file : join(dirname(file), target)
      return !anchorsOf(page).includes(decodeURIComponent(anchor))
    })
    expect(dead.map(([link]) => link)).toEqual([])
  })

  it.each(documents.filter((file) => !HISTORY.test(file)))(
    '%s: files and scripts it names are there',
    (file) => {
      const named = [...proseOf(file).matchAll(/`([\w.-]+\/[\w./-]*\w)`/g)].map(([, path = '']) => path)
      const paths = named.filter((path) => ROOMS.has(path.split('/', 1)[0] ?? '') && !path.includes('NNNN'))
      const from = [ROOT, join(ROOT, dirname(file)), ...SHORT_FOR.map((folder) => join(ROOT, folder))]
      expect(paths.filter((path) => !from.some((folder) => existsSync(join(folder, path))))).toEqual([])
      const text = readFileSync(join(ROOT, file), 'utf8')
      const scripts = [...text.matchAll(/npm run (?:-s |--silent )?([a-z][\w:-]*)/g)].map(
        ([, name = '']) => name,
      )
      expect(scripts.filter((name) => !Object.hasOwn(SCRIPTS, name))).toEqual([])
    },
  )

  it.each(['src', 'src/core', 'src/dialects', 'src/drivers', 'src/store'])(
    'ARCHITECTURE.md names every room of %s',
    (folder) => {
      const text = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8')
      const rooms = readdirSync(join(ROOT, folder), { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && entry.name !== 'test-support' && !isOneCloud(entry.name))
        .map(({ name }) => `${name}/`)
      expect(rooms.filter((room) => !text.includes(room))).toEqual([])
    },
  )

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
