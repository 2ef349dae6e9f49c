/** What processes tell each other. */
export type Topic = 'operations' | 'user' | 'accessKey' | 'machineDown'

/**
 * Tells the other processes of one database what happened here, soon but not surely: what must be known is in the
 * rows, and whoever listens looks there by himself after a while.
 */
export interface Signals {
  /** After the commit. Never throws and waits for nothing. */
  send(topic: Topic, subject: string): void
  /** `subject` is undefined when signals may have been missed: anything may have happened. */
  on(topic: Topic, listener: (subject: string | undefined) => void): void
}

/** Of the only process of its database. */
export function noSignals(): Signals {
  return { send() {}, on() {} }
}
