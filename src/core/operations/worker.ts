import type { Core } from '../core.ts'

/** What whoever carries operations on needs of the core. */
export type Worker = Pick<Core, 'database' | 'drivers' | 'clock' | 'log'>
