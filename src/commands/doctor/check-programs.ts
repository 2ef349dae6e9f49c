import { spawnSync } from 'node:child_process'

import type { CommandContext } from '../kit/context.ts'
import { LEAST_NODE } from '../kit/least-node.ts'
import { type Finding, ok, problem } from './finding.ts'
import { doctorTexts, toolTexts } from './texts.ts'

/** The Node that runs this: an older one reads the published package far enough to come here. */
export function checkNode(): Finding {
  const version = process.versions.node
  if (Number(version.split('.')[0]) >= LEAST_NODE) return ok('node', doctorTexts.node(version))
  return problem('node', doctorTexts.oldNode(version, LEAST_NODE), doctorTexts.newerNode(LEAST_NODE))
}

/** `ssh -V` tells its version; `ssh-keygen` has no such flag, so an unknown one shows that it is there. */
const PROBES = { ssh: ['-V'], 'ssh-keygen': ['-?'] } as const

/** Programs that `keyplane ssh` and people who bring keys of their own use. */
export function checkPrograms({ environment }: CommandContext): readonly Finding[] {
  return Object.entries(PROBES).map(([program, args]) => {
    const { error, stderr } = spawnSync(program, args, { env: { ...environment }, encoding: 'utf8' })
    if (error) return problem(program, toolTexts.missing(program), toolTexts.installSsh)
    return ok(program, toolTexts.found(program === 'ssh' ? stderr.trim() : program))
  })
}
