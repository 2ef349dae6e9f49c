#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

// Before anything else is loaded: from the second start on, sources are neither stripped nor compiled again.
enableCompileCache()
const { runProgram } = await import('./program.ts')
process.exitCode = await runProgram(process.argv.slice(2))
