import { isDeepStrictEqual } from 'node:util'

import type { Instance, InstanceAttributes } from '../instances/instance.ts'
import type { InstanceChanges } from '../instances/store.ts'

/** Fields that describe an instance: they may be written by others while an operation holds it. */
const FIELDS = [
  'name',
  'description',
  'hostName',
  'imageId',
  'os',
  'osName',
  'loginUser',
  'project',
] as const satisfies readonly (keyof InstanceChanges & keyof Instance)[]

interface Described extends Partial<Pick<Instance, (typeof FIELDS)[number]>> {
  /** Only the keys that differ. */
  readonly attributes: InstanceAttributes
}

/** What an operation changed in the description of its instance when it began. */
export interface Written {
  readonly was: Described
  readonly became: Described
}

/** What these changes make different; undefined when they change nothing that describes the instance. */
export function findWritten(instance: Instance, changes: InstanceChanges): Written | undefined {
  const fields = FIELDS.filter((name) => changes[name] !== undefined && changes[name] !== instance[name])
  const attributes = changes.attributes ?? instance.attributes
  const keys = Object.keys({ ...instance.attributes, ...attributes }).filter(
    (key) => !isDeepStrictEqual(instance.attributes[key], attributes[key]),
  )
  if (fields.length + keys.length === 0) return undefined
  return {
    was: { ...pick(instance, fields), attributes: pick(instance.attributes, keys) },
    became: { ...pick(changes, fields), attributes: pick(attributes, keys) },
  }
}

/** The changes that take back what an operation wrote; what somebody else wrote over it since then stays. */
export function takeBack(instance: Instance, { was, became }: Written): InstanceChanges {
  const fields = FIELDS.filter((name) => became[name] !== undefined && instance[name] === became[name])
  const keys = Object.keys({ ...was.attributes, ...became.attributes }).filter((key) =>
    isDeepStrictEqual(instance.attributes[key], became.attributes[key]),
  )
  const rest = Object.keys(instance.attributes).filter((key) => !keys.includes(key))
  const attributes = { ...pick(instance.attributes, rest), ...pick(was.attributes, keys) }
  return { ...pick(was, fields), attributes }
}

function pick<T extends object, K extends keyof T>(from: T, names: readonly K[]): Partial<Pick<T, K>> {
  const entries = names.flatMap((name) => (name in from ? [[name, from[name]] as const] : []))
  // Object.fromEntries forgets which names there are.
  return Object.fromEntries(entries) as Partial<Pick<T, K>>
}
