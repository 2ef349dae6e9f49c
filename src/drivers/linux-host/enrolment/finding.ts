/** How well Keyplane can do one thing on a host. */
export type Verdict = 'works' | 'limited' | 'fails'

/** One row of the table that is shown before a host is taken in. */
export interface Finding {
  readonly subject: string
  readonly verdict: Verdict
  /** What was found. */
  readonly why: string
  /** What a person can do about it; empty when nothing is needed. */
  readonly remedy: string
}

export function works(subject: string, why: string): Finding {
  return { subject, verdict: 'works', why, remedy: '' }
}

export function limited(subject: string, why: string, remedy: string): Finding {
  return { subject, verdict: 'limited', why, remedy }
}

export function fails(subject: string, why: string, remedy: string): Finding {
  return { subject, verdict: 'fails', why, remedy }
}
