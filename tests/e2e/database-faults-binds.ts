/** A load of bindings, each an operation of three steps: the machine is stopped, given its key and started again. */
import { randomUUID } from 'node:crypto'

import { expect } from 'vitest'

import { rsaLine } from '../../src/dialects/kit/tencent/test-support/rsa-line.ts'
import { postTc3 } from '../../src/dialects/kit/tencent/test-support/signed-call.ts'
import type { ServerProcess } from '../server-process.ts'
import type { Tally } from './database-faults-client.ts'

/** A holder that died is waited for some ten seconds; more than one may die in turn. */
const LONGEST_BIND_MS = 120_000
const BETWEEN_LOOKS_MS = 20

interface ShownInstance {
  readonly InstanceState: string
  readonly LatestOperationState: string | null
  readonly LoginSettings: { readonly KeyIds?: readonly string[] }
}

/** One account of CVM that binds two pairs in turn to one running instance. No call of it may fail. */
export class BindLane {
  readonly #apis: readonly ServerProcess[]
  readonly #tally: Tally
  readonly #signal: AbortSignal
  readonly #signer = { secretId: `AKID${randomUUID()}`, secretKey: 'keyplane' }
  instance = ''
  /** That were acknowledged, each seen to its end. */
  binds = 0
  /** From the call to the end of its operation, in milliseconds. */
  longestMs = 0
  #asked = 0

  constructor(parts: { apis: readonly ServerProcess[]; signal: AbortSignal; tally: Tally }) {
    this.#apis = parts.apis
    this.#tally = parts.tally
    this.#signal = parts.signal
  }

  /** Until the signal; ends with nothing under way. Source: spec/tencent.md §2.4. */
  async run(): Promise<void> {
    const pairs = [await this.#import('pair_0'), await this.#import('pair_1')]
    const params = { Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-eb30mz89' }
    const { InstanceIdSet: ids } = await this.#ask('RunInstances', params)
    if (!Array.isArray(ids)) throw new Error('RunInstances answered without ids')
    this.instance = String(ids[0])
    await this.#ended()
    while (!this.#signal.aborted) await this.#bind(pairs[this.binds % pairs.length] ?? '')
  }

  async #import(name: string): Promise<string> {
    const { KeyId } = await this.#ask('ImportKeyPair', { KeyName: name, ProjectId: 0, PublicKey: rsaLine() })
    return String(KeyId)
  }

  async #bind(pair: string): Promise<void> {
    const begunMs = performance.now()
    const params = { InstanceIds: [this.instance], KeyIds: [pair], ForceStop: true }
    await this.#ask('AssociateInstancesKeyPairs', params)
    const shown = await this.#ended()
    this.longestMs = Math.max(this.longestMs, performance.now() - begunMs)
    this.binds += 1
    expectBound(shown, pair)
  }

  async #ended(): Promise<ShownInstance> {
    const look = async () => {
      const { InstanceSet: set } = await this.#ask('DescribeInstances', { InstanceIds: [this.instance] })
      // The shape of the answer is tested with DescribeInstances.
      return Array.isArray(set) ? (set[0] as ShownInstance) : undefined
    }
    let shown: ShownInstance | undefined
    const isOver = async () => {
      shown = await look()
      return shown !== undefined && shown.LatestOperationState !== 'OPERATING'
    }
    await untilTrue(isOver)
    if (!shown) throw new Error('the instance is not shown')
    return shown
  }

  async #ask(action: string, params: object): Promise<Record<string, unknown>> {
    const server = this.#apis[this.#asked % this.#apis.length]
    this.#asked += 1
    const common = { version: '2017-03-12', signer: this.#signer, region: 'ap-guangzhou' }
    const { error, response } = await postTc3({
      ...{ ...common, api: server?.api ?? '', action, params: { ...params } },
    })
    if (error) throw new Error(`${action}: ${error.Code} ${error.Message}`)
    if (!action.startsWith('Describe')) this.#tally.acknowledged += 1
    return response
  }
}

function expectBound(
  { InstanceState, LatestOperationState, LoginSettings }: ShownInstance,
  pair: string,
): void {
  const wanted = { InstanceState: 'RUNNING', LatestOperationState: 'SUCCESS', KeyIds: [pair] }
  expect({ InstanceState, LatestOperationState, KeyIds: LoginSettings.KeyIds }).toEqual(wanted)
}

async function untilTrue(look: () => Promise<boolean>): Promise<void> {
  await expect.poll(look, { timeout: LONGEST_BIND_MS, interval: BETWEEN_LOOKS_MS }).toBe(true)
}
