import { expect } from 'vitest'

import type { AnsweredCall } from '../../src/dialects/kit/attempt.ts'
import { answerFlaws } from './answer-flaws.ts'
import { clientOf } from './client-of.ts'
import type { DrivenCall } from '../coverage/driven-calls.ts'

const calls = new Map<string, DrivenCall>()
const flaws = new Set<string>()

/** Sees every call of every test that runs against a Keyplane in its own process. */
export function noteCall(answered: AnsweredCall): void {
  noteDriven(answered)
  for (const flaw of answerFlaws(answered)) flaws.add(flaw)
}

/** How answers so far differed from what the official clients declare; the list begins anew. */
export function takeFlaws(): readonly string[] {
  const taken = [...flaws]
  flaws.clear()
  return taken
}

/** What was seen so far; the list begins anew. */
export function takeDrivenCalls(): readonly DrivenCall[] {
  const taken = [...calls.values()]
  calls.clear()
  return taken
}

/** Only what an official client got a success for, in the middle of a test, drives an action. */
function noteDriven({ call, service, request, ending }: AnsweredCall): void {
  const client = clientOf(request)
  const { currentTestName: test, testPath: file } = expect.getState()
  if (!client || !test || !file || 'refusal' in ending) return
  const driven = { dialect: call.dialect, service, action: call.action, client, file, test }
  calls.set(JSON.stringify(driven), driven)
}
