import type * as lighthouse from 'tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/v20200324/lighthouse_models.js'

import type { Action } from '../../src/dialects/kit/action.ts'
import type { AssociateInstancesKeyPairs } from '../../src/dialects/tencent-lighthouse/actions/AssociateInstancesKeyPairs.ts'
import type { CreateInstances } from '../../src/dialects/tencent-lighthouse/actions/CreateInstances.ts'
import type { CreateKeyPair } from '../../src/dialects/tencent-lighthouse/actions/CreateKeyPair.ts'
import type { DeleteKeyPairs } from '../../src/dialects/tencent-lighthouse/actions/DeleteKeyPairs.ts'
import type { DescribeBlueprintInstances } from '../../src/dialects/tencent-lighthouse/actions/DescribeBlueprintInstances.ts'
import type { DescribeBlueprints } from '../../src/dialects/tencent-lighthouse/actions/DescribeBlueprints.ts'
import type { DescribeBundles } from '../../src/dialects/tencent-lighthouse/actions/DescribeBundles.ts'
import type { DescribeGeneralResourceQuotas } from '../../src/dialects/tencent-lighthouse/actions/DescribeGeneralResourceQuotas.ts'
import type { DescribeInstances } from '../../src/dialects/tencent-lighthouse/actions/DescribeInstances.ts'
import type { DescribeInstancesDeniedActions } from '../../src/dialects/tencent-lighthouse/actions/DescribeInstancesDeniedActions.ts'
import type { DescribeKeyPairs } from '../../src/dialects/tencent-lighthouse/actions/DescribeKeyPairs.ts'
import type { DescribeRegions } from '../../src/dialects/tencent-lighthouse/actions/DescribeRegions.ts'
import type { DescribeZones } from '../../src/dialects/tencent-lighthouse/actions/DescribeZones.ts'
import type { DisassociateInstancesKeyPairs } from '../../src/dialects/tencent-lighthouse/actions/DisassociateInstancesKeyPairs.ts'
import type { ImportKeyPair } from '../../src/dialects/tencent-lighthouse/actions/ImportKeyPair.ts'
import type { IsolateInstances } from '../../src/dialects/tencent-lighthouse/actions/IsolateInstances.ts'
import type { ModifyInstancesAttribute } from '../../src/dialects/tencent-lighthouse/actions/ModifyInstancesAttribute.ts'
import type { RebootInstances } from '../../src/dialects/tencent-lighthouse/actions/RebootInstances.ts'
import type { ResetInstance } from '../../src/dialects/tencent-lighthouse/actions/ResetInstance.ts'
import type { ResetInstancesPassword } from '../../src/dialects/tencent-lighthouse/actions/ResetInstancesPassword.ts'
import type { StartInstances } from '../../src/dialects/tencent-lighthouse/actions/StartInstances.ts'
import type { StopInstances } from '../../src/dialects/tencent-lighthouse/actions/StopInstances.ts'
import type { TerminateInstances } from '../../src/dialects/tencent-lighthouse/actions/TerminateInstances.ts'
import type { Contract, None } from './compare.ts'

/** The envelope adds the request id. */
type Of<Name extends string, A extends Action, Request, Response> = Contract<
  Name,
  A,
  Request,
  Omit<Response, 'RequestId'>
>

/**
 * Every action against the types of the official Node SDK; checked by the compiler alone. Without the two withdrawn
 * ones, which the SDK no longer has.
 */
export type LighthouseContracts = readonly [
  None<
    Of<
      'AssociateInstancesKeyPairs',
      typeof AssociateInstancesKeyPairs,
      lighthouse.AssociateInstancesKeyPairsRequest,
      lighthouse.AssociateInstancesKeyPairsResponse
    >
  >,
  None<
    Of<
      'CreateInstances',
      typeof CreateInstances,
      lighthouse.CreateInstancesRequest,
      lighthouse.CreateInstancesResponse
    >
  >,
  None<
    Of<
      'CreateKeyPair',
      typeof CreateKeyPair,
      lighthouse.CreateKeyPairRequest,
      lighthouse.CreateKeyPairResponse
    >
  >,
  None<
    Of<
      'DeleteKeyPairs',
      typeof DeleteKeyPairs,
      lighthouse.DeleteKeyPairsRequest,
      lighthouse.DeleteKeyPairsResponse
    >
  >,
  None<
    Of<
      'DescribeBlueprints',
      typeof DescribeBlueprints,
      lighthouse.DescribeBlueprintsRequest,
      lighthouse.DescribeBlueprintsResponse
    >
  >,
  None<
    Of<
      'DescribeBundles',
      typeof DescribeBundles,
      lighthouse.DescribeBundlesRequest,
      lighthouse.DescribeBundlesResponse
    >
  >,
  None<
    Of<
      'DescribeGeneralResourceQuotas',
      typeof DescribeGeneralResourceQuotas,
      lighthouse.DescribeGeneralResourceQuotasRequest,
      lighthouse.DescribeGeneralResourceQuotasResponse
    >
  >,
  None<
    Of<
      'DescribeInstances',
      typeof DescribeInstances,
      lighthouse.DescribeInstancesRequest,
      lighthouse.DescribeInstancesResponse
    >
  >,
  None<
    Of<
      'DescribeInstancesDeniedActions',
      typeof DescribeInstancesDeniedActions,
      lighthouse.DescribeInstancesDeniedActionsRequest,
      lighthouse.DescribeInstancesDeniedActionsResponse
    >
  >,
  None<
    Of<
      'DescribeKeyPairs',
      typeof DescribeKeyPairs,
      lighthouse.DescribeKeyPairsRequest,
      lighthouse.DescribeKeyPairsResponse
    >
  >,
  None<
    Of<
      'DescribeRegions',
      typeof DescribeRegions,
      lighthouse.DescribeRegionsRequest,
      lighthouse.DescribeRegionsResponse
    >
  >,
  None<
    Of<
      'DescribeZones',
      typeof DescribeZones,
      lighthouse.DescribeZonesRequest,
      lighthouse.DescribeZonesResponse
    >
  >,
  None<
    Of<
      'DisassociateInstancesKeyPairs',
      typeof DisassociateInstancesKeyPairs,
      lighthouse.DisassociateInstancesKeyPairsRequest,
      lighthouse.DisassociateInstancesKeyPairsResponse
    >
  >,
  None<
    Of<
      'ImportKeyPair',
      typeof ImportKeyPair,
      lighthouse.ImportKeyPairRequest,
      lighthouse.ImportKeyPairResponse
    >
  >,
  None<
    Of<
      'IsolateInstances',
      typeof IsolateInstances,
      lighthouse.IsolateInstancesRequest,
      lighthouse.IsolateInstancesResponse
    >
  >,
  None<
    Of<
      'ModifyInstancesAttribute',
      typeof ModifyInstancesAttribute,
      lighthouse.ModifyInstancesAttributeRequest,
      lighthouse.ModifyInstancesAttributeResponse
    >
  >,
  None<
    Of<
      'RebootInstances',
      typeof RebootInstances,
      lighthouse.RebootInstancesRequest,
      lighthouse.RebootInstancesResponse
    >
  >,
  None<
    Of<
      'ResetInstance',
      typeof ResetInstance,
      lighthouse.ResetInstanceRequest,
      lighthouse.ResetInstanceResponse
    >
  >,
  None<
    Of<
      'ResetInstancesPassword',
      typeof ResetInstancesPassword,
      lighthouse.ResetInstancesPasswordRequest,
      lighthouse.ResetInstancesPasswordResponse
    >
  >,
  None<
    Of<
      'StartInstances',
      typeof StartInstances,
      lighthouse.StartInstancesRequest,
      lighthouse.StartInstancesResponse
    >
  >,
  None<
    Of<
      'StopInstances',
      typeof StopInstances,
      lighthouse.StopInstancesRequest,
      lighthouse.StopInstancesResponse
    >
  >,
  None<
    Of<
      'TerminateInstances',
      typeof TerminateInstances,
      lighthouse.TerminateInstancesRequest,
      lighthouse.TerminateInstancesResponse
    >
  >,
  None<
    Of<
      'DescribeBlueprintInstances',
      typeof DescribeBlueprintInstances,
      lighthouse.DescribeBlueprintInstancesRequest,
      lighthouse.DescribeBlueprintInstancesResponse
    >
  >,
]
