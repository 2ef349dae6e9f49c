import type { Script, ScriptResult } from './run-script.ts'
import type * as ScriptInput from './script-input.ts'

/** What the thread of the shell is asked for, and what it says; `id` is of the request. */
export type Wish =
  | { readonly kind: 'run'; readonly script: SentScript }
  | { readonly kind: 'look'; readonly question: Question; readonly words: readonly [string, ...string[]] }

export type ToThread =
  | (Wish & { readonly id: number })
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'awake'; readonly id: number; readonly sleep: number }
  | { readonly kind: 'ping' }

export type FromThread =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly kind: 'failure'; readonly id: number; readonly error: unknown }
  | { readonly kind: 'sleep'; readonly id: number; readonly sleep: number; readonly ms: number }
  | { readonly kind: 'pong' }

/** What goes to the thread of a script. */
export type SentScript = Omit<Script, 'signal' | 'sleep'>

/** What may be asked of a text before it runs. */
export type Question = keyof Pick<typeof ScriptInput, 'readsInput' | 'isOnlyCall' | 'isIncomplete'>

export type Answer = ScriptResult | boolean

/** Told in place of the output. There is nothing like it in bash, which has a process of its own to keep busy. */
export const TOO_COMPLEX = { stdout: '', stderr: 'bash: command line too complex\n', exitCode: 2 } as const
