import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // Nothing keeps state at module level, so files may share what they import: twice as fast.
          isolate: false,
          // A busy machine may be slow; a test that hangs still ends.
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
          setupFiles: ['tests/contracts/setup.ts'],
          include: [
            'src/**/*.test.ts',
            'tests/architecture.test.ts',
            'tests/documents.test.ts',
            'tests/contracts/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'end-to-end',
          setupFiles: ['tests/contracts/setup.ts'],
          include: ['tests/{e2e,clients,coverage}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
