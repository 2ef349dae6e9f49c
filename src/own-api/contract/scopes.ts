/** What a token lets its holder do: look; also change machines and keys; also accounts, tokens and the world. */
export const SCOPES = ['reader', 'operator', 'admin'] as const

export type Scope = (typeof SCOPES)[number]

/** Whether a token that is good for `given` is good for what wants `needed`. */
export function covers(given: Scope, needed: Scope): boolean {
  return SCOPES.indexOf(given) >= SCOPES.indexOf(needed)
}
