import { codes, type ReferencePage, testsOf } from '../statement.ts'

const SDK = 'tests/coverage/tencent-cvm.test.ts'
const does = testsOf(SDK, 'what it does')
const takes = testsOf(SDK, 'what it takes')
const answers = testsOf(SDK, 'what it answers')
const client = testsOf('tests/clients/tencent-cvm.test.ts', 'the official SDK')
const example = testsOf('tests/clients/tencent-cvm.test.ts', 'the example of the documentation pages')

const BINDS = 'binds with ForceStop: OPERATING at once, running in the end, key in, password out, and back'
const PRINTED = example('binds both stopped instances, as printed and signed with v1')

export const cvmAssociate: ReferencePage = {
  title: 'Tencent CVM, AssociateInstancesKeyPairs',
  edition: 'English',
  sections: [
    {
      title: 'What it does',
      statements: [
        ['The API answers at `cvm.tencentcloudapi.com`', does('it answers under the host name of the page')],
        ['The call associates key pairs with instances', client(BINDS)],
        [
          'The key goes into the SSH configuration; whoever has the private key can log in',
          does('the public key is in the SSH configuration, and the private key logs in'),
        ],
        ['At most 10 calls a second', does('ten calls are answered in a second, the eleventh is refused')],
        ['It can be called through the official SDKs of API 3.0', client(BINDS)],
      ],
    },
    {
      title: 'Parameters',
      statements: [
        [
          'Common parameters beyond those in the list are taken',
          takes('common parameters that its list leaves out are taken'),
        ],
        ['`Action`: text, required', takes('Action must be given')],
        [
          '`Action` has the value AssociateInstancesKeyPairs',
          takes('Action and Version are those of the page'),
        ],
        ['`Version`: text, required', takes('Version must be given')],
        ['`Version` has the value 2017-03-12', takes('Action and Version are those of the page')],
        ['`Region`: text, required', takes('Region must be given, and be one of those that are listed')],
        [
          '`Region` is one of the list of regions',
          takes('Region must be given, and be one of those that are listed'),
        ],
        ['`InstanceIds`: required', takes('InstanceIds must be given')],
        ['`InstanceIds`: a list, not one text', takes('InstanceIds is not "ins-stopped1"')],
        ['`InstanceIds`: of texts, not of other things', takes('InstanceIds is not [{}]')],
        ['`InstanceIds`: at most 100', takes('100 instances are bound in one call, 101 are refused')],
        [
          '`InstanceIds` are found as `InstanceId` with DescribeInstances',
          takes('ids are those that DescribeInstances and DescribeKeyPairs list'),
        ],
        ['`KeyIds`: required', takes('KeyIds must be given')],
        ['`KeyIds`: a list, not one text', takes('KeyIds is not "skey-aaaaaaaa"')],
        ['`KeyIds`: of texts, not of other things', takes('KeyIds is not [{}]')],
        ['`KeyIds`: at most 100', takes('100 key pairs are bound in one call, 101 are refused')],
        ['`KeyIds` look like `skey-3glfot13`', takes('the id of a new key pair looks as printed')],
        [
          '`KeyIds` are found as `KeyId` with DescribeKeyPairs',
          takes('ids are those that DescribeInstances and DescribeKeyPairs list'),
        ],
        [
          '`ForceStop`: may be left out, and is FALSE then',
          takes('a running instance is only shut down with ForceStop, which is FALSE by default'),
        ],
        ['`ForceStop`: a boolean', takes('ForceStop is not "maybe"')],
        [
          '`ForceStop` says whether a running instance is shut down by force',
          takes('a running instance is only shut down with ForceStop, which is FALSE by default'),
        ],
        [
          'Shutting the instance down before is the recommended way',
          takes('an instance that was shut down first needs no ForceStop'),
        ],
      ],
    },
    {
      title: 'Answer',
      statements: [
        [
          '`RequestId`: text, made by the server, unique',
          answers('RequestId is the whole answer, and another one for every call'),
        ],
        [
          'Every call that arrives gets a `RequestId`; one that does not arrive has none',
          answers('a refusal has a RequestId too, a call that never arrived has none'),
        ],
        [
          'The `RequestId` serves to find out what happened',
          answers('the RequestId finds the call in the audit log'),
        ],
      ],
    },
    {
      title: 'Example',
      statements: [
        ['The printed GET binds one pair to two instances', PRINTED],
        ['The answer is `RequestId` inside `Response`, nothing else', PRINTED],
      ],
    },
    {
      title: 'Error codes',
      statements: [
        [
          'Codes that the table lacks are the common ones',
          answers('codes that its table leaves out are the common ones'),
        ],
        ...codes({ dialect: 'tencent-cvm' }, [
          ['InternalServerError', 'something broke inside'],
          ['InvalidInstance.NotSupported', 'the instance does not support it'],
          ['InvalidInstanceId.Malformed', 'an instance id of the wrong length'],
          ['InvalidInstanceId.NotFound', 'there is no such instance'],
          ['InvalidKeyPairId.Malformed', 'a key pair id of the wrong length'],
          ['InvalidKeyPairId.NotFound', 'there is no such key pair'],
          [
            'InvalidParameterValue',
            'a value that is not allowed',
            takes('Region must be given, and be one of those that are listed'),
          ],
          ['InvalidParameterValue.InstanceIdMalformed', 'text that is no instance id at all'],
          [
            'InvalidParameterValue.KeyPairNotSupported',
            'the key pair does not allow it; here DeleteKeyPairs answers so',
          ],
          ['InvalidParameterValue.LimitExceeded', 'too many values'],
          ['MissingParameter', 'a required parameter is not there', takes('InstanceIds must be given')],
          ['MutexOperation.TaskRunning', 'the same work is already going on'],
          ['OperationDenied.InstanceOperationInProgress', 'other work on the instance is going on'],
          ['UnauthorizedOperation.MFAExpired', 'the second factor is no longer valid'],
          ['UnauthorizedOperation.MFANotFound', 'there is no second factor'],
          ['UnsupportedOperation.InstanceOsWindows', 'the instance runs Windows'],
          [
            'UnsupportedOperation.InstanceStateEnterServiceLiveMigrate',
            'the instance is being migrated live',
          ],
          ['UnsupportedOperation.InstanceStateExitRescueMode', 'the instance leaves rescue mode'],
          ['UnsupportedOperation.InstanceStateFreezing', 'the instance is frozen'],
          ['UnsupportedOperation.InstanceStateIsolating', 'the instance is being isolated'],
          ['UnsupportedOperation.InstanceStatePending', 'the instance is being created'],
          ['UnsupportedOperation.InstanceStateRebooting', 'the instance restarts'],
          ['UnsupportedOperation.InstanceStateRescueMode', 'the instance is in rescue mode'],
          ['UnsupportedOperation.InstanceStateRunning', 'the instance runs and must not be shut down'],
          ['UnsupportedOperation.InstanceStateShutdown', 'the instance is isolated'],
          ['UnsupportedOperation.InstanceStateStarting', 'the instance starts'],
          ['UnsupportedOperation.InstanceStateStopping', 'the instance shuts down'],
          ['UnsupportedOperation.InstanceStateTerminating', 'the instance is being terminated'],
          ['UnsupportedOperation.StoppedModeStopCharging', 'the instance was stopped without charges'],
        ]),
      ],
    },
  ],
  leftOut: ['where its list of regions, the full list of common parameters and the other error codes are'],
}
