import { readFileSync } from 'node:fs'

import { createRequire } from 'node:module'

import type * as Swc from '@swc/core'
import type { TsInterfaceDeclaration, TsType, TsTypeElement } from '@swc/core'

import type { WireField, WireFields, WireType } from './wire-type.ts'

/** The interfaces of a file, by name. */
export type Interfaces = ReadonlyMap<string, WireType>

/** Names that stand for a plain type, where a file uses them. */
const PLAIN: Readonly<Record<string, WireType>> = {
  integer: { kind: 'integer' },
  decimal: { kind: 'decimal' },
}

/** Reads the interfaces that a TypeScript file exports; their fields when they are first asked for. */
export function readInterfaces(file: string): Interfaces {
  const interfaces = new Map<string, WireType>()
  // Loaded with the first file that is read: most files of tests read none.
  const { parseSync } = createRequire(import.meta.url)('@swc/core') as typeof Swc
  for (const item of parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript' }).body) {
    if (item.type !== 'ExportDeclaration') continue
    const { declaration } = item
    if (declaration.type !== 'TsInterfaceDeclaration') continue
    interfaces.set(declaration.id.value, objectType(declaration, interfaces))
  }
  return interfaces
}

function objectType({ body }: TsInterfaceDeclaration, interfaces: Interfaces): WireType {
  let fields: WireFields | undefined
  const entries = () => body.body.flatMap((element) => fieldOf(element, interfaces))
  return { kind: 'object', fields: () => (fields ??= new Map(entries())) }
}

function fieldOf(element: TsTypeElement, interfaces: Interfaces): [string, WireField][] {
  if (element.type !== 'TsPropertySignature' || element.key.type !== 'Identifier') return []
  const type = element.typeAnnotation?.typeAnnotation
  // Every answer has it, outside of what an action says.
  const isOptional = element.optional || element.key.value === 'RequestId'
  return type ? [[element.key.value, { type: wireType(type, interfaces), isOptional }]] : []
}

function wireType(type: TsType, interfaces: Interfaces): WireType {
  if (type.type === 'TsKeywordType') {
    const { kind } = type
    return { kind: kind === 'string' || kind === 'number' || kind === 'boolean' ? kind : 'anything' }
  }
  if (type.type === 'TsArrayType') return { kind: 'list', of: wireType(type.elemType, interfaces) }
  if (type.type === 'TsTypeLiteral') {
    const fields = new Map(type.members.flatMap((element) => fieldOf(element, interfaces)))
    return { kind: 'object', fields: () => fields }
  }
  if (type.type !== 'TsTypeReference' || type.typeName.type !== 'Identifier') return { kind: 'anything' }
  const name = type.typeName.value
  const [entry] = type.typeParams?.params ?? []
  const plain = PLAIN[name]
  if (plain) return plain
  if (name === 'Array' && entry) return { kind: 'list', of: wireType(entry, interfaces) }
  return interfaces.get(name) ?? later(name, interfaces)
}

/** An interface that is declared further down. */
function later(name: string, interfaces: Interfaces): WireType {
  const fields = () => {
    const found = interfaces.get(name)
    if (found?.kind !== 'object') throw new Error(`the declarations use ${name} and do not have it`)
    return found.fields()
  }
  return { kind: 'object', fields }
}
