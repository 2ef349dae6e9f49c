import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'

import { expect, it } from 'vitest'

import { Strangers } from './strangers.ts'

/** As much of a socket as is looked at. */
class Visitor extends EventEmitter {
  isClosed = false
  readonly remoteAddress: string

  constructor(remoteAddress: string) {
    super()
    this.remoteAddress = remoteAddress
  }

  destroy(): void {
    this.isClosed = true
    this.emit('close')
  }
}

function visit(strangers: Strangers, remoteAddress: string): Visitor {
  const visitor = new Visitor(remoteAddress)
  strangers.add(visitor as unknown as Socket)
  return visitor
}

it('closes the oldest of a source that has too many', () => {
  const strangers = new Strangers({ ofSource: 2, inAll: 9 })
  const other = visit(strangers, '203.0.113.9')
  const visitors = ['1', '2', '3'].map(() => visit(strangers, '203.0.113.1'))
  expect(visitors.map(({ isClosed }) => isClosed)).toEqual([true, false, false])
  expect(other.isClosed).toBe(false)
  expect(strangers.size).toBe(3)
})

it('closes one of the source with most of them when there are too many in all', () => {
  const strangers = new Strangers({ ofSource: 9, inAll: 3 })
  const first = visit(strangers, '203.0.113.9')
  const many = ['1', '2', '3'].map(() => visit(strangers, '203.0.113.1'))
  expect(first.isClosed).toBe(false)
  expect(many.map(({ isClosed }) => isClosed)).toEqual([true, false, false])
})

it('does not count who was let in or has gone', () => {
  const strangers = new Strangers({ ofSource: 1, inAll: 9 })
  const guest = visit(strangers, '203.0.113.1')
  strangers.letIn(guest as unknown as Socket)
  const gone = visit(strangers, '203.0.113.1')
  gone.destroy()
  visit(strangers, '203.0.113.1')
  expect(guest.isClosed).toBe(false)
  expect(strangers.size).toBe(1)
})
