/** The program's log, as far as everybody may write to it. No secrets, no bodies. */
export interface Log {
  error(facts: object, message: string): void
  warn(facts: object, message: string): void
  info(facts: object, message: string): void
}
