/** Takes CPU profiles of a server by the protocol of Node's inspector, from when to when one wants. */
import { once } from 'node:events'

/** Options that let `openProfiler` in. */
export const PROFILED: NodeJS.ProcessEnv = { NODE_OPTIONS: '--inspect=127.0.0.1:0' }

const SAMPLED_EVERY_MICROS = 200

/** One function at one place of the stack. Source: Chrome DevTools Protocol, Profiler.ProfileNode. */
export interface ProfileNode {
  readonly id: number
  readonly callFrame: { readonly functionName: string; readonly url: string }
  readonly children?: readonly number[]
}

/** Source: Chrome DevTools Protocol, Profiler.Profile. */
export interface Profile {
  readonly nodes: readonly ProfileNode[]
  /** The function that ran, at each sample. */
  readonly samples: readonly number[]
  /** Since the sample before, in microseconds. */
  readonly timeDeltas: readonly number[]
}

export interface Profiler extends AsyncDisposable {
  /** What the server did while `work` ran. */
  profile(work: () => Promise<void>): Promise<Profile>
}

/** @throws when the server was not started with `PROFILED` */
export async function openProfiler(log: string): Promise<Profiler> {
  const address = /Debugger listening on (ws:\S+)/.exec(log)?.[1]
  if (address === undefined) throw new Error(`the server has no inspector: ${log}`)
  const socket = new WebSocket(address)
  await once(socket, 'open')
  let asked = 0
  const ask = async (method: string, params: object = {}): Promise<unknown> => {
    const id = (asked += 1)
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const listen = ({ data }: MessageEvent) => {
      // Answers of the inspector have this form.
      const answer = JSON.parse(String(data)) as {
        id?: number
        result?: unknown
        error?: { message: string }
      }
      if (answer.id !== id) return
      socket.removeEventListener('message', listen)
      if (answer.error) reject(new Error(answer.error.message))
      else resolve(answer.result)
    }
    socket.addEventListener('message', listen)
    socket.send(JSON.stringify({ id, method, params }))
    return promise
  }
  await ask('Profiler.enable')
  await ask('Profiler.setSamplingInterval', { interval: SAMPLED_EVERY_MICROS })
  return {
    async profile(work) {
      await ask('Profiler.start')
      await work()
      // The result of this method is a profile.
      return ((await ask('Profiler.stop')) as { profile: Profile }).profile
    },
    async [Symbol.asyncDispose]() {
      const closed = once(socket, 'close')
      socket.close()
      await closed
    },
  }
}
