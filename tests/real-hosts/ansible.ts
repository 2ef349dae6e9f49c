import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { execa } from 'execa'

import type { RealHost } from '../real-sshd.ts'

/** Longest that one playbook may take, in milliseconds. */
const TIMEOUT_MS = 60_000

/** A task as a playbook has it: a module by its full name, and its arguments. */
export type Task = Readonly<Record<string, unknown>>

/** The machine's own Ansible with one real host as its inventory. */
export interface Ansible extends AsyncDisposable {
  /**
   * Runs these tasks as one playbook, over SSH and with the host's key pinned.
   * @throws Error with what Ansible said when a task failed
   */
  play(...tasks: readonly Task[]): Promise<void>
}

/** Prepares a home of its own for Ansible; disposing removes it. */
export async function ansibleAt(
  { address, port, hostKey }: RealHost,
  { user, privateKey }: { readonly user: string; readonly privateKey: string },
): Promise<Ansible> {
  const home = await mkdtemp(join(tmpdir(), 'keyplane-ansible-'))
  const file = (name: string) => join(home, name)
  await writeFile(file('key'), privateKey, { mode: 0o600 })
  await writeFile(file('known_hosts'), `[${address}]:${port} ${hostKey}\n`)
  const way = { ansible_host: address, ansible_port: port, ansible_user: user }
  const login = {
    ansible_ssh_private_key_file: file('key'),
    ansible_python_interpreter: '/usr/bin/python3',
  }
  await writeFile(file('hosts.json'), JSON.stringify({ all: { hosts: { neighbour: { ...way, ...login } } } }))
  await writeFile(file('ansible.cfg'), '')
  return {
    async play(...tasks) {
      const play = [{ hosts: 'all', gather_facts: false, tasks }]
      await writeFile(file('play.json'), JSON.stringify(play))
      const { exitCode, stdout, stderr } = await execa(
        'ansible-playbook',
        ['-i', file('hosts.json'), file('play.json')],
        { env: environment(home), extendEnv: false, reject: false, timeout: TIMEOUT_MS },
      )
      if (exitCode !== 0) throw new Error(`ansible-playbook ended with ${exitCode}: ${stdout}\n${stderr}`)
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  }
}

/** Nothing of whoever runs the tests, and no shared connection that would outlive the playbook. */
function environment(home: string): Record<string, string> {
  const settings = ['IdentitiesOnly=yes', 'IdentityAgent=none', 'StrictHostKeyChecking=yes']
  const known = `UserKnownHostsFile=${join(home, 'known_hosts')}`
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    LANG: 'C.UTF-8',
    ANSIBLE_CONFIG: join(home, 'ansible.cfg'),
    ANSIBLE_LOCAL_TEMP: join(home, 'tmp'),
    ANSIBLE_PIPELINING: 'True',
    ANSIBLE_NOCOLOR: '1',
    ANSIBLE_SSH_ARGS: ['-F none', ...[...settings, known].map((setting) => `-o ${setting}`)].join(' '),
  }
}
