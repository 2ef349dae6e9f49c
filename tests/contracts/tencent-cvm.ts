import type * as api from 'tencentcloud-sdk-nodejs/tencentcloud/services/api/v20201106/api_models.js'
import type * as cam from 'tencentcloud-sdk-nodejs/tencentcloud/services/cam/v20190116/cam_models.js'
import type * as cvm from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/v20170312/cvm_models.js'
import type * as cbs from 'tencentcloud-sdk-nodejs/tencentcloud/services/cbs/v20170312/cbs_models.js'
import type * as sts from 'tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_models.js'
import type * as tag from 'tencentcloud-sdk-nodejs/tencentcloud/services/tag/v20180813/tag_models.js'
import type * as vpc from 'tencentcloud-sdk-nodejs/tencentcloud/services/vpc/v20170312/vpc_models.js'

import type { Action } from '../../src/dialects/kit/action.ts'
import type { AssociateInstancesKeyPairs } from '../../src/dialects/tencent-cvm/actions/AssociateInstancesKeyPairs.ts'
import type { CreateKeyPair } from '../../src/dialects/tencent-cvm/actions/CreateKeyPair.ts'
import type { DeleteKeyPairs } from '../../src/dialects/tencent-cvm/actions/DeleteKeyPairs.ts'
import type { DescribeImages } from '../../src/dialects/tencent-cvm/actions/DescribeImages.ts'
import type { DescribeInstanceTypeConfigs } from '../../src/dialects/tencent-cvm/actions/DescribeInstanceTypeConfigs.ts'
import type { DescribeInstanceFamilyConfigs } from '../../src/dialects/tencent-cvm/actions/DescribeInstanceFamilyConfigs.ts'
import type { DescribeInstances } from '../../src/dialects/tencent-cvm/actions/DescribeInstances.ts'
import type { DescribeInstancesAttributes } from '../../src/dialects/tencent-cvm/actions/DescribeInstancesAttributes.ts'
import type { DescribeInstancesStatus } from '../../src/dialects/tencent-cvm/actions/DescribeInstancesStatus.ts'
import type { DescribeKeyPairs } from '../../src/dialects/tencent-cvm/actions/DescribeKeyPairs.ts'
import type { DescribeRegions } from '../../src/dialects/tencent-cvm/actions/DescribeRegions.ts'
import type { DescribeZoneInstanceConfigInfos } from '../../src/dialects/tencent-cvm/actions/DescribeZoneInstanceConfigInfos.ts'
import type { DescribeZones } from '../../src/dialects/tencent-cvm/actions/DescribeZones.ts'
import type { DisassociateInstancesKeyPairs } from '../../src/dialects/tencent-cvm/actions/DisassociateInstancesKeyPairs.ts'
import type { EnterRescueMode } from '../../src/dialects/tencent-cvm/actions/EnterRescueMode.ts'
import type { ExitRescueMode } from '../../src/dialects/tencent-cvm/actions/ExitRescueMode.ts'
import type { ImportKeyPair } from '../../src/dialects/tencent-cvm/actions/ImportKeyPair.ts'
import type { ModifyInstancesAttribute } from '../../src/dialects/tencent-cvm/actions/ModifyInstancesAttribute.ts'
import type { ModifyKeyPairAttribute } from '../../src/dialects/tencent-cvm/actions/ModifyKeyPairAttribute.ts'
import type { RebootInstances } from '../../src/dialects/tencent-cvm/actions/RebootInstances.ts'
import type { ResetInstance } from '../../src/dialects/tencent-cvm/actions/ResetInstance.ts'
import type { ResetInstancesPassword } from '../../src/dialects/tencent-cvm/actions/ResetInstancesPassword.ts'
import type { RunInstances } from '../../src/dialects/tencent-cvm/actions/RunInstances.ts'
import type { StartInstances } from '../../src/dialects/tencent-cvm/actions/StartInstances.ts'
import type { StopInstances } from '../../src/dialects/tencent-cvm/actions/StopInstances.ts'
import type { TerminateInstances } from '../../src/dialects/tencent-cvm/actions/TerminateInstances.ts'
import type { DescribeZones as DescribeZonesOfProduct } from '../../src/dialects/tencent-cvm/siblings/api/DescribeZones.ts'
import type { DescribeSubAccounts } from '../../src/dialects/tencent-cvm/siblings/cam/DescribeSubAccounts.ts'
import type { GetUserAppId } from '../../src/dialects/tencent-cvm/siblings/cam/GetUserAppId.ts'
import type { DescribeDisks } from '../../src/dialects/tencent-cvm/siblings/cbs/DescribeDisks.ts'
import type { AssumeRole } from '../../src/dialects/tencent-cvm/siblings/sts/AssumeRole.ts'
import type { GetCallerIdentity } from '../../src/dialects/tencent-cvm/siblings/sts/GetCallerIdentity.ts'
import type { DescribeResourceTagsByResourceIds } from '../../src/dialects/tencent-cvm/siblings/tag/DescribeResourceTagsByResourceIds.ts'
import type { ModifyResourceTags } from '../../src/dialects/tencent-cvm/siblings/tag/ModifyResourceTags.ts'
import type { DescribeSecurityGroupAssociationStatistics } from '../../src/dialects/tencent-cvm/siblings/vpc/DescribeSecurityGroupAssociationStatistics.ts'
import type { DescribeSecurityGroupPolicies } from '../../src/dialects/tencent-cvm/siblings/vpc/DescribeSecurityGroupPolicies.ts'
import type { DescribeSecurityGroups } from '../../src/dialects/tencent-cvm/siblings/vpc/DescribeSecurityGroups.ts'
import type { DescribeSubnets } from '../../src/dialects/tencent-cvm/siblings/vpc/DescribeSubnets.ts'
import type { DescribeUsedIpAddress } from '../../src/dialects/tencent-cvm/siblings/vpc/DescribeUsedIpAddress.ts'
import type { DescribeVpcs } from '../../src/dialects/tencent-cvm/siblings/vpc/DescribeVpcs.ts'
import type { Contract, None } from './compare.ts'

/** The envelope adds the request id. */
type Of<Name extends string, A extends Action, Request, Response> = Contract<
  Name,
  A,
  Request,
  Omit<Response, 'RequestId'>
>

/** Every action against the types of the official Node SDK; checked by the compiler alone. */
export type CvmContracts = readonly [
  None<
    Of<
      'AssociateInstancesKeyPairs',
      typeof AssociateInstancesKeyPairs,
      cvm.AssociateInstancesKeyPairsRequest,
      cvm.AssociateInstancesKeyPairsResponse
    >
  >,
  None<Of<'CreateKeyPair', typeof CreateKeyPair, cvm.CreateKeyPairRequest, cvm.CreateKeyPairResponse>>,
  None<Of<'DeleteKeyPairs', typeof DeleteKeyPairs, cvm.DeleteKeyPairsRequest, cvm.DeleteKeyPairsResponse>>,
  None<Of<'DescribeImages', typeof DescribeImages, cvm.DescribeImagesRequest, cvm.DescribeImagesResponse>>,
  None<
    Of<
      'DescribeInstanceTypeConfigs',
      typeof DescribeInstanceTypeConfigs,
      cvm.DescribeInstanceTypeConfigsRequest,
      cvm.DescribeInstanceTypeConfigsResponse
    >
  >,
  None<
    Of<
      'DescribeInstances',
      typeof DescribeInstances,
      cvm.DescribeInstancesRequest,
      cvm.DescribeInstancesResponse
    >
  >,
  None<
    Of<
      'DescribeInstancesAttributes',
      typeof DescribeInstancesAttributes,
      cvm.DescribeInstancesAttributesRequest,
      cvm.DescribeInstancesAttributesResponse
    >
  >,
  None<
    Of<
      'DescribeInstancesStatus',
      typeof DescribeInstancesStatus,
      cvm.DescribeInstancesStatusRequest,
      cvm.DescribeInstancesStatusResponse
    >
  >,
  None<
    Of<'DescribeKeyPairs', typeof DescribeKeyPairs, cvm.DescribeKeyPairsRequest, cvm.DescribeKeyPairsResponse>
  >,
  None<
    Of<'DescribeRegions', typeof DescribeRegions, cvm.DescribeRegionsRequest, cvm.DescribeRegionsResponse>
  >,
  None<Of<'DescribeZones', typeof DescribeZones, cvm.DescribeZonesRequest, cvm.DescribeZonesResponse>>,
  None<
    Of<
      'DisassociateInstancesKeyPairs',
      typeof DisassociateInstancesKeyPairs,
      cvm.DisassociateInstancesKeyPairsRequest,
      cvm.DisassociateInstancesKeyPairsResponse
    >
  >,
  None<
    Of<'EnterRescueMode', typeof EnterRescueMode, cvm.EnterRescueModeRequest, cvm.EnterRescueModeResponse>
  >,
  None<Of<'ExitRescueMode', typeof ExitRescueMode, cvm.ExitRescueModeRequest, cvm.ExitRescueModeResponse>>,
  None<Of<'ImportKeyPair', typeof ImportKeyPair, cvm.ImportKeyPairRequest, cvm.ImportKeyPairResponse>>,
  None<
    Of<
      'ModifyInstancesAttribute',
      typeof ModifyInstancesAttribute,
      cvm.ModifyInstancesAttributeRequest,
      cvm.ModifyInstancesAttributeResponse
    >
  >,
  None<
    Of<
      'ModifyKeyPairAttribute',
      typeof ModifyKeyPairAttribute,
      cvm.ModifyKeyPairAttributeRequest,
      cvm.ModifyKeyPairAttributeResponse
    >
  >,
  None<
    Of<'RebootInstances', typeof RebootInstances, cvm.RebootInstancesRequest, cvm.RebootInstancesResponse>
  >,
  None<Of<'ResetInstance', typeof ResetInstance, cvm.ResetInstanceRequest, cvm.ResetInstanceResponse>>,
  None<
    Of<
      'ResetInstancesPassword',
      typeof ResetInstancesPassword,
      cvm.ResetInstancesPasswordRequest,
      cvm.ResetInstancesPasswordResponse
    >
  >,
  None<Of<'RunInstances', typeof RunInstances, cvm.RunInstancesRequest, cvm.RunInstancesResponse>>,
  None<Of<'StartInstances', typeof StartInstances, cvm.StartInstancesRequest, cvm.StartInstancesResponse>>,
  None<Of<'StopInstances', typeof StopInstances, cvm.StopInstancesRequest, cvm.StopInstancesResponse>>,
  None<
    Of<
      'TerminateInstances',
      typeof TerminateInstances,
      cvm.TerminateInstancesRequest,
      cvm.TerminateInstancesResponse
    >
  >,
  None<Of<'DescribeDisks', typeof DescribeDisks, cbs.DescribeDisksRequest, cbs.DescribeDisksResponse>>,
  None<Of<'AssumeRole', typeof AssumeRole, sts.AssumeRoleRequest, sts.AssumeRoleResponse>>,
  None<
    Of<
      'GetCallerIdentity',
      typeof GetCallerIdentity,
      sts.GetCallerIdentityRequest,
      sts.GetCallerIdentityResponse
    >
  >,
  None<
    Of<
      'DescribeResourceTagsByResourceIds',
      typeof DescribeResourceTagsByResourceIds,
      tag.DescribeResourceTagsByResourceIdsRequest,
      tag.DescribeResourceTagsByResourceIdsResponse
    >
  >,
  None<
    Of<
      'ModifyResourceTags',
      typeof ModifyResourceTags,
      tag.ModifyResourceTagsRequest,
      tag.ModifyResourceTagsResponse
    >
  >,
  None<
    Of<
      'DescribeUsedIpAddress',
      typeof DescribeUsedIpAddress,
      vpc.DescribeUsedIpAddressRequest,
      vpc.DescribeUsedIpAddressResponse
    >
  >,
  None<
    Of<
      'DescribeInstanceFamilyConfigs',
      typeof DescribeInstanceFamilyConfigs,
      cvm.DescribeInstanceFamilyConfigsRequest,
      cvm.DescribeInstanceFamilyConfigsResponse
    >
  >,
  None<
    Of<
      'DescribeZoneInstanceConfigInfos',
      typeof DescribeZoneInstanceConfigInfos,
      cvm.DescribeZoneInstanceConfigInfosRequest,
      cvm.DescribeZoneInstanceConfigInfosResponse
    >
  >,
  None<
    Of<'DescribeZones', typeof DescribeZonesOfProduct, api.DescribeZonesRequest, api.DescribeZonesResponse>
  >,
  None<
    Of<
      'DescribeSubAccounts',
      typeof DescribeSubAccounts,
      cam.DescribeSubAccountsRequest,
      cam.DescribeSubAccountsResponse
    >
  >,
  None<Of<'GetUserAppId', typeof GetUserAppId, cam.GetUserAppIdRequest, cam.GetUserAppIdResponse>>,
  None<
    Of<
      'DescribeSecurityGroupAssociationStatistics',
      typeof DescribeSecurityGroupAssociationStatistics,
      vpc.DescribeSecurityGroupAssociationStatisticsRequest,
      vpc.DescribeSecurityGroupAssociationStatisticsResponse
    >
  >,
  None<
    Of<
      'DescribeSecurityGroupPolicies',
      typeof DescribeSecurityGroupPolicies,
      vpc.DescribeSecurityGroupPoliciesRequest,
      vpc.DescribeSecurityGroupPoliciesResponse
    >
  >,
  None<
    Of<
      'DescribeSecurityGroups',
      typeof DescribeSecurityGroups,
      vpc.DescribeSecurityGroupsRequest,
      vpc.DescribeSecurityGroupsResponse
    >
  >,
  None<
    Of<'DescribeSubnets', typeof DescribeSubnets, vpc.DescribeSubnetsRequest, vpc.DescribeSubnetsResponse>
  >,
  None<Of<'DescribeVpcs', typeof DescribeVpcs, vpc.DescribeVpcsRequest, vpc.DescribeVpcsResponse>>,
]
