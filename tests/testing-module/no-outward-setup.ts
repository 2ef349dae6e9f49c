import { afterAll, afterEach, beforeAll } from 'vitest'

import { type OutwardWatch, watchOutwardConnections } from './outward-connections.ts'

// For the projects whose servers and clients are in the process of the tests: not one of them may leave the machine.
let watch: OutwardWatch | undefined
let told = 0

beforeAll(() => {
  watch = watchOutwardConnections()
  told = 0
})

afterEach(() => {
  const attempts = watch?.attempts.slice(told) ?? []
  told += attempts.length
  if (attempts.length > 0) throw new Error(`something tried to leave the machine:\n${attempts.join('\n')}`)
})

afterAll(() => watch?.[Symbol.dispose]())
