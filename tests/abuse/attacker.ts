/** A process that attacks: forked with the attack's name and its target, it tells what came of it whenever it is asked. */
import { setPriority } from 'node:os'

import type { Tally, Target } from './attack.ts'
import { type AttackName, ATTACKS } from './attacks.ts'

// Who attacks has machines of his own: here he must not take the processor from those who measure.
setPriority(15)
const [name, target] = process.argv.slice(2)
const tally: Tally = {}
process.on('message', () => process.send?.({ tally }))
process.on('disconnect', () => process.exit(0))
// Both come from `startAttack`.
await ATTACKS[name as AttackName](JSON.parse(target ?? '') as Target, tally)
process.send?.({ tally })
