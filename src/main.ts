#!/usr/bin/env node
import module from 'node:module'

// Before anything else is loaded: from the second start on, sources are neither stripped nor compiled again.
// A Node that is too old has no such function; it comes far enough to be told what to do.
const { enableCompileCache }: Partial<typeof module> = module
enableCompileCache?.()
const { runProgram } = await import('./program.ts')
process.exitCode = await runProgram(process.argv.slice(2))
