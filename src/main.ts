#!/usr/bin/env node
import module from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

// Before anything else is loaded: from the second start on, sources are neither stripped nor compiled again.
// A Node that is too old has no such function; it comes far enough to be told what to do.
const { enableCompileCache }: Partial<typeof module> = module
const cache = cacheFolder()
if (cache !== undefined) enableCompileCache?.(cache)
process.stdout.on('error', endUnread)
const { runProgram } = await import('./program.ts')
process.exitCode = await runProgram(process.argv.slice(2))

/** Who reads has seen enough, as in `keyplane instance list | head`. */
function endUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit()
}

/** One of this user's own: what lies there is run, so not where Node would keep it, in the folder that all users share. */
function cacheFolder(): string | undefined {
  try {
    return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'keyplane')
  } catch {
    // A user without a home, as in a container.
    return undefined
  }
}
