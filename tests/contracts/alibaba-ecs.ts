import type * as ecs from '@alicloud/ecs20140526'

import type { Action } from '../../src/dialects/kit/action.ts'
import type { AllocatePublicIpAddress } from '../../src/dialects/alibaba-ecs/actions/AllocatePublicIpAddress.ts'
import type { AttachKeyPair } from '../../src/dialects/alibaba-ecs/actions/AttachKeyPair.ts'
import type { CreateInstance } from '../../src/dialects/alibaba-ecs/actions/CreateInstance.ts'
import type { CreateKeyPair } from '../../src/dialects/alibaba-ecs/actions/CreateKeyPair.ts'
import type { DeleteInstance } from '../../src/dialects/alibaba-ecs/actions/DeleteInstance.ts'
import type { DeleteInstances } from '../../src/dialects/alibaba-ecs/actions/DeleteInstances.ts'
import type { DeleteKeyPairs } from '../../src/dialects/alibaba-ecs/actions/DeleteKeyPairs.ts'
import type { DescribeAccountAttributes } from '../../src/dialects/alibaba-ecs/actions/DescribeAccountAttributes.ts'
import type { DescribeAvailableResource } from '../../src/dialects/alibaba-ecs/actions/DescribeAvailableResource.ts'
import type { DescribeDisks } from '../../src/dialects/alibaba-ecs/actions/DescribeDisks.ts'
import type { DescribeImages } from '../../src/dialects/alibaba-ecs/actions/DescribeImages.ts'
import type { DescribeInstanceAttachmentAttributes } from '../../src/dialects/alibaba-ecs/actions/DescribeInstanceAttachmentAttributes.ts'
import type { DescribeInstanceAttribute } from '../../src/dialects/alibaba-ecs/actions/DescribeInstanceAttribute.ts'
import type { DescribeInstanceAutoRenewAttribute } from '../../src/dialects/alibaba-ecs/actions/DescribeInstanceAutoRenewAttribute.ts'
import type { DescribeInstanceMaintenanceAttributes } from '../../src/dialects/alibaba-ecs/actions/DescribeInstanceMaintenanceAttributes.ts'
import type { DescribeInstanceRamRole } from '../../src/dialects/alibaba-ecs/actions/DescribeInstanceRamRole.ts'
import type { DescribeInstanceStatus } from '../../src/dialects/alibaba-ecs/actions/DescribeInstanceStatus.ts'
import type { DescribeInstanceTypes } from '../../src/dialects/alibaba-ecs/actions/DescribeInstanceTypes.ts'
import type { DescribeInstances } from '../../src/dialects/alibaba-ecs/actions/DescribeInstances.ts'
import type { DescribeKeyPairs } from '../../src/dialects/alibaba-ecs/actions/DescribeKeyPairs.ts'
import type { DescribeNetworkInterfaces } from '../../src/dialects/alibaba-ecs/actions/DescribeNetworkInterfaces.ts'
import type { DescribeRegions } from '../../src/dialects/alibaba-ecs/actions/DescribeRegions.ts'
import type { DescribeSecurityGroupAttribute } from '../../src/dialects/alibaba-ecs/actions/DescribeSecurityGroupAttribute.ts'
import type { DescribeSecurityGroups } from '../../src/dialects/alibaba-ecs/actions/DescribeSecurityGroups.ts'
import type { DescribeTags } from '../../src/dialects/alibaba-ecs/actions/DescribeTags.ts'
import type { DescribeUserData } from '../../src/dialects/alibaba-ecs/actions/DescribeUserData.ts'
import type { DescribeVpcs } from '../../src/dialects/alibaba-ecs/actions/DescribeVpcs.ts'
import type { DescribeVSwitches } from '../../src/dialects/alibaba-ecs/actions/DescribeVSwitches.ts'
import type { DescribeZones } from '../../src/dialects/alibaba-ecs/actions/DescribeZones.ts'
import type { DetachKeyPair } from '../../src/dialects/alibaba-ecs/actions/DetachKeyPair.ts'
import type { ImportKeyPair } from '../../src/dialects/alibaba-ecs/actions/ImportKeyPair.ts'
import type { JoinResourceGroup } from '../../src/dialects/alibaba-ecs/actions/JoinResourceGroup.ts'
import type { ListTagResources } from '../../src/dialects/alibaba-ecs/actions/ListTagResources.ts'
import type { ModifyInstanceAttribute } from '../../src/dialects/alibaba-ecs/actions/ModifyInstanceAttribute.ts'
import type { RebootInstance } from '../../src/dialects/alibaba-ecs/actions/RebootInstance.ts'
import type { RebootInstances } from '../../src/dialects/alibaba-ecs/actions/RebootInstances.ts'
import type { RunInstances } from '../../src/dialects/alibaba-ecs/actions/RunInstances.ts'
import type { StartInstance } from '../../src/dialects/alibaba-ecs/actions/StartInstance.ts'
import type { StartInstances } from '../../src/dialects/alibaba-ecs/actions/StartInstances.ts'
import type { StopInstance } from '../../src/dialects/alibaba-ecs/actions/StopInstance.ts'
import type { StopInstances } from '../../src/dialects/alibaba-ecs/actions/StopInstances.ts'
import type { TagResources } from '../../src/dialects/alibaba-ecs/actions/TagResources.ts'
import type { UntagResources } from '../../src/dialects/alibaba-ecs/actions/UntagResources.ts'
import type { QueryAvailableInstances } from '../../src/dialects/alibaba-ecs/siblings/bss/QueryAvailableInstances.ts'
import type { DescribeEndpoints } from '../../src/dialects/alibaba-ecs/siblings/location/DescribeEndpoints.ts'
import type { ListResourceGroups } from '../../src/dialects/alibaba-ecs/siblings/resourcemanager/ListResourceGroups.ts'
import type { AssumeRole } from '../../src/dialects/alibaba-ecs/siblings/sts/AssumeRole.ts'
import type { GetCallerIdentity } from '../../src/dialects/alibaba-ecs/siblings/sts/GetCallerIdentity.ts'
import type { DescribeRouteTableList } from '../../src/dialects/alibaba-ecs/siblings/vpc/DescribeRouteTableList.ts'
import type { DescribeVpcs as ListVpcs } from '../../src/dialects/alibaba-ecs/siblings/vpc/DescribeVpcs.ts'
import type { DescribeVSwitches as ListVSwitches } from '../../src/dialects/alibaba-ecs/siblings/vpc/DescribeVSwitches.ts'
import type * as siblings from './alibaba-sibling-fields.ts'
import type { AnswerFlaws, AnswerOf, Contract, None } from './compare.ts'

/**
 * What goes over the wire for a class of the client, whose properties all begin with a small letter. In answers a few
 * names do so on the wire too: which is checked when the tests run.
 */
type Answer<T> = T extends readonly (infer Entry)[]
  ? Answer<Entry>[]
  : T extends object
    ? { [Key in keyof T as Field<Key> | Capitalize<Field<Key>>]: Answer<T[Key]> }
    : T

type Field<Key> = string extends Key
  ? never
  : Key extends 'validate' | 'toMap' | 'copyWithoutStream'
    ? never
    : Key & string

/** Accepted with every call. Source: spec/alibaba.md §1.2. */
type Common = 'OwnerId' | 'OwnerAccount' | 'ResourceOwnerId' | 'ResourceOwnerAccount'

type Of<Name extends string, A extends Action, Request, Response> = Contract<
  Name,
  A,
  { [Key in keyof Request as Exclude<Capitalize<Field<Key>>, Common>]: Request[Key] },
  Omit<Answer<Response>, 'RequestId'>
>

/** Every action against the types of the official TypeScript SDK; checked by the compiler alone. */
export type AlibabaContracts = readonly [
  None<
    Of<
      'AllocatePublicIpAddress',
      typeof AllocatePublicIpAddress,
      ecs.AllocatePublicIpAddressRequest,
      ecs.AllocatePublicIpAddressResponseBody
    >
  >,
  None<Of<'AttachKeyPair', typeof AttachKeyPair, ecs.AttachKeyPairRequest, ecs.AttachKeyPairResponseBody>>,
  None<
    Of<'CreateInstance', typeof CreateInstance, ecs.CreateInstanceRequest, ecs.CreateInstanceResponseBody>
  >,
  None<Of<'CreateKeyPair', typeof CreateKeyPair, ecs.CreateKeyPairRequest, ecs.CreateKeyPairResponseBody>>,
  None<
    Of<'DeleteInstance', typeof DeleteInstance, ecs.DeleteInstanceRequest, ecs.DeleteInstanceResponseBody>
  >,
  None<
    Of<'DeleteInstances', typeof DeleteInstances, ecs.DeleteInstancesRequest, ecs.DeleteInstancesResponseBody>
  >,
  None<
    Of<'DeleteKeyPairs', typeof DeleteKeyPairs, ecs.DeleteKeyPairsRequest, ecs.DeleteKeyPairsResponseBody>
  >,
  None<
    Of<
      'DescribeAccountAttributes',
      typeof DescribeAccountAttributes,
      ecs.DescribeAccountAttributesRequest,
      ecs.DescribeAccountAttributesResponseBody
    >
  >,
  None<
    Of<
      'DescribeAvailableResource',
      typeof DescribeAvailableResource,
      ecs.DescribeAvailableResourceRequest,
      ecs.DescribeAvailableResourceResponseBody
    >
  >,
  None<Of<'DescribeDisks', typeof DescribeDisks, ecs.DescribeDisksRequest, ecs.DescribeDisksResponseBody>>,
  None<
    Of<'DescribeImages', typeof DescribeImages, ecs.DescribeImagesRequest, ecs.DescribeImagesResponseBody>
  >,
  None<
    Of<
      'DescribeInstanceAttachmentAttributes',
      typeof DescribeInstanceAttachmentAttributes,
      ecs.DescribeInstanceAttachmentAttributesRequest,
      ecs.DescribeInstanceAttachmentAttributesResponseBody
    >
  >,
  None<
    Of<
      'DescribeInstanceAttribute',
      typeof DescribeInstanceAttribute,
      ecs.DescribeInstanceAttributeRequest,
      ecs.DescribeInstanceAttributeResponseBody
    >
  >,
  None<
    Of<
      'DescribeInstanceAutoRenewAttribute',
      typeof DescribeInstanceAutoRenewAttribute,
      ecs.DescribeInstanceAutoRenewAttributeRequest,
      ecs.DescribeInstanceAutoRenewAttributeResponseBody
    >
  >,
  None<
    Of<
      'DescribeInstanceMaintenanceAttributes',
      typeof DescribeInstanceMaintenanceAttributes,
      ecs.DescribeInstanceMaintenanceAttributesRequest,
      ecs.DescribeInstanceMaintenanceAttributesResponseBody
    >
  >,
  None<
    Of<
      'DescribeInstanceRamRole',
      typeof DescribeInstanceRamRole,
      ecs.DescribeInstanceRamRoleRequest,
      ecs.DescribeInstanceRamRoleResponseBody
    >
  >,
  None<
    Of<
      'DescribeInstanceStatus',
      typeof DescribeInstanceStatus,
      ecs.DescribeInstanceStatusRequest,
      ecs.DescribeInstanceStatusResponseBody
    >
  >,
  None<
    Of<
      'DescribeInstanceTypes',
      typeof DescribeInstanceTypes,
      ecs.DescribeInstanceTypesRequest,
      ecs.DescribeInstanceTypesResponseBody
    >
  >,
  None<
    Of<
      'DescribeInstances',
      typeof DescribeInstances,
      ecs.DescribeInstancesRequest,
      ecs.DescribeInstancesResponseBody
    >
  >,
  None<
    Of<
      'DescribeKeyPairs',
      typeof DescribeKeyPairs,
      ecs.DescribeKeyPairsRequest,
      ecs.DescribeKeyPairsResponseBody
    >
  >,
  None<
    Of<
      'DescribeNetworkInterfaces',
      typeof DescribeNetworkInterfaces,
      ecs.DescribeNetworkInterfacesRequest,
      ecs.DescribeNetworkInterfacesResponseBody
    >
  >,
  None<
    Of<'DescribeRegions', typeof DescribeRegions, ecs.DescribeRegionsRequest, ecs.DescribeRegionsResponseBody>
  >,
  None<
    Of<
      'DescribeUserData',
      typeof DescribeUserData,
      ecs.DescribeUserDataRequest,
      ecs.DescribeUserDataResponseBody
    >
  >,
  None<
    Of<
      'DescribeSecurityGroups',
      typeof DescribeSecurityGroups,
      ecs.DescribeSecurityGroupsRequest,
      ecs.DescribeSecurityGroupsResponseBody
    >
  >,
  None<Of<'DescribeTags', typeof DescribeTags, ecs.DescribeTagsRequest, ecs.DescribeTagsResponseBody>>,
  None<Of<'DescribeVpcs', typeof DescribeVpcs, ecs.DescribeVpcsRequest, ecs.DescribeVpcsResponseBody>>,
  None<
    Of<
      'DescribeVSwitches',
      typeof DescribeVSwitches,
      ecs.DescribeVSwitchesRequest,
      ecs.DescribeVSwitchesResponseBody
    >
  >,
  None<Of<'DescribeZones', typeof DescribeZones, ecs.DescribeZonesRequest, ecs.DescribeZonesResponseBody>>,
  None<Of<'DetachKeyPair', typeof DetachKeyPair, ecs.DetachKeyPairRequest, ecs.DetachKeyPairResponseBody>>,
  None<Of<'ImportKeyPair', typeof ImportKeyPair, ecs.ImportKeyPairRequest, ecs.ImportKeyPairResponseBody>>,
  None<
    Of<
      'JoinResourceGroup',
      typeof JoinResourceGroup,
      ecs.JoinResourceGroupRequest,
      ecs.JoinResourceGroupResponseBody
    >
  >,
  None<
    Of<
      'ListTagResources',
      typeof ListTagResources,
      ecs.ListTagResourcesRequest,
      ecs.ListTagResourcesResponseBody
    >
  >,
  None<
    Of<
      'ModifyInstanceAttribute',
      typeof ModifyInstanceAttribute,
      ecs.ModifyInstanceAttributeRequest,
      ecs.ModifyInstanceAttributeResponseBody
    >
  >,
  None<
    Of<'RebootInstance', typeof RebootInstance, ecs.RebootInstanceRequest, ecs.RebootInstanceResponseBody>
  >,
  None<
    Of<'RebootInstances', typeof RebootInstances, ecs.RebootInstancesRequest, ecs.RebootInstancesResponseBody>
  >,
  None<Of<'RunInstances', typeof RunInstances, ecs.RunInstancesRequest, ecs.RunInstancesResponseBody>>,
  None<Of<'StartInstance', typeof StartInstance, ecs.StartInstanceRequest, ecs.StartInstanceResponseBody>>,
  None<
    Of<'StartInstances', typeof StartInstances, ecs.StartInstancesRequest, ecs.StartInstancesResponseBody>
  >,
  None<Of<'StopInstance', typeof StopInstance, ecs.StopInstanceRequest, ecs.StopInstanceResponseBody>>,
  None<Of<'StopInstances', typeof StopInstances, ecs.StopInstancesRequest, ecs.StopInstancesResponseBody>>,
  None<Of<'TagResources', typeof TagResources, ecs.TagResourcesRequest, ecs.TagResourcesResponseBody>>,
  None<
    Of<'UntagResources', typeof UntagResources, ecs.UntagResourcesRequest, ecs.UntagResourcesResponseBody>
  >,
  None<
    AnswerFlaws<
      AnswerOf<typeof QueryAvailableInstances>,
      siblings.QueryAvailableInstancesAnswer,
      'QueryAvailableInstances'
    >
  >,
  None<
    AnswerFlaws<AnswerOf<typeof DescribeEndpoints>, siblings.DescribeEndpointsAnswer, 'DescribeEndpoints'>
  >,
  None<AnswerFlaws<AnswerOf<typeof AssumeRole>, siblings.AssumeRoleAnswer, 'AssumeRole'>>,
  None<
    AnswerFlaws<AnswerOf<typeof GetCallerIdentity>, siblings.GetCallerIdentityAnswer, 'GetCallerIdentity'>
  >,
  None<AnswerFlaws<AnswerOf<typeof ListVpcs>, siblings.DescribeVpcsAnswer, 'DescribeVpcs'>>,
  None<AnswerFlaws<AnswerOf<typeof ListVSwitches>, siblings.DescribeVSwitchesAnswer, 'DescribeVSwitches'>>,
  None<
    AnswerFlaws<AnswerOf<typeof ListResourceGroups>, siblings.ListResourceGroupsAnswer, 'ListResourceGroups'>
  >,
  None<
    Of<
      'DescribeSecurityGroupAttribute',
      typeof DescribeSecurityGroupAttribute,
      ecs.DescribeSecurityGroupAttributeRequest,
      ecs.DescribeSecurityGroupAttributeResponseBody
    >
  >,
  None<
    AnswerFlaws<
      AnswerOf<typeof DescribeRouteTableList>,
      siblings.DescribeRouteTableListAnswer,
      'DescribeRouteTableList'
    >
  >,
]
