/** Real SSH servers for tests: hosts of their own, made of namespaces over the machine's own files. Linux, root. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { enclose, type Enclosed, type RunResult } from './real-hosts/enclose.ts'
import { addUser, type RealUser, type UserOptions } from './real-hosts/users.ts'

export interface RealHostOptions {
  /** Default `openssh`. */
  readonly server?: 'openssh' | 'dropbear'
  /** `/etc/ssh/sshd_config` after the two lines with port and address; default: what Debian ships. */
  readonly sshdConfig?: string
  /** Files of `/etc/ssh/sshd_config.d` by name. */
  readonly dropIns?: Readonly<Record<string, string>>
  readonly users?: readonly UserOptions[]
  /** More files, by absolute path, written as root with mode 0644 before the server starts. */
  readonly files?: Readonly<Record<string, string | Buffer>>
  /** More arguments for the server, such as `['-s']` for dropbear without passwords. */
  readonly serverArgs?: readonly string[]
  /** Starts atd on the host; a host has no service manager. */
  readonly hasAtd?: boolean
}

/** A Linux host of its own: files, accounts, processes; it shares the machine's kernel and loopback network. */
export interface RealHost extends AsyncDisposable {
  /** Always `127.0.0.1`. */
  readonly address: string
  readonly port: number
  /** The server's public host key as `ssh-ed25519 AAAA…`. */
  readonly hostKey: string
  /** Users by the name they were asked for with. */
  readonly users: ReadonlyMap<string, RealUser>
  /** Runs a POSIX sh script on the host as root, without ssh; `args` are `$1`… */
  run(script: string, options?: { args?: readonly string[]; input?: string | Buffer }): Promise<RunResult>
  /** A file of the host as the machine sees it, for `node:fs`. Not for absolute symlinks of the host. */
  path(pathOnHost: string): string
  read(pathOnHost: string): Promise<Buffer>
  write(pathOnHost: string, content: string | Buffer): Promise<void>
  addUser(user: UserOptions): Promise<RealUser>
  /** Kills every process of the host and starts its server again; resolves when it answers. */
  reboot(): Promise<void>
  /** Kills the server alone; sessions and detached processes live on. */
  stopServer(): Promise<void>
  startServer(): Promise<void>
  /** What the server wrote to stderr. */
  log(): string
}

/** `/etc/ssh/sshd_config` of Debian 12 without its comments. */
export const DEBIAN_SSHD_CONFIG = `Include /etc/ssh/sshd_config.d/*.conf
KbdInteractiveAuthentication no
UsePAM yes
X11Forwarding yes
PrintMotd no
AcceptEnv LANG LC_*
Subsystem sftp /usr/lib/openssh/sftp-server
`

const PROGRAMS = ['sshd', 'dropbear', 'sudo', 'atd', 'unshare', 'nsenter', 'useradd']

/**
 * Why real hosts cannot be started here; undefined where they can. For `describe.skipIf` and the name of the suite:
 * `describe.skipIf(noRealHosts)(…)`.
 */
export const noRealHosts: string | undefined = findObstacle()

function findObstacle(): string | undefined {
  if (process.getuid?.() !== 0) return 'real SSH servers need root'
  const lack = lackOf(...PROGRAMS)
  if (lack !== undefined) return lack
  const { status } = spawnSync('unshare', ['--mount', '--pid', '--fork', 'true'])
  return status === 0 ? undefined : 'real SSH servers need namespaces (CAP_SYS_ADMIN)'
}

/** Which of these programs a test on real hosts would miss here; undefined when all are there. For `describe.skipIf`. */
export function lackOf(...programs: readonly string[]): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin']
  const missing = programs.filter((program) => !folders.some((folder) => existsSync(join(folder, program))))
  return missing.length === 0 ? undefined : `real hosts need ${missing.join(', ')}`
}

/** Starts a host; resolves when its server answers. Disposing of it leaves nothing behind. */
export async function startRealHost(options: RealHostOptions = {}): Promise<RealHost> {
  for (let attempt = 0; ; attempt += 1) {
    const port = freePort()
    const enclosed = await enclose(serverCommand(options, port))
    try {
      return await makeHost(enclosed, { ...options, port })
    } catch (error) {
      await enclosed[Symbol.asyncDispose]()
      // Another test took the port between the draw and the bind.
      if (attempt === 5 || !/address already in use/i.test(enclosed.log())) throw error
    }
  }
}

/** Below the range that the kernel gives to outgoing connections: a reloading server finds its port free again. */
function freePort(): number {
  return 12_000 + Math.floor(Math.random() * 20_000)
}

function serverCommand({ server, serverArgs = [] }: RealHostOptions, port: number): readonly string[] {
  if (server !== 'dropbear') return ['/usr/sbin/sshd', '-D', '-e', ...serverArgs]
  const files = ['-r', '/etc/dropbear/host_key', '-P', '/run/dropbear.pid']
  return ['/usr/sbin/dropbear', '-F', '-E', '-p', `127.0.0.1:${port}`, ...files, ...serverArgs]
}

async function makeHost(enclosed: Enclosed, options: RealHostOptions & { port: number }): Promise<RealHost> {
  const { port, server = 'openssh' } = options
  const users = new Map<string, RealUser>()
  const command = serverCommand(options, port)
  const host: RealHost = {
    address: '127.0.0.1',
    port,
    hostKey: await makeHostKey(enclosed, server),
    users,
    run: (script, more) => enclosed.run(script, more),
    path: (path) => enclosed.path(path),
    read: (path) => readFile(enclosed.path(path)),
    write: (path, content) => writeTo(enclosed.path(path), content),
    async addUser(user) {
      const added = await addUser(enclosed, user)
      users.set(added.name, added)
      return added
    },
    async reboot() {
      await enclosed.boot()
      await enclosed.answers(port, PID_FILES[server])
      if (options.hasAtd) await mustRun(host, 'atd')
    },
    async stopServer() {
      await mustRun(host, 'kill "$(cat "$1")"', { args: [PID_FILES[server]] })
      await enclosed.isSilent(port)
    },
    async startServer() {
      await mustRun(host, 'setsid "$@" >/dev/null 2>&1 </dev/null &', { args: command })
      await enclosed.answers(port, PID_FILES[server])
    },
    log: () => enclosed.log(),
    [Symbol.asyncDispose]: () => enclosed[Symbol.asyncDispose](),
  }
  await writeSettings(host, options)
  await host.reboot()
  return host
}

const PID_FILES = { openssh: '/run/sshd.pid', dropbear: '/run/dropbear.pid' }

async function writeSettings(host: RealHost, options: RealHostOptions): Promise<void> {
  const own = `Port ${host.port}\nListenAddress ${host.address}\n`
  await host.write('/etc/ssh/sshd_config', own + (options.sshdConfig ?? DEBIAN_SSHD_CONFIG))
  for (const [name, text] of Object.entries(options.dropIns ?? {})) {
    await host.write(`/etc/ssh/sshd_config.d/${name}`, text)
  }
  for (const [path, content] of Object.entries(options.files ?? {})) await host.write(path, content)
  for (const user of options.users ?? []) await host.addUser(user)
}

async function makeHostKey(enclosed: Enclosed, server: 'openssh' | 'dropbear'): Promise<string> {
  const script =
    server === 'openssh'
      ? 'ssh-keygen -q -t ed25519 -N "" -f /etc/ssh/ssh_host_ed25519_key && cat /etc/ssh/ssh_host_ed25519_key.pub'
      : 'mkdir -p /etc/dropbear && dropbearkey -t ed25519 -f /etc/dropbear/host_key | grep ^ssh-'
  const [type, key] = (await mustRun(enclosed, script)).stdout.split(/\s+/)
  return `${type} ${key}`
}

async function mustRun(
  host: Pick<RealHost, 'run'>,
  script: string,
  options?: { args?: readonly string[] },
): Promise<RunResult> {
  const result = await host.run(script, options)
  if (result.exitCode !== 0) throw new Error(`the test host could not: ${script}\n${result.stderr}`)
  return result
}

async function writeTo(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}
