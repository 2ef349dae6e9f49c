import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { execaSync } from 'execa'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

import { isPermissive, licencePage, LICENCES_FILE, readLicences, unexplained } from './licence-page.ts'
import { readLockFile, wantedVersions } from './lock-file.ts'

const ROOT = join(import.meta.dirname, '..')

describe('the lock file', () => {
  const locked = readLockFile()

  it('has a hash for every package, strong enough to stand for it', () => {
    expect(locked.length).toBeGreaterThan(100)
    expect(locked.filter(({ integrity }) => !integrity?.startsWith('sha512-'))).toEqual([])
  })

  it('names no host: packages come from the registry of whoever installs', () => {
    expect(locked.filter(({ resolved }) => resolved !== undefined)).toEqual([])
    expect(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).not.toMatch(/"(resolved|tarball)":/)
  })

  it('has what package.json asks for, which are versions and no ranges', () => {
    const { dependencies, devDependencies } = wantedVersions()
    const wanted = Object.entries({ ...dependencies, ...devDependencies })
    expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
    for (const [name, version] of wanted) {
      expect(locked.find(({ path }) => path === `node_modules/${name}`)?.version, name).toBe(version)
    }
  })
})

describe('licences', () => {
  it('of what is given away are permissive, or there is a reason', () => {
    expect(unexplained(readLicences())).toEqual([])
  })

  it('are read as SPDX writes them', () => {
    expect(['MIT', '(MIT OR GPL-3.0)', 'Apache-2.0 AND MIT'].map(isPermissive)).toEqual([true, true, true])
    expect(['GPL-3.0', 'MIT AND LGPL-3.0', 'unknown'].map(isPermissive)).toEqual([false, false, false])
  })

  it('are all in docs/licences.md', async () => {
    expect(readFileSync(LICENCES_FILE, 'utf8'), 'run: npm run docs').toBe(await licencePage())
  })
})

const bill = z.object({
  bomFormat: z.literal('CycloneDX'),
  components: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      properties: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
      hashes: z.array(z.object({ alg: z.string(), content: z.string() })).default([]),
    }),
  ),
})

/** What npm says of a package that only tools need. */
const TOOL = 'cdx:npm:package:development'

describe('the bill of materials', () => {
  it('that npm makes names every package of the program, with version and hash, and tells tools apart', () => {
    // The command of docs/security.md. `--omit dev` would lose packages that a tool needs too (npm 11.19).
    const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only']
    const { stdout } = execaSync('npm', args, { cwd: ROOT })
    const { components } = bill.parse(JSON.parse(stdout))
    const isTool = ({ properties }: (typeof components)[number]) =>
      properties.some(({ name }) => name === TOOL)
    const nameOf = ({ name, version }: { name: string; version: string }) => `${name} ${version}`
    const given = components.filter((component) => !isTool(component))
    const told = new Set(given.map(nameOf))
    const { dependencies, devDependencies } = wantedVersions()
    for (const [name, version] of Object.entries(dependencies)) expect(told).toContain(`${name} ${version}`)
    expect(
      readLicences()
        .program.map(nameOf)
        .filter((name) => !told.has(name)),
    ).toEqual([])
    expect(given.filter(({ hashes }) => !hashes.some(({ alg }) => alg === 'SHA-512'))).toEqual([])
    const vitest = components.find(({ name }) => name === 'vitest')
    expect(vitest && isTool(vitest)).toBe(true)
    expect(vitest?.version).toBe(devDependencies['vitest'])
  })
})

const workflow = z.object({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), z.object({ steps: z.array(z.object({ uses: z.string().optional() })) })),
})

describe('the example of a workflow', () => {
  const file = join(ROOT, 'examples/github-action/keyplane.yml')
  const { permissions, jobs } = workflow.parse(parse(readFileSync(file, 'utf8')))

  it('names the version of every action, or its commit', () => {
    const used = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []))
    expect(used.length).toBeGreaterThan(0)
    expect(used.filter((uses) => !/@(v\d+(\.\d+)*|[0-9a-f]{40})$/.test(uses))).toEqual([])
  })

  it('may read, and nothing else', () => {
    expect(permissions).toEqual({ contents: 'read' })
  })
})

it('CI installs what the lock file has, and nothing newer', () => {
  expect(readFileSync(join(ROOT, '.ci/run'), 'utf8')).toMatch(/^npm ci\b/m)
  const containerfile = readFileSync(join(ROOT, 'Containerfile'), 'utf8')
  const installs = containerfile.match(/npm (ci|install|i)\b[^\n]*/g) ?? []
  expect(installs.length).toBeGreaterThan(0)
  expect(installs.filter((line) => !/^npm ci\b.* --ignore-scripts\b/.test(line))).toEqual([])
})
