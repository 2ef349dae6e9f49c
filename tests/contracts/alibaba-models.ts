import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import { type Interfaces, readInterfaces } from './declared-interfaces.ts'
import type { WireField, WireFields, WireType } from './wire-type.ts'

/** How the official client describes a class of its own: wire names and types by property. */
interface Model {
  names(): Readonly<Record<string, string>>
  types(): Readonly<Record<string, ModelType>>
}

type ModelType =
  | string
  | Model
  | { readonly type: 'array'; readonly itemType: ModelType }
  | { readonly type: 'map'; readonly keyType: string; readonly valueType: ModelType }

const load = createRequire(import.meta.url)
const MODELS = join(dirname(load.resolve('@alicloud/ecs20140526/package.json')), 'dist', 'models')

/** Actions whose files spell them in another way. */
const FILES: ReadonlyMap<string, string> = new Map([['DescribeVSwitches', 'DescribeVswitches']])

/** What the official client declares as the body of an answer; undefined: it does not know the action. */
export function alibabaAnswer(action: string): WireType | undefined {
  const file = join(MODELS, `${FILES.get(action) ?? action}ResponseBody.js`)
  if (!existsSync(file)) return undefined
  // A generated file: it exports its class under the name of the file. Of thousands of such files one is loaded.
  const exported = load(file) as Readonly<Record<string, Model>>
  const model = exported[`${action}ResponseBody`]
  return model && wireType(model)
}

let siblings: Interfaces | undefined

/** The answer of an action of another product of the cloud. */
export function alibabaSiblingAnswer(action: string): WireType | undefined {
  siblings ??= readInterfaces(join(import.meta.dirname, 'alibaba-sibling-fields.ts'))
  return siblings.get(`${action}Answer`)
}

const known = new Map<Model, WireType>()

function wireType(type: ModelType): WireType {
  if (typeof type === 'string') {
    const isPlain = type === 'string' || type === 'number' || type === 'boolean'
    return { kind: isPlain ? type : 'anything' }
  }
  if (isModel(type)) return known.get(type) ?? objectType(type)
  if (type.type === 'array') return { kind: 'list', of: wireType(type.itemType) }
  return { kind: 'map', of: wireType(type.valueType) }
}

function isModel(type: ModelType): type is Model {
  return typeof type === 'function'
}

function objectType(model: Model): WireType {
  let fields: WireFields | undefined
  const entries = () => {
    const names = model.names()
    // The client takes every field as one that may be absent.
    return Object.entries(model.types()).map(([property, type]): [string, WireField] => [
      names[property] ?? property,
      { type: wireType(type), isOptional: true },
    ])
  }
  const described: WireType = { kind: 'object', fields: () => (fields ??= new Map(entries())) }
  known.set(model, described)
  return described
}
