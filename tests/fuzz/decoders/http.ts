import { redactBody, redactHeaders, redactQuery } from '../../../src/dialects/kit/calls/redact.ts'
import { proofOf } from '../../../src/dialects/kit/calls/proof.ts'
import { findDialect } from '../../../src/dialects/find-dialect.ts'
import { authorityForm, effectiveHeaders, originForm } from '../../../src/http/request-target.ts'
import { listDialects } from '../../action-table.ts'
import type { Decoder } from '../decoder.ts'
import { wireInput, wireRequest } from '../wire-input.ts'

const DIALECTS = listDialects()

export const httpDecoders: readonly Decoder[] = [
  {
    name: 'request-target',
    seeds: [
      '/?Action=a',
      'http://cvm.example.test/?a=b',
      'https://[::1]:80',
      'cvm.tencentcloudapi.com:443',
      '[::1]:443',
      '*',
    ],
    words: ['http://', 'https://', '[', ']', ':', '//', '/..', '?', '#', '@', '%2f'],
    run(input) {
      const target = input.toString('latin1')
      return [originForm(target), effectiveHeaders(target, { host: 'a' }), authorityForm(target)]
    },
  },
  {
    name: 'claimed-dialect',
    seeds: [
      wireInput({ target: '/?Version=2017-03-12&Action=a&SecretId=b' }),
      wireInput({ target: '/', headers: { host: 'ecs.aliyuncs.com', authorization: 'ACS3-HMAC-SHA256 a' } }),
      wireInput({
        method: 'POST',
        target: '/',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'Version=2014-05-26',
      }),
      wireInput({
        target: '/',
        headers: {
          host: 'lighthouse.example.test:80',
          authorization: 'HMAC-SHA256 Credential=a/20261121/cn/ecs/request',
        },
      }),
    ],
    words: [
      'host: ',
      'tencentcloudapi.com',
      'aliyuncs.com',
      'volcengineapi.com',
      'Version=',
      'SecretId=',
      'X-Signature=',
      'x-acs-',
      ':80',
    ],
    run: (input) => findDialect(DIALECTS, wireRequest(input))?.id,
    // The beginning of a known host, then what it may be made of, many times.
    hostile: (bytes) =>
      ['-a', '.a', '-', '.', 'a', '0', ':1'].flatMap((piece) =>
        ['ecs', 'cvm', 'open', 'http://'].map((opening) =>
          wireInput({ target: '/', headers: { host: `${opening}${piece.repeat(bytes / piece.length)}` } }),
        ),
      ),
  },
  {
    name: 'call-log',
    seeds: [
      wireInput({
        target: '/?Action=a&Signature=abcdefghijkl&Token=t',
        headers: {
          authorization:
            'TC3-HMAC-SHA256 Credential=a/2026-11-21/cvm/tc3_request, SignedHeaders=host, Signature=abcdefghijkl',
          'x-tc-timestamp': '1782000000',
        },
      }),
      wireInput({
        method: 'POST',
        target: '/',
        body: '{"Password":"a","LoginSettings":{"Password":"b","KeyIds":["c"]},"a":[1]}',
      }),
      wireInput({
        method: 'POST',
        target: '/',
        body: 'Password=a&Filters.1.Name=b&X-Signature=cccccccccccc&Timestamp=2026-11-21T10%3A00%3A00Z',
      }),
      wireInput({
        target: '/?X-Signature=a&X-Credential=b&X-Date=20261121T100000Z',
        headers: { cookie: 'a' },
      }),
    ],
    words: [
      'Password',
      'Signature=',
      'Token',
      'Timestamp=',
      'SignatureMethod=',
      '{"',
      '[[',
      'authorization: Basic ',
      'x-acs-date: ',
      'x-date: ',
    ],
    // As the log keeps a call, and as the page of the log shows it.
    run(input) {
      const { rawQuery, headers, body, ...rest } = wireRequest(input)
      const kept = { query: redactQuery(rawQuery), headers: redactHeaders(headers), body: redactBody(body) }
      return [kept, proofOf({ request: { ...rest, ...kept } })]
    },
    hostile: (bytes) => [
      ...['[', '{"a":', '[0,', '[[],'].map((piece) => `POST /\n\n${piece.repeat(bytes / piece.length)}`),
      `POST /\n\n${'['.repeat(Math.min(bytes / 2, 8_000))}${']'.repeat(Math.min(bytes / 2, 8_000))}`,
      wireInput({ target: `/?${'a=b&'.repeat(bytes / 4)}` }),
      wireInput({ target: `/?${'='.repeat(bytes)}` }),
    ],
  },
]
