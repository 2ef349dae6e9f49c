import { defineConfig } from 'vitest/config'

import { PATIENCE } from './tests/patience.ts'

const DATABASE_FAULTS = 'tests/e2e/database-faults.test.ts'
/** Limits of time take a minute to be reached: `npm run test:abuse`. */
const ABUSE = [
  process.env['KEYPLANE_TEST_ABUSE'] === 'long' ? 'tests/abuse/*.test.ts' : 'tests/abuse/abuse.test.ts',
]
const FAULTS_AT_EVERY_STEP = ['tests/hosts/{linux-host-faults,linux-host-steps}.test.ts']

/** A busy machine may need long for what takes a moment; who is quick waits no longer. */
const expect = { poll: PATIENCE }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          expect,
          // Nothing keeps state at module level, so files may share what they import: twice as fast.
          isolate: false,
          // A busy machine may be slow; a test that hangs still ends.
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
          setupFiles: ['tests/contracts/setup.ts', 'tests/property-seed.ts'],
          include: [
            '{src,bench}/**/*.test.ts',
            'tests/architecture.test.ts',
            'tests/documents.test.ts',
            'tests/supply-chain.test.ts',
            'tests/run-again.test.ts',
            'tests/contracts/**/*.test.ts',
            'tests/crash/step-tables.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'end-to-end',
          expect,
          setupFiles: ['tests/contracts/setup.ts', 'tests/testing-module/no-outward-setup.ts'],
          include: [
            'tests/{cli,e2e,clients,coverage,extending,fuzz,soak,testing-module}/**/*.test.ts',
            'tests/crash/sample.test.ts',
          ],
          exclude: [DATABASE_FAULTS],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          // A browser takes a core for itself: two at a time, and nothing beside them.
          name: 'console',
          expect,
          setupFiles: ['tests/contracts/setup.ts', 'tests/testing-module/no-outward-setup.ts'],
          include: ['tests/console/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 8 },
        },
      },
      {
        test: {
          // Real servers, each in namespaces of its own: root only. `npm test` runs it where that is possible.
          name: 'hosts',
          expect,
          include: ['tests/hosts/*.test.ts'],
          exclude: FAULTS_AT_EVERY_STEP,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          // Clients at the same time, whose histories must have an order: one file after the other.
          name: 'concurrency',
          expect,
          include: ['tests/concurrency/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          // It breaks the store on purpose to see that a leak is found: nothing shares its process.
          name: 'isolation',
          expect,
          include: ['tests/isolation/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
          sequence: { groupOrder: 7 },
        },
      },
      {
        test: {
          // What is measured while it is attacked has the machine for itself. More of it: `npm run test:abuse`.
          name: 'abuse',
          expect,
          include: ABUSE,
          testTimeout: 240_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 9 },
        },
      },
      {
        test: {
          // A database that fails under load: for itself, and with a disk to fill, so for root only.
          name: 'database-faults',
          expect,
          include: [DATABASE_FAULTS],
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 6 },
        },
      },
      {
        test: {
          // The process killed at every moment of every kind of operation takes minutes: `npm run test:crash`.
          name: 'crash',
          expect,
          include: ['tests/crash/*.matrix.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 5 },
        },
      },
      {
        test: {
          // A fault at every step of a change takes minutes: `npm run test:faults`.
          name: 'host-faults',
          expect,
          include: FAULTS_AT_EVERY_STEP,
          testTimeout: 600_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
})
