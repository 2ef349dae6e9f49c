import { join } from 'node:path'

import { format, resolveConfig } from 'prettier'

import { type Locked, readLockFile } from './lock-file.ts'

export const LICENCES_FILE = join(import.meta.dirname, '..', 'docs', 'licences.md')

/** What asks for no more than to be named. */
const PERMISSIVE: ReadonlySet<string> = new Set([
  ...['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'Unlicense'],
  ...['CC0-1.0', 'WTFPL', 'Apache License 2.0'],
])

/** Their package.json has the old list `licenses`, which npm does not take over into the lock file. */
const OLD_FORM: Readonly<Record<string, string>> = { ssh2: 'MIT', 'cpu-features': 'MIT', buildcheck: 'MIT' }

/** What else is there, and why that is right. */
const REASONS: Readonly<Record<string, string>> = {
  'node-liblzma':
    'LGPL-3.0; optional dependency of `just-bash`, for `xz` in the shell of simulated machines. It is a package of its own that is ' +
    'neither changed nor bundled, so it can be exchanged; `npm ci --omit=optional` leaves it out, and an image that is built by ' +
    'the Containerfile does not compile it',
}

/** What is bundled into the files of the console, besides what the program itself has. */
const CONSOLE = [
  '@ant-design/icons',
  '@orpc/tanstack-query',
  '@tanstack/react-query',
  'antd',
  'react',
  'react-dom',
  'react-router',
]

export interface Licensed extends Locked {
  readonly licence: string
}

export interface Licences {
  /** Installed with the program. */
  readonly program: readonly Licensed[]
  /** Bundled into the console's files. */
  readonly console: readonly Licensed[]
  /** Needed to build and to test; nobody who installs Keyplane gets it. */
  readonly development: readonly Licensed[]
}

export function readLicences(): Licences {
  const all = readLockFile().map((locked) => ({ ...locked, licence: licenceOf(locked) }))
  const bundled = closureOf(all, CONSOLE)
  return {
    program: all.filter(({ isDevelopment }) => !isDevelopment),
    console: all.filter(({ path, isDevelopment }) => isDevelopment && bundled.has(path)),
    development: all.filter(({ path, isDevelopment }) => isDevelopment && !bundled.has(path)),
  }
}

/** Whatever is given away and is neither permissive nor has a reason here. */
export function unexplained({ program, console }: Licences): readonly string[] {
  const questionable = [...program, ...console].filter(({ licence }) => !isPermissive(licence))
  return questionable
    .filter(({ name }) => !(name in REASONS))
    .map(({ name, licence }) => `${name}: ${licence}`)
}

/** Of a choice one is enough; of several at once all are needed. */
export function isPermissive(licence: string): boolean {
  const choices = licence.replaceAll(/[()]/g, '').split(' OR ')
  return choices.some((choice) => choice.split(' AND ').every((one) => PERMISSIVE.has(one.trim())))
}

function licenceOf({ name, licence }: Locked): string {
  return licence ?? OLD_FORM[name] ?? 'unknown'
}

/** Paths in `node_modules` of packages and of all that they need, by the rule by which Node finds them. */
function closureOf(all: readonly Locked[], roots: readonly string[]): ReadonlySet<string> {
  const byPath = new Map(all.map((locked) => [locked.path, locked]))
  const found = new Set<string>()
  const visit = (name: string, from: string) => {
    const path = nearest(byPath, name, from)
    const locked = path === undefined ? undefined : byPath.get(path)
    if (path === undefined || !locked || found.has(path)) return
    found.add(path)
    for (const needed of locked.needs) visit(needed, path)
  }
  for (const root of roots) visit(root, '')
  return found
}

function nearest(byPath: ReadonlyMap<string, Locked>, name: string, from: string): string | undefined {
  const folders = from
    .split('/node_modules/')
    .map((_, at, parts) => parts.slice(0, at + 1).join('/node_modules/'))
  const places = [
    ...folders.toReversed().map((folder) => `${folder}/node_modules/${name}`),
    `node_modules/${name}`,
  ]
  return places.find((path) => byPath.has(path))
}

/** The page, from the lock file alone: what is installed here has no say. */
export async function licencePage(): Promise<string> {
  const licences = readLicences()
  const text = `${HEAD}

${summary(licences)}

## Not permissive

${questionable(licences)}

## The program

${listed(licences.program)}

## The console

What its files were bundled from, besides packages of the program.

${listed(licences.console)}
`
  return format(text, { ...(await resolveConfig(LICENCES_FILE)), parser: 'markdown' })
}

const HEAD = `# Licences of dependencies

Keyplane itself is under [Apache-2.0](../LICENSE). This page is made from \`package-lock.json\` by \`npm run docs\`; a test fails when a package
of the program or of the console has a licence that is not permissive and has no reason here. With versions and hashes, for
programs: \`npm sbom\`, see [security.md](security.md#supply-chain).`

function summary({ program, console, development }: Licences): string {
  const groups = [program, console, development].map(byLicence)
  const names = [...new Set(groups.flatMap((group) => [...group.keys()]))].toSorted()
  const rows = names.map(
    (name) => `| ${name} | ${groups.map((group) => group.get(name)?.length ?? 0).join(' | ')} |`,
  )
  const head = ['| Licence | Program | Console | Development only |', '| --- | --: | --: | --: |']
  return [...head, ...rows].join('\n')
}

function questionable({ program, console, development }: Licences): string {
  const isOther = ({ licence }: Licensed) => !isPermissive(licence)
  const given = [...program, ...console]
    .filter(isOther)
    .map(({ name }) => `- \`${name}\`: ${REASONS[name] ?? '**no reason yet**'}.`)
  const tools = [...byLicence(development.filter(isOther))].map(
    ([licence, packages]) => `- Tools only, never given away, ${licence}: ${packages.join(', ')}.`,
  )
  return [...given, ...tools].join('\n')
}

function listed(packages: readonly Licensed[]): string {
  return [...byLicence(packages)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([licence, names]) => `**${licence}**: ${names.join(', ')}`)
    .join('\n\n')
}

/** Names with versions, sorted, each once. */
function byLicence(packages: readonly Licensed[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>()
  for (const { name, version, licence } of packages) {
    found.set(licence, (found.get(licence) ?? new Set()).add(`\`${name}\` ${version}`))
  }
  return new Map([...found].map(([licence, names]) => [licence, [...names].toSorted()]))
}
