import type { AttachKeyPair } from '../../src/dialects/volcengine-ecs/actions/AttachKeyPair.ts'
import type { CreateKeyPair } from '../../src/dialects/volcengine-ecs/actions/CreateKeyPair.ts'
import type { CreateTags } from '../../src/dialects/volcengine-ecs/actions/CreateTags.ts'
import type { DeleteInstance } from '../../src/dialects/volcengine-ecs/actions/DeleteInstance.ts'
import type { DeleteInstances } from '../../src/dialects/volcengine-ecs/actions/DeleteInstances.ts'
import type { DeleteKeyPairs } from '../../src/dialects/volcengine-ecs/actions/DeleteKeyPairs.ts'
import type { DeleteTags } from '../../src/dialects/volcengine-ecs/actions/DeleteTags.ts'
import type { DescribeAvailableResource } from '../../src/dialects/volcengine-ecs/actions/DescribeAvailableResource.ts'
import type { DescribeCloudAssistantStatus } from '../../src/dialects/volcengine-ecs/actions/DescribeCloudAssistantStatus.ts'
import type { DescribeImages } from '../../src/dialects/volcengine-ecs/actions/DescribeImages.ts'
import type { DescribeInstanceTypes } from '../../src/dialects/volcengine-ecs/actions/DescribeInstanceTypes.ts'
import type { DescribeInstances } from '../../src/dialects/volcengine-ecs/actions/DescribeInstances.ts'
import type { DescribeKeyPairs } from '../../src/dialects/volcengine-ecs/actions/DescribeKeyPairs.ts'
import type { DescribeRegions } from '../../src/dialects/volcengine-ecs/actions/DescribeRegions.ts'
import type { DescribeTags } from '../../src/dialects/volcengine-ecs/actions/DescribeTags.ts'
import type { DescribeTasks } from '../../src/dialects/volcengine-ecs/actions/DescribeTasks.ts'
import type { DescribeUserData } from '../../src/dialects/volcengine-ecs/actions/DescribeUserData.ts'
import type { DescribeZones } from '../../src/dialects/volcengine-ecs/actions/DescribeZones.ts'
import type { DetachKeyPair } from '../../src/dialects/volcengine-ecs/actions/DetachKeyPair.ts'
import type { ImportKeyPair } from '../../src/dialects/volcengine-ecs/actions/ImportKeyPair.ts'
import type { InstallCloudAssistant } from '../../src/dialects/volcengine-ecs/actions/InstallCloudAssistant.ts'
import type { ListTagsForResources } from '../../src/dialects/volcengine-ecs/actions/ListTagsForResources.ts'
import type { ModifyInstanceAttribute } from '../../src/dialects/volcengine-ecs/actions/ModifyInstanceAttribute.ts'
import type { ModifyKeyPairAttribute } from '../../src/dialects/volcengine-ecs/actions/ModifyKeyPairAttribute.ts'
import type { RebootInstance } from '../../src/dialects/volcengine-ecs/actions/RebootInstance.ts'
import type { RebootInstances } from '../../src/dialects/volcengine-ecs/actions/RebootInstances.ts'
import type { ReplaceSystemVolume } from '../../src/dialects/volcengine-ecs/actions/ReplaceSystemVolume.ts'
import type { RunInstances } from '../../src/dialects/volcengine-ecs/actions/RunInstances.ts'
import type { StartInstance } from '../../src/dialects/volcengine-ecs/actions/StartInstance.ts'
import type { StartInstances } from '../../src/dialects/volcengine-ecs/actions/StartInstances.ts'
import type { StopInstance } from '../../src/dialects/volcengine-ecs/actions/StopInstance.ts'
import type { StopInstances } from '../../src/dialects/volcengine-ecs/actions/StopInstances.ts'
import type { TagResources } from '../../src/dialects/volcengine-ecs/actions/TagResources.ts'
import type { UntagResources } from '../../src/dialects/volcengine-ecs/actions/UntagResources.ts'
import type { GetProject } from '../../src/dialects/volcengine-ecs/siblings/iam/GetProject.ts'
import type { MoveProjectResource } from '../../src/dialects/volcengine-ecs/siblings/iam/MoveProjectResource.ts'
import type { DescribeVolumes } from '../../src/dialects/volcengine-ecs/siblings/storage-ebs/DescribeVolumes.ts'
import type { DescribeNetworkInterfaces } from '../../src/dialects/volcengine-ecs/siblings/vpc/DescribeNetworkInterfaces.ts'
import type { DescribeSecurityGroups } from '../../src/dialects/volcengine-ecs/siblings/vpc/DescribeSecurityGroups.ts'
import type { DescribeSubnets } from '../../src/dialects/volcengine-ecs/siblings/vpc/DescribeSubnets.ts'
import type { DescribeVpcs } from '../../src/dialects/volcengine-ecs/siblings/vpc/DescribeVpcs.ts'
import type { AssumeRole } from '../../src/dialects/volcengine-ecs/siblings/sts/AssumeRole.ts'
import type { GetCallerIdentity } from '../../src/dialects/volcengine-ecs/siblings/sts/GetCallerIdentity.ts'
import type { Contract, None } from './compare.ts'
import type * as sdk from './volcengine-fields.ts'

/** Every action against the types of the official Go SDK; checked by the compiler alone. */
export type VolcengineContracts = readonly [
  None<Contract<'AttachKeyPair', typeof AttachKeyPair, sdk.AttachKeyPairInput, sdk.AttachKeyPairOutput>>,
  // KeyFile: what Terraform sends along. Source: spec/volcengine.md §4.3.
  None<
    Contract<
      'CreateKeyPair',
      typeof CreateKeyPair,
      sdk.CreateKeyPairInput,
      sdk.CreateKeyPairOutput,
      'KeyFile'
    >
  >,
  None<Contract<'CreateTags', typeof CreateTags, sdk.CreateTagsInput, sdk.CreateTagsOutput>>,
  None<Contract<'DeleteInstance', typeof DeleteInstance, sdk.DeleteInstanceInput, sdk.DeleteInstanceOutput>>,
  None<
    Contract<'DeleteInstances', typeof DeleteInstances, sdk.DeleteInstancesInput, sdk.DeleteInstancesOutput>
  >,
  None<Contract<'DeleteKeyPairs', typeof DeleteKeyPairs, sdk.DeleteKeyPairsInput, sdk.DeleteKeyPairsOutput>>,
  None<Contract<'DeleteTags', typeof DeleteTags, sdk.DeleteTagsInput, sdk.DeleteTagsOutput>>,
  None<
    Contract<
      'DescribeAvailableResource',
      typeof DescribeAvailableResource,
      sdk.DescribeAvailableResourceInput,
      sdk.DescribeAvailableResourceOutput
    >
  >,
  None<
    Contract<
      'DescribeCloudAssistantStatus',
      typeof DescribeCloudAssistantStatus,
      sdk.DescribeCloudAssistantStatusInput,
      sdk.DescribeCloudAssistantStatusOutput
    >
  >,
  None<Contract<'DescribeImages', typeof DescribeImages, sdk.DescribeImagesInput, sdk.DescribeImagesOutput>>,
  None<
    Contract<
      'DescribeInstanceTypes',
      typeof DescribeInstanceTypes,
      sdk.DescribeInstanceTypesInput,
      sdk.DescribeInstanceTypesOutput
    >
  >,
  None<
    Contract<
      'DescribeInstances',
      typeof DescribeInstances,
      sdk.DescribeInstancesInput,
      sdk.DescribeInstancesOutput
    >
  >,
  // NameRegex: what Terraform sends along. Source: spec/volcengine.md §4.3.
  None<
    Contract<
      'DescribeKeyPairs',
      typeof DescribeKeyPairs,
      sdk.DescribeKeyPairsInput,
      sdk.DescribeKeyPairsOutput,
      'NameRegex'
    >
  >,
  None<
    Contract<'DescribeRegions', typeof DescribeRegions, sdk.DescribeRegionsInput, sdk.DescribeRegionsOutput>
  >,
  None<Contract<'DescribeTags', typeof DescribeTags, sdk.DescribeTagsInput, sdk.DescribeTagsOutput>>,
  None<Contract<'DescribeTasks', typeof DescribeTasks, sdk.DescribeTasksInput, sdk.DescribeTasksOutput>>,
  None<
    Contract<
      'DescribeUserData',
      typeof DescribeUserData,
      sdk.DescribeUserDataInput,
      sdk.DescribeUserDataOutput
    >
  >,
  None<Contract<'DescribeZones', typeof DescribeZones, sdk.DescribeZonesInput, sdk.DescribeZonesOutput>>,
  None<Contract<'DetachKeyPair', typeof DetachKeyPair, sdk.DetachKeyPairInput, sdk.DetachKeyPairOutput>>,
  // KeyFile: what Terraform sends along. Source: spec/volcengine.md §4.3.
  None<
    Contract<
      'ImportKeyPair',
      typeof ImportKeyPair,
      sdk.ImportKeyPairInput,
      sdk.ImportKeyPairOutput,
      'KeyFile'
    >
  >,
  None<
    Contract<
      'InstallCloudAssistant',
      typeof InstallCloudAssistant,
      sdk.InstallCloudAssistantInput,
      sdk.InstallCloudAssistantOutput
    >
  >,
  None<
    Contract<
      'ListTagsForResources',
      typeof ListTagsForResources,
      sdk.ListTagsForResourcesInput,
      sdk.ListTagsForResourcesOutput
    >
  >,
  None<
    Contract<
      'ModifyInstanceAttribute',
      typeof ModifyInstanceAttribute,
      sdk.ModifyInstanceAttributeInput,
      sdk.ModifyInstanceAttributeOutput
    >
  >,
  // Tags: what Terraform sends along. Source: spec/volcengine.md §4.3.
  None<
    Contract<
      'ModifyKeyPairAttribute',
      typeof ModifyKeyPairAttribute,
      sdk.ModifyKeyPairAttributeInput,
      sdk.ModifyKeyPairAttributeOutput,
      'Tags'
    >
  >,
  None<Contract<'RebootInstance', typeof RebootInstance, sdk.RebootInstanceInput, sdk.RebootInstanceOutput>>,
  None<
    Contract<'RebootInstances', typeof RebootInstances, sdk.RebootInstancesInput, sdk.RebootInstancesOutput>
  >,
  None<
    Contract<
      'ReplaceSystemVolume',
      typeof ReplaceSystemVolume,
      sdk.ReplaceSystemVolumeInput,
      sdk.ReplaceSystemVolumeOutput
    >
  >,
  None<Contract<'RunInstances', typeof RunInstances, sdk.RunInstancesInput, sdk.RunInstancesOutput>>,
  None<Contract<'StartInstance', typeof StartInstance, sdk.StartInstanceInput, sdk.StartInstanceOutput>>,
  None<Contract<'StartInstances', typeof StartInstances, sdk.StartInstancesInput, sdk.StartInstancesOutput>>,
  None<Contract<'StopInstance', typeof StopInstance, sdk.StopInstanceInput, sdk.StopInstanceOutput>>,
  None<Contract<'StopInstances', typeof StopInstances, sdk.StopInstancesInput, sdk.StopInstancesOutput>>,
  None<Contract<'TagResources', typeof TagResources, sdk.TagResourcesInput, sdk.TagResourcesOutput>>,
  None<Contract<'UntagResources', typeof UntagResources, sdk.UntagResourcesInput, sdk.UntagResourcesOutput>>,
  None<Contract<'GetProject', typeof GetProject, sdk.IamGetProjectInput, sdk.IamGetProjectOutput>>,
  None<
    Contract<
      'MoveProjectResource',
      typeof MoveProjectResource,
      sdk.IamMoveProjectResourceInput,
      sdk.IamMoveProjectResourceOutput
    >
  >,
  None<
    Contract<
      'DescribeVolumes',
      typeof DescribeVolumes,
      sdk.EbsDescribeVolumesInput,
      sdk.EbsDescribeVolumesOutput
    >
  >,
  None<
    Contract<
      'DescribeNetworkInterfaces',
      typeof DescribeNetworkInterfaces,
      sdk.VpcDescribeNetworkInterfacesInput,
      sdk.VpcDescribeNetworkInterfacesOutput
    >
  >,
  None<
    Contract<
      'DescribeSubnets',
      typeof DescribeSubnets,
      sdk.VpcDescribeSubnetsInput,
      sdk.VpcDescribeSubnetsOutput
    >
  >,
  None<
    Contract<
      'DescribeSecurityGroups',
      typeof DescribeSecurityGroups,
      sdk.VpcDescribeSecurityGroupsInput,
      sdk.VpcDescribeSecurityGroupsOutput
    >
  >,
  None<Contract<'DescribeVpcs', typeof DescribeVpcs, sdk.VpcDescribeVpcsInput, sdk.VpcDescribeVpcsOutput>>,
  None<Contract<'AssumeRole', typeof AssumeRole, sdk.StsAssumeRoleInput, sdk.StsAssumeRoleOutput>>,
  None<
    Contract<
      'GetCallerIdentity',
      typeof GetCallerIdentity,
      sdk.StsGetCallerIdentityInput,
      sdk.StsGetCallerIdentityOutput
    >
  >,
]
