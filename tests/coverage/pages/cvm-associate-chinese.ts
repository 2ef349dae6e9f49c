import { codes, type ReferencePage, testsOf } from '../statement.ts'

const SDK = 'tests/coverage/tencent-cvm.test.ts'
const does = testsOf(SDK, 'what it does')
const takes = testsOf(SDK, 'what it takes')
const answers = testsOf(SDK, 'what it answers')
const client = testsOf('tests/clients/tencent-cvm.test.ts', 'the official SDK')
const example = testsOf('tests/clients/tencent-cvm.test.ts', 'the example of the documentation pages')
const operations = testsOf('src/core/bindings/bind.test.ts', 'a bind that takes effect at once')

const BINDS = 'binds with ForceStop: OPERATING at once, running in the end, key in, password out, and back'
const PRINTED = example('binds both stopped instances, as printed and signed with v1')
const RUNNING = takes('a running instance is only shut down with ForceStop, which is FALSE by default')
const LISTED = takes('ids are those that DescribeInstances and DescribeKeyPairs list')

export const cvmAssociateChinese: ReferencePage = {
  title: 'Tencent CVM, AssociateInstancesKeyPairs, Chinese page',
  edition: 'Chinese',
  sections: [
    {
      title: 'What it does',
      statements: [
        ['The call binds key pairs to instances', client(BINDS)],
        [
          'The public key is written into the SSH configuration; its private key logs in',
          does('the public key is in the SSH configuration, and the private key logs in'),
        ],
        ['A pair that was bound before no longer works', does('a new pair shuts the former one out')],
        [
          'A password that was used before no longer works',
          does('a password that logged in before no longer does'),
        ],
        [
          'It takes many instances at once, up to 100',
          takes('100 instances are bound in one call, 101 are refused'),
        ],
        [
          'One instance that is not allowed fails the call with a code of its own',
          does('one instance that is not allowed refuses the batch with its code, and nothing changes'),
        ],
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
        ['`Action` is AssociateInstancesKeyPairs', takes('Action and Version are those of the page')],
        ['`Version`: text, required', takes('Version must be given')],
        ['`Version` is 2017-03-12', takes('Action and Version are those of the page')],
        ['`InstanceIds`: required', takes('InstanceIds must be given')],
        ['`InstanceIds`: a list, not one text', takes('InstanceIds is not "ins-stopped1"')],
        ['`InstanceIds`: of texts, not of other things', takes('InstanceIds is not [{}]')],
        ['`InstanceIds`: up to 100', takes('100 instances are bound in one call, 101 are refused')],
        ['`InstanceIds` are the `InstanceId` of DescribeInstances', LISTED],
        ['`KeyIds`: required', takes('KeyIds must be given')],
        ['`KeyIds`: a list, not one text', takes('KeyIds is not "skey-aaaaaaaa"')],
        ['`KeyIds`: of texts, not of other things', takes('KeyIds is not [{}]')],
        ['`KeyIds`: up to 100', takes('100 key pairs are bound in one call, 101 are refused')],
        ['`KeyIds` have the form of `skey-3glfot13`', takes('the id of a new key pair looks as printed')],
        ['`KeyIds` are the `KeyId` of DescribeKeyPairs', LISTED],
        ['`ForceStop`: may be left out, FALSE then', RUNNING],
        ['`ForceStop`: a boolean', takes('ForceStop is not "maybe"')],
        [
          '`ForceStop` TRUE: the power is cut where an orderly shutdown fails',
          operations('power-cycles a running machine, shows each state, and frees the instance'),
        ],
        ['`ForceStop` FALSE: it is not', RUNNING],
        [
          'Shutting the instance down first is recommended',
          takes('an instance that was shut down first needs no ForceStop'),
        ],
      ],
    },
    {
      title: 'Answer',
      statements: [
        [
          '`RequestId`: text, unique',
          answers('RequestId is the whole answer, and another one for every call'),
        ],
        ['Every call gets one', answers('a refusal has a RequestId too, a call that never arrived has none')],
        ['It is what a problem is looked up by', answers('the RequestId finds the call in the audit log')],
      ],
    },
    {
      title: 'Example',
      statements: [
        ['The printed request binds one pair to two instances', PRINTED],
        ['The printed answer has `RequestId` alone in `Response`', PRINTED],
      ],
    },
    {
      title: 'Error codes',
      statements: codes({ dialect: 'tencent-cvm', isChinese: true }, [
        ['InternalServerError', 'the operation broke inside'],
        ['InvalidInstance.NotSupported', 'such an instance is not supported'],
        ['InvalidInstanceId.Malformed', 'an instance id of the wrong form'],
        ['InvalidInstanceId.NotFound', 'no such instance was found'],
        ['InvalidKeyPairId.Malformed', 'a key pair id of the wrong form'],
        ['InvalidKeyPairId.NotFound', 'no such key pair was found'],
        ['InvalidParameterValue', 'a value of the wrong form or not supported'],
        ['InvalidParameterValue.LimitExceeded', 'more values than allowed'],
        ['MissingParameter', 'a required parameter was not sent'],
      ]),
    },
  ],
  leftOut: ['that ids can also be read in the web console', 'where all common parameters are listed'],
}
