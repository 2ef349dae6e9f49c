import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../../tests/start-keyplane.ts'
import { instanceOf } from '../../tests/store-rows.ts'
import { createOwnApiClient } from './client.ts'

const TOKEN = 'the-administrators-token'
const OWNER = { account: '1000000001', dialect: 'alibaba-ecs', region: 'cn-hangzhou' }
const LINE = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB3tVPMOGKXMoiyj3cRn7AUUERS0eWTaUL9wCJzoxbqz'
const SEED = `
accounts: [{ id: "${OWNER.account}", name: acme, users: [{ name: root }] }]
keyPairs: [{ dialect: ${OWNER.dialect}, account: acme, region: ${OWNER.region}, name: team, publicKey: "${LINE}" }]
`
const COUNT = 250

let keyplane: TestKeyplane
beforeAll(async () => {
  keyplane = await startTestKeyplane({ adminToken: TOKEN, seed: SEED })
  const { instances, bindings } = keyplane.core.database
  const api = createOwnApiClient({ url: keyplane.api, token: TOKEN })
  const [pair] = (await api.keyPairs.list({})).items
  for (let index = 0; index < COUNT; index += 1) {
    const row = instanceOf({ ...OWNER, id: `i-${String(index).padStart(4, '0')}` })
    await instances.insert(row)
    await bindings.replace(row, [pair?.id ?? ''], 1)
  }
})
afterAll(() => keyplane[Symbol.asyncDispose]())

async function csv(target: string) {
  const headers = { authorization: `Bearer ${TOKEN}`, accept: 'text/csv' }
  const answer = await fetch(new URL(target, `${keyplane.api}/keyplane/v1/`), { headers })
  const [head = '', ...lines] = (await answer.text()).split('\r\n')
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  const [, next] = /^<(.+)>; rel="next"$/.exec(answer.headers.get('link') ?? '') ?? []
  expect(lines.pop()).toBe('')
  return { head, lines, next }
}

describe('a list as CSV', () => {
  it.each(['access?look=false', 'instances', 'instances?sort=name'])('is whole: %s', async (target) => {
    const { head, lines, next } = await csv(target)
    expect(head).toMatch(/^dialect,account,instanceId,|^dialect,account,id,/)
    expect(lines).toHaveLength(COUNT)
    expect(new Set(lines).size).toBe(COUNT)
    expect(lines).not.toContain(head)
    expect(next).toBeUndefined()
  })

  it('that is asked for in pages tells where the next one is', async () => {
    const seen: string[] = []
    let target: string | undefined = 'access?look=false&limit=100'
    const sizes: number[] = []
    while (target !== undefined) {
      const { lines, next } = await csv(target)
      sizes.push(lines.length)
      seen.push(...lines)
      target = next
    }
    expect(sizes).toEqual([100, 100, 50])
    expect(new Set(seen).size).toBe(COUNT)
  })

  it.each(['access?look=false&account=42', 'instances?account=42', 'key-pairs?text=none'])(
    'has its columns also when it is empty: %s',
    async (target) => {
      const { head, lines } = await csv(target)
      expect(head).toContain('dialect,account')
      expect(lines).toEqual([])
    },
  )
})
