import type { Ids } from '../../core/ids.ts'
import type { NewInstance } from '../../core/instances/create.ts'
import type { Image, MachineType } from '../kit/catalog.ts'
import { Refusal, type WireError } from '../kit/wire-error.ts'
import { newAttributes } from './attributes.ts'
import { findImage, findType, regionCode } from './catalog.ts'
import { doesNotExist, malformed, operationErrors } from './faults.ts'
import { ARCHITECTURES } from './image-filters.ts'
import { publicImage } from './present-image.ts'
import { architectureOf } from './present-type.ts'
import { type Counting, numberedName } from '../kit/numbered-names.ts'
import { isWindowsHostName } from '../kit/windows-host-name.ts'
import { type CreateParams, type RunParams, securityGroupsOf } from './run-params.ts'
import { zoneOf } from './zone.ts'

// Unverified: status and text. Source: spec/alibaba.md §2.8 has the code with another sentence.
const UNKNOWN_TYPE: WireError = {
  status: 403,
  code: 'InvalidInstanceType.ValueNotSupported',
  message: 'The specified InstanceType beyond the permitted range.',
}

/** Source: spec/alibaba.md §2.8. */
const KEY_PAIR_NEEDS_IO: WireError = {
  status: 400,
  code: 'InvalidInstanceType.ValueNotSupported',
  message: 'The specified parameter "KeyPairName" only support IoOptimized Instance.',
}

/** Source: spec/alibaba.md §2.8: the sentence differs from AttachKeyPair's by one letter and a period. */
const WINDOWS: WireError = {
  ...operationErrors.windows,
  message: 'The instance creating is window, cannot use ssh key pair to login.',
}

// Unverified: text. Source: spec/alibaba.md §2.8 has the code.
const IMAGE_OF_OTHER_TYPE: WireError = {
  status: 403,
  code: 'ImageNotSupportInstanceType',
  message: 'The specified image does not support the specified instance type.',
}

/** The one instance of a CreateInstance call: like one of RunInstances, but without a public address. Source: §2.8. */
export function newInstanceOff(region: string, params: CreateParams, ids: Ids): readonly NewInstance[] {
  return newInstances(region, { ...params, ...ALONE }, ids).map((instance) => ({
    ...instance,
    attributes: { ...instance.attributes, HasPublicAddress: false },
  }))
}

const ALONE = {
  ...{
    Amount: 1,
    MinAmount: 1,
    HostNames: [],
    UniqueSuffix: false,
    SecurityGroupIds: [],
    NetworkInterface: [],
  },
  ...{ ImageOptions: { LoginAsNonRoot: false }, CpuOptions: { TopologyType: '' }, AutoReleaseTime: '' },
  ...{ NetworkOptions: { EnableJumboFrame: false, EnableNetworkEncryption: false } },
}

/** The instances of one RunInstances call, checked against what is on offer. */
export function newInstances(region: string, params: RunParams, ids: Ids): readonly NewInstance[] {
  const zone = zoneOf(region, params.ZoneId)
  const image = imageOf(params)
  const type = typeOf(params)
  checkSystem(params, image)
  checkArchitecture(image, type)
  return Array.from({ length: params.Amount }, (_, index) => {
    const suffix = `${regionCode(region)}${ids.suffix(17)}`
    return newInstance(params, { zone, image, type, suffix, index, serialNumber: ids.uuid() })
  })
}

/** The key pair the instances get; Windows takes the password alone. Source: spec/alibaba.md §2.8, §5 U22. */
export function keyPairsOf(
  { KeyPairName }: Pick<RunParams, 'KeyPairName'>,
  instances: readonly NewInstance[],
): { name: string }[] {
  const isWindows = instances.some(({ os }) => os === 'windows')
  return KeyPairName === undefined || isWindows ? [] : [{ name: KeyPairName }]
}

function imageOf({ ImageId, ImageFamily }: RunParams): Image {
  const image = findImage(ImageId ?? ImageFamily ?? '')
  if (!image) throw new Refusal(doesNotExist(ImageId === undefined ? 'ImageFamily' : 'ImageId'))
  return image
}

function typeOf({ InstanceType }: RunParams): MachineType {
  const type = findType(InstanceType)
  if (!type) throw new Refusal(UNKNOWN_TYPE)
  return type
}

function checkSystem(params: RunParams, { os }: Image): void {
  const { KeyPairName, Password, IoOptimized } = params
  if (os === 'windows') {
    if (KeyPairName !== undefined && Password === undefined) throw new Refusal(WINDOWS)
    if (Password?.startsWith('/')) throw new Refusal(malformed('Password'))
    const names = params.HostName === undefined ? params.HostNames : hostNamesOf(params)
    if (!names.every(isWindowsHostName)) throw new Refusal(malformed('HostName'))
  } else if (KeyPairName !== undefined && IoOptimized === 'none') throw new Refusal(KEY_PAIR_NEEDS_IO)
}

/** Nobody knows what somebody's own image is made for. Source: spec/alibaba.md §2.8. */
function checkArchitecture({ id }: Image, type: MachineType): void {
  const image = publicImage(id)
  if (image && image.architecture !== ARCHITECTURES[architectureOf(type.id)]) {
    throw new Refusal(IMAGE_OF_OTHER_TYPE)
  }
}

/** Six digits where fewer would not do for the first number. Source: help page "Batch configure sequential names". */
const COUNTING: Counting = {
  group: /\[(\d{0,6}),([1-6]?)\]/,
  digits: ({ begin, bits = 6 }) => (begin.length > bits ? 6 : bits),
}

/** The given name with its numbers; the last one is the longest. */
function hostNamesOf(params: RunParams): readonly string[] {
  const { HostName = '', Amount } = params
  const last = { index: Amount - 1, count: Amount, hasSuffix: isSuffixed(params) }
  return [numberedName(HostName, last, COUNTING)]
}

function isSuffixed({ UniqueSuffix, Amount }: RunParams): boolean {
  return UniqueSuffix && Amount > 1
}

interface Place {
  readonly zone: string
  readonly image: Image
  readonly type: MachineType
  /** Id without `i-`. */
  readonly suffix: string
  /** Place among the instances of the call, from 0. */
  readonly index: number
  readonly serialNumber: string
}

function newInstance(
  params: RunParams,
  { zone, image, type, suffix, index, serialNumber }: Place,
): NewInstance {
  const id = `i-${suffix}`
  const own = { index, count: params.Amount, hasSuffix: isSuffixed(params) }
  const { InstanceName = id, HostName = `iZ${suffix}Z`, HostNames, ImageOptions } = params
  return {
    id,
    zone,
    name: InstanceName === id ? id : numberedName(InstanceName, own, COUNTING),
    os: image.os,
    osName: image.osName,
    loginUser: ImageOptions.LoginAsNonRoot && image.os === 'linux' ? 'ecs-user' : image.loginUser,
    imageId: params.ImageId ?? image.id,
    type: type.id,
    chargeType: params.InstanceChargeType === 'PrePaid' ? 'prepaid' : 'postpaid',
    project: params.ResourceGroupId,
    description: params.Description,
    hostName:
      HostNames[index] ?? (params.HostName === undefined ? HostName : numberedName(HostName, own, COUNTING)),
    isIoOptimized: params.IoOptimized === 'optimized',
    attributes: attributesFrom(params, serialNumber),
    tags: params.Tag,
  }
}

function attributesFrom(params: RunParams, serialNumber: string) {
  const { ImageOptions, NetworkInterface, CpuOptions, NetworkOptions } = params
  const VSwitchId = params.VSwitchId ?? NetworkInterface.find((one) => one.VSwitchId)?.VSwitchId ?? ''
  return newAttributes({
    ...params,
    CpuCores: CpuOptions.Core ?? 0,
    CpuThreadsPerCore: CpuOptions.ThreadsPerCore ?? 0,
    CpuTopologyType: CpuOptions.TopologyType,
    EnableJumboFrame: NetworkOptions.EnableJumboFrame,
    EnableNetworkEncryption: NetworkOptions.EnableNetworkEncryption,
    SecurityGroupIds: securityGroupsOf(params),
    VSwitchId,
    // There is no VPC of its own; one is told apart by its switch.
    VpcId: VSwitchId === '' ? '' : `vpc-${VSwitchId.slice('vsw-'.length)}`,
    LoginAsNonRoot: ImageOptions.LoginAsNonRoot,
    SerialNumber: serialNumber,
  })
}
