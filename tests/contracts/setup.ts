import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, afterEach } from 'vitest'

import { DRIVEN_CALLS_FOLDER } from '../coverage/driven-calls.ts'
import { takeDrivenCalls, takeFlaws } from './note-call.ts'

/** Set by `npm test`: where the calls of the run are collected. */
const folder = process.env[DRIVEN_CALLS_FOLDER]

let filesWritten = 0

/** Every answer of every test is held against the types of the official clients. */
afterEach(() => {
  const flaws = takeFlaws()
  if (flaws.length > 0)
    throw new Error(`answers are not as official clients declare them:\n${flaws.join('\n')}`)
})

afterAll(() => {
  const calls = takeDrivenCalls()
  if (folder === undefined || calls.length === 0) return
  mkdirSync(folder, { recursive: true })
  filesWritten += 1
  const file = `${process.pid}-${process.env['VITEST_WORKER_ID'] ?? 0}-${Date.now()}-${filesWritten}.json`
  writeFileSync(join(folder, file), JSON.stringify(calls))
})
