import { codes, type ReferencePage, testsOf } from '../statement.ts'

const SDK = 'tests/coverage/tencent-lighthouse.test.ts'
const does = testsOf(SDK, 'what it does')
const takes = testsOf(SDK, 'what it takes')
const answers = testsOf(SDK, 'what it answers')
const example = testsOf('tests/clients/tencent-lighthouse.test.ts', 'the example of the documentation page')
const rates = testsOf('tests/clients/rates.test.ts', 'Tencent')

const PRINTED = example('unbinds as printed, without a region, until SUCCESS; then the password works again')
const NO_PASSWORD = does('without a password nobody logs in after it, until ResetInstancesPassword sets one')
const ASYNC = does('the answer comes before the work is done; DescribeInstances shows SUCCESS when it is')
const UNIQUE = answers('RequestId is the whole answer, and another one for every call, also a refused one')

export const lighthouseDisassociate: ReferencePage = {
  title: 'Tencent Lighthouse, DisassociateInstancesKeyPairs',
  edition: 'English, 2023-12-04',
  sections: [
    {
      title: 'What it does',
      statements: [
        [
          'The API answers at `lighthouse.tencentcloudapi.com`',
          does('it answers under the host name of the page'),
        ],
        [
          'The call unbinds the given key pairs from instances',
          does('only the given pair is unbound, and a stopped instance stays stopped'),
        ],
        ['Only instances of LINUX_UNIX', does('Windows has no pair to unbind and is refused')],
        [
          'A STOPPED instance is allowed',
          does('only the given pair is unbound, and a stopped instance stays stopped'),
        ],
        [
          'A RUNNING instance is allowed',
          does('a running instance is shut down for it and runs again afterwards'),
        ],
        ['An instance in rescue mode is not', does('lhins-rescue01 is in no supported state')],
        ['An isolated instance is not', does('lhins-shutdown is in no supported state')],
        [
          'A RUNNING instance is shut down first',
          does('a running instance is shut down for it and runs again afterwards'),
        ],
        ['Afterwards the password logs in', PRINTED],
        ['Without a password nobody logs in over SSH any more', NO_PASSWORD],
        ['ResetInstancesPassword then sets a password', NO_PASSWORD],
        [
          'Many instances at once, 100 at most',
          takes('100 instances are unbound in one call, 101 are refused'),
        ],
        ['The call is asynchronous: its answer, with a `RequestId`, comes before the work is done', ASYNC],
        ['DescribeInstances shows what becomes of it', ASYNC],
        ['`LatestOperationState` is SUCCESS once it has worked', ASYNC],
        [
          'At most 20 calls a second',
          rates('Lighthouse: twenty unbinds of a second get as far as the key pair, the next does not'),
        ],
        ['It can be called through the official SDKs of API 3.0', ASYNC],
      ],
    },
    {
      title: 'Parameters',
      statements: [
        [
          'Common parameters beyond those in the list are taken',
          takes('Region may be left out; other common parameters are taken'),
        ],
        ['`Action`: text, required', takes('Action must be given')],
        ['`Action` is DisassociateInstancesKeyPairs', takes('Action and Version are those of the page')],
        ['`Version`: text, required', takes('Version must be given')],
        ['`Version` is 2020-03-24', takes('Action and Version are those of the page')],
        ['`Region`: text, not required', takes('Region may be left out; other common parameters are taken')],
        ['`KeyIds`: required', takes('KeyIds must be given')],
        ['`KeyIds`: a list, not one text', takes('KeyIds is not "lhkp-bbbbbbbb"')],
        ['`KeyIds`: of texts, not of other things', takes('KeyIds is not [{}]')],
        ['`KeyIds`: up to 100', takes('100 key pairs are unbound in one call, 101 are refused')],
        ['`InstanceIds`: required', takes('InstanceIds must be given')],
        ['`InstanceIds`: a list, not one text', takes('InstanceIds is not "lhins-stopped1"')],
        ['`InstanceIds`: of texts, not of other things', takes('InstanceIds is not [{}]')],
        ['`InstanceIds`: up to 100', takes('100 instances are unbound in one call, 101 are refused')],
        [
          '`InstanceIds` are the `InstanceId` of DescribeInstances',
          takes('InstanceIds are those that DescribeInstances lists'),
        ],
      ],
    },
    {
      title: 'Answer',
      statements: [
        ['`RequestId`: text, unique', UNIQUE],
        ['Every call gets one', UNIQUE],
        ['It is needed to look into a problem', answers('the RequestId finds the call in the audit log')],
      ],
    },
    {
      title: 'Example',
      statements: [
        ['The printed request unbinds one pair from one instance', PRINTED],
        ['The printed answer has `RequestId` alone in `Response`', PRINTED],
      ],
    },
    {
      title: 'Error codes',
      statements: [
        [
          'Codes that the table lacks are the common ones',
          answers('codes that its table leaves out are the common ones'),
        ],
        ...codes({ dialect: 'tencent-lighthouse' }, [
          ['FailedOperation.InstanceOperationFailed', 'the instance could not be worked on'],
          ['InternalError.DescribeInstanceStatus', 'the state of the instance could not be read'],
          ['InvalidParameterValue.Duplicated', 'a value is given twice'],
          ['InvalidParameterValue.InstanceIdMalformed', 'an instance id of the wrong form'],
          ['InvalidParameterValue.KeyPairIdMalformed', 'a key pair id of the wrong form'],
          ['InvalidParameterValue.LimitExceeded', 'too many values'],
          ['InvalidParameterValue.OutOfRange', 'a value outside what is allowed'],
          ['OperationDenied.InstanceCreating', 'the instance is being created'],
          ['OperationDenied.InstanceOperationInProgress', 'the last operation on the instance goes on'],
          ['ResourceNotFound.InstanceIdNotFound', 'there is no such instance id'],
          ['ResourceNotFound.InstanceNotFound', 'the instance is not there'],
          ['ResourceNotFound.KeyIdNotFound', 'there is no such key pair id'],
          [
            'UnauthorizedOperation.NoPermission',
            'the caller may not do it',
            answers('a user whom no policy permits it is told so'),
          ],
          ['UnsupportedOperation.InvalidInstanceState', 'the instance is in another state than needed'],
          ['UnsupportedOperation.KeyPairNotBoundToInstance', 'the pair is not bound to the instance'],
          ['UnsupportedOperation.LatestOperationUnfinished', 'the last operation is not over'],
        ]),
      ],
    },
  ],
  leftOut: [
    'API Explorer: that it is recommended and what it offers',
    'that there is a command-line tool',
    'where the full list of common parameters and the other error codes are',
    'how to give feedback and to reach sales and support',
  ],
}
