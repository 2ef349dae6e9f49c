import type { Ids } from '../../core/ids.ts'
import type { NewInstance } from '../../core/instances/create.ts'
import { findRegion, type Image } from '../kit/catalog.ts'
import { numberedName, type Place } from '../kit/numbered-names.ts'
import { isWindowsHostName } from '../kit/windows-host-name.ts'
import { Refusal } from '../kit/wire-error.ts'
import { vpcIdOf } from './attached.ts'
import { DEFAULT_SECURITY_GROUP, DEFAULT_VOLUME, newAttributes } from './attributes.ts'
import { catalog, findImage, findType } from './catalog.ts'
import { ecsErrors, malformed, missingBoth, notFound } from './errors.ts'
import { operationErrors } from './faults.ts'
import type { RunParams } from './run-params.ts'
import { COUNTING, isLinuxHostName, LONGEST_INSTANCE_NAME } from './wire-types.ts'

/** The instances of one RunInstances call, checked against what is on offer. Source: spec/volcengine.md §2.8. */
export function newInstances(region: string, params: RunParams, ids: Ids): readonly NewInstance[] {
  const isZone = findRegion(catalog, region)?.zones.some(({ id }) => id === params.ZoneId)
  if (!isZone) throw new Refusal(notFound('Zone', 'zone'))
  const image = findImage(params.ImageId)
  if (!image) throw new Refusal(notFound('Image', 'image'))
  // Unverified: the code. Source: §1.8, the pattern.
  if (!findType(params.InstanceTypeId)) throw new Refusal(notFound('InstanceType'))
  checkCredential(params, image)
  checkNames(params, image)
  if (params.MinCount > params.Count) throw new Refusal(ecsErrors.invalidArgument)
  return Array.from({ length: params.Count }, (_, index) =>
    newInstance(params, { image, index, suffix: ids.suffix(20) }),
  )
}

/** A password, a key pair, or what the image has. Source: spec/volcengine.md §2.8. */
function checkCredential({ KeyPairName, Password, KeepImageCredential }: RunParams, { os }: Image): void {
  const isGiven = KeyPairName !== undefined || Password !== undefined
  if (isGiven && KeepImageCredential) throw new Refusal(ecsErrors.invalidArgument)
  if (!isGiven && !KeepImageCredential) throw new Refusal(missingBoth('Password', 'KeyPair'))
  if (KeyPairName !== undefined && os === 'windows') throw new Refusal(operationErrors.windows)
}

/** Names with their numbers; the last one is the longest. Source: spec/volcengine.md §2.8. */
function checkNames(params: RunParams, { os }: Image): void {
  const { InstanceName, HostName, UniqueSuffix, SuffixIndex, Count } = params
  if (UniqueSuffix && SuffixIndex + Count - 1 > 999) throw new Refusal(malformed('SuffixIndex'))
  const last = placeOf(params, Count - 1)
  const name = numberedName(InstanceName, last, COUNTING)
  if (name.length > LONGEST_INSTANCE_NAME) throw new Refusal(malformed('InstanceName'))
  if (HostName === undefined) return
  const isHostName = os === 'windows' ? isWindowsHostName : isLinuxHostName
  if (!isHostName(numberedName(HostName, last, COUNTING))) throw new Refusal(malformed('HostName'))
}

function placeOf({ UniqueSuffix: hasSuffix, SuffixIndex, Count: count }: RunParams, index: number): Place {
  return { hasSuffix, count, index: hasSuffix ? SuffixIndex - 1 + index : index }
}

function newInstance(
  params: RunParams,
  { image, index, suffix }: { readonly image: Image; readonly index: number; readonly suffix: string },
): NewInstance {
  const place = placeOf(params, index)
  return {
    id: `i-${suffix}`,
    zone: params.ZoneId,
    name: numberedName(params.InstanceName, place, COUNTING),
    os: image.os,
    osName: image.osName,
    loginUser: image.loginUser,
    imageId: params.ImageId,
    type: params.InstanceTypeId,
    chargeType: params.InstanceChargeType === 'PrePaid' ? 'prepaid' : 'postpaid',
    project: params.ProjectName,
    description: params.Description,
    hostName: params.HostName === undefined ? `iv-${suffix}` : numberedName(params.HostName, place, COUNTING),
    attributes: attributesFrom(params),
    tags: params.Tags,
  }
}

function attributesFrom(params: RunParams) {
  const [{ SubnetId = '', SecurityGroupIds } = {}, ...secondary] = params.NetworkInterfaces
  return newAttributes({
    SubnetId,
    VpcId: vpcIdOf(SubnetId),
    ...(SecurityGroupIds ? { SecurityGroupIds } : {}),
    SecondaryInterfaces: secondary.map((one) => ({
      SubnetId: one.SubnetId ?? SubnetId,
      SecurityGroupIds: one.SecurityGroupIds ?? SecurityGroupIds ?? [DEFAULT_SECURITY_GROUP],
    })),
    Volumes: params.Volumes.map(({ VolumeType, Size, DeleteWithInstance }) => ({
      VolumeType: VolumeType ?? DEFAULT_VOLUME.VolumeType,
      Size: Size ?? DEFAULT_VOLUME.Size,
      DeleteWithInstance,
    })),
    CloudAssistant: params.InstallRunCommandAgent,
    UserData: params.UserData,
    DeletionProtection: params.DeletionProtection,
    SpotStrategy: params.SpotStrategy,
    SpotPriceLimit: params.SpotPriceLimit,
    HttpTokens: params.HttpTokens,
  })
}
