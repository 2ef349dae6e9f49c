import { expect, it } from 'vitest'

import { listDialects } from '../../tests/action-table.ts'
import { startTestKeyplane } from '../../tests/start-keyplane.ts'
import { createOwnApiClient } from './client.ts'

it('tells what is answered, for whom lists have to be offered', async () => {
  const token = 'the-administrators-token'
  await using keyplane = await startTestKeyplane({ adminToken: token })
  const admin = createOwnApiClient({ url: keyplane.api, token })
  const { items } = await admin.dialects.list({})
  expect(items.map(({ id }) => id)).toEqual(listDialects().map(({ id }) => id))
  const [alibaba, cvm] = items
  expect(cvm?.regions).toContain('ap-guangzhou')
  expect(cvm?.mfaActions).toContain('StopInstances')
  expect(alibaba?.mfaActions).toEqual([])
  expect(cvm?.services[0]).toMatchObject({
    service: 'cvm',
    actions: expect.arrayContaining(['AssociateInstancesKeyPairs']) as unknown,
  })
  expect(cvm?.services.map(({ service }) => service)).toContain('sts')
})
