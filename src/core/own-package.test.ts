import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { ownFolder, ownVersion } from './own-package.ts'

it('is the package with the sources in it, and has the version that its manifest tells', () => {
  const manifest: unknown = JSON.parse(readFileSync(join(ownFolder(), 'package.json'), 'utf8'))
  expect(manifest).toMatchObject({ name: 'keyplane', version: ownVersion() })
  expect(existsSync(join(ownFolder(), 'src', 'main.ts'))).toBe(true)
})
