import type { Instance, InstanceState, LatestOperation, StoppedMode } from '../../core/instances/instance.ts'
import type { InstanceAttributes } from '../../core/instances/instance.ts'
import type { InstanceChanges } from '../../core/instances/store.ts'
import type { Tag } from '../../core/tags/tag.ts'
import { readIds } from './joined-ids.ts'
import type { Schema } from './schema.ts'

/** An instance with its newest operation and its key pairs beside it. */
export type InstanceRow = Schema['instances'] & {
  /** In the order they were bound in; null: none. */
  key_pair_ids: string | null
  op_kind: string | null
  op_action: string | null
  op_outcome: string | null
  op_request_id: string | null
  op_message: string | null
  op_created_at_ms: number | null
}

export function toRow(instance: Instance): Schema['instances'] {
  const { dialect, id, region, zone, name, os, state, type, project, description, driver, address } = instance
  return {
    ...{ dialect, id, region, zone, name, os, state, type, project, description, driver, address },
    account_id: instance.account,
    os_name: instance.osName,
    login_user: instance.loginUser,
    stopped_mode: instance.stoppedMode ?? null,
    is_io_optimized: Number(instance.isIoOptimized),
    has_password_agent: Number(instance.hasPasswordAgent),
    is_supported: Number(instance.isSupported),
    image_id: instance.imageId,
    charge_type: instance.chargeType,
    host_name: instance.hostName,
    private_address: instance.privateAddress,
    password_hash: instance.passwordHash ?? null,
    rescue_password_hash: instance.rescuePasswordHash ?? null,
    allows_password: Number(instance.allowsPassword),
    desired_version: instance.desiredVersion,
    applied_version: instance.appliedVersion,
    current_operation_id: instance.currentOperationId ?? null,
    latest_operation_id: instance.latestOperation?.id ?? null,
    attributes: JSON.stringify(instance.attributes),
    tags: JSON.stringify(instance.tags),
    created_at_ms: instance.createdAtMs,
  }
}

/** Rows are written by `toRow` and `changedColumns` only, so JSON and enumerations are what those wrote. */
export function toInstance(row: InstanceRow): Instance {
  const { dialect, id, region, zone, name, type, project, description, driver, address } = row
  return {
    ...{ dialect, id, region, zone, name, type, project, description, driver, address },
    account: row.account_id,
    os: row.os as Instance['os'],
    osName: row.os_name,
    loginUser: row.login_user,
    state: row.state as InstanceState,
    stoppedMode: (row.stopped_mode ?? undefined) as StoppedMode | undefined,
    isIoOptimized: row.is_io_optimized === 1,
    hasPasswordAgent: row.has_password_agent === 1,
    isSupported: row.is_supported === 1,
    imageId: row.image_id,
    chargeType: row.charge_type as Instance['chargeType'],
    hostName: row.host_name,
    privateAddress: row.private_address,
    passwordHash: row.password_hash ?? undefined,
    rescuePasswordHash: row.rescue_password_hash ?? undefined,
    allowsPassword: row.allows_password === 1,
    desiredVersion: row.desired_version,
    appliedVersion: row.applied_version,
    currentOperationId: row.current_operation_id ?? undefined,
    latestOperation: latestOperationOf(row),
    keyPairIds: readIds(row.key_pair_ids),
    attributes: JSON.parse(row.attributes) as InstanceAttributes,
    tags: JSON.parse(row.tags) as Tag[],
    createdAtMs: row.created_at_ms,
  }
}

function latestOperationOf(row: InstanceRow): LatestOperation | undefined {
  if (row.latest_operation_id === null || row.op_kind === null) return undefined
  return {
    id: row.latest_operation_id,
    kind: row.op_kind as LatestOperation['kind'],
    action: row.op_action ?? '',
    outcome: row.op_outcome as LatestOperation['outcome'],
    requestId: row.op_request_id ?? '',
    message: row.op_message ?? '',
    createdAtMs: row.op_created_at_ms ?? 0,
  }
}

type ColumnWriter = (changes: InstanceChanges) => Partial<Schema['instances']>

/** How each field that may change is written; `undefined` in a nullable field empties it. */
const WRITERS: { readonly [K in keyof Required<InstanceChanges>]: ColumnWriter } = {
  name: ({ name }) => (name === undefined ? {} : { name }),
  description: ({ description }) => (description === undefined ? {} : { description }),
  imageId: ({ imageId }) => (imageId === undefined ? {} : { image_id: imageId }),
  os: ({ os }) => (os === undefined ? {} : { os }),
  osName: ({ osName }) => (osName === undefined ? {} : { os_name: osName }),
  loginUser: ({ loginUser }) => (loginUser === undefined ? {} : { login_user: loginUser }),
  hostName: ({ hostName }) => (hostName === undefined ? {} : { host_name: hostName }),
  state: ({ state }) => (state === undefined ? {} : { state }),
  stoppedMode: ({ stoppedMode }) => ({ stopped_mode: stoppedMode ?? null }),
  passwordHash: ({ passwordHash }) => ({ password_hash: passwordHash ?? null }),
  rescuePasswordHash: ({ rescuePasswordHash }) => ({ rescue_password_hash: rescuePasswordHash ?? null }),
  allowsPassword: ({ allowsPassword }) => ({ allows_password: Number(allowsPassword ?? false) }),
  desiredVersion: ({ desiredVersion }) =>
    desiredVersion === undefined ? {} : { desired_version: desiredVersion },
  appliedVersion: ({ appliedVersion }) =>
    appliedVersion === undefined ? {} : { applied_version: appliedVersion },
  currentOperationId: ({ currentOperationId }) => ({ current_operation_id: currentOperationId ?? null }),
  latestOperationId: ({ latestOperationId }) =>
    latestOperationId === undefined ? {} : { latest_operation_id: latestOperationId },
  attributes: ({ attributes }) =>
    attributes === undefined ? {} : { attributes: JSON.stringify(attributes) },
  project: ({ project }) => (project === undefined ? {} : { project }),
  tags: ({ tags }) => (tags === undefined ? {} : { tags: JSON.stringify(tags) }),
}

/** The columns of the fields that are present in `changes`. */
export function changedColumns(changes: InstanceChanges): Partial<Schema['instances']> {
  const columns: Partial<Schema['instances']> = {}
  for (const name in changes) {
    // A name in `changes` is a key of it.
    Object.assign(columns, WRITERS[name as keyof InstanceChanges](changes))
  }
  return columns
}
