/**
 * `npm run demo`: the main job, once on each cloud. Starts the server in memory, calls it with the official SDKs and
 * logs in with the system's `ssh`. Ends with 1 if anything was not as it should be.
 */
import { startServer } from '../tests/server-process.ts'
import { alibabaEcs } from './clouds/alibaba-ecs.ts'
import { tencentCvm } from './clouds/tencent-cvm.ts'
import { tencentLighthouse } from './clouds/tencent-lighthouse.ts'
import { volcengineEcs } from './clouds/volcengine-ecs.ts'
import { playThrough } from './play-through.ts'
import { printTable } from './print-table.ts'

const server = await startServer(['--data', 'memory', '--listen', '127.0.0.1:0', '--ssh-listen', '0.0.0.0:0'])
try {
  console.log(`${server.readyLine}\n`)
  const endpoint = { host: new URL(server.api).host }
  const clouds = [tencentCvm, tencentLighthouse, volcengineEcs, alibabaEcs].map((cloud) => cloud(endpoint))
  const results = []
  for (const cloud of clouds) results.push(await playThrough(cloud, server.sshPort))
  printTable(results)
  process.exitCode = results.every(({ facts }) => facts.every(({ holds }) => holds)) ? 0 : 1
} finally {
  await server.stop()
}
