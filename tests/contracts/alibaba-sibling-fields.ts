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

export interface QueryAvailableInstancesAnswer {
  Success: boolean
  Code: string
  Message: string
  Data: { TotalCount: number; PageNum: number; PageSize: number; InstanceList: unknown[] }
}
