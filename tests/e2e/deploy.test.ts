import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

import {
  environmentOf,
  ignoredPaths,
  readContainerfile,
  readCopy,
  ROOT,
  type Stage,
  textOf,
  wordsOf,
} from '../../deploy/containerfile.ts'
import { environmentName, readConfig, SETTINGS } from '../../src/config.ts'

const DEPLOY = join(ROOT, 'deploy')
/** Secrets are no settings: they come from the environment only. */
const SECRETS = ['KEYPLANE_MASTER_KEY', 'KEYPLANE_ADMIN_TOKEN']
const VARIABLES = new Set([...SETTINGS.map(({ name }) => environmentName(name)), ...SECRETS])
const DATABASE_URL = 'postgres://keyplane@db/keyplane'

function read(...path: readonly string[]): string {
  return readFileSync(join(DEPLOY, ...path), 'utf8')
}

/** The configuration that a process would run with; fails as it would for what cannot be used. */
function configOf(environment: Readonly<Record<string, string>>, args: readonly string[] = []) {
  const [command, ...rest] = args
  expect(command ?? 'serve').toBe('serve')
  const flags: Record<string, string> = {}
  for (let place = 0; place < rest.length; place += 2) {
    const name = rest[place]?.replace(/^--/, '') ?? ''
    expect(SETTINGS.map((setting) => setting.name)).toContain(name)
    flags[name] = rest[place + 1] ?? ''
  }
  return readConfig({ flags, environment, file: join(ROOT, 'no-such-file.yaml') })
}

function unknownVariables(names: readonly string[]): readonly string[] {
  return names.filter((name) => name.startsWith('KEYPLANE_') && !VARIABLES.has(name))
}

/** `NAME=value` lines. */
function variablesIn(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return Object.fromEntries(lines.map((line) => [line.split('=')[0] ?? '', line.replace(/^[^=]*=/, '')]))
}

/** A name and a version: what comes next year is no surprise. */
const PINNED = /^[a-z]+:\d+(?:\.\d+)?(?:-[a-z]+)?$/

describe('Containerfile', () => {
  const stages = readContainerfile()
  // `readContainerfile` gives what FROM begins; the file has three.
  const image = stages.at(-1) as Stage
  const manifest = z
    .object({ engines: z.object({ node: z.string() }), scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')))

  it('begins with pinned images, of the Node that the package wants', () => {
    expect(stages).toHaveLength(3)
    const wanted = /\d+/.exec(manifest.engines.node)?.[0]
    for (const stage of stages) {
      expect(stage.image).toMatch(PINNED)
      expect(stage.image).toBe(`node:${wanted}-slim`)
    }
  })

  it('copies only what is there and is sent to the engine', () => {
    const isIgnored = ignoredPaths()
    const names = new Set(stages.map(({ name }) => name))
    const copies = stages.flatMap(({ instructions }) => instructions.filter(({ verb }) => verb === 'COPY'))
    expect(copies.length).toBeGreaterThan(3)
    for (const { text } of copies) {
      const { from, sources } = readCopy(text)
      expect(sources.length).toBeGreaterThan(0)
      const isThere = (path: string) =>
        from === undefined ? existsSync(join(ROOT, path)) && !isIgnored(path) : names.has(from)
      expect(sources.filter((path) => !isThere(path))).toEqual([])
    }
    const left = [
      'src/config.test.ts',
      'node_modules/x.js',
      '.git/config',
      'deploy/keyplane.env',
      'tests/run.ts',
    ]
    expect(left.filter((path) => !isIgnored(path))).toEqual([])
  })

  it('runs scripts that exist, and installs from the lock without running those of packages', () => {
    const runs = stages.flatMap(({ instructions }) => instructions.filter(({ verb }) => verb === 'RUN'))
    const steps = runs.map(({ text }) => text).filter((text) => text.startsWith('npm '))
    expect(steps).toHaveLength(3)
    const isRight = (text: string) =>
      text.startsWith('npm run ')
        ? (text.split(' ')[2] ?? '') in manifest.scripts
        : /^npm ci .*--ignore-scripts/.test(text)
    expect(steps.filter((text) => !isRight(text))).toEqual([])
    const packages = stages.find(({ name }) => name === 'packages')
    expect(packages?.instructions.map(({ text }) => text).join('\n')).toContain('--omit=dev')
  })

  it('has an image without compiler, npm steps or root, that ends on SIGTERM and says how it is', () => {
    const copies = image.instructions.filter(({ verb }) => verb === 'COPY').map(({ text }) => readCopy(text))
    expect(copies.map(({ from, sources }) => [from, sources.map((path) => path.split('/').at(-1))])).toEqual([
      [undefined, ['package.json', 'LICENSE']],
      ['packages', ['node_modules']],
      ['build', ['dist']],
    ])
    expect(image.instructions.some(({ verb, text }) => verb === 'RUN' && text.includes('npm'))).toBe(false)
    expect(textOf(image, 'USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/)
    expect(textOf(image, 'STOPSIGNAL')).toBe('SIGTERM')
    expect(wordsOf(textOf(image, 'HEALTHCHECK')).join(' ')).toContain('/readyz')
    expect(textOf(image, 'VOLUME')).toBe(environmentOf(image)['KEYPLANE_DATA'])
  })

  it('has settings that exist', () => {
    const environment = environmentOf(image)
    expect(unknownVariables(Object.keys(environment))).toEqual([])
    expect(configOf(environment, wordsOf(textOf(image, 'CMD'))).listen).toEqual({
      host: '0.0.0.0',
      port: 7420,
    })
    expect(textOf(image, 'EXPOSE').split(' ')).toEqual(['7420', '7422'])
  })
})

const service = z.looseObject({
  image: z.string(),
  environment: z.record(z.string(), z.string()).default({}),
  env_file: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  restart: z.literal('unless-stopped'),
  stop_grace_period: z.string().optional(),
  security_opt: z.array(z.string()),
})

describe('compose file', () => {
  const { services } = z
    .object({ services: z.record(z.string(), service) })
    .parse(parse(read('compose.yaml'), { merge: true }))
  const keyplanes = Object.entries(services).filter(([, { image }]) => image === 'keyplane')
  const image = readContainerfile().at(-1) as Stage

  it('has two processes of each role, with settings that can be used', () => {
    const configs = keyplanes.map(([name, { environment }]) => {
      expect(unknownVariables(Object.keys(environment)), name).toEqual([])
      return [name, configOf({ ...environmentOf(image), ...environment })] as const
    })
    expect(configs.map(([name, { role, sshListen }]) => [name, role, sshListen !== 'off'])).toEqual([
      ['api-1', 'api', false],
      ['api-2', 'api', false],
      ['worker-1', 'worker', true],
      ['worker-2', 'worker', true],
    ])
    // Time for the goodbye, before the engine loses patience.
    for (const [name, { drainMs }] of configs) {
      expect(parseInt(services[name]?.stop_grace_period ?? '', 10) * 1_000).toBeGreaterThan(drainMs + 10_000)
    }
  })

  it('pins the images of others, and publishes neither the database nor anything beyond this machine', () => {
    for (const [name, { image, ports, security_opt: options }] of Object.entries(services)) {
      expect(image === 'keyplane' || PINNED.test(image), name).toBe(true)
      expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([])
      expect(options).toEqual(['no-new-privileges:true'])
    }
    expect(services['postgres']?.ports).toEqual([])
  })

  it('takes secrets from files that are never committed, and says what belongs in them', () => {
    for (const [, { environment, env_file: files }] of Object.entries(services)) {
      for (const file of files) {
        const given = variablesIn(read(`${file}.example`))
        expect(new Set(Object.values(given))).toEqual(new Set(['']))
        expect(unknownVariables(Object.keys(given))).toEqual([])
        expect(spawnSync('git', ['check-ignore', '-q', `deploy/${file}`], { cwd: ROOT }).status).toBe(0)
      }
      expect(Object.entries(environment).filter(([name]) => /KEY$|TOKEN|PASSWORD/.test(name))).toEqual([])
    }
  })

  it('has a load balancer that asks /readyz of every process', () => {
    const text = read('haproxy.cfg')
    expect(text).toMatch(/^ {4}http-check send meth GET uri \/readyz /m)
    const servers = [...text.matchAll(/^ {4}server (\S+) (\S+):(\d+)(?: port (\d+))?$/gm)]
    expect(servers.map(([, name, host, port, health]) => [name, host, port, health ?? port])).toEqual([
      ['api-1', 'api-1', '7420', '7420'],
      ['api-2', 'api-2', '7420', '7420'],
      ['worker-1', 'worker-1', '7422', '7420'],
      ['worker-2', 'worker-2', '7422', '7420'],
    ])
    const bound = [...text.matchAll(/^ {4}bind :(\d+)$/gm)].map(([, port]) => port)
    expect(services['balancer']?.ports.map((port) => port.split(':').at(-1))).toEqual(bound)
  })
})

const UNITS = [
  { file: 'keyplane-api@.service', role: 'api', port: '7420' },
  { file: 'keyplane-worker@.service', role: 'worker', port: '7430' },
] as const

describe.each(UNITS)('systemd unit $file', ({ file, role, port }) => {
  const lines = read('systemd', file).split('\n')
  const valuesOf = (key: string) =>
    lines.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1))

  it('starts a process of its role, with settings that can be used', () => {
    const [node, program, ...args] = valuesOf('ExecStart').join().replaceAll('%i', port).split(' ')
    expect([node, program]).toEqual(['/usr/bin/node', '/opt/keyplane/dist/main.js'])
    const environment = variablesIn(valuesOf('Environment').join(' ').replaceAll(' ', '\n'))
    expect(unknownVariables(Object.keys(environment))).toEqual([])
    const config = configOf({ ...environment, KEYPLANE_DATABASE_URL: DATABASE_URL }, args)
    // Two of one machine must not want the same port.
    expect(config).toMatchObject({ role, listen: { port: Number(port) }, sshListen: 'off' })
    expect(config.data).toBe(`/var/lib/${valuesOf('StateDirectory').join()}`)
    expect(Number(valuesOf('TimeoutStopSec').join()) * 1_000).toBeGreaterThan(config.drainMs + 10_000)
  })

  it('may do little, and comes back', () => {
    const settings = [
      'NoNewPrivileges=true',
      'ProtectSystem=strict',
      'ProtectHome=true',
      'CapabilityBoundingSet=',
    ]
    expect(lines).toEqual(expect.arrayContaining([...settings, 'User=keyplane', 'Restart=always']))
  })

  it('is understood by systemd, where there is one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'keyplane-units-'))
    try {
      const unit = join(folder, file.replace('@', `@${port}`))
      // It asks whether the program is there.
      writeFileSync(unit, lines.join('\n').replace('/usr/bin/node', process.execPath))
      cpSync(unit, join(folder, file))
      const { error, stderr, status } = spawnSync('systemd-analyze', ['verify', '--man=no', unit], {
        encoding: 'utf8',
      })
      const isMissing = error !== undefined && 'code' in error && error.code === 'ENOENT'
      expect(isMissing ? [0, ''] : [status, stderr]).toEqual([0, ''])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

describe('deploy/', () => {
  it('is all named in docs/operations.md', () => {
    const guide = readFileSync(join(ROOT, 'docs', 'operations.md'), 'utf8')
    const names = readdirSync(DEPLOY).filter((name) => name !== '.gitignore' && !name.endsWith('.env'))
    const unnamed = names.filter((name) => !guide.includes(`deploy/${name}`))
    expect(unnamed.filter((name) => name !== 'containerfile.ts')).toEqual([])
  })
})
