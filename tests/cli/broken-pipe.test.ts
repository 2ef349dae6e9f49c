import { join } from 'node:path'

import { execa } from 'execa'
import { expect, it } from 'vitest'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts')

it('says nothing when who reads has seen enough', async () => {
  // The reader is gone before anything is written.
  const script = '{ "$0" "$1" --help; echo "ended with $?" >&2; } | true'
  const { stderr } = await execa('sh', ['-c', script, process.execPath, MAIN])
  expect(stderr).toBe('ended with 0')
})
