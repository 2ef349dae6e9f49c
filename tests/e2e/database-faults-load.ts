/** A load that keeps book of what was acknowledged to it. */
import { randomUUID } from 'node:crypto'

import { expect } from 'vitest'

import { publicKeyLine } from '../concurrency/public-keys.ts'
import type { ServerProcess } from '../server-process.ts'
import { BindLane } from './database-faults-binds.ts'
import { Client, type Tally } from './database-faults-client.ts'

const NEW_INSTANCE = {
  ...{ ImageId: 'aliyun_3_x64_20G_alibase_20240819.vhd', InstanceType: 'ecs.g6.large' },
  ...{ SecurityGroupId: 'sg-bp1group', VSwitchId: 'vsw-bp1switch' },
}

/** A token is given back a second or so after the database answers again, and long before its lease is over. */
const FREE_AFTER_MS = 30_000
const GOES_ON_AFTER_MS = 60_000
const HELD = 'IdempotentProcessing'

/** One client's world, as it must be found afterwards. */
export class Lane {
  readonly client: Client
  readonly #name: string
  readonly #signal: AbortSignal
  /** Names of pairs that are there. */
  readonly pairs = new Set<string>()
  /** By client token, the one instance that it made. */
  readonly made = new Map<string, string>()
  /** Client tokens of calls that failed and could not give them back. */
  readonly held = new Set<string>()
  /** Of `made`, those that were deleted. */
  readonly deleted = new Set<string>()
  /** The instance that is started and stopped. */
  instance = ''
  pair = ''
  boots = 1
  /** Of its access: one more with each pair that is bound. */
  versions = 1
  turns = 0

  constructor(parts: { apis: readonly ServerProcess[]; signal: AbortSignal; tally: Tally }) {
    this.#name = randomUUID()
    this.#signal = parts.signal
    this.client = new Client(parts.apis, `LTAI${this.#name}`, parts.tally)
  }

  /** Until the signal; ends with nothing under way. */
  async run(): Promise<void> {
    this.instance = (await this.#make('main')) ?? ''
    await this.client.settled(this.instance)
    await this.#power('StopInstance', 'Stopped')
    while (!this.#signal.aborted) {
      await this.#turn()
      this.turns += 1
    }
  }

  async #turn(): Promise<void> {
    const { turns } = this
    const last = this.pair
    const name = `pair-${turns}`
    if (await this.#import(name)) await this.#bind(name)
    if (await this.#power('StartInstance', 'Running')) this.boots += 1
    if (last !== '' && last !== this.pair) await this.#delete(last)
    if (turns % 2 === 0) await this.#makeAndRemove(`spare-${turns}`)
    await this.#power('StopInstance', 'Stopped')
  }

  /** Whether the pair is there, be it that nobody said so. */
  async #import(name: string): Promise<boolean> {
    const key = publicKeyLine(this.turns)
    const reply = await this.client.ask('ImportKeyPair', { KeyPairName: name, PublicKeyBody: key })
    if (!reply && (await this.client.pairs({ KeyPairName: name })).length === 0) return false
    this.pairs.add(name)
    return true
  }

  async #bind(name: string): Promise<void> {
    const params = { KeyPairName: name, InstanceIds: JSON.stringify([this.instance]) }
    const reply = await this.client.ask('AttachKeyPair', params)
    if (reply) expectSame(reply.body['FailCount'], '0')
    const shown = await this.client.settled(this.instance)
    // Acknowledged: so it is. Not acknowledged: done or not, nothing else.
    expectOneOf([name, ...(reply ? [] : [this.pair])], shown?.pair)
    if (shown?.pair !== this.pair) this.versions += 1
    this.pair = shown?.pair ?? ''
  }

  async #delete(name: string): Promise<void> {
    const reply = await this.client.ask('DeleteKeyPairs', { KeyPairNames: JSON.stringify([name]) })
    if (reply || (await this.client.pairs({ KeyPairName: name })).length === 0) this.pairs.delete(name)
  }

  /** Whether it has come to that. */
  async #power(action: 'StartInstance' | 'StopInstance', wanted: string): Promise<boolean> {
    for (;;) {
      const shown = await this.client.settled(this.instance)
      if (shown?.status === wanted) return false
      const reply = await this.client.ask(action, { InstanceId: this.instance })
      const { status } = (await this.client.settled(this.instance)) ?? {}
      if (reply) expectSame([action, status], [action, wanted])
      if (status === wanted) return true
    }
  }

  async #makeAndRemove(token: string): Promise<void> {
    const id = await this.#make(token)
    if (id === undefined) return
    await this.client.settled(id)
    const reply = await this.client.ask('DeleteInstance', { InstanceId: id, Force: 'true' })
    const shown = await this.client.settled(id)
    if (reply) expectSame(shown, undefined)
    if (!shown) this.deleted.add(id)
  }

  /**
   * The same call until it is acknowledged, and once more: the answers must be one. Undefined: the call that has failed
   * has not given its token back yet.
   */
  async #make(token: string): Promise<string | undefined> {
    const params = { ...NEW_INSTANCE, InstanceName: token, ClientToken: `${token}-${this.#name}` }
    const first = await this.client.insist('RunInstances', params, HELD)
    const second = await this.client.insist('RunInstances', params, HELD)
    if (first.status !== 200) {
      this.held.add(token)
      return undefined
    }
    expectSame(idsOf(second.body), idsOf(first.body))
    const [id = ''] = idsOf(first.body)
    expectSame(idsOf(first.body), [id])
    this.made.set(token, id)
    this.held.delete(token)
    return id
  }

  /** Every call with a client token again, long after: its first answer still. */
  async repeatAll(): Promise<void> {
    for (const [token, id] of this.made) expectSame(await this.#make(token), id)
  }

  /** Calls whose tokens were held: each acts once, when its token is free. */
  async makeHeld(): Promise<void> {
    for (const token of this.held) {
      await untilTrue(async () => (await this.#make(token)) !== undefined, FREE_AFTER_MS)
      await this.client.settled(this.made.get(token) ?? '')
    }
  }
}

function expectSame(actual: unknown, wanted: unknown): void {
  expect(actual).toEqual(wanted)
}

function expectOneOf(allowed: readonly unknown[], actual: unknown): void {
  expect(allowed).toContain(actual)
}

async function untilTrue(look: () => unknown, timeout: number): Promise<void> {
  await expect.poll(look, { timeout, interval: 20 }).toBe(true)
}

function idsOf(body: Readonly<Record<string, unknown>>): readonly string[] {
  // The shape is asserted with RunInstances.
  return (body['InstanceIdSets'] as { InstanceIdSet: string[] }).InstanceIdSet
}

/** How many clients of each kind. */
export interface LoadSize {
  readonly lanes: number
  /** Of these no call may fail. */
  readonly bindLanes: number
}

/** Lanes that run beside each other until they are told to end. */
export class Load {
  readonly lanes: readonly Lane[]
  readonly bindLanes: readonly BindLane[]
  readonly tally: Tally = { acknowledged: 0, failed: 0 }
  readonly #stop = new AbortController()
  readonly #runs: Promise<void>
  #error: unknown

  constructor(apis: readonly ServerProcess[], wanted: LoadSize) {
    const parts = { apis, signal: this.#stop.signal, tally: this.tally }
    this.lanes = Array.from({ length: wanted.lanes }, () => new Lane(parts))
    this.bindLanes = Array.from({ length: wanted.bindLanes }, () => new BindLane(parts))
    const all = [...this.lanes, ...this.bindLanes]
    this.#runs = Promise.all(all.map((lane) => lane.run())).then(() => undefined)
    this.#runs.catch((error: unknown) => (this.#error = error))
  }

  /** Whoever waits for it learns why it cannot go on. */
  fail(error: unknown): void {
    this.#error ??= error
  }

  /** Until so many more calls were acknowledged. */
  async goesOn(more = 10): Promise<void> {
    const wanted = this.tally.acknowledged + more
    const isSo = () => this.#error !== undefined || this.tally.acknowledged >= wanted
    await untilTrue(isSo, GOES_ON_AFTER_MS)
    if (this.#error !== undefined) throw new Error('the load has ended', { cause: this.#error })
  }

  /** Ends when nothing is under way any more. */
  async end(): Promise<void> {
    this.#stop.abort()
    await this.#runs
  }
}
