import { z } from 'zod'

import type { AttachedPolicy } from '../../core/accounts/account.ts'
import { states, text } from './params.ts'
import type { PolicyOwner, PolicyReading } from './policies/document.ts'
import { readDocumentText } from './policies/document-text.ts'
import type { WireError } from './wire-error.ts'

interface SessionPolicyRules {
  /** Under whose name the document is kept. */
  readonly dialect: string
  readonly read: (document: unknown, owner: PolicyOwner) => PolicyReading
  /** For a document that cannot be read in this language. */
  readonly refusal: WireError
  /** Longest text, where it is less than what the language takes. */
  readonly size?: { readonly max: number; readonly refusal: WireError }
  /** Undoes what callers do to the text before they send it. */
  readonly decode?: (text: string) => string
}

/** The policy that a role is assumed with, as JSON text; empty counts as not given. */
export function sessionPolicy({ dialect, read, refusal, size, decode = (text) => text }: SessionPolicyRules) {
  const policies = text().transform((text, context): readonly AttachedPolicy[] => {
    if (size && text.length > size.max) {
      context.addIssue({ code: 'custom', ...states({ kind: 'malformed', refusal: size.refusal }) })
      return z.NEVER
    }
    const reading = readDocumentText(decode(text))
    // Who owns it matters to warnings alone.
    if (
      'document' in reading &&
      !('problem' in read(reading.document, { policyId: 'session', account: '' }))
    ) {
      return [{ dialect, document: reading.document }]
    }
    context.addIssue({ code: 'custom', ...states({ kind: 'malformed', refusal }) })
    return z.NEVER
  })
  return z.preprocess((value) => (value === '' ? undefined : value), policies.optional())
}
