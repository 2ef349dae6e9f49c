import type { Core } from '../../src/core/core.ts'
import { desiredAccess } from '../../src/core/instances/desired-access.ts'
import { type Instance, machineIdOf, TRANSITIONAL_STATES } from '../../src/core/instances/instance.ts'
import { findMachine, type MachineState } from '../../src/drivers/simulated/machine-state.ts'
import { ACCOUNT, IDS } from './seed.ts'
import { shownBy, type Shown } from './shown.ts'
import type { Clouds } from './clouds.ts'

/** Everything there is of one account in one cloud, told so that two runs that did the same look the same. */
export interface Picture {
  readonly instances: readonly PicturedInstance[]
  /** Changes that the audit says were made, in order, on machines too. */
  readonly audit: readonly string[]
}

export interface PicturedInstance {
  readonly id: string
  readonly shown: Shown | undefined
  readonly row: object
  readonly machine: Partial<Omit<MachineState, 'disk'>> | undefined
}

const SEEDED: ReadonlySet<string> = new Set([
  ...Object.values({ ...IDS.cvm, ...{ host: IDS.host } }),
  ...Object.values(IDS.lighthouse),
  ...Object.values(IDS.alibaba),
  ...Object.values(IDS.volcengine),
])
const REGIONS: Readonly<Record<string, string>> = {
  'tencent-cvm': 'ap-guangzhou',
  'tencent-lighthouse': 'ap-guangzhou',
  'alibaba-ecs': 'cn-hangzhou',
  'volcengine-ecs': 'cn-beijing',
}

/** All instances of a cloud. */
export async function instancesOf({ database }: Core, dialect: string): Promise<readonly Instance[]> {
  const query = { region: REGIONS[dialect] ?? '', page: { limit: 50, offset: 0 } }
  const { rows } = await database.instances.list({ account: ACCOUNT, dialect }, query)
  return rows.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}

export async function takePicture(core: Core, clouds: Clouds, dialect: string): Promise<Picture> {
  const instances = await instancesOf(core, dialect)
  const shown = await shownBy(clouds, dialect)
  const rows = await core.database.audit.newest(ACCOUNT, 100)
  return {
    instances: await Promise.all(
      instances.map(async (instance) => pictureOne(core, instance, shown.get(instance.id))),
    ),
    audit: rows
      .filter(({ outcome, changes, machine }) => outcome === 'ok' && (changes.length > 0 || machine))
      .map(({ action, changes, machine }) => {
        const done = machine
          ? [`${machine.step}: ${machine.keys.length} keys at version ${machine.version}`]
          : []
        return [action, ...changes.map(({ what, verb }) => `${what} ${verb}`), ...done].join(', ')
      })
      .toReversed(),
  }
}

/** Ids of new instances are random. */
function nameOf({ id }: Instance): string {
  return SEEDED.has(id) ? id : 'new'
}

async function pictureOne(
  core: Core,
  instance: Instance,
  shown: Shown | undefined,
): Promise<PicturedInstance> {
  const { state, stoppedMode, name, imageId, loginUser, keyPairIds, allowsPassword } = instance
  const { desiredVersion, appliedVersion, currentOperationId, latestOperation: latest } = instance
  const found = await findMachine(core.database.machines, machineIdOf(instance))
  return {
    id: nameOf(instance),
    shown,
    row: {
      ...{ state, stoppedMode, name: name === instance.id ? '' : name, imageId, loginUser, keyPairIds },
      ...{ allowsPassword, desiredVersion, appliedVersion },
      hasPassword: instance.passwordHash !== undefined,
      isRescue: instance.rescuePasswordHash !== undefined,
      isHeld: currentOperationId !== undefined,
      latest: latest && [latest.kind, latest.action, latest.outcome, latest.message],
    },
    machine: found && pictureMachine(found.state),
  }
}

function pictureMachine({ disk: _disk, passwordHash, ...state }: MachineState): PicturedInstance['machine'] {
  // Salted, so another one each time.
  return { ...state, ...(passwordHash === undefined ? {} : { passwordHash: 'set' }) }
}

/** What of machine, rows and API does not agree, or is on its way somewhere though nothing carries it on. */
export async function findFlaws(core: Core, clouds: Clouds, dialect: string): Promise<readonly string[]> {
  const shown = await shownBy(clouds, dialect)
  const flaws: string[] = []
  for (const instance of await instancesOf(core, dialect)) {
    const found = [
      ...rowFlaws(instance),
      ...shownFlaws(instance, shown.get(instance.id)),
      ...(await machineFlaws(core, instance)),
    ]
    flaws.push(...found.map((flaw) => `${nameOf(instance)}: ${flaw}`))
    shown.delete(instance.id)
  }
  return [...flaws, ...[...shown.keys()].map((id) => `${id} is shown and has no row`)]
}

/** What of an instance's row alone is wrong when nothing is under way. */
export function rowFlaws({ id, state, currentOperationId }: Instance): readonly string[] {
  // One that a seed file made busy stays so.
  if (id === IDS.volcengine.busy) return currentOperationId === undefined ? ['is not held any more'] : []
  return [
    ...(TRANSITIONAL_STATES.has(state) ? [`stays ${state}`] : []),
    ...(currentOperationId === undefined ? [] : ['is held by an operation that is over']),
  ]
}

function shownFlaws({ state, keyPairIds }: Instance, shown: Shown | undefined): readonly string[] {
  if (!shown) return ['is not shown']
  return [
    ...(shown.state === state ? [] : [`shows ${shown.state}, its row says ${state}`]),
    ...(shown.keyPairs === keyPairIds.length
      ? []
      : [`shows ${shown.keyPairs} pairs, its row says ${keyPairIds.length}`]),
  ]
}

/** What of an instance's row and its machine does not agree. */
export async function machineFlaws(
  core: Pick<Core, 'database'>,
  instance: Instance,
): Promise<readonly string[]> {
  if (instance.id === IDS.host) return []
  const found = await findMachine(core.database.machines, machineIdOf(instance))
  if (!found) return ['has no machine']
  const { state: machine } = found
  const isOn = instance.state === 'running' || instance.state === 'rescue'
  const flaws = machine.isRunning === isOn ? [] : [`is ${instance.state}, its machine is not`]
  // What waits for the next boot, or was given up, is not there yet.
  if (instance.desiredVersion !== instance.appliedVersion || instance.state === 'corrupted') return flaws
  const wanted = await desiredAccess(core.database, instance)
  const differs = [
    ...(machine.accessVersion === wanted.version ? [] : ['version']),
    ...(wanted.isRescue || machine.managedKeys.join() === wanted.publicKeys.join() ? [] : ['keys']),
    ...(machine.allowsPassword === wanted.allowsPassword ? [] : ['password setting']),
    ...(machine.passwordHash === wanted.passwordHash ? [] : ['password']),
    ...(machine.isRescue === wanted.isRescue ? [] : ['rescue system']),
  ]
  return [...flaws, ...differs.map((what) => `its machine has another ${what}`)]
}
