import { describe, expect, it, vi } from 'vitest'

import { PATIENCE } from '../tests/patience.ts'
import { returnStartMemory } from './start-memory.ts'

const MIB = 1024 * 1024

/** Fills the heap, and lets go of it. */
function litter(): number {
  const kept = Array.from({ length: 2_000_000 }, (_, index) => ({ index }))
  return kept.length
}

describe('returnStartMemory', () => {
  it('gives back what is empty', async () => {
    litter()
    const before = process.memoryUsage().heapTotal
    returnStartMemory(0)
    await vi.waitFor(() => expect(process.memoryUsage().heapTotal).toBeLessThan(before - 10 * MIB), PATIENCE)
    expect(globalThis).not.toHaveProperty('gc')
  })
})
