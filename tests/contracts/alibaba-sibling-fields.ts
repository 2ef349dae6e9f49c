/**
 * Names and types of the answers of Alibaba's other products, for which no client with types is installed. Source:
 * spec/alibaba.md §2.11, "Other products".
 */

export interface GetCallerIdentityAnswer {
  AccountId: string
  Arn: string
  IdentityType: string
  PrincipalId: string
  UserId: string
  RoleId: string
}

export interface AssumeRoleAnswer {
  Credentials: { AccessKeyId: string; AccessKeySecret: string; SecurityToken: string; Expiration: string }
  AssumedRoleUser: { Arn: string; AssumedRoleId: string }
}

export interface DescribeEndpointsAnswer {
  Success: boolean
  Endpoints: { Endpoint: LocationEndpoint[] }
}

export interface LocationEndpoint {
  Endpoint: string
  Id: string
  Namespace: string
  SerivceCode: string
  Type: string
  Protocols: { Protocols: string[] }
}

export interface DescribeVpcsAnswer {
  TotalCount: number
  PageNumber: number
  PageSize: number
  Vpcs: { Vpc: VpcEntry[] }
}

export interface VpcEntry {
  VpcId: string
  VpcName: string
  RegionId: string
  Status: string
  CidrBlock: string
  Ipv6CidrBlock: string
  Description: string
  IsDefault: boolean
  VRouterId: string
  CreationTime: string
  ResourceGroupId: string
  CenStatus: string
  NetworkAclNum: string
  DhcpOptionsSetId: string
  DhcpOptionsSetStatus: string
  DnsHostnameStatus: string
  VSwitchIds: { VSwitchId: string[] }
  UserCidrs: { UserCidr: string[] }
  NatGatewayIds: { NatGatewayIds: string[] }
  RouterTableIds: { RouterTableIds: string[] }
  SecondaryCidrBlocks: { SecondaryCidrBlock: string[] }
  Tags: { Tag: unknown[] }
}

export interface DescribeVSwitchesAnswer {
  TotalCount: number
  PageNumber: number
  PageSize: number
  VSwitches: { VSwitch: VSwitchEntry[] }
}

export interface DescribeRouteTableListAnswer {
  Code: string
  Success: boolean
  TotalCount: number
  PageNumber: number
  PageSize: number
  RouterTableList: { RouterTableListType: RouteTableEntry[] }
}

export interface RouteTableEntry {
  RouteTableId: string
  RouteTableName: string
  RouteTableType: string
  AssociateType: string
  Status: string
  Description: string
  VpcId: string
  RouterId: string
  RouterType: string
  ResourceGroupId: string
  VSwitchIds: { VSwitchId: string[] }
  GatewayIds: { GatewayIds: string[] }
  Tags: { Tag: unknown[] }
  CreationTime: string
}

export interface VSwitchEntry {
  VSwitchId: string
  VSwitchName: string
  VpcId: string
  ZoneId: string
  Status: string
  CidrBlock: string
  Ipv6CidrBlock: string
  Description: string
  IsDefault: boolean
  ResourceGroupId: string
  CreationTime: string
  AvailableIpAddressCount: number
  NetworkAclId: string
  ShareType: string
  RouteTable: { RouteTableId: string; RouteTableType: string }
  Tags: { Tag: unknown[] }
}

export interface ListResourceGroupsAnswer {
  TotalCount: number
  PageNumber: number
  PageSize: number
  ResourceGroups: { ResourceGroup: ResourceGroupEntry[] }
}

export interface ResourceGroupEntry {
  Id: string
  Name: string
  DisplayName: string
  AccountId: string
  Status: string
  CreateDate: string
  Tags?: { Tag: unknown[] }
}

export interface QueryAvailableInstancesAnswer {
  Success: boolean
  Code: string
  Message: string
  Data: { TotalCount: number; PageNum: number; PageSize: number; InstanceList: unknown[] }
}
