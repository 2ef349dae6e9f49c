import { createRequire } from 'node:module'

import type { Logger, pino as Pino } from 'pino'

import type { Config } from './config.ts'
import type { Log } from './core/log.ts'

/**
 * Structured log on stderr; stdout belongs to the ready line. The library is loaded with the first line that is
 * written: most runs write none, and it costs 8 MB.
 */
export function createLog(level: Config['logLevel']): Log {
  const threshold = LEVELS.indexOf(level)
  let logger: Logger | undefined
  const writer = (lineLevel: 'error' | 'warn' | 'info') => (facts: object, message: string) => {
    if (LEVELS.indexOf(lineLevel) < threshold) return
    logger ??= openLogger(level)
    logger[lineLevel](facts, message)
  }
  return { error: writer('error'), warn: writer('warn'), info: writer('info') }
}

const LEVELS: readonly Config['logLevel'][] = ['debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Synchronous on purpose: the line before a crash is the one that is needed. */
function openLogger(level: Config['logLevel']): Logger {
  // Only `require` loads at once; the log has no time to wait for a dynamic import.
  const { pino } = createRequire(import.meta.url)('pino') as { pino: typeof Pino }
  return pino({ level, base: null }, pino.destination({ fd: 2, sync: true }))
}
