import { join } from 'node:path'

import { type Interfaces, readInterfaces } from './declared-interfaces.ts'
import type { WireType } from './wire-type.ts'

/** What the names of each service begin with in the list of fields. */
const PREFIXES: Readonly<Record<string, string>> = { iam: 'Iam', storage_ebs: 'Ebs', vpc: 'Vpc', sts: 'Sts' }

let interfaces: Interfaces | undefined

/** What the official Go SDK takes for the result of an action; undefined: it does not know the action. */
export function volcengineAnswer(service: string, action: string): WireType | undefined {
  interfaces ??= readInterfaces(join(import.meta.dirname, 'volcengine-fields.ts'))
  return interfaces.get(`${PREFIXES[service] ?? ''}${action}Output`)
}
