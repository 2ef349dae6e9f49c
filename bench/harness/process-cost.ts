/** What a process has cost so far. Linux only: reads /proc. */
import { readdirSync, readFileSync } from 'node:fs'

/** CPU time of all threads of a process that live, in microseconds. */
export function cpuMicrosOf(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, task) => sum + microsOf(pid, task), 0)
}

/** CPU time of the thread that runs JavaScript: that of a profiler is never still. */
export function mainThreadMicrosOf(pid: number): number {
  return microsOf(pid, String(pid))
}

function microsOf(pid: number, task: string): number {
  return Number(readText(`/proc/${pid}/task/${task}/schedstat`).split(' ')[0] ?? 0) / 1_000
}

/** Resident memory of a process, in MiB. */
export function residentMiB(pid: number): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readText(`/proc/${pid}/status`))
  return Number(match?.[1] ?? 0) / 1024
}

/** Empty where a thread has ended meanwhile. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
