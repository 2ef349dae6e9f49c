import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

import type { Tally, Target } from './attack.ts'
import type { AttackName } from './attacks.ts'

const ATTACKER = join(import.meta.dirname, 'attacker.ts')

/** An attack that goes on in a process of its own until it is disposed. */
export interface RunningAttack extends AsyncDisposable {
  tally(): Promise<Tally>
}

/** Resolves when the attack is in full swing. */
export async function startAttack(name: AttackName, target: Target): Promise<RunningAttack> {
  const child = fork(ATTACKER, [name, JSON.stringify(target)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await nextTally(child)
  return {
    tally() {
      child.send('tally')
      return nextTally(child)
    },
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function nextTally(child: ChildProcess): Promise<Tally> {
  const ended = new AbortController()
  const onExit = () => ended.abort(new Error('the attacker ended'))
  child.once('exit', onExit)
  try {
    const [{ tally }] = (await once(child, 'message', { signal: ended.signal })) as [{ tally: Tally }]
    return tally
  } finally {
    child.off('exit', onExit)
  }
}
