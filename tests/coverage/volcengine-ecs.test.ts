import { buildRequestConfigFromMetaPath, Client, Command, HttpRequestError } from '@volcengine/sdk-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { generateKeyPair } from '../../src/core/key-pairs/generate.ts'
import { holdNextChange } from '../hold-change.ts'
import { sshKey } from '../ssh-client.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { opensWith, whoGetsIn } from './logins.ts'
import { publicKeyLine } from './public-keys.ts'

// What the page of AttachKeyPair says, asked through the official SDK.

const ACCESS_KEY = { id: 'AKLTacmeroot', secret: 'acme-root-secret==' }
const PASSWORD = 'S3cret-pw!'
const REGION = 'cn-beijing'
const HERE = `dialect: volcengine-ecs, account: acme, region: ${REGION}`
const MANY = Array.from({ length: 101 }, (_, nth) => `i-many${nth}`)
const OTHER_STATES = ['pending', 'starting', 'stopping', 'rebooting', 'terminating', 'corrupted']

const SEED = `
accounts:
  - id: "2100000000"
    name: acme
    users: [{ name: root, accessKeys: [{ id: ${ACCESS_KEY.id}, secret: "${ACCESS_KEY.secret}" }] }]
keyPairs:
  - { ${HERE}, id: kp-one, name: one, publicKey: "${publicKeyLine(1)}" }
  - { ${HERE}, id: kp-two, name: two, publicKey: "${publicKeyLine(2)}" }
instances:
${MANY.map((id) => `  - { ${HERE}, id: ${id}, state: stopped }`).join('\n')}
${OTHER_STATES.map((state) => `  - { ${HERE}, id: i-${state}, state: ${state} }`).join('\n')}
  - { ${HERE}, id: i-running }
  - { ${HERE}, id: i-stopped, state: stopped, password: "${PASSWORD}" }
  - { ${HERE}, id: i-windows, os: windows }
  - { ${HERE}, id: i-noplugin, passwordAgent: false }
  - { ${HERE}, id: i-login, password: "${PASSWORD}" }
`

let keyplane: TestKeyplane

beforeAll(async () => {
  // One test breaks something on purpose, which would be logged.
  keyplane = await startTestKeyplane({ seed: SEED, logLevel: 'silent' })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

type Fields = Readonly<Record<string, unknown>>

interface Answer {
  readonly status: number | undefined
  readonly metadata: Fields
  readonly result: Fields
}

class EcsCommand extends Command<Record<string, unknown>, unknown> {
  constructor(action: string, input: Fields, version: string) {
    super({ ...input })
    this.requestConfig = buildRequestConfigFromMetaPath(`/${action}/${version}/ecs/get/text_plain/`)
  }
}

/** The SDK throws a refusal, with what came back inside. */
async function ask(action: string, input: Fields = {}, version = '2020-04-01'): Promise<Answer> {
  const client = new Client({
    ...{ host: keyplane.endpoint, protocol: 'http', region: REGION },
    ...{ accessKeyId: ACCESS_KEY.id, secretAccessKey: ACCESS_KEY.secret },
  })
  try {
    return answerOf(200, await client.send(new EcsCommand(action, input, version)))
  } catch (error) {
    if (error instanceof HttpRequestError) return answerOf(error.status, error.data)
    throw error
  } finally {
    client.destroy()
  }
}

function answerOf(status: number | undefined, body: unknown): Answer {
  // What the client hands over is the parsed body; what is in it is compared by the tests.
  const { ResponseMetadata = {}, Result = {} } = body as { ResponseMetadata?: Fields; Result?: Fields }
  return { status, metadata: ResponseMetadata, result: Result }
}

function refusal({ status, metadata }: Answer): readonly unknown[] {
  // A refusal without an Error shows as undefined.
  const error = metadata['Error'] as { Code: string; Message: string } | undefined
  return [status, error?.Code, error?.Message]
}

function rows({ result }: Answer, name: string): readonly Fields[] {
  // As above.
  return (result[name] ?? []) as readonly Fields[]
}

/** `[id, code of the error or null]` for each instance. */
function outcomes(answer: Answer): readonly unknown[] {
  return rows(answer, 'OperationDetails').map(({ InstanceId, Error: error }) => [
    InstanceId,
    (error as { Code: string } | null)?.Code ?? error,
  ])
}

async function show(id: string): Promise<Fields> {
  return rows(await ask('DescribeInstances', { InstanceIds: [id] }), 'Instances')[0] ?? {}
}

async function reached(id: string, status: string): Promise<void> {
  await expect.poll(async () => (await show(id))['Status'], { timeout: 10_000 }).toBe(status)
}

async function reboot(id: string): Promise<void> {
  expect((await ask('RebootInstance', { InstanceId: id })).status).toBe(200)
  await reached(id, 'RUNNING')
}

async function machineOf(id: string) {
  const { IpAddress } = (await show(id))['EipAddress'] as { IpAddress: string }
  return { host: IpAddress, port: keyplane.sshPort, user: 'root' }
}

async function createKeyPair(name: string) {
  const { result } = await ask('CreateKeyPair', { KeyPairName: name })
  return { id: String(result['KeyPairId']), privateKey: String(result['PrivateKey']) }
}

describe('what it does', () => {
  test('binds one pair to one instance, and to several, running or stopped', async () => {
    const one = await ask('AttachKeyPair', { InstanceIds: ['i-running'], KeyPairName: 'one' })
    expect(outcomes(one)).toEqual([['i-running', null]])
    const both = { InstanceIds: ['i-running', 'i-stopped'], KeyPairName: 'one' }
    expect(outcomes(await ask('AttachKeyPair', both))).toEqual([
      ['i-running', null],
      ['i-stopped', null],
    ])
    expect(await show('i-running')).toMatchObject({ Status: 'RUNNING', KeyPairName: 'one' })
    expect(await show('i-stopped')).toMatchObject({ Status: 'STOPPED', KeyPairName: 'one' })
  })

  test('only instances with the password plugin are bound', async () => {
    const answer = await ask('AttachKeyPair', { InstanceIds: ['i-noplugin'], KeyPairName: 'one' })
    expect(outcomes(answer)).toEqual([['i-noplugin', 'InvalidResetAuthenticationAgent.NotFound']])
    expect(await show('i-noplugin')).toMatchObject({ KeyPairName: '' })
  })

  test.each(OTHER_STATES)('an instance that is %s is not bound', async (state) => {
    const answer = await ask('AttachKeyPair', { InstanceIds: [`i-${state}`], KeyPairName: 'one' })
    expect(outcomes(answer)).toEqual([[`i-${state}`, 'InvalidInstanceStatus']])
    expect(await show(`i-${state}`)).toMatchObject({ KeyPairName: '' })
  })

  test('after a reboot the next pair replaces the former; a key added by hand stays; the password is off', async () => {
    const [former, next] = [await createKeyPair('former'), await createKeyPair('next')]
    const machine = await machineOf('i-login')
    await ask('AttachKeyPair', { InstanceIds: ['i-login'], KeyPairId: former.id })
    const credentials = { privateKey: former.privateKey, password: PASSWORD }
    expect(await whoGetsIn(machine, credentials)).toEqual({ key: false, password: true })
    await reboot('i-login')
    expect(await whoGetsIn(machine, credentials)).toEqual({ key: true, password: false })

    const byHand = await generateKeyPair('ed25519')
    const command = `echo 'ssh-ed25519 ${byHand.publicKey.base64} by hand' >> ~/.ssh/authorized_keys`
    expect(await sshKey({ ...machine, privateKey: former.privateKey, command })).toMatchObject({
      exitCode: 0,
    })
    await ask('AttachKeyPair', { InstanceIds: ['i-login'], KeyPairId: next.id })
    await reboot('i-login')
    expect(await opensWith(machine, former.privateKey)).toBe(false)
    expect(await opensWith(machine, next.privateKey)).toBe(true)
    expect(await opensWith(machine, byHand.privateKey.reveal())).toBe(true)
  })

  test('on a stopped instance the pair works once it starts', async () => {
    const pair = await createKeyPair('for_stopped')
    await ask('AttachKeyPair', { InstanceIds: ['i-stopped'], KeyPairId: pair.id })
    const machine = await machineOf('i-stopped')
    await ask('StartInstance', { InstanceId: 'i-stopped' })
    await reached('i-stopped', 'RUNNING')
    const credentials = { privateKey: pair.privateKey, password: PASSWORD }
    expect(await whoGetsIn(machine, credentials)).toEqual({ key: true, password: false })
  })
})

describe('what it takes', () => {
  const TARGET = { InstanceIds: ['i-running'], KeyPairName: 'one' }

  test('Action and Version are those of the page', async () => {
    expect(refusal(await ask('AttachKeyPairs', TARGET))[1]).toBe('InvalidActionOrVersion')
    expect(refusal(await ask('AttachKeyPair', TARGET, '2020-04-02'))[1]).toBe('InvalidActionOrVersion')
  })

  test('InstanceIds must be given', async () => {
    expect(refusal(await ask('AttachKeyPair', { KeyPairName: 'one' }))).toEqual([
      400,
      'MissingParameter.InstanceIds',
      'The required parameter InstanceIds is not supplied.',
    ])
  })

  test('100 instances are bound in one call, 101 are refused', async () => {
    const refused = await ask('AttachKeyPair', { InstanceIds: MANY, KeyPairName: 'two' })
    expect(refusal(refused).slice(0, 2)).toEqual([400, 'LimitExceeded.MaximumInstanceIds'])
    const answer = await ask('AttachKeyPair', { InstanceIds: MANY.slice(0, 100), KeyPairName: 'two' })
    expect(outcomes(answer)).toEqual(MANY.slice(0, 100).map((id) => [id, null]))
    expect(await show('i-many99')).toMatchObject({ KeyPairName: 'two' })
    expect(await show('i-many100')).toMatchObject({ KeyPairName: '' })
  })

  test('ids are numbered from 1 and parted by &', async () => {
    const numbered = { 'InstanceIds.1': 'i-running', 'InstanceIds.2': 'i-many0', KeyPairName: 'one' }
    expect(outcomes(await ask('AttachKeyPair', numbered))).toEqual([
      ['i-running', null],
      ['i-many0', null],
    ])
  })

  test('KeyPairName or KeyPairId is enough; one of them must be given', async () => {
    const { InstanceIds } = TARGET
    expect(outcomes(await ask('AttachKeyPair', { InstanceIds, KeyPairId: 'kp-two' }))).toEqual([
      ['i-running', null],
    ])
    expect(await show('i-running')).toMatchObject({ KeyPairId: 'kp-two' })
    await ask('AttachKeyPair', TARGET)
    expect(await show('i-running')).toMatchObject({ KeyPairId: 'kp-one' })
    expect(refusal(await ask('AttachKeyPair', { InstanceIds }))).toEqual([
      400,
      'MissingParameter.KeyPairNameAndKeyPairId',
      'The required parameters KeyPairName and KeyPairId are not supplied.',
    ])
  })

  test('of both, KeyPairId counts', async () => {
    await ask('AttachKeyPair', { ...TARGET, KeyPairId: 'kp-two' })
    expect(await show('i-running')).toMatchObject({ KeyPairId: 'kp-two', KeyPairName: 'two' })
    expect(refusal(await ask('AttachKeyPair', { ...TARGET, KeyPairId: 'kp-none' }))[1]).toBe(
      'InvalidKeyPair.NotFound',
    )
  })

  test('KeyPairId is what DescribeKeyPairs lists', async () => {
    const [pair] = rows(await ask('DescribeKeyPairs', { KeyPairNames: ['one'] }), 'KeyPairs')
    await ask('AttachKeyPair', { InstanceIds: ['i-running'], KeyPairId: pair?.['KeyPairId'] })
    expect(await show('i-running')).toMatchObject({ KeyPairName: 'one' })
  })

  test('ClientToken has up to 64 ASCII characters, or none', async () => {
    const withToken = (ClientToken: string) => ask('AttachKeyPair', { ...TARGET, ClientToken })
    const tooLong = [400, 'InvalidClientToken.Malformed', 'The specified ClientToken is malformed.']
    expect(outcomes(await withToken('~'.repeat(64)))).toEqual([['i-running', null]])
    expect(refusal(await withToken('~'.repeat(65)))).toEqual(tooLong)
    expect(refusal(await withToken('é'))).toEqual(tooLong)
    expect(outcomes(await ask('AttachKeyPair', TARGET))).toEqual([['i-running', null]])
  })

  test('the same call again with its ClientToken is answered as before and acts once', async () => {
    const first = { ...TARGET, KeyPairName: 'one', ClientToken: 'retried' }
    const answer = await ask('AttachKeyPair', first)
    await ask('AttachKeyPair', { ...TARGET, KeyPairName: 'two', ClientToken: 'another' })
    expect(await show('i-running')).toMatchObject({ KeyPairName: 'two' })
    expect((await ask('AttachKeyPair', first)).result).toEqual(answer.result)
    expect(await show('i-running')).toMatchObject({ KeyPairName: 'two' })
  })

  test('a ClientToken belongs to one request: another needs another', async () => {
    await ask('AttachKeyPair', { ...TARGET, KeyPairName: 'one', ClientToken: 'mine' })
    const other = { ...TARGET, KeyPairName: 'two', ClientToken: 'mine' }
    expect(refusal(await ask('AttachKeyPair', other)).slice(0, 2)).toEqual([
      400,
      'IdempotentParameterMismatch',
    ])
    expect(outcomes(await ask('AttachKeyPair', { ...other, ClientToken: 'yours' }))).toEqual([
      ['i-running', null],
    ])
  })

  test('a retry while the first call is still answered acts once too', async () => {
    const KeyPairId = (await createKeyPair('at_once')).id
    const call = () => ask('AttachKeyPair', { ...TARGET, KeyPairId, ClientToken: 'at once' })
    const answers = await Promise.all([call(), call(), call()])
    const bound = answers.filter(({ status }) => status === 200)
    expect(bound.length).toBeGreaterThan(0)
    for (const answer of bound) expect(outcomes(answer)).toEqual([['i-running', null]])
    const { core } = keyplane
    await core.auditLog.flush()
    const rows = await core.database.audit.newest('2100000000', 100)
    const acts = rows.flatMap(({ changes }) => changes).filter(({ detail }) => detail === KeyPairId)
    expect(acts.filter(({ what }) => what === 'binding')).toHaveLength(1)
  })

  test('the retry that the SDK makes after an internal error is answered, and acts once', async () => {
    const KeyPairId = (await createKeyPair('unlucky')).id
    const held = holdNextChange(keyplane.core, new Error('the disk is full'))
    held.letGo()
    const answer = await ask('AttachKeyPair', { ...TARGET, KeyPairId, ClientToken: 'unlucky' })
    expect(outcomes(answer)).toEqual([['i-running', null]])
    await keyplane.core.auditLog.flush()
    const rows = await keyplane.core.database.audit.newest('2100000000', 2)
    expect(rows.map(({ outcome }) => outcome)).toEqual(['ok', 'InternalError'])
    expect(await show('i-running')).toMatchObject({ KeyPairName: 'unlucky' })
  })
})

describe('what it answers', () => {
  test('one entry for each instance, with its id and its error or null', async () => {
    const answer = await ask('AttachKeyPair', {
      InstanceIds: ['i-none', 'i-running', 'i-windows'],
      KeyPairName: 'one',
    })
    expect(answer.status).toBe(200)
    expect(answer.result).toEqual({
      OperationDetails: [
        {
          InstanceId: 'i-none',
          Error: { Code: 'InvalidInstance.NotFound', Message: 'The specified instance does not exist.' },
        },
        { InstanceId: 'i-running', Error: null },
        {
          InstanceId: 'i-windows',
          Error: {
            Code: 'InvalidKeyPairForWindows.Unsupported',
            Message: 'The OSType of this specified instance is Windows, which does not support key pairs.',
          },
        },
      ],
    })
  })

  test('the metadata name the call', async () => {
    const { metadata } = await ask('AttachKeyPair', { InstanceIds: ['i-running'], KeyPairName: 'one' })
    const { RequestId, ...named } = metadata
    expect(RequestId).toMatch(/^\d{14}[0-9A-F]{20}$/)
    expect(named).toEqual({ Action: 'AttachKeyPair', Version: '2020-04-01', Service: 'ecs', Region: REGION })
  })
})
