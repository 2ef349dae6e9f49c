import type { AccessTable } from './access-table.ts'

/** Actions of the location service. Unverified: nobody is kept from asking where an API is. */
export const ALIBABA_LOCATION_ACTIONS: AccessTable = {
  service: 'location',
  language: 'ram',
  actions: { DescribeEndpoints: { level: 'list', names: 'unjudged' } },
}

/** Actions of BssOpenApi. Unverified: judged as an operation, as no page lists its resources. */
export const ALIBABA_BSS_ACTIONS: AccessTable = {
  service: 'bss',
  language: 'ram',
  actions: { QueryAvailableInstances: { level: 'list', names: 'operation' } },
}
