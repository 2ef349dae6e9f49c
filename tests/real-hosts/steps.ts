import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { RealHost } from '../real-sshd.ts'

/** What goes wrong when a script on a host runs a program. */
export type StepFault =
  /** The program does nothing and fails, as on a full or read-only disk. */
  | 'fails'
  /** The session's sshd dies: the connection is cut, the script lives on. */
  | 'connection-cut'
  /** The script dies at once, without a chance to clean up. */
  | 'script-killed'
  /** The program waits until {@link Steps.goOn}. */
  | 'waits'

/** The programs that scripts run on a host, one call after the other, as steps that can be made to go wrong. */
export interface Steps {
  /** From now on the call with this number, from 1, goes wrong; 0: none. The count begins anew. */
  arm(step: number, kind: StepFault): Promise<void>
  /** Calls since the last {@link arm}. */
  count(): Promise<number>
  /** The program whose call went wrong; undefined when it was not reached. */
  met(): Promise<string | undefined>
  goOn(): Promise<void>
}

const WRAPPER = readFileSync(join(import.meta.dirname, 'step.sh'), 'utf8')

/** What changes files, flushes them or tells sshd: all that a full or read-only disk makes fail. */
const CHANGING =
  'cat chgrp chmod chown chpasswd cp dd flock install ln mkdir mktemp mv rm setpriv setsid sshd sync tee touch usermod'
/** What only looks. */
const LOOKING = 'awk cmp cut getent grep head id ls od readlink sed sha256sum stat tail tr wc'

const INSTALL = `
set -e
mkdir -p /fault/real
cat >/fault/wrapper
chmod 755 /fault/wrapper
printf '0\\n' | tee /fault/count /fault/step >/fault/kind
chmod -R a+rwX /fault
for program in $1; do
  real=$(command -v "$program") || continue
  ln -s "$real" "/fault/real/$program"
  for folder in /usr/local/sbin /usr/local/bin; do ln -s /fault/wrapper "$folder/$program"; done
done
`

/** Puts a wrapper before the programs of a host, for everything that is run through ssh from now on. */
export async function installSteps(host: RealHost, which: 'all' | 'changing'): Promise<Steps> {
  const programs = which === 'all' ? `${CHANGING} ${LOOKING}` : CHANGING
  const installed = await host.run(INSTALL, { args: [programs], input: WRAPPER })
  if (installed.exitCode !== 0) throw new Error(`no steps: ${installed.stderr}`)
  const text = async (name: string) => (await host.read(`/fault/${name}`)).toString().trim()
  return {
    async arm(step, kind) {
      await host.run('/usr/bin/rm -f /fault/met /fault/go')
      await host.write('/fault/count', '0\n')
      await host.write('/fault/kind', `${kind}\n`)
      await host.write('/fault/step', `${step}\n`)
    },
    count: async () => Number(await text('count')),
    met: () => text('met').catch(() => undefined),
    goOn: () => host.write('/fault/go', ''),
  }
}
