import { describe, expect, it } from 'vitest'

import type { AccessState } from '../../core/machines/access-state.ts'
import { endsOf, withEndsOf } from './server-ends.ts'

const WITHOUT: AccessState = { version: 1, publicKeys: ['ssh-ed25519 AAAA'], allowsPassword: false }
const DESIRED: AccessState = { ...WITHOUT, expiries: new Map([['ssh-ed25519 AAAA', 1]]) }

describe('the ends that a server is told', () => {
  it.each(['OpenSSH_9.1', 'OpenSSH_9.2p1', 'OpenSSH_9.10p1', 'OpenSSH_10.0p2'])(
    'are all with %s',
    (software) => {
      expect(withEndsOf(software, DESIRED)).toEqual(DESIRED)
      expect(withEndsOf(software, WITHOUT)).toEqual(WITHOUT)
      expect(endsOf(software)).toEqual({})
    },
  )

  it.each([
    ...['OpenSSH_9.0p1', 'OpenSSH_8.9p1', 'OpenSSH_7.6', 'OpenSSH_', 'OpenSSH', ''],
    ...['dropbear_2022.83', 'OpenSSH_for_Windows_9.5', 'Not-OpenSSH_9.9'],
  ])('are none with "%s"', (software) => {
    expect(withEndsOf(software, DESIRED)).toEqual(WITHOUT)
    expect(endsOf(software)).toEqual({ knowsNoEnds: true })
  })
})
