/**
 * A binding that is accepted when its call is answered and made after that: it stops the machine, changes its access and
 * starts it again. AssociateInstancesKeyPairs of Tencent CVM with ForceStop. Source: spec/tencent.md §2.4.
 */
import { randomUUID } from 'node:crypto'

import { expect, it, vi } from 'vitest'

import { rsaLine } from '../../src/dialects/kit/tencent/test-support/rsa-line.ts'
import { postTc3 } from '../../src/dialects/kit/tencent/test-support/signed-call.ts'
import { type Cluster, describeEngines } from './engines.ts'
import { flawsOf } from './watched-driver.ts'

const PAIRS = 5
const CLIENTS = 30
/** What a busy instance answers: to the action that keeps it busy, and to others. Source: spec/tencent.md §2.4. */
const BUSY = new Set(['MutexOperation.TaskRunning', 'OperationDenied.InstanceOperationInProgress'])

describeEngines('bindings of many pairs to one running instance', (cluster) => {
  it('are made one by one, all that were accepted and no other', async () => {
    const account = new CvmAccount(cluster())
    const pairs = await account.importPairs()
    const id = await account.runInstance()
    const before = account.told(id).length
    const asked = Array.from({ length: CLIENTS }, async (_, nth) => {
      const pair = pairs[nth % PAIRS]
      if (!pair) throw new Error('there are as many')
      const params = { InstanceIds: [id], KeyIds: [pair.id], ForceStop: true }
      return { pair, code: await account.codeOf(nth, 'AssociateInstancesKeyPairs', params) }
    })
    const answers = await Promise.all(asked)
    const accepted = answers.filter(({ code }) => code === undefined).map(({ pair }) => pair.line)
    for (const { code } of answers.filter(({ code }) => code !== undefined)) expect(BUSY).toContain(code)
    const shown = await account.settled(id)
    const told = account.told(id).slice(before)
    expect(flawsOf(told)).toEqual([])
    const applied = told.flatMap(({ access }) => access?.publicKeys ?? [])
    // Who binds what is bound already is let in, and the machine is left alone.
    expect(accepted.length).toBeGreaterThan(0)
    expect(new Set(applied)).toEqual(new Set(accepted))
    expect(applied.length).toBeLessThanOrEqual(accepted.length)
    const rounds = applied.flatMap(() => ['stop', 'apply', 'start'])
    expect(told.map(({ step }) => step)).toEqual(rounds)
    const last = pairs.find(({ line }) => line === applied.at(-1))
    expect(shown).toMatchObject({ InstanceState: 'RUNNING', LoginSettings: { KeyIds: [last?.id] } })
  })
})

interface Pair {
  readonly id: string
  readonly line: string
}

/** A new account, whose calls are spread over the servers. */
class CvmAccount {
  readonly #cluster: Cluster
  readonly #signer = { secretId: `AKID${randomUUID()}`, secretKey: 'keyplane' }

  constructor(cluster: Cluster) {
    this.#cluster = cluster
  }

  async importPairs(): Promise<readonly Pair[]> {
    const pairs: Pair[] = []
    for (let nth = 0; nth < PAIRS; nth += 1) {
      const line = rsaLine()
      const params = { KeyName: `pair_${nth}`, ProjectId: 0, PublicKey: line }
      const { KeyId } = await this.#ok('ImportKeyPair', params)
      pairs.push({ id: String(KeyId), line })
    }
    return pairs
  }

  async runInstance(): Promise<string> {
    const params = { Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-eb30mz89' }
    const { InstanceIdSet: ids } = await this.#ok('RunInstances', params)
    if (!Array.isArray(ids)) throw new Error('RunInstances answered without ids')
    const id = String(ids[0])
    await this.settled(id)
    return id
  }

  /** The code of the refusal; undefined: the call was accepted. */
  async codeOf(nth: number, action: string, params: object): Promise<string | undefined> {
    return (await this.#call(nth, action, params)).error?.Code
  }

  /** The instance as it is shown when its operation has ended. */
  async settled(id: string): Promise<unknown> {
    return vi.waitFor(
      async () => {
        const { InstanceSet: set } = await this.#ok('DescribeInstances', { InstanceIds: [id] })
        const shown: unknown = Array.isArray(set) ? set[0] : undefined
        expectMatch(shown, 'SUCCESS')
        return shown
      },
      { timeout: 30_000, interval: 5 },
    )
  }

  told(id: string) {
    return this.#cluster.told.filter(({ instanceId }) => instanceId === id)
  }

  async #ok(action: string, params: object): Promise<Record<string, unknown>> {
    const { error, response } = await this.#call(0, action, params)
    if (error) throw new Error(`${action}: ${error.Code}`)
    return response
  }

  #call(nth: number, action: string, params: object) {
    const { endpoints } = this.#cluster
    const api = `http://${endpoints[nth % endpoints.length] ?? ''}`
    const common = { version: '2017-03-12', signer: this.#signer, region: 'ap-guangzhou' }
    return postTc3({ ...common, api, action, params: { ...params } })
  }
}

function expectMatch(shown: unknown, state: string): void {
  expect(shown).toMatchObject({ LatestOperationState: state })
}
