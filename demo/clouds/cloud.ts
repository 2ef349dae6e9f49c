/** What the demo does on every cloud, whatever its SDK calls it. */
export interface Cloud {
  readonly name: string
  /** How a change of keys reaches a running instance on this cloud, in one sentence. */
  readonly rule: string
  createKeyPair(name: string): Promise<KeyPair>
  /** Creates a running instance that is logged in to with this password. */
  runInstance(password: string): Promise<Instance>
  /** Binds the pair; tells what the cloud shows right after the call. */
  bind(keyPair: KeyPair, instance: Instance): Promise<Shown>
  /** Does what this cloud demands for the change to take effect, and waits for it. */
  settle(instance: Instance): Promise<void>
  unbind(keyPair: KeyPair, instance: Instance): Promise<void>
}

export interface KeyPair {
  readonly id: string
  readonly name: string
  readonly privateKey: string
}

export interface Instance {
  readonly id: string
  /** Address the cloud shows for it. */
  readonly address: string
  readonly loginUser: string
}

/** What is to be seen between the bind and its effect. */
export interface Shown {
  readonly text: string
  readonly isPending: boolean
  /** The machine still runs with its old access. */
  readonly isOldAccessInForce: boolean
}

/** Where the clouds of the demo are served. */
export interface Endpoint {
  /** `127.0.0.1:7420` */
  readonly host: string
}

const POLL_MS = 40
const LONGEST_WAIT_MS = 15_000

/** Asks until the answer is as wanted. */
export async function poll<T>(
  what: string,
  ask: () => Promise<T>,
  isDone: (answer: T) => boolean,
): Promise<T> {
  const endMs = Date.now() + LONGEST_WAIT_MS
  for (;;) {
    const answer = await ask()
    if (isDone(answer)) return answer
    if (Date.now() > endMs)
      throw new Error(`waited too long for ${what}; last seen: ${JSON.stringify(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

/** A field that the answer must have. */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`the answer has no ${what}`)
  return value
}
