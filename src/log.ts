import { pino } from 'pino'

import type { Config } from './config.ts'
import type { Log } from './core/log.ts'

/** Structured log on stderr; stdout belongs to the ready line. */
export function createLog(level: Config['logLevel']): Log {
  return pino({ level, base: null }, pino.destination({ fd: 2, sync: true }))
}
