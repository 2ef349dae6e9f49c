import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { buildRequestConfigFromMetaPath, Client, Command } from '@volcengine/sdk-core'
import EcsModule, * as ecs from '@alicloud/ecs20140526'
import { Config } from '@alicloud/openapi-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { type ServerProcess, startServer } from '../server-process.ts'

// The ways in which clients are pointed here, with real clients: docs/pointing-clients.md.

const ROOT = join(import.meta.dirname, '..', '..')
const DOMAIN = 'lab.test'
const folder = mkdtempSync(join(tmpdir(), 'keyplane-tls-'))
const data = join(folder, 'data')
const caFile = join(folder, 'ca.pem')
const run = promisify(execFile)

let server: ServerProcess
let port = ''
let ca = ''

function start(): Promise<ServerProcess> {
  const flags = { listen: '127.0.0.1:0', 'ssh-listen': 'off', data, tls: 'auto', domain: DOMAIN }
  return startServer(Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]))
}

async function keyplane(...args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [join(ROOT, 'src', 'main.ts'), ...args], { cwd: folder })
  return stdout
}

beforeAll(async () => {
  // Before any server: it makes the CA.
  ca = await keyplane('ca', '--data', data)
  writeFileSync(caFile, ca)
  server = await start()
  port = new URL(server.api).port
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const here = () => `127.0.0.1:${port}`

async function curl(...args: readonly string[]): Promise<string> {
  const { stdout } = await run('curl', ['-sS', '--max-time', '20', '--noproxy', '', ...args])
  return stdout
}

/** A program in a Node of its own, so that it sees the environment as users set it. */
async function program(text: string, environment: Record<string, string>): Promise<unknown> {
  const env = { PATH: process.env['PATH'] ?? '', ...environment }
  const args = ['--input-type=module', '--eval', text]
  const { stdout } = await run(process.execPath, args, { cwd: ROOT, env })
  return JSON.parse(stdout)
}

/** Asks the real host name of CVM, which only a proxy makes reachable. */
function describeRegions(protocol: 'http' | 'https'): string {
  return `
import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
const { TENCENTCLOUD_SECRET_ID: secretId, TENCENTCLOUD_SECRET_KEY: secretKey, TENCENTCLOUD_REGION: region } = process.env
const profile = { httpProfile: { protocol: '${protocol}://' } }
const client = new cvm.v20170312.Client({ credential: { secretId, secretKey }, region, profile })
console.log(JSON.stringify(await client.DescribeRegions({})))`
}

const CREDENTIALS = {
  TENCENTCLOUD_SECRET_ID: 'AKIDany',
  TENCENTCLOUD_SECRET_KEY: 'keyplane',
  TENCENTCLOUD_REGION: 'ap-guangzhou',
}
const REGIONS = { RegionSet: expect.arrayContaining([expect.objectContaining({ Region: 'ap-guangzhou' })]) }

/** What a shell has in its environment after evaluating the lines. */
async function exported(lines: string): Promise<Record<string, string>> {
  const script = `${lines}\n"$1" -p 'JSON.stringify(process.env)'`
  const { stdout } = await run('sh', ['-euc', script, 'sh', process.execPath], { cwd: folder, env: {} })
  // The environment of a process has texts only.
  return JSON.parse(stdout) as Record<string, string>
}

describe('HTTPS of --tls auto', () => {
  it('is announced, and trusted by a Node that has the CA', async () => {
    expect(server.readyLine).toMatch(/^keyplane ready api=https:\/\/127\.0\.0\.1:\d+ ssh=off$/)
    for (const host of ['127.0.0.1', 'localhost']) {
      const status = await new Promise((resolve, reject) => {
        const sent = request({ host, port, path: '/readyz', ca }, (response) => resolve(response.statusCode))
        sent.on('error', reject).end()
      })
      expect(status).toBe(200)
    }
  })

  it('is not trusted without the CA', async () => {
    await expect(curl(`https://${here()}/healthz`)).rejects.toThrow(/certificate/)
  })

  it.each([
    ['cvm.tencentcloudapi.com', 'Response'],
    ['lighthouse.ap-guangzhou.tencentcloudapi.com', 'Response'],
    ['cvm.intl.tencentcloudapi.com', 'Response'],
    ['tag.tencentcloudapi.com', 'Response'],
    ['ecs.cn-beijing.volcengineapi.com', 'ResponseMetadata'],
    ['open.volcengineapi.com', 'ResponseMetadata'],
    ['storage-ebs.cn-beijing.volcengineapi.com', 'ResponseMetadata'],
    ['ecs.aliyuncs.com', '<Code>'],
    ['ecs-cn-hangzhou.aliyuncs.com', '<Code>'],
    ['sts.cn-hangzhou.aliyuncs.com', '<Code>'],
    [`cvm.${DOMAIN}`, 'Response'],
    [`vpc.ap-guangzhou.${DOMAIN}`, 'Response'],
  ])('has a name for %s', async (host, envelope) => {
    const answer = await curl('--cacert', caFile, '--connect-to', `::${here()}`, `https://${host}/`)
    expect(answer).toContain(envelope)
  })

  it('shares its port with HTTP, where the CA is found too', async () => {
    expect(await curl(`http://${here()}/keyplane/ca.pem`)).toBe(ca)
    expect(await curl('--cacert', caFile, `https://${here()}/keyplane/ca.pem`)).toBe(ca)
  })
})

describe('a forward proxy', () => {
  it('takes absolute-form targets of HTTP, and their host instead of the Host header', async () => {
    const proxied = ['-x', `http://${here()}`]
    const answer = await curl(...proxied, '-H', 'Host: ecs.aliyuncs.com', 'http://cvm.tencentcloudapi.com/')
    expect(JSON.parse(answer)).toMatchObject({ Response: { Error: { Code: 'MissingParameter' } } })
  })

  it('serves the official client that asks the real host by HTTP_PROXY', async () => {
    const proxy = { HTTP_PROXY: `http://${here()}`, NODE_USE_ENV_PROXY: '1' }
    expect(await program(describeRegions('http'), { ...CREDENTIALS, ...proxy })).toMatchObject(REGIONS)
  })

  it('serves the official client that opens a tunnel to the real host', async () => {
    // The SDK asks for CONNECT whenever this is set.
    const environment = { ...CREDENTIALS, http_proxy: `http://${here()}`, NODE_EXTRA_CA_CERTS: caFile }
    expect(await program(describeRegions('https'), environment)).toMatchObject(REGIONS)
    expect(await program(describeRegions('http'), environment)).toMatchObject(REGIONS)
  })

  it('may be asked over TLS itself', async () => {
    const proxied = ['-x', `https://${here()}`, '--proxy-cacert', caFile, '--cacert', caFile]
    expect(await curl(...proxied, 'https://ecs.cn-beijing.volcengineapi.com/')).toContain('ResponseMetadata')
  })

  it.each(['example.com', 'localhost', '127.0.0.1', 'tencentcloudapi.com', `other.${DOMAIN}`])(
    'opens no tunnel to %s',
    async (host) => {
      await expect(curl('-x', `http://${here()}`, `https://${host}/`)).rejects.toThrow(/response 403/)
    },
  )
})

/** Asks `cvm.<domain>`, which no name server knows. */
const describeRegionsOfDomain = (headers: Record<string, string>) => `
import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { lookup } from 'node:dns'
import { Agent } from 'node:https'
const agent = new Agent({ lookup: (name, options, done) => lookup('127.0.0.1', options, done) })
const { TENCENTCLOUD_SECRET_ID: secretId, TENCENTCLOUD_SECRET_KEY: secretKey, TENCENTCLOUD_REGION: region } = process.env
const httpProfile = { endpoint: 'cvm.${DOMAIN}:${port}', agent, headers: ${JSON.stringify(headers)} }
const client = new cvm.v20170312.Client({ credential: { secretId, secretKey }, region, profile: { httpProfile } })
console.log(JSON.stringify(await client.DescribeRegions({})))`

describe('a root domain', () => {
  const environment = { ...CREDENTIALS, NODE_EXTRA_CA_CERTS: caFile }

  it('has hosts that the official client can ask', async () => {
    expect(await program(describeRegionsOfDomain({}), environment)).toMatchObject(REGIONS)
  })

  it('has hosts whose signature counts when another one is sent', async () => {
    // As with ApigwEndpoint of the Go and Python SDKs.
    const text = describeRegionsOfDomain({ Host: 'gateway.example' })
    expect(await program(text, environment)).toMatchObject(REGIONS)
  })
})

describe('keyplane ca', () => {
  it('prints one certificate, the same before and after a restart', async () => {
    expect(new X509Certificate(ca).ca).toBe(true)
    expect(ca.match(/BEGIN/g)).toHaveLength(1)
    expect(await server.stop()).toBe(0)
    server = await start()
    port = new URL(server.api).port
    expect(await keyplane('ca', '--data', data)).toBe(ca)
    expect(await curl('--cacert', caFile, `https://${here()}/healthz`)).toContain('alive')
  })

  it('has none to print for data in memory', async () => {
    await expect(keyplane('ca', '--data', 'memory')).rejects.toThrow('/keyplane/ca.pem')
  })
})

describe('keyplane env', () => {
  it('sets up the Tencent client, over HTTP and over HTTPS', async () => {
    const plain = await exported(await keyplane('env', 'tencent', '--endpoint', `http://${here()}`))
    expect(plain).toMatchObject({ TENCENTCLOUD_PROTOCOL: 'HTTP', HTTP_PROXY: `http://${here()}` })
    const regions = await program(describeRegions('http'), { ...plain, NODE_USE_ENV_PROXY: '1' })
    expect(regions).toMatchObject(REGIONS)

    writeFileSync(join(folder, 'keyplane-ca.pem'), ca)
    const secure = await exported(await keyplane('env', 'tencent', '--endpoint', `https://${here()}`))
    expect(secure).toMatchObject({ TENCENTCLOUD_PROTOCOL: 'HTTPS', HTTPS_PROXY: `http://${here()}` })
    const again = await program(describeRegions('https'), { ...secure, NODE_USE_ENV_PROXY: '1' })
    expect(again).toMatchObject(REGIONS)
  })

  it('sets up the Volcengine client', async () => {
    const set = await exported(await keyplane('env', 'volcengine', '--endpoint', `http://${here()}`))
    expect(set).toMatchObject({
      VOLCENGINE_ENABLE_STANDARD_ENDPOINT: 'false',
      VOLCENGINE_DISABLE_SSL: 'true',
    })
    const client = new Client({
      host: set['VOLCENGINE_ENDPOINT'] ?? '',
      protocol: 'http',
      region: set['VOLCENGINE_REGION'] ?? '',
      accessKeyId: set['VOLCENGINE_ACCESS_KEY'] ?? '',
      secretAccessKey: set['VOLCENGINE_SECRET_KEY'] ?? '',
    })
    class DescribeRegions extends Command<object, { Result: { Regions: readonly object[] } }> {
      constructor() {
        super({})
        this.requestConfig = buildRequestConfigFromMetaPath('/DescribeRegions/2020-04-01/ecs/get/text_plain/')
      }
    }
    const { Result } = await client.send(new DescribeRegions())
    expect(Result.Regions.length).toBeGreaterThan(3)
  })

  it('sets up the Alibaba client', async () => {
    const set = await exported(await keyplane('env', 'alibaba', '--endpoint', `http://${here()}`))
    expect(set['ALIBABA_CLOUD_ACCOUNT_ID']).toMatch(/^\d+$/)
    const config = new Config({
      accessKeyId: set['ALIBABA_CLOUD_ACCESS_KEY_ID'],
      accessKeySecret: set['ALIBABA_CLOUD_ACCESS_KEY_SECRET'],
      endpoint: set['ALIBABA_CLOUD_ENDPOINT'],
      regionId: set['ALIBABA_CLOUD_REGION_ID'],
      protocol: 'HTTP',
    })
    const EcsClient = 'default' in EcsModule ? EcsModule.default : EcsModule
    const { body } = await new EcsClient(config).describeRegions(new ecs.DescribeRegionsRequest({}))
    expect(body?.regions?.region?.length).toBeGreaterThan(3)
  })
})
