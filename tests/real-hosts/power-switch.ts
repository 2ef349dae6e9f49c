import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { RealHost } from '../real-sshd.ts'

type Verb = 'start' | 'stop'

/** What switches a test host off and on from outside, as a BMC does. */
export interface PowerSwitch {
  /** The `power` block of its settings. */
  readonly commands: Readonly<Record<Verb, string[]>>
  /** The command fails from now on and says so, or works again. */
  setBroken(verb: Verb, isBroken: boolean): void
  /** What was asked of it so far, in turn: a step that failed on the way is taken again, which counts once. */
  asked(): readonly string[]
}

/**
 * $1: start or stop. Off: every process of the host but its first one is killed, and none is there to answer. On: that
 * first one boots; not when the server is there already.
 */
const SCRIPT = `#!/bin/sh
cd "$(dirname "$0")" || exit 1
echo "$1" >>asked
if [ -e "broken-$1" ]; then echo "the BMC does not answer" >&2; exit 1; fi
inside() { nsenter --target="$(cat pid)" --mount --pid --root --wd sh -c "$1"; }
case $1 in
  stop) inside 'rm -f /run/sshd.pid; kill -KILL -1 2>/dev/null; true' ;;
  start) inside '[ -e /run/sshd.pid ] || kill -s USR1 1' ;;
esac
`

/** Makes the commands of a host in a folder of their own below `parent`. */
export function powerSwitch(host: Pick<RealHost, 'path'>, parent: string): PowerSwitch {
  const folder = mkdtempSync(join(parent, 'power-'))
  const [, pid = ''] = /^\/proc\/(\d+)\//.exec(host.path('/')) ?? []
  const script = join(folder, 'power')
  writeFileSync(script, SCRIPT, { mode: 0o755 })
  writeFileSync(join(folder, 'pid'), pid)
  writeFileSync(join(folder, 'asked'), '')
  return {
    commands: { start: [script, 'start'], stop: [script, 'stop'] },
    setBroken(verb, isBroken) {
      const file = join(folder, `broken-${verb}`)
      if (isBroken) writeFileSync(file, '')
      else rmSync(file, { force: true })
    },
    asked: () => {
      const lines = readFileSync(join(folder, 'asked'), 'utf8').split('\n').slice(0, -1)
      return lines.filter((verb, index) => verb !== lines[index - 1])
    },
  }
}
