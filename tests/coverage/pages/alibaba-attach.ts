import { codes, type ReferencePage, testsOf } from '../statement.ts'

const SDK = 'tests/coverage/alibaba-ecs.test.ts'
const does = testsOf(SDK, 'what it does')
const takes = testsOf(SDK, 'what it takes')
const answers = testsOf(SDK, 'what it answers')
const printed = testsOf('tests/clients/alibaba-ecs.test.ts', 'the reference page of AttachKeyPair')

const RUNNING = does(
  'a running instance needs RebootInstance: then the key opens and the password no longer does',
)
const STOPPED = does(
  'a stopped instance needs StartInstance: then the key opens and the password no longer does',
)
const TEXT = answers('names, counts and one result for each instance, all as text')
const SAMPLE = answers('two instances that are bound: the sample answer')
const policies = testsOf('tests/coverage/alibaba-policies.test.ts')
const levels = testsOf('src/dialects/kit/policies/judged-call.test.ts', 'tables of access')
const MAY = policies(
  'a user whose policy names the operation and both resources may bind, and needs nothing else',
)
const INSTANCES = policies('every instance of the call has to be allowed, by its name')
const PAIR = policies('the key pair has to be allowed, by its name')

export const alibabaAttach: ReferencePage = {
  title: 'Alibaba Cloud ECS, AttachKeyPair',
  edition: 'English, 2024-11-14',
  sections: [
    {
      title: 'What it does',
      statements: [
        [
          'The call binds an SSH key pair to one Linux instance or more',
          does('binds one pair to one Linux instance, and to several'),
        ],
        ['Windows instances are not supported', does('Windows is not supported')],
        ['User name and password are no longer accepted once a pair is bound', RUNNING],
        ['A running instance needs RebootInstance before the pair works', RUNNING],
        ['A stopped instance needs StartInstance before the pair works', STOPPED],
        ['A new pair replaces the one that was bound', does('the new pair replaces the one that was bound')],
      ],
    },
    {
      title: 'Authorization',
      statements: [
        ['A policy that names the operation in its `Action` permits it to a user', MAY],
        [
          'The same policy permits it to a role',
          policies('a role with such a policy may bind, and may nothing else'),
        ],
        ['Its name is `ecs:AttachKeyPair`', MAY],
        ['Another name does not permit it', policies('a user whose policies name other operations may not')],
        [
          'Access levels are read, write and list; this one changes things: update',
          levels('have the level that the page of AttachKeyPair states'),
        ],
        ['The instances are a required resource', INSTANCES],
        ['An instance is named `acs:ecs:{region}:{account}:instance/{id}`', INSTANCES],
        ['The key pair is a required resource', PAIR],
        ['A key pair is named `acs:ecs:{region}:{account}:keypair/{name}`', PAIR],
        [
          'An operation that cannot be limited to resources has all resources',
          policies('an operation without resources of its own is only allowed with all resources'),
        ],
        [
          'There is no condition key of its own',
          policies('a condition on a key of the operation itself never holds, as it has none'),
        ],
        ['No other operation has to be permitted with it', MAY],
      ],
    },
    {
      title: 'Parameters',
      statements: [
        ['`RegionId`: text, required', takes('regionId must be given')],
        [
          '`RegionId` is one of DescribeRegions',
          takes('RegionId is one of those that DescribeRegions lists'),
        ],
        ['`KeyPairName`: text, required', takes('keyPairName must be given')],
        ['`KeyPairName` names the pair', does('binds one pair to one Linux instance, and to several')],
        ['`InstanceIds`: text, required', takes('instanceIds must be given')],
        ['`InstanceIds` holds a JSON array', takes('InstanceIds is a JSON array with commas, not i-linux')],
        ['`InstanceIds`: up to 50 ids', takes('50 instances are bound in one call, 51 are refused')],
        [
          '`InstanceIds`: ids are parted by commas',
          takes('InstanceIds is a JSON array with commas, not ["i-linux" "i-many0"]'),
        ],
        ['The printed ids are taken', printed('is followed with the ids as printed')],
        [
          'The ellipsis printed between them is no id',
          printed('refuses its list with the ellipsis left in, as that is no JSON'),
        ],
      ],
    },
    {
      title: 'Answer',
      statements: [
        ['`KeyPairName`: text', TEXT],
        ['`RequestId`: text, of the printed form', TEXT],
        ['`TotalCount`: text; it counts all instances of the call, as in the example', TEXT],
        ['`FailCount`: text, instances that were not bound', TEXT],
        ['`Results.Result`: a list with an entry for each instance', TEXT],
        ['`Code`: text, 200 where it worked', TEXT],
        ['`Message`: text, successful where `Code` is 200', TEXT],
        ['`InstanceId`: text', TEXT],
        ['`Success`: text, true or false', TEXT],
      ],
    },
    {
      title: 'Example',
      statements: [['The sample answer, two instances bound, in JSON', SAMPLE]],
    },
    {
      title: 'Error codes',
      statements: [
        ...codes({ dialect: 'alibaba-ecs' }, [
          ['InvalidKeyPairName.NotFound', '400, there is no such pair'],
          ['InvalidInstanceIds.ValueNotSupported', '400, the ids are wrong'],
          ['DependencyViolation.IoOptimize', '400, an instance is not I/O optimized'],
          ['DependencyViolation.WindowsInstance', '403, an instance runs Windows'],
          ['InstanceKeyPairLimitExceeded', '403, more instances than allowed'],
        ]),
        [
          'Codes that the table lacks are those of the whole service',
          answers('codes that its table leaves out are those of the service'),
        ],
      ],
    },
  ],
  leftOut: [
    'OpenAPI Explorer: that it calculates signatures and makes SDK code',
    'how the columns and bold letters of the authorization table are to be read',
    'where the other error codes are',
    'the change history of the page',
  ],
}
