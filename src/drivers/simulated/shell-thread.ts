/**
 * The thread that the shell computes in (`shell.ts` starts it): the shell's parser has texts that it never comes to an end
 * with, and nothing in a thread can end that but the end of the thread.
 */
import { parentPort } from 'node:worker_threads'

import { runScript } from './run-script.ts'
import { isIncomplete, isOnlyCall, readsInput } from './script-input.ts'
import type { Answer, FromThread, SentScript, ToThread, Wish } from './shell-messages.ts'

const LOOKS = {
  readsInput: (text: string) => readsInput(text),
  isIncomplete: (text: string) => isIncomplete(text),
  isOnlyCall: (text: string, name = '') => isOnlyCall(text, name),
} as const

/** A script on its way. */
interface Running {
  readonly stop: AbortController
  readonly sleeps: Map<number, () => void>
}

const running = new Map<number, Running>()
let sleeps = 0

parentPort?.on('message', (message: ToThread) => {
  switch (message.kind) {
    case 'ping':
      return say({ kind: 'pong' })
    case 'abort':
      return running.get(message.id)?.stop.abort()
    case 'awake':
      return running.get(message.id)?.sleeps.get(message.sleep)?.()
    case 'run':
    case 'look':
      void answer(message)
  }
})

async function answer({ id, ...wish }: Wish & { readonly id: number }): Promise<void> {
  try {
    say({ kind: 'answer', id, answer: wish.kind === 'run' ? await run(id, wish.script) : look(wish) })
  } catch (error) {
    say({ kind: 'failure', id, error })
  }
}

function look({ question, words }: Extract<Wish, { kind: 'look' }>): Answer {
  return LOOKS[question](...words)
}

async function run(id: number, script: SentScript): Promise<Answer> {
  const own: Running = { stop: new AbortController(), sleeps: new Map() }
  running.set(id, own)
  const sleep = (ms: number) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const number = (sleeps += 1)
    own.sleeps.set(number, () => {
      own.sleeps.delete(number)
      resolve()
    })
    say({ kind: 'sleep', id, sleep: number, ms })
    return promise
  }
  try {
    // Bytes come over as such, not as a `Buffer`.
    return await runScript({ ...script, stdin: Buffer.from(script.stdin), signal: own.stop.signal, sleep })
  } finally {
    running.delete(id)
  }
}

function say(message: FromThread): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(message)
}
