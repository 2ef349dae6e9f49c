/** Server and load each on a core of its own, so that what is measured of one is not what the other leaves it. */
import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** The measured servers, one of which works at a time. */
const SERVER_CORE = 0
/** Whatever makes the load. */
const LOAD_CORE = 1

/** Keeps this process off the core of the servers. Says why it could not. */
export function takeLoadCore(): string | undefined {
  if (availableParallelism() < 2) return 'there is one core only'
  return pin(process.pid, LOAD_CORE) ? undefined : 'there is no taskset'
}

/** Keeps a server on its core, where that can be done. */
export function takeServerCore(pid: number): void {
  if (availableParallelism() > 1) pin(pid, SERVER_CORE)
}

function pin(pid: number, core: number): boolean {
  const { status } = spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', `${core}`, `${pid}`])
  return status === 0
}
