/**
 * Names and types of the fields of Volcengine requests and answers, as the official Go SDK 1.2.46 has them: the strictest
 * client, and the only one with types. Source: its packages ecs, vpc, storageebs, iam20210801 and sts.
 */

/** A number that Go reads into a whole one: `40.5` would be an error there. */
export type integer = number

/** A number or its text. */
export type decimal = number | string

export interface AttachKeyPairInput {
  ClientToken?: string
  InstanceIds: Array<string>
  KeyPairId?: string
  KeyPairName?: string
}

export interface AttachKeyPairOutput {
  OperationDetails?: Array<OperationDetailForAttachKeyPairOutput>
}

export interface OperationDetailForAttachKeyPairOutput {
  Error?: ErrorForAttachKeyPairOutput
  InstanceId?: string
}

export interface ErrorForAttachKeyPairOutput {
  Code?: string
  Message?: string
}

export interface CreateKeyPairInput {
  ClientToken?: string
  Description?: string
  KeyPairName: string
  ProjectName?: string
  Tags?: Array<TagForCreateKeyPairInput>
}

export interface TagForCreateKeyPairInput {
  Key: string
  Value?: string
}

export interface CreateKeyPairOutput {
  FingerPrint?: string
  KeyPairId?: string
  KeyPairName?: string
  PrivateKey?: string
}

export interface CreateTagsInput {
  ClientToken?: string
  ResourceIds?: Array<string>
  ResourceType: string
  Tags?: Array<TagForCreateTagsInput>
}

export interface TagForCreateTagsInput {
  Key: string
  Value?: string
}

export interface CreateTagsOutput {
  OperationDetails?: Array<OperationDetailForCreateTagsOutput>
}

export interface OperationDetailForCreateTagsOutput {
  Error?: ErrorForCreateTagsOutput
  ResourceId?: string
}

export interface ErrorForCreateTagsOutput {
  Code?: string
  Message?: string
}

export interface DeleteInstanceInput {
  ClientToken?: string
  DryRun?: boolean
  InstanceId: string
}

export interface DeleteInstanceOutput {}

export interface DeleteInstancesInput {
  ClientToken?: string
  InstanceIds: Array<string>
}

export interface DeleteInstancesOutput {
  OperationDetails?: Array<OperationDetailForDeleteInstancesOutput>
}

export interface OperationDetailForDeleteInstancesOutput {
  Error?: ErrorForDeleteInstancesOutput
  InstanceId?: string
}

export interface ErrorForDeleteInstancesOutput {
  Code?: string
  Message?: string
}

export interface DeleteKeyPairsInput {
  ClientToken?: string
  KeyPairNames: Array<string>
}

export interface DeleteKeyPairsOutput {
  OperationDetails?: Array<OperationDetailForDeleteKeyPairsOutput>
}

export interface OperationDetailForDeleteKeyPairsOutput {
  Error?: ErrorForDeleteKeyPairsOutput
  KeyPairName?: string
}

export interface ErrorForDeleteKeyPairsOutput {
  Code?: string
  Message?: string
}

export interface DeleteTagsInput {
  ClientToken?: string
  ResourceIds: Array<string>
  ResourceType: string
  TagKeys: Array<string>
}

export interface DeleteTagsOutput {
  OperationDetails?: Array<OperationDetailForDeleteTagsOutput>
}

export interface OperationDetailForDeleteTagsOutput {
  Error?: ErrorForDeleteTagsOutput
  ResourceId?: string
}

export interface ErrorForDeleteTagsOutput {
  Code?: string
  Message?: string
}

export interface DescribeAvailableResourceInput {
  DestinationResource?: string
  InstanceChargeType?: string
  InstanceType?: string
  InstanceTypeId?: string
  SpotStrategy?: string
  ZoneId?: string
}

export interface DescribeAvailableResourceOutput {
  AvailableZones?: Array<AvailableZoneForDescribeAvailableResourceOutput>
}

export interface AvailableZoneForDescribeAvailableResourceOutput {
  AvailableResources?: Array<AvailableResourceForDescribeAvailableResourceOutput>
  RegionId?: string
  Status?: string
  ZoneId?: string
}

export interface AvailableResourceForDescribeAvailableResourceOutput {
  SupportedResources?: Array<SupportedResourceForDescribeAvailableResourceOutput>
  Type?: string
}

export interface SupportedResourceForDescribeAvailableResourceOutput {
  Status?: string
  Value?: string
}

export interface DescribeCloudAssistantStatusInput {
  ClientVersion?: string
  InstanceIds?: Array<string>
  OSType?: string
  PageNumber?: integer
  PageSize?: integer
  Status?: string
}

export interface DescribeCloudAssistantStatusOutput {
  Instances?: Array<InstanceForDescribeCloudAssistantStatusOutput>
  PageNumber?: integer
  PageSize?: integer
  TotalCount?: integer
}

export interface InstanceForDescribeCloudAssistantStatusOutput {
  ClientVersion?: string
  HostName?: string
  InstanceId?: string
  InstanceName?: string
  LastHeartbeatTime?: string
  OSType?: string
  OSVersion?: string
  Status?: string
}

export interface DescribeImagesInput {
  ImageIds?: Array<string>
  ImageName?: string
  ImageStatus?: string
  InstanceTypeId?: string
  IsLTS?: boolean
  IsSupportCloudInit?: boolean
  MaxResults?: integer
  NextToken?: string
  OsType?: string
  Platform?: string
  ProjectName?: string
  Status?: Array<string>
  TagFilters?: Array<TagFilterForDescribeImagesInput>
  Visibility?: string
}

export interface TagFilterForDescribeImagesInput {
  Key?: string
  Values?: Array<string>
}

export interface DescribeImagesOutput {
  Images?: Array<ImageForDescribeImagesOutput>
  NextToken?: string
  TotalCount?: integer
}

export interface ImageForDescribeImagesOutput {
  Architecture?: string
  BootMode?: string
  CreatedAt?: string
  Description?: string
  DetectionResults?: DetectionResultsForDescribeImagesOutput
  ImageId?: string
  ImageName?: string
  ImageOwnerId?: string
  IsInstallRunCommandAgent?: boolean
  IsLTS?: boolean
  IsSupportCloudInit?: boolean
  Kernel?: string
  LicenseType?: string
  MarketplaceImageBillType?: integer
  OsName?: string
  OsType?: string
  Platform?: string
  PlatformVersion?: string
  ProductCode?: string
  ProjectName?: string
  ShareStatus?: string
  Size?: integer
  Snapshots?: Array<SnapshotForDescribeImagesOutput>
  Status?: string
  Tags?: Array<TagForDescribeImagesOutput>
  UpdatedAt?: string
  VirtualSize?: decimal
  Visibility?: string
}

export interface DetectionResultsForDescribeImagesOutput {
  DetectionStatus?: string
  Items?: Array<ItemForDescribeImagesOutput>
}

export interface ItemForDescribeImagesOutput {
  Name?: string
  Result?: string
  RiskCode?: string
  RiskLevel?: string
}

export interface SnapshotForDescribeImagesOutput {
  Size?: integer
  SnapshotId?: string
  VolumeKind?: string
}

export interface TagForDescribeImagesOutput {
  Key?: string
  Value?: string
}

export interface DescribeInstanceTypesInput {
  ImageId?: string
  InstanceTypeIds?: Array<string>
  InstanceTypes?: Array<string>
  MaxResults?: integer
  NextToken?: string
}

export interface DescribeInstanceTypesOutput {
  InstanceTypes?: Array<InstanceTypeForDescribeInstanceTypesOutput>
  NextToken?: string
  TotalCount?: integer
}

export interface InstanceTypeForDescribeInstanceTypesOutput {
  AffinityGroupSizes?: Array<integer>
  BaselineCredit?: integer
  Gpu?: GpuForDescribeInstanceTypesOutput
  InitialCredit?: integer
  InstanceTypeFamily?: string
  InstanceTypeId?: string
  IsSupportAffinityGroup?: boolean
  IsSupportJumboFrame?: boolean
  LocalVolumes?: Array<LocalVolumeForDescribeInstanceTypesOutput>
  Memory?: MemoryForDescribeInstanceTypesOutput
  Network?: NetworkForDescribeInstanceTypesOutput
  Processor?: ProcessorForDescribeInstanceTypesOutput
  Rdma?: RdmaForDescribeInstanceTypesOutput
  Volume?: VolumeForDescribeInstanceTypesOutput
}

export interface GpuForDescribeInstanceTypesOutput {
  GpuDevices?: Array<GpuDeviceForDescribeInstanceTypesOutput>
}

export interface GpuDeviceForDescribeInstanceTypesOutput {
  Count?: integer
  Memory?: MemoryForDescribeInstanceTypesOutput
  ProductName?: string
}

export interface MemoryForDescribeInstanceTypesOutput {
  EncryptedSize?: integer
  Size?: integer
}

export interface LocalVolumeForDescribeInstanceTypesOutput {
  Count?: integer
  Size?: integer
  VolumeType?: string
}

export interface NetworkForDescribeInstanceTypesOutput {
  BaselineBandwidthMbps?: integer
  MaximumBandwidthMbps?: integer
  MaximumNetworkInterfaces?: integer
  MaximumPrivateIpv4AddressesPerNetworkInterface?: integer
  MaximumQueuesPerNetworkInterface?: integer
  MaximumThroughputKpps?: integer
}

export interface ProcessorForDescribeInstanceTypesOutput {
  BaseFrequency?: number
  Cpus?: integer
  Model?: string
  TurboFrequency?: number
}

export interface RdmaForDescribeInstanceTypesOutput {
  RdmaNetworkInterfaces?: integer
  RdmaProductName?: string
}

export interface VolumeForDescribeInstanceTypesOutput {
  MaximumCount?: integer
  SupportedVolumeTypes?: Array<string>
}

export interface DescribeInstancesInput {
  AffinityGroupIds?: Array<string>
  DedicatedHostClusterId?: string
  DedicatedHostId?: string
  DeploymentSetGroupNumbers?: Array<integer>
  DeploymentSetIds?: Array<string>
  EipAddresses?: Array<string>
  HpcClusterId?: string
  InstanceChargeType?: string
  InstanceIds?: Array<string>
  InstanceName?: string
  InstanceTypeFamilies?: Array<string>
  InstanceTypeIds?: Array<string>
  InstanceTypes?: Array<string>
  Ipv6Addresses?: Array<string>
  KeyPairName?: string
  MaxResults?: integer
  NextToken?: string
  PrimaryIpAddress?: string
  ProjectName?: string
  ScheduledInstanceId?: string
  Status?: string
  TagFilters?: Array<TagFilterForDescribeInstancesInput>
  VpcId?: string
  ZoneId?: string
}

export interface TagFilterForDescribeInstancesInput {
  Key?: string
  Values?: Array<string>
}

export interface DescribeInstancesOutput {
  Instances?: Array<InstanceForDescribeInstancesOutput>
  NextToken?: string
  TotalCount?: integer
}

export interface InstanceForDescribeInstancesOutput {
  AffinityGroupId?: string
  CpuOptions?: CpuOptionsForDescribeInstancesOutput
  Cpus?: integer
  CreatedAt?: string
  DeletionProtection?: boolean
  DeploymentSetGroupNumber?: integer
  DeploymentSetId?: string
  Description?: string
  EipAddress?: EipAddressForDescribeInstancesOutput
  ElasticScheduledInstanceType?: string
  EnableJumboFrame?: boolean
  ExpiredAt?: string
  HostName?: string
  Hostname?: string
  HpcClusterId?: string
  ImageId?: string
  InstanceChargeType?: string
  InstanceId?: string
  InstanceName?: string
  InstanceTypeId?: string
  KeyPairId?: string
  KeyPairName?: string
  LocalVolumes?: Array<LocalVolumeForDescribeInstancesOutput>
  MemorySize?: integer
  MetadataOptions?: MetadataOptionsForDescribeInstancesOutput
  NetworkInterfaces?: Array<NetworkInterfaceForDescribeInstancesOutput>
  OsName?: string
  OsType?: string
  Placement?: PlacementForDescribeInstancesOutput
  ProjectName?: string
  RdmaIpAddresses?: Array<string>
  RdmaNetworkInterfaceDetails?: Array<RdmaNetworkInterfaceDetailForDescribeInstancesOutput>
  ScheduledInstanceId?: string
  SpotPriceLimit?: number
  SpotStrategy?: string
  Status?: string
  StoppedMode?: string
  Tags?: Array<TagForDescribeInstancesOutput>
  UpdatedAt?: string
  Uuid?: string
  Volumes?: Array<VolumeForDescribeInstancesOutput>
  VpcId?: string
  ZoneId?: string
}

export interface CpuOptionsForDescribeInstancesOutput {
  CoreCount?: integer
  ThreadsPerCore?: integer
  TopologyType?: string
}

export interface EipAddressForDescribeInstancesOutput {
  AllocationId?: string
  IpAddress?: string
}

export interface LocalVolumeForDescribeInstancesOutput {
  Count?: integer
  Size?: integer
  VolumeType?: string
}

export interface MetadataOptionsForDescribeInstancesOutput {
  HttpTokens?: string
}

export interface NetworkInterfaceForDescribeInstancesOutput {
  Ipv6Addresses?: Array<string>
  MacAddress?: string
  NetworkInterfaceId?: string
  PrimaryIpAddress?: string
  SecurityGroupIds?: Array<string>
  SubnetId?: string
  Type?: string
  VpcId?: string
}

export interface PlacementForDescribeInstancesOutput {
  Affinity?: string
  DedicatedHostClusterId?: string
  DedicatedHostId?: string
  Tenancy?: string
}

export interface RdmaNetworkInterfaceDetailForDescribeInstancesOutput {
  Gateway?: string
  Ip?: string
  Mask?: string
  SwitchName?: string
  SwitchPort?: string
}

export interface TagForDescribeInstancesOutput {
  Key?: string
  Value?: string
}

export interface VolumeForDescribeInstancesOutput {
  VolumeId?: string
}

export interface DescribeKeyPairsInput {
  FingerPrint?: string
  KeyPairIds?: Array<string>
  KeyPairName?: string
  KeyPairNames?: Array<string>
  MaxResults?: integer
  NextToken?: string
  ProjectName?: string
  TagFilters?: Array<TagFilterForDescribeKeyPairsInput>
}

export interface TagFilterForDescribeKeyPairsInput {
  Key?: string
  Values?: Array<string>
}

export interface DescribeKeyPairsOutput {
  KeyPairs?: Array<KeyPairForDescribeKeyPairsOutput>
  NextToken?: string
}

export interface KeyPairForDescribeKeyPairsOutput {
  CreatedAt?: string
  Description?: string
  FingerPrint?: string
  KeyPairId?: string
  KeyPairName?: string
  ProjectName?: string
  Tags?: Array<TagForDescribeKeyPairsOutput>
  UpdatedAt?: string
}

export interface TagForDescribeKeyPairsOutput {
  Key?: string
  Value?: string
}

export interface DescribeRegionsInput {
  MaxResults?: integer
  NextToken?: string
  RegionIds?: Array<string>
}

export interface DescribeRegionsOutput {
  NextToken?: string
  Regions?: Array<RegionForDescribeRegionsOutput>
}

export interface RegionForDescribeRegionsOutput {
  RegionId?: string
}

export interface DescribeTagsInput {
  MaxResults?: integer
  NextToken?: string
  ResourceIds?: Array<string>
  ResourceType: string
  TagFilters?: Array<TagFilterForDescribeTagsInput>
}

export interface TagFilterForDescribeTagsInput {
  Key?: string
  Values?: Array<string>
}

export interface DescribeTagsOutput {
  NextToken?: string
  TagResources?: Array<TagResourceForDescribeTagsOutput>
}

export interface TagResourceForDescribeTagsOutput {
  ResourceId?: string
  ResourceType?: string
  TagKey?: string
  TagValue?: string
}

export interface DescribeTasksInput {
  MaxResults?: decimal
  NextToken?: string
  ResourceId?: string
  ResourceIds?: Array<string>
  TaskIds?: Array<string>
}

export interface DescribeTasksOutput {
  NextToken?: string
  Tasks?: Array<TaskForDescribeTasksOutput>
}

export interface TaskForDescribeTasksOutput {
  CreatedAt?: string
  EndAt?: string
  Id?: string
  Process?: integer
  ResourceId?: string
  Status?: string
  Type?: string
  UpdatedAt?: string
}

export interface DescribeUserDataInput {
  InstanceId: string
}

export interface DescribeUserDataOutput {
  InstanceId?: string
  UserData?: string
}

export interface DescribeZonesInput {
  ZoneIds?: Array<string>
}

export interface DescribeZonesOutput {
  Zones?: Array<ZoneForDescribeZonesOutput>
}

export interface ZoneForDescribeZonesOutput {
  ZoneId?: string
}

export interface DetachKeyPairInput {
  ClientToken?: string
  InstanceIds: Array<string>
  KeyPairId?: string
  KeyPairName?: string
}

export interface DetachKeyPairOutput {
  OperationDetails?: Array<OperationDetailForDetachKeyPairOutput>
}

export interface OperationDetailForDetachKeyPairOutput {
  Error?: ErrorForDetachKeyPairOutput
  InstanceId?: string
}

export interface ErrorForDetachKeyPairOutput {
  Code?: string
  Message?: string
}

export interface ImportKeyPairInput {
  ClientToken?: string
  Description?: string
  KeyPairName: string
  ProjectName?: string
  PublicKey: string
  Tags?: Array<TagForImportKeyPairInput>
}

export interface TagForImportKeyPairInput {
  Key: string
  Value?: string
}

export interface ImportKeyPairOutput {
  FingerPrint?: string
  KeyPairId?: string
  KeyPairName?: string
}

export interface InstallCloudAssistantInput {
  InstanceIds: Array<string>
}

export interface InstallCloudAssistantOutput {
  FailedInstances?: Array<FailedInstanceForInstallCloudAssistantOutput>
  InstallingInstanceIds?: Array<string>
}

export interface FailedInstanceForInstallCloudAssistantOutput {
  ErrorMessage?: string
  Id?: string
}

export interface ListTagsForResourcesInput {
  MaxResults?: integer
  NextToken?: string
  ResourceIds?: Array<string>
  ResourceType: string
  TagFilters?: Array<TagFilterForListTagsForResourcesInput>
}

export interface TagFilterForListTagsForResourcesInput {
  Key?: string
  Values?: Array<string>
}

export interface ListTagsForResourcesOutput {
  NextToken?: string
  TagResources?: Array<TagResourceForListTagsForResourcesOutput>
}

export interface TagResourceForListTagsForResourcesOutput {
  ResourceId?: string
  ResourceType?: string
  TagKey?: string
  TagValue?: string
}

export interface ModifyInstanceAttributeInput {
  ClientToken?: string
  CpuOptions?: CpuOptionsForModifyInstanceAttributeInput
  DeletionProtection?: boolean
  Description?: string
  EnableJumboFrame?: boolean
  Hostname?: string
  InstanceId: string
  InstanceName?: string
  Password?: string
  UserData?: string
}

export interface CpuOptionsForModifyInstanceAttributeInput {
  TopologyType?: string
}

export interface ModifyInstanceAttributeOutput {}

export interface ModifyKeyPairAttributeInput {
  ClientToken?: string
  Description: string
  KeyPairId?: string
  KeyPairName?: string
}

export interface ModifyKeyPairAttributeOutput {
  KeyPairName?: string
}

export interface RebootInstanceInput {
  ClientToken?: string
  DryRun?: boolean
  ForceStop?: boolean
  InstanceId: string
}

export interface RebootInstanceOutput {}

export interface RebootInstancesInput {
  ClientToken?: string
  ForceStop?: boolean
  InstanceIds: Array<string>
}

export interface RebootInstancesOutput {
  OperationDetails?: Array<OperationDetailForRebootInstancesOutput>
}

export interface OperationDetailForRebootInstancesOutput {
  Error?: ErrorForRebootInstancesOutput
  InstanceId?: string
}

export interface ErrorForRebootInstancesOutput {
  Code?: string
  Message?: string
}

export interface ReplaceSystemVolumeInput {
  ClientToken?: string
  DryRun?: boolean
  ImageId: string
  ImageReleaseVersion?: string
  InstanceId: string
  KeepImageCredential?: boolean
  KeyPairName?: string
  Password?: string
  Size?: decimal
  UserData?: string
}

export interface ReplaceSystemVolumeOutput {}

export interface RunInstancesInput {
  AffinityGroupSize?: integer
  AutoRenew?: boolean
  AutoRenewPeriod?: integer
  ClientToken?: string
  Count?: integer
  CpuMaxFrequency?: number
  CpuOptions?: CpuOptionsForRunInstancesInput
  CreditSpecification?: string
  DeletionProtection?: boolean
  DeploymentSetGroupNumber?: integer
  DeploymentSetId?: string
  Description?: string
  DryRun?: boolean
  EipAddress?: EipAddressForRunInstancesInput
  EnablePrimaryInterfaceHighBandwidthType?: boolean
  HostName?: string
  Hostname?: string
  HpcClusterId?: string
  HttpTokens?: string
  ImageId: string
  ImageReleaseVersion?: string
  InstallRunCommandAgent?: boolean
  InstanceChargeType?: string
  InstanceName: string
  InstanceType?: string
  InstanceTypeId?: string
  KeepImageCredential?: boolean
  KeyPairName?: string
  MinCount?: integer
  NetworkInterfaces?: Array<NetworkInterfaceForRunInstancesInput>
  NetworkOptions?: NetworkOptionsForRunInstancesInput
  Password?: string
  Period?: integer
  PeriodUnit?: string
  Placement?: PlacementForRunInstancesInput
  ProjectName?: string
  SecurityEnhancementStrategy?: string
  SpotPriceLimit?: number
  SpotStrategy?: string
  SuffixIndex?: integer
  Tags?: Array<TagForRunInstancesInput>
  UniqueSuffix?: boolean
  UserData?: string
  Volumes?: Array<VolumeForRunInstancesInput>
  ZoneId: string
}

export interface CpuOptionsForRunInstancesInput {
  TopologyType?: string
}

export interface EipAddressForRunInstancesInput {
  BandwidthMbps?: integer
  BandwidthPackageId?: string
  ChargeType?: string
  ISP?: string
  ReleaseWithInstance?: boolean
  SecurityProtectionInstanceId?: integer
  SecurityProtectionTypes?: Array<string>
}

export interface NetworkInterfaceForRunInstancesInput {
  Ipv6AddressCount?: integer
  PrimaryIpAddress?: string
  PrivateIpAddresses?: Array<string>
  SecurityGroupIds: Array<string>
  SubnetId: string
}

export interface NetworkOptionsForRunInstancesInput {
  EnableJumboFrame?: boolean
}

export interface PlacementForRunInstancesInput {
  Affinity?: string
  DedicatedHostClusterId?: string
  DedicatedHostId?: string
  Tenancy?: string
}

export interface TagForRunInstancesInput {
  Key?: string
  Value?: string
}

export interface VolumeForRunInstancesInput {
  DeleteWithInstance?: string
  ExtraPerformanceIOPS?: integer
  ExtraPerformanceThroughputMB?: integer
  ExtraPerformanceTypeId?: string
  Size: integer
  SnapshotId?: string
  VolumeType?: string
}

export interface RunInstancesOutput {
  InstanceIds?: Array<string>
}

export interface StartInstanceInput {
  ClientToken?: string
  DryRun?: boolean
  InstanceId: string
}

export interface StartInstanceOutput {}

export interface StartInstancesInput {
  ClientToken?: string
  InstanceIds: Array<string>
}

export interface StartInstancesOutput {
  OperationDetails?: Array<OperationDetailForStartInstancesOutput>
}

export interface OperationDetailForStartInstancesOutput {
  Error?: ErrorForStartInstancesOutput
  InstanceId?: string
}

export interface ErrorForStartInstancesOutput {
  Code?: string
  Message?: string
}

export interface StopInstanceInput {
  ClientToken?: string
  DryRun?: boolean
  ForceStop?: boolean
  InstanceId: string
  StoppedMode?: string
}

export interface StopInstanceOutput {}

export interface StopInstancesInput {
  ClientToken?: string
  ForceStop?: boolean
  InstanceIds: Array<string>
  StoppedMode?: string
}

export interface StopInstancesOutput {
  OperationDetails?: Array<OperationDetailForStopInstancesOutput>
}

export interface OperationDetailForStopInstancesOutput {
  Error?: ErrorForStopInstancesOutput
  InstanceId?: string
}

export interface ErrorForStopInstancesOutput {
  Code?: string
  Message?: string
}

export interface TagResourcesInput {
  ResourceIds: Array<string>
  ResourceType: string
  Tags?: Array<TagForTagResourcesInput>
}

export interface TagForTagResourcesInput {
  Key: string
  Value?: string
}

export interface TagResourcesOutput {
  RequestId?: string
}

export interface UntagResourcesInput {
  ResourceIds: Array<string>
  ResourceType: string
  TagKeys: Array<string>
}

export interface UntagResourcesOutput {
  RequestId?: string
}

export interface IamGetProjectInput {
  ProjectName: string
}

export interface IamGetProjectOutput {
  AccountID?: integer
  CreateDate?: string
  Description?: string
  DisplayName?: string
  ParentProjectName?: string
  Path?: string
  ProjectName?: string
  Status?: string
  UpdateDate?: string
}

export interface IamMoveProjectResourceInput {
  ResourceTrn: Array<string>
  TargetProjectName: string
}

export interface IamMoveProjectResourceOutput {}

export interface EbsDescribeVolumesInput {
  BillingType?: integer
  InstanceId?: string
  Kind?: string
  PageNumber?: integer
  PageSize?: integer
  ProjectName?: string
  SysTagVisible?: boolean
  TagFilters?: Array<EbsTagFilterForDescribeVolumesInput>
  VolumeIds?: Array<string>
  VolumeName?: string
  VolumeStatus?: string
  VolumeType?: string
  ZoneId?: string
}

export interface EbsTagFilterForDescribeVolumesInput {
  Key?: string
  Values?: Array<string>
}

export interface EbsDescribeVolumesOutput {
  PageNumber?: integer
  PageSize?: integer
  TotalCount?: integer
  Volumes?: Array<EbsVolumeForDescribeVolumesOutput>
}

export interface EbsVolumeForDescribeVolumesOutput {
  AutoSnapshotPolicyId?: string
  AutoSnapshotPolicyName?: string
  BaselinePerformance?: EbsBaselinePerformanceForDescribeVolumesOutput
  BillingType?: integer
  BurstEnabled?: boolean
  CreatedAt?: string
  DeleteProtection?: boolean
  DeleteProtectionRetentionDays?: integer
  DeleteWithInstance?: boolean
  Description?: string
  DetachedTime?: string
  ErrorDetail?: string
  ExpiredTime?: string
  ExtraPerformance?: EbsExtraPerformanceForDescribeVolumesOutput
  ImageId?: string
  InstanceId?: string
  Kind?: string
  OverdueReclaimTime?: string
  OverdueTime?: string
  PayType?: string
  PlacementGroupId?: string
  ProjectName?: string
  RenewType?: integer
  Size?: decimal
  SnapshotCount?: integer
  SourceSnapshotId?: string
  Status?: string
  SubgroupNumber?: integer
  Tags?: Array<EbsTagForDescribeVolumesOutput>
  TotalPerformance?: EbsTotalPerformanceForDescribeVolumesOutput
  TradeStatus?: integer
  UpdatedAt?: string
  VolumeId?: string
  VolumeName?: string
  VolumeType?: string
  ZoneId?: string
}

export interface EbsBaselinePerformanceForDescribeVolumesOutput {
  IOPS?: integer
  Throughput?: integer
}

export interface EbsExtraPerformanceForDescribeVolumesOutput {
  ExtraPerformanceTypeId?: string
  IOPS?: integer
  Throughput?: integer
}

export interface EbsTagForDescribeVolumesOutput {
  Key?: string
  Value?: string
}

export interface EbsTotalPerformanceForDescribeVolumesOutput {
  IOPS?: integer
  Throughput?: integer
}

export interface VpcDescribeNetworkInterfacesInput {
  InstanceId?: string
  Ipv6Addresses?: Array<string>
  MaxResults?: integer
  NetworkInterfaceIds?: Array<string>
  NetworkInterfaceName?: string
  NextToken?: string
  PageNumber?: integer
  PageSize?: integer
  PrimaryIpAddresses?: Array<string>
  PrivateIpAddresses?: Array<string>
  ProjectName?: string
  SecurityGroupId?: string
  Status?: string
  SubnetId?: string
  TagFilters?: Array<VpcTagFilterForDescribeNetworkInterfacesInput>
  Type?: string
  VpcId?: string
  ZoneId?: string
}

export interface VpcTagFilterForDescribeNetworkInterfacesInput {
  Key?: string
  Values?: Array<string>
}

export interface VpcDescribeNetworkInterfacesOutput {
  NetworkInterfaceSets?: Array<VpcNetworkInterfaceSetForDescribeNetworkInterfacesOutput>
  NextToken?: string
  PageNumber?: integer
  PageSize?: integer
  RequestId?: string
  TotalCount?: integer
}

export interface VpcNetworkInterfaceSetForDescribeNetworkInterfacesOutput {
  AccountId?: string
  AssociatedElasticIp?: VpcAssociatedElasticIpForDescribeNetworkInterfacesOutput
  Attachment?: VpcAttachmentForDescribeNetworkInterfacesOutput
  CreatedAt?: string
  Description?: string
  DeviceId?: string
  IPv6Sets?: Array<string>
  MacAddress?: string
  NetworkInterfaceId?: string
  NetworkInterfaceName?: string
  PortSecurityEnabled?: boolean
  PrimaryIpAddress?: string
  PrivateIpSets?: VpcPrivateIpSetsForDescribeNetworkInterfacesOutput
  ProjectName?: string
  SecurityGroupIds?: Array<string>
  ServiceManaged?: boolean
  Status?: string
  SubnetId?: string
  Tags?: Array<VpcTagForDescribeNetworkInterfacesOutput>
  Type?: string
  UpdatedAt?: string
  VpcId?: string
  VpcName?: string
  ZoneId?: string
}

export interface VpcAssociatedElasticIpForDescribeNetworkInterfacesOutput {
  AllocationId?: string
  EipAddress?: string
  ReleaseWithInstance?: boolean
}

export interface VpcAttachmentForDescribeNetworkInterfacesOutput {
  DeleteOnTermination?: boolean
  InstanceId?: string
}

export interface VpcPrivateIpSetsForDescribeNetworkInterfacesOutput {
  PrivateIpSet?: Array<VpcPrivateIpSetForDescribeNetworkInterfacesOutput>
}

export interface VpcPrivateIpSetForDescribeNetworkInterfacesOutput {
  AssociatedElasticIp?: VpcAssociatedElasticIpForDescribeNetworkInterfacesOutput
  Primary?: boolean
  PrivateIpAddress?: string
}

export interface VpcTagForDescribeNetworkInterfacesOutput {
  Key?: string
  Value?: string
}

export interface VpcDescribeSubnetsInput {
  IsDefault?: boolean
  MaxResults?: integer
  NextToken?: string
  PageNumber?: integer
  PageSize?: integer
  ProjectName?: string
  RouteTableId?: string
  SubnetIds?: Array<string>
  SubnetName?: string
  SubnetOwnerId?: string
  TagFilters?: Array<VpcTagFilterForDescribeSubnetsInput>
  VpcId?: string
  ZoneId?: string
}

export interface VpcTagFilterForDescribeSubnetsInput {
  Key?: string
  Values?: Array<string>
}

export interface VpcDescribeSubnetsOutput {
  NextToken?: string
  PageNumber?: integer
  PageSize?: integer
  RequestId?: string
  Subnets?: Array<VpcSubnetForDescribeSubnetsOutput>
  TotalCount?: integer
}

export interface VpcSubnetForDescribeSubnetsOutput {
  AccountId?: string
  AvailableIpAddressCount?: integer
  CidrBlock?: string
  CreationTime?: string
  Description?: string
  Ipv6CidrBlock?: string
  IsDefault?: boolean
  NetworkAclId?: string
  ProjectName?: string
  RouteTable?: VpcRouteTableForDescribeSubnetsOutput
  Status?: string
  SubnetId?: string
  SubnetName?: string
  Tags?: Array<VpcTagForDescribeSubnetsOutput>
  TotalIpv4Count?: integer
  UpdateTime?: string
  VpcId?: string
  ZoneId?: string
}

export interface VpcRouteTableForDescribeSubnetsOutput {
  RouteTableId?: string
  RouteTableType?: string
}

export interface VpcTagForDescribeSubnetsOutput {
  Key?: string
  Value?: string
}

export interface VpcDescribeSecurityGroupsInput {
  PageNumber?: integer
  PageSize?: integer
  ProjectName?: string
  SecurityGroupIds?: Array<string>
  SecurityGroupNames?: Array<string>
  TagFilters?: Array<VpcTagFilterForDescribeSecurityGroupsInput>
  VpcId?: string
}

export interface VpcTagFilterForDescribeSecurityGroupsInput {
  Key?: string
  Values?: Array<string>
}

export interface VpcDescribeSecurityGroupsOutput {
  PageNumber?: integer
  PageSize?: integer
  RequestId?: string
  SecurityGroups?: Array<VpcSecurityGroupForDescribeSecurityGroupsOutput>
  TotalCount?: integer
}

export interface VpcSecurityGroupForDescribeSecurityGroupsOutput {
  CreationTime?: string
  Description?: string
  ProjectName?: string
  SecurityGroupId?: string
  SecurityGroupName?: string
  Status?: string
  Tags?: Array<VpcTagForDescribeSecurityGroupsOutput>
  Type?: string
  VpcId?: string
}

export interface VpcTagForDescribeSecurityGroupsOutput {
  Key?: string
  Value?: string
}

export interface VpcDescribeVpcsInput {
  IsDefault?: boolean
  MaxResults?: integer
  NextToken?: string
  PageNumber?: integer
  PageSize?: integer
  ProjectName?: string
  TagFilters?: Array<VpcTagFilterForDescribeVpcsInput>
  VpcIds?: Array<string>
  VpcName?: string
}

export interface VpcTagFilterForDescribeVpcsInput {
  Key?: string
  Values?: Array<string>
}

export interface VpcDescribeVpcsOutput {
  NextToken?: string
  PageNumber?: integer
  PageSize?: integer
  RequestId?: string
  TotalCount?: integer
  Vpcs?: Array<VpcVpcForDescribeVpcsOutput>
}

export interface VpcVpcForDescribeVpcsOutput {
  AccountId?: string
  AssociateCens?: Array<VpcAssociateCenForDescribeVpcsOutput>
  CidrBlock?: string
  CreationTime?: string
  Description?: string
  DnsServers?: Array<string>
  IsDefault?: boolean
  NatGatewayIds?: Array<string>
  NetworkAclNum?: string
  ProjectName?: string
  RouteTableIds?: Array<string>
  SecondaryCidrBlocks?: Array<string>
  SecurityGroupIds?: Array<string>
  Status?: string
  SubnetIds?: Array<string>
  Tags?: Array<VpcTagForDescribeVpcsOutput>
  UpdateTime?: string
  UserCidrBlocks?: Array<string>
  VpcId?: string
  VpcName?: string
}

export interface VpcAssociateCenForDescribeVpcsOutput {
  CenId?: string
  CenOwnerId?: string
  CenStatus?: string
}

export interface VpcTagForDescribeVpcsOutput {
  Key?: string
  Value?: string
}

export interface StsAssumeRoleInput {
  DurationSeconds?: integer
  Policy?: string
  RoleSessionName: string
  RoleTrn: string
  Tags?: Array<StsTagForAssumeRoleInput>
}

export interface StsTagForAssumeRoleInput {
  Key?: string
  Value?: string
}

export interface StsAssumeRoleOutput {
  AssumedRoleUser?: StsAssumedRoleUserForAssumeRoleOutput
  Credentials?: StsCredentialsForAssumeRoleOutput
}

export interface StsAssumedRoleUserForAssumeRoleOutput {
  AssumedRoleId?: string
  Trn?: string
}

export interface StsCredentialsForAssumeRoleOutput {
  AccessKeyId?: string
  CurrentTime?: string
  ExpiredTime?: string
  SecretAccessKey?: string
  SessionToken?: string
}

export interface StsGetCallerIdentityInput {}

export interface StsGetCallerIdentityOutput {
  AccountId?: integer
  IdentityId?: string
  IdentityType?: string
  Trn?: string
}
