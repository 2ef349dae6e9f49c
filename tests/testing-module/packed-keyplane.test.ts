import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { type PackedProject, installPacked, measureBareNode, measureFirstAnswer } from './packed-keyplane.ts'

const GUIDE = join(import.meta.dirname, '..', '..', 'docs', 'testing.md')
const CLIENTS = ['tencentcloud-sdk-nodejs', '@volcengine/openapi', '@alicloud/ecs20140526']
const folder = mkdtempSync(join(tmpdir(), 'keyplane-packed-'))
let project: PackedProject

beforeAll(async () => {
  project = await installPacked(folder, [...CLIENTS, 'vitest', 'typescript', '@types'])
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A server that nobody stopped would keep its process. */
const LONGEST_RUN_MS = 100_000

function run(program: string, args: readonly string[]) {
  // Without what this runner tells its own children.
  const environment = { PATH: process.env['PATH'], HOME: process.env['HOME'] }
  const options = { cwd: project.folder, env: environment, extendEnv: false, timeout: LONGEST_RUN_MS }
  return execa(program, args, { ...options, reject: false })
}

function tool(name: string): string {
  return join(import.meta.dirname, '..', '..', 'node_modules', '.bin', name)
}

describe('the packed package', { timeout: 120_000 }, () => {
  it('works in node:test', async () => {
    const { stdout, stderr } = await run(process.execPath, ['--test', '--test-reporter=tap', 'node.test.mjs'])
    expect(stdout, stderr).toContain('# pass 2\n# fail 0')
  })

  it('does what docs/testing.md shows', async () => {
    const blocks = [...readFileSync(GUIDE, 'utf8').matchAll(/```js\n([^]*?)```/g)].map(
      ([, code]) => code ?? '',
    )
    const [first, ...others] = blocks
    const shown = others.filter((code) => code.startsWith('const keyplane = await startKeyplane'))
    expect(shown).toHaveLength(2)
    const bodies = shown.map(
      (code, number) => `test('${number}', async () => {\n${code}\nawait keyplane.stop()\n})`,
    )
    writeFileSync(join(project.folder, 'guide.test.mjs'), [first, ...bodies].join('\n'))
    const { stdout, stderr } = await run(process.execPath, [
      ...['--test', '--test-force-exit', '--test-reporter=tap'],
      'guide.test.mjs',
    ])
    expect(stdout, stderr).toContain('# pass 3\n# fail 0')
  })

  it('works in vitest', async () => {
    const args = ['run', '--root', project.folder, '--reporter=tap-flat', 'vitest.test.mjs']
    const { stdout, stderr } = await run(tool('vitest'), args)
    expect(stdout.match(/^(?:not )?ok .*?(?= #)/gm), stderr).toEqual([
      expect.stringMatching(/^ok 1 .* a bound key opens a session$/),
      expect.stringMatching(/^ok 2 .* answered by the same Keyplane$/),
    ])
  })

  it('has types that a project without Keyplane’s settings can use', async () => {
    writeFileSync(join(project.folder, 'typed.ts'), TYPED)
    const args = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024', '--skipLibCheck']
    const libraries = ['--lib', 'es2024,esnext.disposable', '--types', 'node']
    const { stdout } = await run(tool('tsc'), [...args, ...libraries, 'typed.ts'])
    expect(stdout.split('\n').filter((line) => line !== '')).toEqual([
      expect.stringContaining('typed.ts(4,48): error TS2322: Type \'"held"\' is not assignable to type'),
      expect.stringContaining("typed.ts(6,11): error TS2551: Property 'DescribeKeyPair' does not exist"),
    ])
  })

  it('has a container for Testcontainers, configured as the image wants it', async () => {
    const modules = join(project.folder, 'node_modules', 'testcontainers')
    mkdirSync(modules)
    writeFileSync(join(modules, 'package.json'), '{ "type": "module", "exports": "./index.js" }')
    writeFileSync(join(modules, 'index.js'), NOTING_CONTAINERS)
    const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '--eval', START_CONTAINER])
    const environment = {
      ...{ KEYPLANE_DATA: 'memory', KEYPLANE_ADMIN_TOKEN: expect.stringMatching(/^[\w-]{43}$/) as unknown },
      ...{ KEYPLANE_MODE: 'strict', KEYPLANE_RATES: '5', KEYPLANE_TRANSITION_MS: '10' },
      KEYPLANE_SEED: '/etc/keyplane/seed.yaml',
    }
    expect(JSON.parse(stdout), stderr).toEqual({
      asked: {
        image: 'registry.example.test/keyplane:1',
        ...{ ports: [7420, 7422], environment, waited: ['/readyz', 7420] },
        contents: [{ content: '{"accounts":[]}', target: '/etc/keyplane/seed.yaml', mode: 0o644 }],
      },
      ...{ url: 'http://host:17420', endpoint: 'host:17420', sshPort: 17_422 },
      ...{ tokenIsThatOfTheServer: true, client: 'host:17420' },
    })
  })

  it('gives its first signed answer within 150 ms of the start, once it is loaded', async () => {
    let shortestMs = Infinity
    let bareMs = 0
    const budgetMs = () => Math.max(LONGEST_START_MS, MOST_BARE_STARTS * bareMs)
    // Others use the machine too: where none of a few starts is left in peace, the CPU time it took tells. On a machine
    // that is slow at the moment the budget is as many starts of a Node that does nothing as it is on one that is not.
    for (let starts = 0; starts < MOST_STARTS && shortestMs > budgetMs(); starts += 1) {
      const nowMs = await measureBareNode()
      bareMs = bareMs === 0 ? nowMs : Math.min(bareMs, nowMs)
      const { firstAnswerMs, cpuMs } = await measureFirstAnswer(project.folder)
      shortestMs = Math.min(shortestMs, firstAnswerMs, cpuMs)
    }
    expect(shortestMs).toBeLessThanOrEqual(budgetMs())
  })

  it('says which package a client needs', async () => {
    rmSync(join(project.folder, 'node_modules', '@volcengine'), { recursive: true })
    const code = `
      import { startKeyplane } from 'keyplane/testing'
      await using keyplane = await startKeyplane()
      await keyplane.clients.volcengineEcs().catch(({ message }) => console.log(message))`
    const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '--eval', code])
    const expected =
      'this client needs the package @volcengine/openapi: npm install --save-dev @volcengine/openapi'
    expect(stdout, stderr).toBe(expected)
  })
})

const LONGEST_START_MS = 150
/** 150 ms where such a start takes 29. */
const MOST_BARE_STARTS = 5
const MOST_STARTS = 8

/** What is used of the package, noting what it was asked; no engine is needed. */
const NOTING_CONTAINERS = `
export const Wait = { forHttp: (...given) => given }
export class GenericContainer {
  constructor(image) { this.asked = { image, environment: {} } }
  withExposedPorts(...ports) { this.asked.ports = ports; return this }
  withEnvironment(more) { Object.assign(this.asked.environment, more); return this }
  withWaitStrategy(waited) { this.asked.waited = waited; return this }
  withCopyContentToContainer(contents) { this.asked.contents = contents; return this }
  async start() { return { getHost: () => 'host', getMappedPort: (port) => 10_000 + port } }
}
export class AbstractStartedContainer {
  constructor(started) { this.started = started }
  getHost() { return this.started.getHost() }
  getMappedPort(port) { return this.started.getMappedPort(port) }
}`

const START_CONTAINER = `
import { KeyplaneContainer } from 'keyplane/testcontainers'
const container = new KeyplaneContainer('registry.example.test/keyplane:1')
  .withSettings({ mode: 'strict', rates: 5, transitionMs: 10 })
  .withSeed({ accounts: [] })
const started = await container.start()
const { asked } = container
const cvm = await started.clients.tencentCvm({ accessKeyId: 'AKIDone', accessKeySecret: 'one' })
const { url, endpoint, sshPort, adminToken } = started
const tokenIsThatOfTheServer = adminToken === asked.environment.KEYPLANE_ADMIN_TOKEN
const client = cvm.profile.httpProfile.endpoint
console.log(JSON.stringify({ asked, url, endpoint, sshPort, tokenIsThatOfTheServer, client }))`

/** Two mistakes: that they are found shows that the types are not `any`. */
const TYPED = `import { startKeyplane } from 'keyplane/testing'
await using keyplane = await startKeyplane({ mode: 'strict', seed: { accounts: [] }, rates: 5 })
const { host, knownHosts } = await keyplane.ssh('ins-1')
await startKeyplane({ seed: { instances: [] }, mode: 'held' })
const cvm = await keyplane.clients.tencentCvm()
await cvm.DescribeKeyPair({})
const { TotalCount } = await cvm.DescribeKeyPairs({ Limit: host.length + knownHosts.length })
const ecs = await keyplane.clients.alibabaEcs({ region: 'cn-beijing' })
const stopped: Promise<void> = keyplane.stop()
console.log(TotalCount?.toFixed(), ecs.getEndpoint.name, stopped)
`
