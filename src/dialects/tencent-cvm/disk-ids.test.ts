import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { diskIdOf, instanceIdsOf, MOST_DISKS } from './disk-ids.ts'

const suffix = fc.stringMatching(/^[0-9a-z]{8}$/)

describe('ids of disks', () => {
  it('lead back to the instance, and are as long as the cloud makes them', () => {
    fc.assert(
      fc.property(suffix, fc.nat({ max: MOST_DISKS - 1 }), (text, place) => {
        const id = diskIdOf(`ins-${text}`, { place, type: 'CLOUD_SSD' })
        expect(id).toMatch(/^disk-[0-9a-z]{8}$/)
        expect(instanceIdsOf(id)[place]).toBe(`ins-${text}`)
      }),
    )
  })

  it('differ within an instance', () => {
    for (const id of ['ins-00000000', 'ins-zzzzzzzz', 'ins-1e4r6y8i']) {
      const ids = Array.from({ length: MOST_DISKS }, (_, place) => diskIdOf(id, { place, type: 'LOCAL_SSD' }))
      expect(new Set(ids).size).toBe(MOST_DISKS)
      expect(ids[0]).toMatch(/^ldisk-/)
    }
  })

  it.each(['disc-12345678', 'ldisk-1234567', 'ldisk-12345678x', 'ldisk-ABCDEFGH', ''])(
    '%j is nobody’s',
    (id) => {
      expect(instanceIdsOf(id)).toEqual([])
    },
  )
})
