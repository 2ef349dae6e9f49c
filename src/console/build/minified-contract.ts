import { join } from 'node:path'

import { minifyContractRouter } from '@orpc/contract'
import type { Plugin } from 'vite'

import { contract } from '../../own-api/contract/index.ts'

const FILE = join(import.meta.dirname, '..', '..', 'own-api', 'contract', 'index.ts')

/** Browsers need the routes of the contract, not the schemas that the server checks with: half the weight of the page. */
export function minifiedContract(): Plugin {
  return {
    name: 'keyplane-minified-contract',
    load: {
      filter: { id: FILE },
      handler: () => `export const contract = ${JSON.stringify(minifyContractRouter(contract))}`,
    },
  }
}
