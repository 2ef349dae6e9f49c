import { settle, type Turn } from './turn.ts'
import { booted, withInstance, withoutInstance } from './world.ts'

const POWER: Turn = {
  ...{ name: 'power', weight: 12 },
  async run(parts) {
    const { account, random } = parts
    const name = random.of(Object.keys(account.world.instances))
    if (name === undefined) return
    const isOn = account.world.instances[name]?.state === 'running'
    const verb = isOn ? (random.below(2) === 0 ? 'stop' : 'reboot') : 'start'
    const outcome = await account.cloud.power(verb, account.instance(name).id)
    const { world } = account
    const after = verb === 'stop' ? withInstance(world, name, { state: 'stopped' }) : booted(world, name)
    await settle(parts, `${verb} ${name}`, { outcome, after })
  },
}

const MOST_INSTANCES = 4
/** Of a call that died: it gives its token back after a minute, and until then it is told to be under way. */
const HELD = /IdempotentProcessing|ResourceInUse|InvalidClientToken|Idempotent/

/** Made twice with the same client token: one instance, and the same answer. */
const RUN: Turn = {
  ...{ name: 'run', weight: 2 },
  async run(parts) {
    const { account, complain, fresh, name: lane } = parts
    const { instances } = account.world
    if (!account.cloud.makesInstances || Object.keys(instances).length >= MOST_INSTANCES) return
    const name = `i${fresh()}`
    const before = account.world
    const made = { state: 'running', pairs: [], inForce: [] }
    const after = { ...before, instances: { ...instances, [name]: made } }
    const first = await account.cloud.run(name)
    await settle(parts, `run ${name}`, { outcome: first, after })
    const isThere = name in account.world.instances
    const again = await account.cloud.run(name)
    if (again.kind === 'refused' && !(first.kind === 'unknown' && HELD.test(again.code)))
      complain(`${lane}: run ${name} again was refused: ${again.code}`)
    const believed =
      again.kind === 'unknown' && !isThere ? [before, after] : [again.kind === 'done' ? after : account.world]
    await account.expect(`${lane}: run ${name} again, ${again.kind}`, believed)
    if (again.kind === 'done' && again.value !== account.instance(name).id)
      complain(`${lane}: run ${name} again answers ${again.value}, not ${account.instance(name).id}`)
  },
}

const TERMINATE: Turn = {
  ...{ name: 'terminate', weight: 2 },
  async run(parts) {
    const { account, random } = parts
    // Those of the beginning stay.
    const name = random.of(Object.keys(account.world.instances).filter((one) => one.startsWith('is')))
    if (name === undefined) return
    const outcome = await account.cloud.terminate(account.instance(name).id)
    await settle(parts, `terminate ${name}`, { outcome, after: withoutInstance(account.world, name) })
  },
}

export const MACHINE_TURNS: readonly Turn[] = [POWER, RUN, TERMINATE]
