/** Calls while the database fails: an answer is an acknowledgement, a refusal of the kind allowed, or a failure of the test. */
import { setTimeout as wait } from 'node:timers/promises'

import {
  type Params,
  type Reply,
  signedCall,
} from '../../src/dialects/alibaba-ecs/test-support/signed-call.ts'
import { REGION } from '../../src/dialects/alibaba-ecs/test-support/test-world.ts'
import type { ServerProcess } from '../server-process.ts'

/** What any access key opens in the stand-in, each with an account of its own. */
const SECRET = 'keyplane'
const INTERNAL = 'InternalError'
const LONGEST_WAIT_MS = 120_000
const BETWEEN_LOOKS_MS = 50

export interface Shown {
  readonly status: string
  readonly pair: string
}

/** How often it was answered in which way, over all clients of a load. */
export interface Tally {
  /** Changes. */
  acknowledged: number
  failed: number
}

/** One account that asks several servers in turn. */
export class Client {
  readonly #apis: readonly ServerProcess[]
  readonly #accessKeyId: string
  readonly #tally: Tally
  #asked = 0

  constructor(apis: readonly ServerProcess[], accessKeyId: string, tally: Tally) {
    this.#apis = apis
    this.#accessKeyId = accessKeyId
    this.#tally = tally
  }

  /** Asks one server; undefined: it answered with the cloud's internal error, and nobody knows what has become of it. */
  async ask(action: string, params: Params, allowed?: string): Promise<Reply | undefined> {
    const { api } = this.#next()
    const host = new URL(api).host
    const reply = await signedCall(
      host,
      action,
      { RegionId: REGION, ...params },
      {
        accessKeyId: this.#accessKeyId,
        secret: SECRET,
      },
    )
    if (reply.status === 500 && reply.body['Code'] === INTERNAL) {
      this.#tally.failed += 1
      return undefined
    }
    if (allowed !== undefined && reply.body['Code'] === allowed) return reply
    if (reply.status !== 200) throw new Error(`${action}: ${reply.status} ${reply.text}`)
    if (!action.startsWith('Describe')) this.#tally.acknowledged += 1
    return reply
  }

  /** Asks again and again, of whichever server, until it is acknowledged, or refused with the code that is allowed. */
  async insist(action: string, params: Params, allowed?: string): Promise<Reply> {
    return this.#until(action, () => this.ask(action, params, allowed))
  }

  /** An instance when no operation is under way any more; undefined: there is none. */
  async settled(id: string): Promise<Shown | undefined> {
    const found = await this.#until(`${id} settles`, async () => {
      const [shown] = await this.instances({ InstanceIds: JSON.stringify([id]) })
      if (shown && shown.status !== 'Running' && shown.status !== 'Stopped') return undefined
      return { shown }
    })
    return found.shown
  }

  async instances(params: Params): Promise<readonly (Shown & { id: string })[]> {
    const { body } = await this.#truth('DescribeInstances', params)
    // The shape of the answer is tested with DescribeInstances.
    const { Instance } = body['Instances'] as {
      Instance: { InstanceId: string; Status: string; KeyPairName?: string }[]
    }
    return Instance.map((one) => ({ id: one.InstanceId, status: one.Status, pair: one.KeyPairName ?? '' }))
  }

  async pairs(params: Params = { PageSize: '50' }): Promise<readonly string[]> {
    const { body } = await this.#truth('DescribeKeyPairs', params)
    // The shape of the answer is tested with DescribeKeyPairs.
    const { KeyPair } = body['KeyPairs'] as { KeyPair: { KeyPairName: string }[] }
    return KeyPair.map(({ KeyPairName }) => KeyPairName)
  }

  /** Read while the server takes changes: what is read elsewhere may be old. */
  #truth(action: string, params: Params): Promise<Reply> {
    return this.#until(action, async () => {
      const server = this.#next()
      const before = await isReady(server)
      const reply = before ? await this.ask(action, params) : undefined
      return (await isReady(server)) ? reply : undefined
    })
  }

  #next(): ServerProcess {
    const server = this.#apis[this.#asked % this.#apis.length]
    this.#asked += 1
    if (!server) throw new Error('there is no server')
    return server
  }

  async #until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    const deadline = Date.now() + LONGEST_WAIT_MS
    for (;;) {
      const found = await look()
      if (found !== undefined) return found
      if (Date.now() > deadline) throw new Error(`in vain it was waited: ${what}`)
      await wait(BETWEEN_LOOKS_MS)
    }
  }
}

/** What `/readyz` says. */
export async function isReady({ api }: Pick<ServerProcess, 'api'>): Promise<boolean> {
  return (await fetch(`${api}/readyz`)).status === 200
}
