import type { SnapshotShelf } from './snapshot-shelf.ts'

/** A shelf that is opened when it is first used: most worlds never are kept, and nobody waits for what keeps them. */
export function laterShelf(open: () => Promise<SnapshotShelf>): SnapshotShelf {
  let opened: Promise<SnapshotShelf> | undefined
  const shelf = () => (opened ??= open())
  return {
    put: async (...snapshot) => (await shelf()).put(...snapshot),
    get: async (name) => (await shelf()).get(name),
    list: async () => (await shelf()).list(),
    remove: async (name) => (await shelf()).remove(name),
  }
}
