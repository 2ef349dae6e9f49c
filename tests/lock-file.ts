import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

const ROOT = join(import.meta.dirname, '..')

const names = z.record(z.string(), z.string()).default({})

const entry = z.object({
  name: z.string().optional(),
  version: z.string().default(''),
  license: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  dev: z.boolean().default(false),
  devOptional: z.boolean().default(false),
  dependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
})

const lockFile = z.object({ packages: z.record(z.string(), entry) })

const packageFile = z.object({ dependencies: names, devDependencies: names })

/** A package as `package-lock.json` has it. */
export interface Locked {
  /** Where it lies: `node_modules/a/node_modules/b`. */
  readonly path: string
  readonly name: string
  readonly version: string
  readonly licence: string | undefined
  readonly integrity: string | undefined
  readonly resolved: string | undefined
  /** Nobody who installs Keyplane gets it. */
  readonly isDevelopment: boolean
  /** Names of the packages that it asks for. */
  readonly needs: readonly string[]
}

/** Every package of the lock file but Keyplane itself. */
export function readLockFile(): readonly Locked[] {
  const { packages } = lockFile.parse(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')))
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, { license: licence, dev, devOptional, ...found }]) => ({
      ...{ path, licence, name: found.name ?? path.split('node_modules/').at(-1) ?? path },
      ...{ version: found.version, integrity: found.integrity, resolved: found.resolved },
      isDevelopment: dev || devOptional,
      needs: [found.dependencies, found.optionalDependencies, found.peerDependencies].flatMap(Object.keys),
    }))
}

/** What `package.json` asks for, by name. */
export function wantedVersions(): z.output<typeof packageFile> {
  return packageFile.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')))
}
