/**
 * A Keyplane that ends itself by SIGKILL at a given point. It tells what it passes, line by line on stdout, and reads
 * one question on stdin: whether all operations are over.
 */
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'

import { startKeyplane } from '../../src/keyplane.ts'
import { type Witness, witnessedDatabase, witnessedDrivers } from './events.ts'
import { configOf } from './server-config.ts'
import { readOrders } from './server-orders.ts'
import { variantDrivers } from './variant.ts'

const { flags, variant, killAt, beginsAtStart } = readOrders(process.argv[2] ?? '')

let isWatching = beginsAtStart
const passed = new Map<string, number>()

const witness: Witness = {
  pass(phase, name) {
    if (!isWatching) return
    const text = `${phase} ${name}`
    const nth = (passed.get(text) ?? 0) + 1
    passed.set(text, nth)
    say(`event ${text}`)
    if (killAt && killAt.phase === phase && killAt.name === name && killAt.nth === nth)
      process.kill(process.pid, 'SIGKILL')
  },
  begin(work) {
    if (isWatching) say(`work ${JSON.stringify(work)}`)
  },
}

/** At once: nothing that was passed is lost with the process. */
function say(line: string): void {
  writeSync(1, `${line}\n`)
}

const keyplane = await startKeyplane(configOf(flags), {
  aroundDatabase: (database) => witnessedDatabase(database, witness),
  aroundDrivers: (drivers) => witnessedDrivers(variantDrivers(drivers, variant), witness),
})
isWatching = true
say(`ready ${new URL(keyplane.api).host}`)

for await (const question of createInterface({ input: process.stdin })) {
  if (question !== 'idle?') throw new Error(`nobody asks ${question}`)
  while ((await keyplane.core.database.operations.unfinished()).length > 0) await wait(2)
  say('idle')
}
// Whoever started it is gone.
process.exit()
