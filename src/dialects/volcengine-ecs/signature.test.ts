import { createHmac, hash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { SigningKeys } from '../kit/signing-keys.ts'
import type { WireRequest } from '../kit/wire-request.ts'
import type { Credentials, CredentialsProblem } from './credentials.ts'
import { readQuery } from './query-pairs.ts'
import { readCredentials } from './read-credentials.ts'
import { verify } from './signature.ts'

// Made by the official signers with a fixed clock and invented keys. Source: spec/volcengine.md §1.5, worked vectors.
const accessKeyId = 'AKLTEXAMPLEEXAMPLEEXAMPLE0001'
const secretKey = 'EXAMPLESECRETexamplesecretEXAMPLE0001=='
const timestamp = '20240102T030405Z'
const scope = `${accessKeyId}/20240102/cn-beijing/ecs/request`
const host = 'ecs.example.test:8080'
const token = 'STSexampletoken+/='
const hashOfNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const head = 'Action=AttachKeyPair&Version=2020-04-01'
const rest =
  'KeyPairId=kp-ybvyy1e5msl8u258ovrv&InstanceIds.1=i-ybskpw36rul8u1yekckh&InstanceIds.2=i-ybskpw36rul8u1yekcki'
/** The same query as each family of clients escapes it. */
const plusQuery = `${head}&${rest}&ClientToken=tok+en~1%2A%27%28%29%21`
const percentQuery = `${head}&${rest}&ClientToken=tok%20en~1%2A%27%28%29%21`
const rawQuery = `${head}&${rest}&ClientToken=tok%20en~1*'()!`
const formBody = `${rest}&ClientToken=tok+en%7E1*%27%28%29%21`
const jsonBody = `{"KeyPairId":"kp-ybvyy1e5msl8u258ovrv","InstanceIds":["i-ybskpw36rul8u1yekckh","i-ybskpw36rul8u1yekcki"],"ClientToken":"tok en~1*'()!"}`
const paramNames = 'Action;ClientToken;InstanceIds.1;InstanceIds.2;KeyPairId;Version'

interface Parts {
  readonly method?: string
  readonly path?: string
  readonly rawQuery: string
  readonly headers?: WireRequest['headers']
  readonly body?: string
}

function wire({ method = 'GET', path = '/', rawQuery, headers = {}, body = '' }: Parts): WireRequest {
  return {
    method,
    path,
    rawQuery,
    headers: { host, ...headers },
    body: Buffer.from(body),
    sourceAddress: '127.0.0.1',
    isSecure: false,
  }
}

function signedByHeader(signedHeaders: string, signature: string, parts: Parts): WireRequest {
  const authorization = `HMAC-SHA256 Credential=${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`
  return wire({ ...parts, headers: { 'x-date': timestamp, authorization, ...parts.headers } })
}

interface Link {
  readonly query?: string
  readonly signedHeaders?: string
  readonly signedQueries: string
  readonly signature: string
  readonly extra?: string
}

function signedByQuery({
  query = plusQuery,
  signedHeaders = '',
  signedQueries,
  signature,
  extra = '',
}: Link) {
  const common = `X-Algorithm=HMAC-SHA256&X-Credential=${encodeURIComponent(scope)}&X-Date=${timestamp}`
  const lists = `X-NotSignBody=&X-SignedHeaders=${signedHeaders}&X-SignedQueries=${encodeURIComponent(signedQueries)}`
  return wire({ rawQuery: `${query}&${common}&${lists}&X-Signature=${signature}${extra}` })
}

const nodeNames = `${paramNames};X-Algorithm;X-Credential;X-Date;X-NotSignBody;X-SignedHeaders`
const goNames = `${nodeNames};X-SignedQueries`
const goHeaders = {
  'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
  'x-content-sha256': hashOfNothing,
}
const formHeaders = {
  'content-type': 'application/x-www-form-urlencoded',
  'x-content-sha256': 'f9c2fe0a3ceeb4e6c33d245aeaa7c3d409b30d61944f7af00402002b21e41de5',
}
const jsonHeaders = {
  'content-type': 'application/json',
  'x-content-sha256': '952025bf2b81644210f81f15eb68abda8e241a88dcd88fafe5cbb3180b4fe157',
}
const linkB = {
  signedQueries: nodeNames,
  signature: '205185ef7f8ba60db2c8b7fb3be61c2beb3920b0fba0a90d469d725c00116f4a',
}
const linkF = {
  signedHeaders: 'host',
  signedQueries: goNames,
  signature: '4ed67d4cdda48367bddf7d48693594e861b3f3a90be46d77767b645b5a151e6c',
}

const vectors: Readonly<Record<string, WireRequest>> = {
  'A: sdk-core GET': signedByHeader(
    'host;x-date',
    'e31da731102223cf489d634cd0fe9f6f16666516ef82be6ae9c0ae065de17194',
    { rawQuery: percentQuery },
  ),
  'A with a token': signedByHeader(
    'host;x-date;x-security-token',
    '6871080f2aaa56edaadc9acb0583fdd5e64ad6ec03ec7ff328e46cf8bd5f80a1',
    { rawQuery: percentQuery, headers: { 'x-security-token': token } },
  ),
  'B: openapi link': signedByQuery(linkB),
  'B with a signed token': signedByQuery({
    signedQueries: `${nodeNames};X-Security-Token`,
    signature: '1be817829cfa21639e39bab7d92441ffd5c444cf9b68ddf55e9dcb7a2dc05a1b',
    extra: `&X-Security-Token=${encodeURIComponent(token)}`,
  }),
  'C: Go GET': signedByHeader(
    'content-type;host;x-content-sha256;x-date',
    '76348d68c2a0bdcf6b8bc69032d74f183e90002f440bd3b7990e9c2966c2901a',
    { rawQuery: plusQuery, headers: goHeaders },
  ),
  "C': Go GET with a token": signedByHeader(
    'content-type;host;x-content-sha256;x-date;x-security-token',
    '9eabdf2f3c9bf92e11eb8bc52e13c86193a0be20b6e61aa28e5f5febf94d39e7',
    { rawQuery: plusQuery, headers: { ...goHeaders, 'x-security-token': token } },
  ),
  'D: Python GET': signedByHeader(
    'content-type;host;x-content-sha256;x-date',
    '2896addfab34c87f9dd074503a52080d192fdafaba07f4e2a5902dabb4a9306f',
    { rawQuery: plusQuery, headers: { 'content-type': 'text/plain', 'x-content-sha256': hashOfNothing } },
  ),
  'E: openapi GET': signedByHeader(
    'x-date',
    'a52bf40525f67a8fbd60e1b9c223669aa5601134d66965a8bf9ecf5ecf6827b7',
    { rawQuery },
  ),
  'F: Python link with host': signedByQuery(linkF),
  'F with a token added afterwards': signedByQuery({
    ...linkF,
    extra: `&X-Security-Token=${encodeURIComponent(token)}`,
  }),
  'G: Go link without host': signedByQuery({
    signedQueries: goNames,
    signature: '853d5ac2d85b9675328f3616a5fd0e988cd5b748ba0339b5792940c05cb133dc',
  }),
  'H: sdk-core POST form': signedByHeader(
    'host;x-content-sha256;x-date',
    '3ce83e9a0034e1138ebe1cf3f61ebd38c436a1fc64a560c89fcb0e823dc7dc52',
    { method: 'POST', rawQuery: head, headers: formHeaders, body: formBody },
  ),
  'I: sdk-core POST JSON': signedByHeader(
    'host;x-content-sha256;x-date',
    'eea8020a9068cbf62b093fc714fff78e84b75b3e2a47ed1df1ea0d73c4b04891',
    { method: 'POST', rawQuery: head, headers: jsonHeaders, body: jsonBody },
  ),
}

function claimsOf(request: WireRequest): Credentials | CredentialsProblem {
  const query = readQuery(request)
  return 'problem' in query ? { problem: 'malformedAuthorization' } : readCredentials(request, query)
}

function isAccepted(request: WireRequest, secret = secretKey, keys = new SigningKeys(4)): boolean {
  const credentials = claimsOf(request)
  return !('problem' in credentials) && verify(request, credentials, { secretKey: secret, keys })
}

function vector(name: string): WireRequest {
  const request = vectors[name]
  if (request === undefined) throw new Error(`no vector ${name}`)
  return request
}

function read(request: WireRequest): Credentials {
  const credentials = claimsOf(request)
  if ('problem' in credentials) throw new Error(credentials.problem)
  return credentials
}

/** Another character at this place. No escape has a `z` or a `y`, so the text never means the same. */
function flip(text: string, at: number): string {
  return text.slice(0, at) + (text[at] === 'z' ? 'y' : 'z') + text.slice(at + 1)
}

/** All texts that differ from this one in one character, up to `end`. */
function* flips(text: string, end = text.length): Generator<string> {
  for (let at = 0; at < end; at++) yield flip(text, at)
}

/** A signature by hand, for what no official vector covers. Follows spec/volcengine.md §1.5 steps 6 to 9. */
function resign(request: WireRequest, canonicalRequest: string): WireRequest {
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  let key: string | Buffer = secretKey
  for (const step of ['20240102', 'cn-beijing', 'ecs', 'request']) key = hmac(key, step)
  const place = '20240102/cn-beijing/ecs/request'
  const text = `HMAC-SHA256\n${timestamp}\n${place}\n${hash('sha256', canonicalRequest, 'hex')}`
  const signature = hmac(key, text).toString('hex')
  const authorization = request.headers.authorization?.replace(/Signature=.*/, `Signature=${signature}`)
  return {
    ...request,
    rawQuery: request.rawQuery.replace(/X-Signature=[^&]*/, `X-Signature=${signature}`),
    headers: authorization === undefined ? request.headers : { ...request.headers, authorization },
  }
}

describe.each(Object.entries(vectors))('vector %s', (name, request) => {
  const keys = new SigningKeys(4)

  test('is accepted, cold and warm', () => {
    expect(isAccepted(request, secretKey, keys)).toBe(true)
    expect(isAccepted(request, secretKey, keys)).toBe(true)
  })

  test('is refused with one byte of the secret changed, although the right key is kept', () => {
    expect(isAccepted(request, secretKey, keys)).toBe(true)
    for (const secret of flips(secretKey)) expect(isAccepted(request, secret, keys)).toBe(false)
  })

  test('is refused with any byte of the query changed', () => {
    // A token added after signing is not covered, its name included; whose it is gets checked elsewhere.
    const addedAt = request.rawQuery.indexOf('X-Security-Token=')
    const uncovered = name.startsWith('F with') ? request.rawQuery.length - addedAt : 0
    const changed = [...flips(request.rawQuery, request.rawQuery.length - uncovered)]
    expect(changed.length).toBeGreaterThan(30)
    expect(changed.filter((rawQuery) => isAccepted({ ...request, rawQuery }, secretKey, keys))).toEqual([])
  })

  test('is refused with any byte of a signed header changed', () => {
    for (const signed of read(request).signedHeaders.split(';').filter(Boolean)) {
      const accepts = (value: string) =>
        isAccepted({ ...request, headers: { ...request.headers, [signed]: value } }, secretKey, keys)
      const value = String(request.headers[signed])
      expect(accepts(value)).toBe(true)
      expect([...flips(value)].filter(accepts)).toEqual([])
    }
  })

  test('is refused with another method, path or body hash', () => {
    expect(isAccepted({ ...request, method: 'PUT' }, secretKey, keys)).toBe(false)
    expect(isAccepted({ ...request, path: '/other' }, secretKey, keys)).toBe(false)
    const headers = { ...request.headers, 'x-content-sha256': hash('sha256', 'other', 'hex') }
    expect(isAccepted({ ...request, headers }, secretKey, keys)).toBe(false)
  })
})

describe('authorization header', () => {
  test('is refused with any byte changed but those of the access key id', () => {
    const request = vector('A: sdk-core GET')
    const text = request.headers.authorization ?? ''
    const idAt = text.indexOf(accessKeyId)
    const changed = [...flips(text)].filter((_, at) => at < idAt || at >= idAt + accessKeyId.length)
    expect(changed.length).toBeGreaterThan(100)
    const accepted = changed.filter((authorization) =>
      isAccepted({ ...request, headers: { ...request.headers, authorization } }),
    )
    expect(accepted).toEqual([])
  })
})

describe('body', () => {
  const form = vector('H: sdk-core POST form')

  test('is refused with any byte changed, also when its hash header follows', () => {
    for (const changed of flips(formBody)) {
      const body = Buffer.from(changed)
      expect(isAccepted({ ...form, body })).toBe(false)
      const headers = { ...form.headers, 'x-content-sha256': hash('sha256', body, 'hex') }
      expect(isAccepted({ ...form, body, headers })).toBe(false)
    }
  })

  test('is covered without a hash header', () => {
    const bare = signedByHeader('x-date', '', { method: 'POST', rawQuery: head, body: formBody })
    const bodyHash = hash('sha256', formBody, 'hex')
    const canonicalQuery = 'Action=AttachKeyPair&Version=2020-04-01'
    const request = resign(bare, `POST\n/\n${canonicalQuery}\nx-date:${timestamp}\n\nx-date\n${bodyHash}`)
    expect(isAccepted(request)).toBe(true)
    expect(isAccepted({ ...request, body: Buffer.from(`${formBody}&a=b`) })).toBe(false)
  })

  test('must match its hash header even where that header is not signed', () => {
    for (const request of [vector('E: openapi GET'), vector('B: openapi link')]) {
      const accepts = (text: string) =>
        isAccepted({ ...request, headers: { ...request.headers, 'x-content-sha256': text } })
      expect(accepts(hashOfNothing)).toBe(true)
      expect(accepts(hashOfNothing.toUpperCase())).toBe(false)
      expect(accepts('')).toBe(false)
    }
  })

  test('is not covered by a presigned link', () => {
    const link = vector('B: openapi link')
    expect(isAccepted({ ...link, body: Buffer.from('a=b') })).toBe(true)
  })
})

describe('tolerances', () => {
  const query = 'Action=A&Version=2020-04-01'

  test('takes signed headers in the order given', () => {
    const names = 'host;x-date;x-content-sha256;content-type'
    const bare = signedByHeader(names, '', {
      rawQuery: query,
      headers: { 'content-type': 'text/plain', 'x-content-sha256': hashOfNothing },
    })
    const lines = `host:${host}\nx-date:${timestamp}\nx-content-sha256:${hashOfNothing}\ncontent-type:text/plain\n`
    expect(isAccepted(resign(bare, `GET\n/\n${query}\n${lines}\n${names}\n${hashOfNothing}`))).toBe(true)
  })

  test.each([
    { sent: 'ecs.test:80', signed: 'ecs.test', accepted: true },
    { sent: 'ecs.test:443', signed: 'ecs.test', accepted: true },
    { sent: 'ecs.test:80', signed: 'ecs.test:80', accepted: true },
    { sent: 'ecs.test:8080', signed: 'ecs.test', accepted: false },
    { sent: 'ecs.test', signed: 'ecs.test:80', accepted: false },
  ])('host $sent signed as $signed: $accepted', ({ sent, signed, accepted }) => {
    const bare = signedByHeader('host;x-date', '', { rawQuery: query, headers: { host: sent } })
    const canonical = `GET\n/\n${query}\nhost:${signed}\nx-date:${timestamp}\n\nhost;x-date\n${hashOfNothing}`
    expect(isAccepted(resign(bare, canonical))).toBe(accepted)
  })

  test('takes the space around and inside a header value as one', () => {
    const bare = signedByHeader('x-date;x-note', '', { rawQuery: query, headers: { 'x-note': '  a \t b  ' } })
    const lines = `x-date:${timestamp}\nx-note:a b\n`
    expect(isAccepted(resign(bare, `GET\n/\n${query}\n${lines}\nx-date;x-note\n${hashOfNothing}`))).toBe(true)
  })

  test("takes a link whose signer left !'()* as they are", () => {
    const bare = signedByQuery({
      query: "Action=A'*!&Name=(b)",
      signedQueries: 'Action;Name',
      signature: '0',
    })
    const canonical = (text: string) => `GET\n/\n${text}\n\n\n\n${hashOfNothing}`
    const link = {
      ...bare,
      rawQuery: bare.rawQuery.replace('Action%3BName', encodeURIComponent(`Action;Name;${common}`)),
    }
    expect(isAccepted(resign(link, canonical(`Action=A'*!&Name=(b)&${commonText}`)))).toBe(true)
    expect(isAccepted(resign(link, canonical(`Action=A%27%2A%21&Name=%28b%29&${commonText}`)))).toBe(true)
    expect(isAccepted(resign(link, canonical(`Action=A%27*!&Name=%28b)&${commonText}`)))).toBe(false)
  })

  test('takes repeated names in the order sent and with their values sorted', () => {
    const bare = signedByHeader('x-date', '', { rawQuery: 'Id=z&Action=A&Id=b' })
    const canonical = (text: string) => `GET\n/\n${text}\nx-date:${timestamp}\n\nx-date\n${hashOfNothing}`
    expect(isAccepted(resign(bare, canonical('Action=A&Id=z&Id=b')))).toBe(true)
    expect(isAccepted(resign(bare, canonical('Action=A&Id=b&Id=z')))).toBe(true)
    expect(isAccepted(resign(bare, canonical('Action=A&Id=b')))).toBe(false)
  })

  test('takes raw UTF-8 and escaped UTF-8 as the same text', () => {
    const latin1 = Buffer.from('Name=中文').toString('latin1')
    const canonical = `GET\n/\nName=%E4%B8%AD%E6%96%87\nx-date:${timestamp}\n\nx-date\n${hashOfNothing}`
    for (const rawQuery of [latin1, 'Name=%e4%b8%ad%E6%96%87']) {
      expect(isAccepted(resign(signedByHeader('x-date', '', { rawQuery }), canonical))).toBe(true)
    }
  })

  test('takes a signed header that is absent, or the name of an object member, as empty', () => {
    const names = 'x-date;x-gone;constructor'
    const canonical = `GET\n/\n${query}\nx-date:${timestamp}\nx-gone:\nconstructor:\n\n${names}\n${hashOfNothing}`
    expect(isAccepted(resign(signedByHeader(names, '', { rawQuery: query }), canonical))).toBe(true)
  })
})

const common = 'X-Algorithm;X-Credential;X-Date;X-NotSignBody;X-SignedHeaders'
const commonText = `X-Algorithm=HMAC-SHA256&X-Credential=${encodeURIComponent(scope)}&X-Date=${timestamp}&X-NotSignBody=&X-SignedHeaders=`

describe('a presigned link', () => {
  test.each(['InstanceIds.3=i-1', 'X-Expires=999999', 'X-Other=1'])(
    'gains nothing from an added %s',
    (added) => {
      const link = vector('B: openapi link')
      const grown = { ...link, rawQuery: `${link.rawQuery}&${added}` }
      expect(isAccepted(grown)).toBe(true)
      expect(read(grown)).toEqual(read(link))
    },
  )

  test('is refused when a signed name is given twice', () => {
    const link = vector('B: openapi link')
    expect(isAccepted({ ...link, rawQuery: `${link.rawQuery}&KeyPairId=kp-other` })).toBe(false)
  })
})

describe('readCredentials', () => {
  const signature = 'a'.repeat(64)
  const good = signedByHeader('host;x-date', signature, { rawQuery: head })
  const withHeaders = (headers: WireRequest['headers']) => ({
    ...good,
    headers: { ...good.headers, ...headers },
  })
  const authorized = (authorization: string) => withHeaders({ authorization })
  const scoped = (credential: string) =>
    authorized(`HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-date, Signature=${signature}`)
  const link = signedByQuery(linkB)
  const linkWithout = (name: string) => ({
    ...link,
    rawQuery: link.rawQuery.replace(new RegExp(`&${name}=[^&]*`), ''),
  })

  const linkFor = (credential: string) => ({
    ...link,
    rawQuery: link.rawQuery.replace(/X-Credential=[^&]*/, `X-Credential=${encodeURIComponent(credential)}`),
  })
  const otherAlgorithm = { ...link, rawQuery: link.rawQuery.replace('HMAC-SHA256', 'HMAC-SHA1') }

  test('reads the header form', () => {
    expect(read(withHeaders({ 'x-security-token': token }))).toEqual({
      form: 'header',
      accessKeyId,
      date: '20240102',
      region: 'cn-beijing',
      service: 'ecs',
      timestamp,
      signedAtMs: Date.UTC(2024, 0, 2, 3, 4, 5),
      expiresSeconds: undefined,
      securityToken: token,
      signedHeaders: 'host;x-date',
      signature,
      signedPairs: [
        ['Action', 'AttachKeyPair'],
        ['Version', '2020-04-01'],
      ],
    })
  })

  test('reads the query form, which wins over a header', () => {
    const longer = signedByQuery({
      ...linkB,
      signedQueries: `${nodeNames};X-Expires`,
      extra: '&X-Expires=3600',
    })
    const headers = { ...longer.headers, authorization: 'Bearer x' }
    expect(read({ ...longer, headers, rawQuery: `${longer.rawQuery}&X-Security-Token=t%2B` })).toMatchObject({
      form: 'query',
      accessKeyId,
      timestamp,
      signedHeaders: '',
      expiresSeconds: 3600,
      securityToken: 't+',
      signature: linkB.signature,
    })
  })

  test('reads lifetime and token of the header form from the query', () => {
    const rawQuery = `${head}&X-Expires=60&X-Security-Token=q`
    expect(read({ ...good, rawQuery })).toMatchObject({ expiresSeconds: 60, securityToken: 'q' })
  })

  test.each(['0', '-1', '1e3', '', '9999999999'])('takes a lifetime of "%s" for none', (text) => {
    expect(read({ ...good, rawQuery: `${head}&X-Expires=${text}` }).expiresSeconds).toBe(undefined)
  })

  const malformedAuthorization = { problem: 'malformedAuthorization' }
  const malformedCredential = { problem: 'malformedCredential' }
  const missingSignature = { problem: 'missingSignature' }
  const malformedTimestamp = { problem: 'malformedTimestamp' }
  const missing = (name: string) => ({ problem: 'missingInfo', name })
  const noDate = withHeaders({ 'x-date': '' })
  const dated = (text: string) => withHeaders({ 'x-date': text })

  test.each<[name: string, request: WireRequest, problem: object]>([
    ['nothing', wire({ rawQuery: head }), { problem: 'absent' }],
    ['empty authorization', authorized(''), { problem: 'absent' }],
    ['another scheme', authorized('Bearer x'), malformedAuthorization],
    ['no signed headers', authorized(`HMAC-SHA256 Credential=${scope}, Signature=a`), malformedAuthorization],
    ['an unsigned date', signedByHeader('host', signature, { rawQuery: head }), malformedAuthorization],
    ['no signature', authorized(`HMAC-SHA256 Credential=${scope}, SignedHeaders=x-date`), missingSignature],
    ['an empty signature', signedByHeader('x-date', '', { rawQuery: head }), missingSignature],
    ['a short credential', scoped(`${accessKeyId}/20240102/cn-beijing/ecs`), malformedCredential],
    ['a long credential', scoped(`${scope}/x`), malformedCredential],
    ['another terminator', scoped(`${accessKeyId}/20240102/r/s/aws4_request`), malformedCredential],
    ['a bad scope date', scoped(`${accessKeyId}/2024-1-2/r/s/request`), malformedCredential],
    ['another day', scoped(`${accessKeyId}/20240103/r/s/request`), malformedCredential],
    ['a region with a blank', linkFor('a/20240102/cn beijing/s/request'), malformedCredential],
    ['no access key', scoped('/20240102/r/s/request'), missing('Access Key')],
    ['no region', scoped('a/20240102//s/request'), missing('Region')],
    ['no service', scoped('a/20240102/r//request'), missing('Service')],
    ['no date', noDate, missing('X-Date')],
    ['a date of another form', dated('2024-01-02T03:04:05Z'), malformedTimestamp],
    ['a date that is none', dated('20240102T990405Z'), malformedTimestamp],
    ['a link of another algorithm', otherAlgorithm, malformedAuthorization],
    ['a link without credential', linkWithout('X-Credential'), missing('X-Credential')],
    ['a link without date', linkWithout('X-Date'), missing('X-Date')],
    ['a link with an empty signature', signedByQuery({ ...linkB, signature: '' }), missingSignature],
  ])('%s', (_, request, problem) => {
    expect(claimsOf(request)).toEqual(problem)
  })
})
