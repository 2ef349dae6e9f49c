import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { readConfig } from '../src/config.ts'
import type { Clock } from '../src/core/clock.ts'
import { type Keyplane, startKeyplane, type Surroundings } from '../src/keyplane.ts'
import { noteCall } from './contracts/note-call.ts'

export interface TestKeyplane extends Keyplane {
  /** `127.0.0.1:PORT` of the API, as SDKs want it. */
  readonly endpoint: string
  /** Port of the simulated machines. */
  readonly sshPort: number
}

export interface TestOptions extends Pick<Surroundings, 'dialects' | 'drivers' | 'aroundDrivers'> {
  /** YAML text of a seed file. */
  readonly seed?: string
  readonly mode?: 'stand-in' | 'strict'
  /** `off`, `documented` or a number; by default what the mode brings. */
  readonly rates?: string
  /** Duration of a simulated step; short by default, so that polls end soon. */
  readonly transitionMs?: number
  /** Directory of the data; in memory by default. */
  readonly data?: string
  /** Address of a PostgreSQL database, in place of the embedded one. */
  readonly databaseUrl?: string
  /** What ids and keys follow from. */
  readonly seedNumber?: number
  /** For a test that breaks something on purpose. */
  readonly logLevel?: 'silent'
  readonly clock?: Clock
  /** Of Keyplane's own API; by default one that nobody knows. */
  readonly adminToken?: string
}

/** A Keyplane of its own for one test: own ports, own data. Use with `await using`. */
export async function startTestKeyplane(options: TestOptions = {}): Promise<TestKeyplane> {
  const directory = mkdtempSync(join(tmpdir(), 'keyplane-test-'))
  try {
    const { clock, dialects, drivers, aroundDrivers } = options
    const keyplane = await startKeyplane(configOf(options, directory), {
      ...{ clock, dialects, drivers, aroundDrivers },
      observer: noteCall,
    })
    return {
      ...keyplane,
      endpoint: new URL(keyplane.api).host,
      sshPort: Number(keyplane.ssh.split(':').at(-1)),
      async [Symbol.asyncDispose]() {
        await keyplane[Symbol.asyncDispose]()
        rmSync(directory, { recursive: true, force: true })
      },
    }
  } catch (error) {
    rmSync(directory, { recursive: true, force: true })
    throw error
  }
}

function configOf(options: TestOptions, directory: string) {
  const seedFile = join(directory, 'seed.yaml')
  if (options.seed !== undefined) writeFileSync(seedFile, options.seed)
  const flags = {
    listen: '127.0.0.1:0',
    'ssh-listen': '0.0.0.0:0',
    data: options.data ?? (options.databaseUrl === undefined ? 'memory' : directory),
    'database-url': options.databaseUrl,
    mode: options.mode ?? 'stand-in',
    rates: options.rates,
    'log-level': options.logLevel,
    'seed-number': options.seedNumber?.toString(),
    'transition-ms': String(options.transitionMs ?? 20),
    seed: options.seed === undefined ? undefined : seedFile,
  }
  return readConfig({
    flags,
    environment: { KEYPLANE_ADMIN_TOKEN: options.adminToken },
    file: join(directory, 'keyplane.yaml'),
  })
}
