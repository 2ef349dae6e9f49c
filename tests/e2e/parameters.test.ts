import EcsModule, { DescribeInstanceTypesRequest, DescribeKeyPairsRequest } from '@alicloud/ecs20140526'
import { Config } from '@alicloud/openapi-client'
import { Service } from '@volcengine/openapi'
import { describe, expect, it } from 'vitest'

import { type ServerProcess, startServer } from '../server-process.ts'
import { cvmClient } from './clouds.ts'
import { unwrapDefault } from '../clients/unwrap-default.ts'

const PublicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'
const FLAGS = ['--listen', '127.0.0.1:0', '--ssh-listen', 'off', '--data', 'memory', '--log-level', 'info']

function clients(server: ServerProcess) {
  const endpoint = new URL(server.api).host
  const volcengine = new Service({
    ...{ host: endpoint, protocol: 'http:', serviceName: 'ecs', defaultVersion: '2020-04-01' },
    ...{ region: 'cn-beijing', accessKeyId: 'AKLTany', secretKey: 'keyplane' },
  })
  const describe = volcengine.createAPI('DescribeKeyPairs')
  const Ecs = unwrapDefault(EcsModule)
  const alibaba = new Ecs(
    new Config({ accessKeyId: 'LTAIany', accessKeySecret: 'keyplane', endpoint, protocol: 'HTTP' }),
  )
  const tencent = cvmClient(endpoint, 'AKIDany', 'keyplane')
  return { tencent, volcengine: describe, volcengineCall: volcengine.createAPI.bind(volcengine), alibaba }
}

async function metric(server: ServerProcess, ...labels: readonly string[]): Promise<string | undefined> {
  const page = await (await fetch(`${server.api}/metrics`)).text()
  const lines = page.split('\n').filter((line) => line.startsWith('keyplane_parameters_total'))
  return lines.find((line) => labels.every((label) => line.includes(`"${label}"`)))
}

describe('what a caller asked for and did not get', () => {
  it('is counted and written to the log once, with names and without values', async () => {
    const server = await startServer(FLAGS)
    try {
      const { tencent, volcengine } = clients(server)
      const Placement = { Zone: 'ap-guangzhou-3', Nonsense: 'secret-value' }
      const run = { Placement, ImageId: 'img-eb30mz89', EnhancedService: {}, ClientToken: 'once' }
      await tencent.RunInstances(run)
      await tencent.RunInstances(run)
      await volcengine({ NameRegex: 'secret-value', Nonsense: 'secret-value' } as object)
      expect(await metric(server, 'tencent-cvm', 'RunInstances', 'Placement.Zone', 'read')).toMatch(/ 2$/)
      expect(await metric(server, 'tencent-cvm', 'RunInstances', 'EnhancedService', 'ignored')).toMatch(/ 2$/)
      expect(await metric(server, 'tencent-cvm', 'Placement.Nonsense', 'unknown')).toMatch(/ 2$/)
      expect(await metric(server, 'volcengine-ecs', 'DescribeKeyPairs', 'Nonsense', 'unknown')).toMatch(/ 1$/)
      const told = server
        .log()
        .split('\n')
        .filter((line) => line.includes('parameters without effect'))
      expect(told).toHaveLength(2)
      expect(told[0]).toContain('"ignored":["EnhancedService"],"unknown":["Placement.Nonsense"]')
      expect(told[1]).toContain('"ignored":["NameRegex"],"unknown":["Nonsense"]')
      expect(server.log()).not.toContain('secret-value')
    } finally {
      await server.stop()
    }
  })

  it('is refused with --strict-parameters, in the words of each cloud', async () => {
    const server = await startServer([...FLAGS, '--strict-parameters'])
    try {
      const { tencent, volcengine, alibaba } = clients(server)
      const Placement = { Zone: 'ap-guangzhou-3', Nonsense: 'x' }
      await expect(tencent.RunInstances({ Placement, ImageId: 'img-eb30mz89' })).rejects.toMatchObject({
        code: 'UnknownParameter',
        message: 'The parameter `Placement.Nonsense` is not recognized.',
      })
      expect(await volcengine({ Nonsense: 'x' } as object)).toMatchObject({
        ResponseMetadata: { Error: { Code: 'InvalidArgument' } },
      })
      await expect(volcengine({ MaxResults: '10' } as object)).resolves.toMatchObject({
        Result: { KeyPairs: [] },
      })
      const { volcengineCall } = clients(server)
      // What the Terraform provider sends beyond the documented parameters.
      for (const [action, params] of [
        ['CreateKeyPair', { KeyPairName: 'web', KeyFile: '/tmp/key.pem' }],
        ['ModifyKeyPairAttribute', { KeyPairName: 'web', Description: 'x', Tags: '[map[Key:a]]' }],
        ['DescribeKeyPairs', { NameRegex: '.*' }],
        ['DeleteKeyPairs', { 'KeyPairNames.1': 'web' }],
        ['ImportKeyPair', { KeyPairName: 'web', PublicKey, KeyFile: '/tmp/key.pem' }],
      ] as const) {
        const answer: unknown = await volcengineCall(action)(params as object)
        expect(answer).not.toHaveProperty('ResponseMetadata.Error')
      }
      const request = new DescribeKeyPairsRequest({ regionId: 'cn-hangzhou', ownerId: 7 })
      expect((await alibaba.describeKeyPairs(request)).statusCode).toBe(200)
      const types = new DescribeInstanceTypesRequest({ instanceTypes: ['ecs.g6.large'] })
      expect((await alibaba.describeInstanceTypes(types)).statusCode).toBe(200)
    } finally {
      await server.stop()
    }
  })
})
