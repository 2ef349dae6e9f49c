import type { Instance } from '../../core/instances/instance.ts'
import { latestOperation, wireTags, wireTime } from '../kit/tencent/wire-fields.ts'
import { attributesOf } from './attributes.ts'
import { machineType } from './instance-types.catalog.ts'
import { wireState } from './states.ts'

/** An instance as DescribeInstances answers it. Source: spec/tencent.md §2.2. */
export function presentInstance(instance: Instance) {
  const attributes = attributesOf(instance)
  const { shown, restrict } = wireState(instance.state)
  return {
    ...whatItIs(instance),
    ...whatItHas(instance),
    InstanceState: shown,
    RestrictState: restrict,
    InstanceChargeType: attributes.InstanceChargeType,
    RenewFlag: attributes.RenewFlag,
    CreatedTime: wireTime(instance.createdAtMs),
    ExpiredTime: attributes.ExpiredTime,
    StopChargingMode: stopChargingMode(instance),
    IsolatedSource: instance.state === 'shutdown' ? 'MANMADE' : 'NOTISOLATED',
    LoginSettings: { KeyIds: instance.keyPairIds },
    DefaultLoginUser: instance.loginUser,
    DefaultLoginPort: instance.os === 'windows' ? 3389 : 22,
    ...latestOperation(instance, { action: 'RunInstances', requestId: attributes.Uuid }),
    LatestOperationErrorMsg: errorMessage(instance),
    Tags: wireTags(instance.tags),
    DisableApiTermination: attributes.DisableApiTermination,
  }
}

function whatItIs(instance: Instance) {
  const attributes = attributesOf(instance)
  const type = machineType(instance.type)
  return {
    InstanceId: instance.id,
    InstanceName: instance.name,
    InstanceType: instance.type,
    ImageId: instance.imageId,
    OsName: instance.osName,
    Uuid: attributes.Uuid,
    Placement: { Zone: instance.zone, ProjectId: Number(instance.project || 0), HostId: '', HostIds: [] },
    CPU: type?.cores ?? 1,
    Memory: type?.memoryGiB ?? 1,
    LicenseType: 'TencentCloud',
    DisasterRecoverGroupId: attributes.DisasterRecoverGroupIds[0] ?? '',
    DisasterRecoverGroupIds: attributes.DisasterRecoverGroupIds,
    DedicatedClusterId: attributes.DedicatedClusterId,
    HpcClusterId: attributes.HpcClusterId,
    CamRoleName: attributes.CamRoleName,
  }
}

function whatItHas(instance: Instance) {
  const { SystemDisk, DataDisks, InternetAccessible, VirtualPrivateCloud, SecurityGroupIds } =
    attributesOf(instance)
  const privateAddresses = [instance.privateAddress]
  return {
    SystemDisk,
    DataDisks,
    InternetAccessible,
    VirtualPrivateCloud: { ...VirtualPrivateCloud, PrivateIpAddresses: privateAddresses },
    SecurityGroupIds,
    PrivateIpAddresses: privateAddresses,
    // The address at which the simulated machine really answers, whatever bandwidth was asked for.
    PublicIpAddresses: [instance.address],
    IPv6Addresses: [],
    PublicIPv6Addresses: [],
    RdmaIpAddresses: [],
  }
}

/** An operation that is tried again has a message too, which is not for the caller yet. */
function errorMessage({ latestOperation }: Instance): string {
  return latestOperation?.outcome === 'failed' ? latestOperation.message : ''
}

function stopChargingMode({ state, stoppedMode }: Instance): string {
  if (state !== 'stopped') return 'NOT_APPLICABLE'
  return stoppedMode === 'stop-charging' ? 'STOP_CHARGING' : 'KEEP_CHARGING'
}
