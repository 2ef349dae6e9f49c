import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import { type Interfaces, readInterfaces } from './declared-interfaces.ts'
import type { WireType } from './wire-type.ts'

const SDK = dirname(createRequire(import.meta.url).resolve('tencentcloud-sdk-nodejs/package.json'))

/** Folder and file of the type declarations of each service. */
const DECLARATIONS: Readonly<Record<string, string>> = {
  cvm: 'cvm/v20170312/cvm_models.d.ts',
  lighthouse: 'lighthouse/v20200324/lighthouse_models.d.ts',
  tag: 'tag/v20180813/tag_models.d.ts',
  vpc: 'vpc/v20170312/vpc_models.d.ts',
  cbs: 'cbs/v20170312/cbs_models.d.ts',
  sts: 'sts/v20180813/sts_models.d.ts',
  api: 'api/v20201106/api_models.d.ts',
  cam: 'cam/v20190116/cam_models.d.ts',
}

const read = new Map<string, Interfaces>()

/** What the official Node SDK declares as the answer of an action, without its envelope; undefined: it has none. */
export function tencentAnswer(service: string, action: string): WireType | undefined {
  const interfaces = read.get(service) ?? readInterfaces(declarations(service))
  read.set(service, interfaces)
  return interfaces.get(`${action}Response`)
}

function declarations(service: string): string {
  const file = DECLARATIONS[service]
  if (file === undefined) throw new Error(`no declarations are known for the service ${service}`)
  return join(SDK, 'tencentcloud', 'services', file)
}
