/**
 * The checks themselves: a server that breaks a rule of the model is found out by what it answers and does. On one engine
 * only: what is damaged lies above it.
 */
import { describe, expect, it } from 'vitest'

import type { Database, Stores } from '../../src/core/database.ts'
import { openInMemory } from './engines.ts'
import { explain } from './explain.ts'
import type { Command } from './programs.ts'
import { runProgram } from './run-program.ts'

const attach = (pair: string): Command => ({ ask: 'attach', pair, on: [0] })
const power = (ask: 'start' | 'stop' | 'reboot'): Command => ({ ask, on: 0 })
const show: Command = { ask: 'show', on: [0] }

/** What is wrong with it, and one client's commands that meet the fault. */
interface Damage {
  readonly what: string
  readonly commands: readonly Command[]
  readonly damage: (stores: Stores) => Stores
}

const DAMAGES: readonly Damage[] = [
  {
    what: 'nothing',
    commands: [attach('pair-a'), show, attach('pair-b'), power('reboot')],
    damage: (stores) => stores,
  },
  {
    what: 'it deletes a pair that is bound',
    commands: [attach('pair-a'), { ask: 'deletePairs', pairs: ['pair-a'] }],
    damage: (stores) => withBindings(stores, { keyPairsInUse: async () => new Set() }),
  },
  {
    what: 'it loses a binding that it accepted',
    commands: [attach('pair-a'), show],
    damage: (stores) => withBindings(stores, { replace: async () => {} }),
  },
  {
    what: 'it answers a stop that it does not begin',
    commands: [power('stop'), show],
    damage: (stores) => ({ ...stores, instances: unchanged(stores.instances) }),
  },
  {
    what: 'it lets everybody in to a busy instance',
    commands: [power('stop'), power('stop')],
    damage: (stores) => ({ ...stores, instances: neverBusy(stores.instances) }),
  },
]

describe('a server of which is wrong:', () => {
  it.each(DAMAGES)('$what', async ({ what, commands, damage }) => {
    let isDamaged = false
    const aroundDatabase = (database: Database): Database => ({
      ...database,
      transaction: (work) => database.transaction((tx) => work(isDamaged ? damage(tx) : tx)),
    })
    await using cluster = await openInMemory({ aroundDatabase })
    const clients = [commands.map((command) => ({ afterTurns: 0, command }))]
    const program = { instances: 1, pairs: ['pair-a', 'pair-b'], clients }
    const { begin, history } = await runProgram(cluster, program, () => (isDamaged = true))
    expect(explain(begin, history).isExplained).toBe(what === 'nothing')
  })
})

function withBindings(stores: Stores, other: Partial<Stores['bindings']>): Stores {
  const { bindings } = stores
  return {
    ...stores,
    bindings: {
      replace: (instance, ids, nowMs) => bindings.replace(instance, ids, nowMs),
      boundSince: (instance) => bindings.boundSince(instance),
      keyPairsInUse: (owner, ids) => bindings.keyPairsInUse(owner, ids),
      keysOf: (instance) => bindings.keysOf(instance),
      publicKeysOf: (instance) => bindings.publicKeysOf(instance),
      ...other,
    },
  }
}

function withInstances(
  instances: Stores['instances'],
  other: Partial<Stores['instances']>,
): Stores['instances'] {
  return {
    findByIds: (owner, ids) => instances.findByIds(owner, ids),
    list: (owner, query) => instances.list(owner, query),
    walk: (query) => instances.walk(query),
    insert: (instance) => instances.insert(instance),
    update: (key, expected, changes) => instances.update(key, expected, changes),
    remove: (key) => instances.remove(key),
    ...other,
  }
}

function unchanged(instances: Stores['instances']): Stores['instances'] {
  return withInstances(instances, { update: () => Promise.resolve(true) })
}

function neverBusy(instances: Stores['instances']): Stores['instances'] {
  return withInstances(instances, {
    async findByIds(owner, ids) {
      const found = await instances.findByIds(owner, ids)
      return found.map((one) => ({ ...one, state: 'running', currentOperationId: undefined }))
    },
    async update(key, expected, changes) {
      const [found] = await instances.findByIds(key, [key.id])
      const { currentOperationId: operationId = expected.operationId } = found ?? {}
      return instances.update(key, { operationId }, changes)
    },
  })
}
