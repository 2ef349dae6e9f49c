import type { Kysely } from 'kysely'

import { up as firstTables } from './0001-first-tables.ts'
import { up as clientTokens } from './0002-client-tokens.ts'
import { up as terminatedInstances } from './0003-terminated-instances.ts'
import { up as mfaDevices } from './0004-mfa-devices.ts'
import { up as disabledAccessKeys } from './0005-disabled-access-keys.ts'
import { up as roles } from './0006-roles.ts'
import { up as rescuePasswords } from './0007-rescue-passwords.ts'
import { up as machinesByDriver } from './0008-machines-by-driver.ts'
import { up as settings } from './0009-settings.ts'
import { up as sharedByProcesses } from './0010-shared-by-processes.ts'
import { up as auditChain } from './0011-audit-chain.ts'
import { up as keysByAccount } from './0012-keys-by-account.ts'
import { up as apiTokens } from './0013-api-tokens.ts'
import { up as temporaryBindings } from './0014-temporary-bindings.ts'
import { up as instanceOrders } from './0015-instance-orders.ts'
import { up as keptCounts } from './0016-kept-counts.ts'
import { up as operationsByInstance } from './0017-operations-by-instance.ts'

export interface Migration {
  readonly number: number
  readonly name: string
  up(db: Kysely<unknown>): Promise<void>
}

/** All migrations in order; numbers have no gaps. They only go forward. */
export const migrations: readonly Migration[] = [
  { number: 1, name: 'first-tables', up: firstTables },
  { number: 2, name: 'client-tokens', up: clientTokens },
  { number: 3, name: 'terminated-instances', up: terminatedInstances },
  { number: 4, name: 'mfa-devices', up: mfaDevices },
  { number: 5, name: 'disabled-access-keys', up: disabledAccessKeys },
  { number: 6, name: 'roles', up: roles },
  { number: 7, name: 'rescue-passwords', up: rescuePasswords },
  { number: 8, name: 'machines-by-driver', up: machinesByDriver },
  { number: 9, name: 'settings', up: settings },
  { number: 10, name: 'shared-by-processes', up: sharedByProcesses },
  { number: 11, name: 'audit-chain', up: auditChain },
  { number: 12, name: 'keys-by-account', up: keysByAccount },
  { number: 13, name: 'api-tokens', up: apiTokens },
  { number: 14, name: 'temporary-bindings', up: temporaryBindings },
  { number: 15, name: 'instance-orders', up: instanceOrders },
  { number: 16, name: 'kept-counts', up: keptCounts },
  { number: 17, name: 'operations-by-instance', up: operationsByInstance },
]
