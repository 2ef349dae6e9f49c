import type { Config } from '../../config.ts'
import type { CommandContext } from '../kit/context.ts'
import type { Text } from '../kit/language.ts'

/** What one check found. */
export interface Finding {
  /** Stable name, for programs. */
  readonly check: string
  readonly verdict: 'ok' | 'problem' | 'skipped'
  readonly what: Text
  /** What to do about a problem. */
  readonly remedy?: Text
}

/** What checks look at: the settings as `serve` would read them from the same flags. */
export interface Patient {
  readonly config: Config
  readonly context: CommandContext
  /** Where the settings are from: `--listen`, `KEYPLANE_LISTEN`, `keyplane.yaml` or `default`. */
  readonly sourceOf: (setting: 'listen' | 'ssh-listen' | 'data') => string
  /** `http://127.0.0.1:7420` of the server that may be running. */
  readonly url: string
}

export function ok(check: string, what: Text): Finding {
  return { check, verdict: 'ok', what }
}

export function skipped(check: string, what: Text): Finding {
  return { check, verdict: 'skipped', what }
}

export function problem(check: string, what: Text, remedy: Text): Finding {
  return { check, verdict: 'problem', what, remedy }
}

/** In one line, as the system says it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : error.name
  return (error.message === '' ? code : error.message).replaceAll('\n', ' ')
}
