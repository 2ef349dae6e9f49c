import { randomUUID } from 'node:crypto'

import { expect, it, vi } from 'vitest'

import type { Params, Reply } from '../../src/dialects/alibaba-ecs/test-support/signed-call.ts'
import { postTc3 } from '../../src/dialects/kit/tencent/test-support/signed-call.ts'
import { AlibabaClient, outcomeOf } from './alibaba-client.ts'
import { type Cluster, describeEngines } from './engines.ts'
import { CODES } from './model.ts'
import { flawsOf, type Told } from './watched-driver.ts'

const CLIENTS = 50
const CLIENT_TOKEN = 'the-only-one'
/** While the first call runs, and for other parameters. Source: spec/alibaba.md §1.9, §1.12. */
const PROCESSING = 'IdempotentProcessing'
const MISMATCH = 'IdempotentParameterMismatch'
/** Source: spec/alibaba.md §2.8. */
const NO_PAIR = 'InvalidKeyPairName.NotFound'

describeEngines('one ClientToken from 50 clients', (cluster) => {
  it('acts once; who came too early is told so, everybody else gets the same answer', async () => {
    const crowd = new Crowd(cluster())
    const replies = await crowd.run(() => ({ Amount: '2' }))
    for (const reply of replies) expect([CODES.done, PROCESSING]).toContain(outcomeOf(reply))
    const later = await crowd.run(() => ({ Amount: '2' }))
    expect(later.map(outcomeOf)).toEqual(Array.from({ length: CLIENTS }, () => CODES.done))
    const answers = [...replies, ...later].filter(({ status }) => status === 200).map(idsOf)
    expect(answers.length).toBeGreaterThan(CLIENTS)
    const [ids = []] = answers
    expect(ids).toHaveLength(2)
    for (const answer of answers) expect(answer).toEqual(ids)
    await expectMade(crowd, ids)
  })

  it('acts for one of those that ask for different things, and refuses the others', async () => {
    const crowd = new Crowd(cluster())
    const wanted = (nth: number) => ({ Amount: nth % 2 === 0 ? '1' : '2' })
    const replies = await crowd.run(wanted)
    const made = replies.find(({ status }) => status === 200)
    if (!made) throw new Error('nobody was answered')
    const ids = idsOf(made)
    const later = await crowd.run(wanted)
    const isTheSame = (nth: number) => wanted(nth).Amount === String(ids.length)
    expect(later.map(outcomeOf)).toEqual(later.map((_, nth) => (isTheSame(nth) ? CODES.done : MISMATCH)))
    for (const reply of replies) expect([CODES.done, PROCESSING, MISMATCH]).toContain(outcomeOf(reply))
    const answers = [...replies, ...later].filter(({ status }) => status === 200).map(idsOf)
    for (const answer of answers) expect(answer).toEqual(ids)
    await expectMade(crowd, ids)
  })

  it('is free again after a refusal, for one', async () => {
    const crowd = new Crowd(cluster())
    const wanted = () => ({ KeyPairName: 'not-yet' })
    const early = await crowd.run(wanted)
    for (const reply of early) expect([PROCESSING, NO_PAIR]).toContain(outcomeOf(reply))
    expect(await crowd.clientAt(0).importPair('not-yet', 1)).toBe(CODES.done)
    const replies = await crowd.run(wanted)
    const answers = replies.filter(({ status }) => status === 200).map(idsOf)
    const [ids = []] = answers
    expect(ids).toHaveLength(1)
    for (const answer of answers) expect(answer).toEqual(ids)
    await expectMade(crowd, ids)
  })

  it('makes all wait for the one answer, where the cloud does so', { timeout: 60_000 }, async () => {
    // RunInstances of Tencent CVM. Source: spec/tencent.md §1.11.
    const signer = { secretId: `AKID${randomUUID()}`, secretKey: 'keyplane' }
    const ask = (nth: number, action: string, params: object) => {
      const { endpoints } = cluster()
      const api = `http://${endpoints[nth % endpoints.length] ?? ''}`
      return postTc3({
        ...{ api, action, version: '2017-03-12', params: { ...params }, signer, region: 'ap-guangzhou' },
      })
    }
    const wanted = {
      ...{ Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-eb30mz89' },
      ClientToken: CLIENT_TOKEN,
    }
    const clients = Array.from({ length: CLIENTS }, (_, nth) => ask(nth, 'RunInstances', wanted))
    const answers = (await Promise.all(clients)).map(({ response }) => response['InstanceIdSet'])
    expect(answers[0]).toHaveLength(1)
    for (const answer of answers) expect(answer).toEqual(answers[0])
    const { response } = await ask(0, 'DescribeInstances', {})
    expect(response['TotalCount']).toBe(1)
  })
})

/** 50 clients of one new account, spread over the servers. */
class Crowd {
  readonly #cluster: Cluster
  readonly #clients: readonly AlibabaClient[]

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    const accessKeyId = `LTAI${randomUUID().replaceAll('-', '')}`
    this.#clients = cluster.endpoints.map((endpoint) => new AlibabaClient(endpoint, accessKeyId))
  }

  /** All at the same time, with the same token. */
  run(params: (nth: number) => Params): Promise<readonly Reply[]> {
    const call = (_: unknown, nth: number) =>
      this.clientAt(nth).runInstances({ ...params(nth), ClientToken: CLIENT_TOKEN })
    return Promise.all(Array.from({ length: CLIENTS }, call))
  }

  /** What the machines of these instances were told. */
  told(ids: readonly string[]): readonly Told[] {
    return this.#cluster.told.filter(({ instanceId }) => ids.includes(instanceId))
  }

  clientAt(nth: number): AlibabaClient {
    const client = this.#clients[nth % this.#clients.length]
    if (!client) throw new Error('there is no server')
    return client
  }
}

/** The account has these instances and no other, and each machine was brought up once. */
async function expectMade(crowd: Crowd, ids: readonly string[]): Promise<void> {
  const client = crowd.clientAt(0)
  await vi.waitFor(
    async () => {
      const shown = await client.show(ids)
      expect(shown.map(({ status }) => status)).toEqual(ids.map(() => 'Running'))
    },
    { timeout: 30_000, interval: 5 },
  )
  const { body } = await client.ask('DescribeInstances', { RegionId: 'cn-hangzhou' })
  expect(body['TotalCount']).toBe(ids.length)
  const told = crowd.told(ids)
  expect(flawsOf(told)).toEqual([])
  for (const id of ids) {
    const steps = told.filter(({ instanceId }) => instanceId === id).map(({ step }) => step)
    expect(steps).toEqual(['apply', 'start'])
  }
}

function idsOf({ body }: Reply): readonly string[] {
  // The shape of the answer is tested with RunInstances.
  return (body['InstanceIdSets'] as { InstanceIdSet: string[] }).InstanceIdSet
}
