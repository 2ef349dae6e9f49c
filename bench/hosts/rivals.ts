import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Park } from './park.ts'
import type { Program } from './timed.ts'

/** Another tool that brings one key to every host of the park. */
export interface Rival {
  readonly name: string
  /** What to run; `kept` names the connections that runs of the same name share, where the tool can do that. */
  bind(publicKey: string, kept: string): Program
  /** Whether the tool keeps connections from one run to the next. */
  readonly keepsConnections: boolean
}

const FORKS = 50
const COULD_NOT = 'not measured: '

/** The tools that are here, and a line on each that is not. */
export function findRivals(park: Park): { rivals: readonly Rival[]; absent: readonly string[] } {
  const found = [
    ansible(park, find('KEYPLANE_BENCH_ANSIBLE', 'ansible')),
    parallelSsh(park, find('KEYPLANE_BENCH_PARALLEL_SSH', 'parallel-ssh')),
    parallelSshLibrary(park, find('KEYPLANE_BENCH_PYTHON', '')),
  ]
  return {
    rivals: found.filter((rival) => typeof rival !== 'string'),
    absent: found.filter((rival) => typeof rival === 'string'),
  }
}

function find(variable: string, program: string): string | undefined {
  const told = process.env[variable]
  if (told !== undefined) return told
  const folders = (process.env['PATH'] ?? '').split(':')
  return folders.map((folder) => join(folder, program)).find((path) => program !== '' && existsSync(path))
}

function ansible(park: Park, program: string | undefined): Rival | string {
  if (program === undefined) return `${COULD_NOT}no ansible on PATH or in KEYPLANE_BENCH_ANSIBLE`
  const inventory = join(park.folder, 'inventory')
  const login = `ansible_host=127.0.0.1 ansible_user=root ansible_ssh_private_key_file=${park.privateKeyFile}`
  const lines = park.hosts.map(
    ({ port }, index) =>
      `h${index} ${login} ansible_port=${port} ansible_python_interpreter=/usr/bin/python3\n`,
  )
  writeFileSync(inventory, lines.join(''))
  return {
    name: `Ansible authorized_key, ${FORKS} forks, pipelining`,
    keepsConnections: true,
    bind(publicKey, kept) {
      const home = join(park.folder, 'ansible')
      // Sockets have short names only.
      const sockets = join(home, kept)
      mkdirSync(sockets, { recursive: true })
      return {
        command: [
          ...([program, 'all', '-i', inventory, '-f', String(FORKS), '-o'] as const),
          ...['-m', 'ansible.posix.authorized_key', '-a', `user=root key='${publicKey}'`],
        ],
        env: {
          ANSIBLE_HOME: home,
          ANSIBLE_PIPELINING: '1',
          ANSIBLE_SSH_CONTROL_PATH_DIR: sockets,
          ANSIBLE_SSH_COMMON_ARGS: `-F none -o UserKnownHostsFile=${park.knownHostsFile}`,
          ANSIBLE_LOCALHOST_WARNING: '0',
        },
      }
    },
  }
}

/** What is usually sent to many hosts by hand: no lock, no check of what was written, no way back. */
function appendScript(publicKey: string): string {
  return `umask 077; mkdir -p .ssh; grep -qxF '${publicKey}' .ssh/authorized_keys || echo '${publicKey}' >>.ssh/authorized_keys`
}

function parallelSsh(park: Park, program: string | undefined): Rival | string {
  if (program === undefined) return `${COULD_NOT}no parallel-ssh on PATH or in KEYPLANE_BENCH_PARALLEL_SSH`
  const hosts = join(park.folder, 'hosts')
  writeFileSync(hosts, park.hosts.map(({ port }) => `root@127.0.0.1:${port}\n`).join(''))
  const ssh = `-F none -i ${park.privateKeyFile} -o UserKnownHostsFile=${park.knownHostsFile}`
  return {
    name: `parallel-ssh (Debian's pssh), ${FORKS} at once, appends`,
    keepsConnections: false,
    bind: (publicKey) => ({
      command: [program, '-h', hosts, '-p', String(FORKS), '-t', '60', '-x', ssh, appendScript(publicKey)],
    }),
  }
}

const LIBRARY_SCRIPT = `
import sys
from pssh.clients import ParallelSSHClient
from pssh.config import HostConfig
key, command, ports = sys.argv[1], sys.argv[2], [int(port) for port in sys.argv[3:]]
client = ParallelSSHClient(['127.0.0.1'] * len(ports), user='root', pkey=key, pool_size=${FORKS},
    host_config=[HostConfig(port=port) for port in ports])
output = client.run_command(command)
client.join(output)
sys.exit(max(host.exit_code for host in output))
`

function parallelSshLibrary(park: Park, python: string | undefined): Rival | string {
  if (python === undefined)
    return `${COULD_NOT}no Python with the library parallel-ssh in KEYPLANE_BENCH_PYTHON`
  const ports = park.hosts.map(({ port }) => String(port))
  return {
    name: `parallel-ssh (PyPI library), ${FORKS} at once, appends`,
    keepsConnections: false,
    bind: (publicKey) => ({
      command: [python, '-c', LIBRARY_SCRIPT, park.privateKeyFile, appendScript(publicKey), ...ports],
    }),
  }
}
