import type { Instance } from '../../core/instances/instance.ts'
import { latestOperation, wireTags, wireTime } from '../kit/tencent/wire-fields.ts'
import { attributesOf } from './attributes.ts'
import { bundleOf, platformOf, platformTypeOf } from './catalog.ts'
import { chargeTypeOf } from './present-bundle.ts'
import { shownState } from './states.ts'

/** Simulated machines have no such network. Values: the official SDK, as of 2026-11. */
const NO_IPV6 = { IsSupport: false, Detail: 'REGION_NOT_SUPPORT', Message: '' }

/** An instance as DescribeInstances answers it. Source: spec/tencent.md §2.2. */
export function presentInstance(instance: Instance) {
  const { Uuid, RenewFlag, ExpiredTime, SystemDisk } = attributesOf(instance)
  return {
    ...whatItIs(instance),
    Uuid,
    SystemDisk,
    PrivateAddresses: [instance.privateAddress],
    // The address at which the simulated machine really answers.
    PublicAddresses: [instance.address],
    PublicIpv6Addresses: [],
    SupportIpv6Detail: NO_IPV6,
    InternetAccessible: internetOf(instance),
    LoginSettings: { KeyIds: instance.keyPairIds },
    InstanceState: shownState(instance.state),
    InstanceRestrictState: instance.state === 'banned' ? 'NETWORK_RESTRICT' : 'NORMAL',
    ...latestOperation(instance, { action: 'CreateInstances', requestId: Uuid }),
    LatestOperationStartedTime: wireTime(instance.latestOperation?.createdAtMs ?? instance.createdAtMs),
    InstanceChargeType: 'PREPAID',
    RenewFlag,
    CreatedTime: wireTime(instance.createdAtMs),
    ExpiredTime,
    IsolatedTime: isolatedTime(instance),
    Tags: wireTags(instance.tags),
  }
}

function whatItIs(instance: Instance) {
  const { cores, memoryGiB } = bundleOf(instance.type)
  return {
    InstanceId: instance.id,
    InstanceName: instance.name,
    BundleId: instance.type,
    BlueprintId: instance.imageId,
    Zone: instance.zone,
    CPU: cores,
    Memory: memoryGiB,
    OsName: instance.osName,
    Platform: platformOf(instance.osName),
    PlatformType: platformTypeOf(instance.os),
  }
}

function internetOf({ type }: Instance) {
  const bundle = bundleOf(type)
  return {
    InternetChargeType: chargeTypeOf(bundle),
    InternetMaxBandwidthOut: bundle.bandwidth,
    PublicIpAssigned: true,
  }
}

/** Being isolated was the last that happened to an isolated instance. */
function isolatedTime({ state, latestOperation, createdAtMs }: Instance): string | null {
  return state === 'shutdown' ? wireTime(latestOperation?.createdAtMs ?? createdAtMs) : null
}
