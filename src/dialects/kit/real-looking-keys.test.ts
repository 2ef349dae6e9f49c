import { describe, expect, it } from 'vitest'

import { createTestCore } from '../../../tests/test-core.ts'
import { AccessKeys } from '../../core/accounts/access-keys.ts'
import { Secret } from '../../core/secret.ts'
import { cloudOfRealLookingKey, warnOfRealLookingKeys } from './real-looking-keys.ts'

// Of the form of real ones, and made up.
const TENCENT = `AKID${'q7Wd'.repeat(8)}`
const ALIBABA = `LTAI5t${'Kx9'.repeat(6)}`
const VOLCENGINE = `AKLT${'M2Zk'.repeat(10)}==`

function collectWarnings() {
  const lines: string[] = []
  const warn = (facts: object, message: string) => void lines.push(`${JSON.stringify(facts)} ${message}`)
  return { lines, log: { warn, error: warn, info: warn } }
}

describe('an access key looks real', () => {
  it.each([
    [TENCENT, 'Tencent Cloud'],
    [`${TENCENT}_temporary-1`, 'Tencent Cloud'],
    [ALIBABA, 'Alibaba Cloud'],
    [`STS.${'Nq3'.repeat(8)}`, 'Alibaba Cloud'],
    [VOLCENGINE, 'Volcengine'],
  ])('%s', (id, cloud) => {
    expect(cloudOfRealLookingKey(id)).toBe(cloud)
  })

  it.each([
    'AKIDkeyplane',
    'LTAIkeyplane',
    'AKLTkeyplane',
    'AKIDacmeroot',
    'mine',
    'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
    'AKLTEXAMPLEEXAMPLEEXAMPLE0001',
  ])('not when people made it up: %s', (id) => {
    expect(cloudOfRealLookingKey(id)).toBeUndefined()
  })
})

describe('the warning', () => {
  it('comes once per key, with the id shortened', () => {
    const { lines, log } = collectWarnings()
    const warn = warnOfRealLookingKeys(log)
    for (const id of [TENCENT, TENCENT, 'AKIDkeyplane', ALIBABA, TENCENT]) warn(id)
    expect(lines).toEqual([
      expect.stringMatching(/^\{"accessKeyId":"AKIDq7Wd…","cloud":"Tencent Cloud"\} this looks like a real/),
      expect.stringMatching(/^\{"accessKeyId":"LTAI5tKx…","cloud":"Alibaba Cloud"\} this looks like a real/),
    ])
  })

  it('ends after a thousand keys', () => {
    const { lines, log } = collectWarnings()
    const warn = warnOfRealLookingKeys(log)
    for (let number = 0; number < 1_500; number += 1) warn(`LTAI${String(number).padStart(16, '0')}`)
    expect(lines).toHaveLength(1_000)
  })
})

describe('who is warned of', () => {
  it('the ids that the stand-in makes an account for, not the ones that are known', async () => {
    await using world = await createTestCore()
    const { database } = world.core
    await database.accounts.insertAccount({ id: '1000000001', name: 'acme', requireMfa: [] })
    const known = { id: TENCENT, account: '1000000001', user: 'root', isDisabled: false }
    await database.accounts.insertAccessKey({ ...known, secret: new Secret('known') })
    const { lines, log } = collectWarnings()
    const onInvented = warnOfRealLookingKeys(log)
    const standIn = new AccessKeys(database, world.clock, { mode: 'stand-in', onInvented })
    const strict = new AccessKeys(database, world.clock, { mode: 'strict', onInvented })
    expect((await standIn.find(TENCENT))?.account).toBe('1000000001')
    expect(await strict.find(ALIBABA)).toBeUndefined()
    expect(lines).toEqual([])
    expect(await standIn.find(ALIBABA)).toBeDefined()
    expect(lines).toHaveLength(1)
  })
})
