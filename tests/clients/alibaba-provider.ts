import OpenApiModule, { Config, OpenApiRequest } from '@alicloud/openapi-client'
import { expect } from 'vitest'

import { signedCall } from '../../src/dialects/alibaba-ecs/test-support/signed-call.ts'
import { unwrapDefault } from './unwrap-default.ts'

// How the Terraform provider alicloud calls: with two stacks, each with a wire form and a way with errors of its own.
// Source: spec/alibaba.md §1.1, §4.2.

export const REGION = 'cn-hangzhou'
export const IMAGE = 'ubuntu_22_04_x64_20G_alibase_20240819.vhd'
const KEY = { accessKeyId: 'LTAI5tTestAccessKeyId', accessKeySecret: 'TestAccessKeySecret0123456789' }

/** The account that the provider works for. */
export const ACCOUNT = `
accounts:
  - id: "1234567890123456"
    name: acme
    users: [{ name: root, accessKeys: [{ id: ${KEY.accessKeyId}, secret: ${KEY.accessKeySecret} }] }]
`

/** Parsed JSON: what is in it is asserted by the tests. */
export type Json = Readonly<Record<string, unknown>>
export type Call = (action: string, params?: Json, version?: string) => Promise<Json>

/** What the provider knows of a refusal. */
export class Refused extends Error {
  readonly code: string
  readonly status: number

  constructor({ code, status, message }: { code: string; status: number; message: string }) {
    super(message)
    this.code = code
    this.status = status
  }

  /** HTTP 404, or a text with `NotFound` in it: the provider takes the thing for gone. */
  get isNotFound(): boolean {
    return this.status === 404 || this.message.includes('NotFound')
  }
}

export interface Provider {
  /** Form G: common parameters in the query, the others as a form in the body, the signature over both. */
  readonly rpcPost: Call
  /** Form F: everything in the query, an empty form as the body, an empty `SignatureType`. */
  readonly withEcsClient: Call
}

/** The provider's two ways to a server; a refused call rejects with `Refused`. */
export function providerOf(endpoint: string): Provider {
  return {
    rpcPost: (action, params = {}, version = '2014-05-26') =>
      rpcPost(endpoint, { action, version, body: given({ RegionId: REGION, ...params }) }),
    withEcsClient: (action, params = {}) =>
      withEcsClient(endpoint, action, given({ RegionId: REGION, ...params })),
  }
}

/** Some calls name no region. */
function given(params: Json): Json {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined))
}

interface PostedCall {
  readonly action: string
  readonly version: string
  readonly body: Json
}

/** The official client signs and sends it, in the form that its sibling in Go has. */
async function rpcPost(endpoint: string, { action, version, body }: PostedCall): Promise<Json> {
  const client = new (unwrapDefault(OpenApiModule))(new Config({ ...KEY, endpoint, protocol: 'HTTP' }))
  // All of its fields are optional; its class comes with a package that is not a dependency of ours.
  const runtime = {} as Parameters<typeof client.doRPCRequest>[7]
  const request = new OpenApiRequest({ body })
  try {
    const answer = await client.doRPCRequest(action, version, 'HTTP', 'POST', 'AK', 'json', request, runtime)
    // Declared as `{ [key: string]: any }`.
    return (answer as unknown as { body: Json }).body
  } catch (error) {
    throw refusedOf(error)
  }
}

/** Go code asserts that `Code` is text. */
function refusedOf(error: unknown): unknown {
  if (!(error instanceof Error) || !('data' in error)) return error
  const data = error.data as Json
  expect(data).toMatchObject({ Code: expect.any(String), Message: expect.any(String) })
  const { Code: code, statusCode: status } = data
  return new Refused({ code: String(code), status: Number(status), message: error.message })
}

async function withEcsClient(endpoint: string, action: string, params: Json): Promise<Json> {
  const texts: Record<string, string> = { SignatureType: '' }
  for (const [name, value] of Object.entries(params)) texts[name] = String(value)
  const { status, body } = await signedCall(endpoint, action, texts, {
    ...{ form: 'v1-query', format: 'JSON', accessKeyId: KEY.accessKeyId, secret: KEY.accessKeySecret },
    tamper: ({ headers }) => {
      headers['content-type'] = 'application/x-www-form-urlencoded'
      headers['x-acs-action'] = action
      headers['x-acs-version'] = '2014-05-26'
    },
  })
  if (status === 200) return body
  const code = String(body['Code'])
  throw new Refused({ code, status, message: `${code}: ${String(body['Message'])}` })
}

/** What a call is refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<Refused> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(Refused)
  // Just asserted.
  return error as Refused
}

/** The list at `$.<outer>.<inner>`: both must exist, and the inner one must be a real list. */
export function listAt(answer: Json, outer: string, inner: string): readonly Json[] {
  const wrapper = answer[outer]
  expect(wrapper).toEqual({ [inner]: expect.any(Array) })
  return (wrapper as Record<string, readonly Json[]>)[inner] ?? []
}

/** All pages by number, until a short one. */
export async function pagesOf(
  call: (page: Json) => Promise<readonly Json[]>,
  size: number,
): Promise<readonly Json[]> {
  const all: Json[] = []
  for (let number = 1; ; number += 1) {
    const page = await call({ PageSize: size, PageNumber: number })
    all.push(...page)
    if (page.length < size) return all
  }
}

/** All pages by token, until there is none. */
export async function tokensOf(call: Call, params: Json): Promise<readonly Json[]> {
  const all: Json[] = []
  let token = ''
  do {
    const answer = await call('DescribeInstances', { ...params, ...(token && { NextToken: token }) })
    all.push(...listAt(answer, 'Instances', 'Instance'))
    expect(answer['NextToken']).toEqual(expect.any(String))
    token = String(answer['NextToken'])
  } while (token !== '')
  return all
}

/** The provider takes these objects for granted: without one of them it panics. */
export const NEVER_ABSENT = {
  PublicIpAddress: { IpAddress: expect.any(Array) },
  InnerIpAddress: { IpAddress: expect.any(Array) },
  EipAddress: expect.objectContaining({ IpAddress: expect.any(String), AllocationId: expect.any(String) }),
  VpcAttributes: {
    ...{ VpcId: expect.any(String), VSwitchId: expect.any(String), NatIpAddress: expect.any(String) },
    PrivateIpAddress: { IpAddress: expect.any(Array) },
  },
  SecurityGroupIds: { SecurityGroupId: expect.any(Array) },
  Tags: { Tag: expect.any(Array) },
}
