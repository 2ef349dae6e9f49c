import { codes, type ReferencePage, testsOf } from '../statement.ts'

const SDK = 'tests/coverage/volcengine-ecs.test.ts'
const does = testsOf(SDK, 'what it does')
const takes = testsOf(SDK, 'what it takes')
const answers = testsOf(SDK, 'what it answers')
const logins = testsOf('tests/clients/volcengine-ecs.test.ts', 'what a bind means for who logs in')
const examples = testsOf('tests/clients/volcengine-ecs.test.ts', 'the examples of the page of AttachKeyPair')

const ANY_NUMBER = does('binds one pair to one instance, and to several, running or stopped')
const AFTER_REBOOT = does(
  'after a reboot the next pair replaces the former; a key added by hand stays; the password is off',
)
const REBOOT = logins(
  'nothing before the reboot, the key alone after it; detached and rebooted, the password again',
)
const ENTRIES = answers('one entry for each instance, with its id and its error or null')
const METADATA = answers('the metadata name the call')
const TOKEN = takes('ClientToken has up to 64 ASCII characters, or none')
const ONE_OF_TWO = takes('KeyPairName or KeyPairId is enough; one of them must be given')
const PRINTED = examples('one known, one unknown: the answer that is printed')

export const volcengineAttach: ReferencePage = {
  title: 'Volcengine ECS, AttachKeyPair',
  edition: 'Chinese, 2023-11-20',
  sections: [
    {
      title: 'What it does',
      statements: [
        ['The call binds one key pair to one Linux instance or to several', ANY_NUMBER],
        [
          'Only instances with the password plugin can be bound',
          does('only instances with the password plugin are bound'),
        ],
        ['Running and stopped instances can be bound', ANY_NUMBER],
        ['An instance that is being created cannot', does('an instance that is pending is not bound')],
        ['An instance that starts cannot', does('an instance that is starting is not bound')],
        ['An instance that stops cannot', does('an instance that is stopping is not bound')],
        ['An instance that restarts cannot', does('an instance that is rebooting is not bound')],
        ['An instance that is being deleted cannot', does('an instance that is terminating is not bound')],
        ['An instance in an error cannot', does('an instance that is corrupted is not bound')],
        ['The pair takes the place of the one bound before', AFTER_REBOOT],
        ['Keys that were added by hand inside the instance stay', AFTER_REBOOT],
        ['A password no longer logs in', AFTER_REBOOT],
        ['The pair works after a restart, not before', REBOOT],
        [
          'A stopped instance gets there by its start',
          does('on a stopped instance the pair works once it starts'),
        ],
      ],
    },
    {
      title: 'Parameters',
      statements: [
        ['`Action`: text, AttachKeyPair', takes('Action and Version are those of the page')],
        ['`Version`: text, 2020-04-01', takes('Action and Version are those of the page')],
        ['`InstanceIds.N`: texts, required', takes('InstanceIds must be given')],
        ['`InstanceIds.N`: up to 100', takes('100 instances are bound in one call, 101 are refused')],
        ['`InstanceIds.N`: N counts the ids, from 1', takes('ids are numbered from 1 and parted by &')],
        ['`InstanceIds.N`: ids are parted by `&`', takes('ids are numbered from 1 and parted by &')],
        ['`KeyPairName`: text, the name of the pair', ONE_OF_TWO],
        ['`KeyPairName` and `KeyPairId` must not both be left out', ONE_OF_TWO],
        ['`KeyPairId` counts if both are given', takes('of both, KeyPairId counts')],
        ['`KeyPairId`: text, the id of the pair', ONE_OF_TWO],
        ['`KeyPairId` is found with DescribeKeyPairs', takes('KeyPairId is what DescribeKeyPairs lists')],
        ['`ClientToken`: text, may be left out', TOKEN],
        ['`ClientToken`: ASCII only', TOKEN],
        ['`ClientToken`: up to 64 characters', TOKEN],
        [
          '`ClientToken`: the same call again acts once',
          takes('the same call again with its ClientToken is answered as before and acts once'),
        ],
        [
          '`ClientToken` is made by the caller, a new one for each request',
          takes('a ClientToken belongs to one request: another needs another'),
        ],
        [
          '`ClientToken` makes it safe to call again after a timeout',
          takes('a retry while the first call is still answered acts once too'),
        ],
        [
          '`ClientToken` makes it safe to call again after an internal error',
          takes('the retry that the SDK makes after an internal error is answered, and acts once'),
        ],
      ],
    },
    {
      title: 'Answer',
      statements: [
        ['`OperationDetails`: a list of structures', ENTRIES],
        ['`InstanceId`: text, the instance', ENTRIES],
        ['`Error`: a structure, or null where all went well', ENTRIES],
        ['`Error.Code`: text, why this instance was refused', ENTRIES],
        ['`Error.Message`: text, the same as a sentence', ENTRIES],
      ],
    },
    {
      title: 'Examples',
      statements: [
        ['The printed GET works at `open.volcengineapi.com`', PRINTED],
        ['It may have the printed headers `Region` and `Service`', PRINTED],
        [
          'Its ids, with their stars, are unknown',
          examples('ids with the stars they are printed with are unknown, each for itself'),
        ],
        ['The printed answer: one bound, one unknown', PRINTED],
        ['`ResponseMetadata.RequestId`', METADATA],
        ['`ResponseMetadata.Action`', METADATA],
        ['`ResponseMetadata.Version`', METADATA],
        ['`ResponseMetadata.Service`', METADATA],
        ['`ResponseMetadata.Region`', METADATA],
      ],
    },
    {
      title: 'Error codes of one instance',
      statements: codes({ dialect: 'volcengine-ecs', level: 'instance' }, [
        ['InvalidInstance.NotFound', 'there is no such instance'],
        ['InvalidKeyPairForWindows.Unsupported', 'the instance runs Windows'],
        ['InvalidResetAuthenticationAgent.NotFound', 'the password plugin is not installed'],
        ['InvalidInstanceStatus', 'the instance is in another state than needed'],
        ['FlowLimitExceeded', 'the instance was asked for too often'],
      ]),
    },
    {
      title: 'Error codes of the call',
      statements: codes({ dialect: 'volcengine-ecs' }, [
        ['MissingParameter.KeyPairNameAndKeyPairId', '400, neither name nor id of a pair'],
        ['MissingParameter.InstanceIds', '400, no instance'],
        ['LimitExceeded.MaximumInstanceIds', '400, too many instances'],
        ['InvalidClientToken.Malformed', '400, a token of the wrong form'],
        ['IdempotentParameterMismatch', '400, the token was used for another request'],
        ['InvalidKeyPair.NotFound', '404, there is no such pair'],
        ['IdempotentProcessing', '412, the request with this token is still going on'],
        ['InternalError', '500, something broke inside'],
      ]),
    },
  ],
  leftOut: ['the debugging tool of the web site', 'that a ticket can be filed when an internal error lasts'],
}
