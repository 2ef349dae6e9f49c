/** The policies of spec/policies.md §5, as it has them. */
export const POLICIES = {
  C1: {
    version: '2.0',
    statement: [
      {
        effect: 'allow',
        action: 'name/cvm:AssociateInstancesKeyPairs',
        resource: [
          'qcs::cvm:ap-guangzhou:uin/1000000001:instance/ins-aaaaaaaa',
          'qcs::cvm:ap-guangzhou::keypair/skey-aaaaaaaa',
        ],
      },
    ],
  },
  C2: {
    version: '2.0',
    statement: [
      {
        effect: 'allow',
        action: ['cvm:*'],
        resource: 'qcs::cvm:gz:uin/1000000001:instance/*',
      },
    ],
  },
  C3: {
    version: '2.0',
    statement: [
      {
        effect: 'allow',
        action: '*',
        resource: '*',
      },
    ],
  },
  C4: {
    version: '2.0',
    statement: [
      {
        effect: 'deny',
        action: 'cvm:*KeyPairs',
        resource: 'qcs::cvm:::keypair/skey-aaaaaaaa',
      },
    ],
  },
  C5: {
    version: '2.0',
    statement: [
      {
        effect: 'allow',
        action: 'cvm:*',
        resource: '*',
        condition: {
          ip_equal: {
            'qcs:ip': ['203.0.113.200/24', '198.51.100.1'],
          },
          date_less_than: {
            'qcs:current_time': '2026-06-01 00:00:00',
          },
        },
      },
    ],
  },
  C6: {
    version: '2.0',
    statement: [
      {
        effect: 'allow',
        action: 'cvm:RebootInstances',
        resource: '*',
        condition: {
          'for_any_value:string_equal': {
            'qcs:resource_tag': ['env&dev'],
          },
        },
      },
    ],
  },
  C7: {
    version: '2.0',
    statement: [
      {
        effect: 'allow',
        action: 'cvm:RebootInstances',
        resource: '*',
        condition: {
          'for_all_value:string_equal': {
            'qcs:resource_tag': ['env&dev', 'team&a'],
          },
        },
      },
    ],
  },
  C8: {
    version: '2.0',
    statement: [
      {
        effect: 'allow',
        action: 'cvm:StopInstances',
        resource: '*',
        condition: {
          string_equal_if_exist: {
            'cvm:zone': 'ap-guangzhou-3',
          },
        },
      },
    ],
  },
  C9: {
    version: '2.0',
    statement: [
      {
        effect: 'allow',
        action: 'lighthouse:*',
        resource: 'qcs::lighthouse:::*',
      },
    ],
  },
  R1: {
    Version: '1',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['ecs:AttachKeyPair'],
        Resource: ['acs:ecs:cn-hangzhou:*:keypair/web', 'acs:ecs:cn-hangzhou:*:instance/i-bp1aaa'],
      },
    ],
  },
  R2: {
    Version: '1',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'ecs:*',
        Resource: '*',
      },
      {
        Effect: 'Deny',
        Action: 'ecs:*KeyPair*',
        Resource: 'acs:ecs:*:*:keypair/web',
      },
    ],
  },
  R3: {
    Version: '1',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'ecs:*',
        Resource: '*',
      },
      {
        Effect: 'Deny',
        Action: 'ecs:*',
        Resource: '*',
        Condition: {
          NotIpAddress: {
            'acs:SourceIp': ['203.0.113.0/24', '198.51.100.7'],
          },
        },
      },
    ],
  },
  R4: {
    Version: '1',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'ecs:*',
        Resource: '*',
        Condition: {
          Bool: {
            'acs:MFAPresent': 'true',
          },
        },
      },
    ],
  },
  R5: {
    Version: '1',
    Statement: [
      {
        Effect: 'Allow',
        NotAction: ['ecs:AttachKeyPair', 'ecs:Detach*'],
        Resource: '*',
      },
    ],
  },
  R6: {
    Version: '1',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'ecs:rebootinstance',
        Resource: 'acs:ecs:*:*:instance/i-bp1???',
        Condition: {
          StringEquals: {
            'acs:ResourceTag/team': ['dev', 'qa'],
          },
        },
      },
    ],
  },
  R7: {
    Version: '1',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'ecs:Describe*',
        Resource: 'acs:ecs:cn-hangzhou:*:instance/i-bp1aaa',
      },
    ],
  },
  V1: {
    Statement: [
      {
        Effect: 'Allow',
        Action: ['ecs:AttachKeyPair', 'ecs:DetachKeyPair'],
        Resource: ['trn:ecs:*:2100000000:instance/i-aaa,i-bbb', 'trn:ecs:*:2100000000:keypair/*'],
      },
    ],
  },
  V2: {
    Statement: [
      {
        Effect: 'Allow',
        Action: ['ecs:*'],
        Resource: ['*'],
      },
      {
        Effect: 'Deny',
        Action: ['ecs:DeleteKeyPairs'],
        Resource: ['*'],
      },
    ],
  },
  V3: {
    Statement: [
      {
        Effect: 'Allow',
        Action: ['ecs:*'],
        Resource: ['*'],
        Condition: {
          StringEquals: {
            'volc:PrincipalTrn': 'trn:iam::2100000000:user/ops-*',
          },
        },
      },
    ],
  },
  V4: {
    Statement: [
      {
        Effect: 'Allow',
        Action: ['ecs:StopInstance'],
        Resource: ['*'],
        Condition: {
          StringEquals: {
            'volc:ResourceTag/owner': '${volc:UserName}',
          },
        },
      },
    ],
  },
  V5: {
    Statement: [
      {
        Effect: 'Allow',
        Action: ['*'],
        NotAction: ['vpc:*'],
        Resource: ['*'],
      },
    ],
  },
  V6: {
    Statement: [
      {
        Effect: 'Allow',
        Action: ['ecs:*'],
        NotAction: ['ecs:Delete*'],
        Resource: ['*'],
      },
    ],
  },
  V7: {
    Statement: [
      {
        Effect: 'Allow',
        Action: ['ecs:Describe*'],
      },
    ],
  },
} as const
