/** Which step of a call a function works for. */
import type { Profile, ProfileNode } from './profiler.ts'

/** In the order of a call. */
export const STEPS = [
  'HTTP in: socket, parser, Node',
  'Fastify',
  'room: find the dialect and action, read the request',
  'verify: access key and signature',
  'parse: parameters',
  'authorize: user and policies',
  'use case: rules of the core',
  'SQL: statements',
  'SQL: transaction and commit',
  'operation: plan, machine, progress',
  'audit: row, sums, chain',
  'write: put the answer together',
  'HTTP out: headers, socket',
  'call log and counts',
  'garbage collection',
  'Node outside JavaScript',
  'rest',
] as const

export type Step = (typeof STEPS)[number]

/** Functions of the engine that have no place of their own. */
const BY_NAME: ReadonlyMap<string, Step | 'idle'> = new Map<string, Step | 'idle'>([
  ['(garbage collector)', 'garbage collection'],
  ['(program)', 'Node outside JavaScript'],
  ['(idle)', 'idle'],
])

/**
 * The first row that a function or one of its callers fits wins, from the function outwards: what Node, SQLite or a library
 * does is done for whoever called it.
 */
const BY_PLACE: readonly (readonly [pattern: RegExp, step: Step])[] = [
  [/\/src\/store\/sql\/(shared-commits|snapshot)\.ts/, 'SQL: transaction and commit'],
  [/\/kysely\/.*(transaction|connection|runtime-driver|sqlite-driver)/i, 'SQL: transaction and commit'],
  [/\/src\/(core\/audit|open-audit-sealer)|\/src\/store\/sql\/audit/, 'audit: row, sums, chain'],
  [/\/src\/(store|core\/database)|\/kysely\//, 'SQL: statements'],
  [
    /\/(signature|[\w-]+-signature|[\w-]*credentials|hmac-key|signing-keys)\.ts/,
    'verify: access key and signature',
  ],
  [/\/core\/(accounts\/access-keys|nonces\/|secret)/, 'verify: access key and signature'],
  [
    /\/(kit|core)\/policies\/|\/core\/accounts\/(users|mfa)|\/access-denied\.ts/,
    'authorize: user and policies',
  ],
  [/\/core\/operations\/|\/drivers\/|\/core\/machines\//, 'operation: plan, machine, progress'],
  [
    /\/zod\/|\/(params|[\w-]*-params|param-[\w-]+|parameter-[\w-]+|wire-types|wire-fields)\.ts/,
    'parse: parameters',
  ],
  [
    /\/(json-excess|nest-pairs|numbered-names|filters|[\w-]+-filters|complain|numeric-id)\.ts/,
    'parse: parameters',
  ],
  [/\/kit\/calls\/|\/core\/(call-counts|duration|rates)|\/(attempt|call-rate)\.ts/, 'call log and counts'],
  [
    /\/dialects\/.*\/(answer|xml|present-[\w-]+|key-pair-texts|binding-call)\.ts/,
    'write: put the answer together',
  ],
  [/\/src\/core\//, 'use case: rules of the core'],
  [/\/src\/dialects\//, 'room: find the dialect and action, read the request'],
  [/^node:(_http_outgoing|internal\/stream_base_commons)|\/fastify\/lib\/reply/, 'HTTP out: headers, socket'],
  [/\/src\/http\/end-of-turn/, 'HTTP out: headers, socket'],
  [/^node:(_http|internal\/http|net|internal\/streams|internal\/timers)/, 'HTTP in: socket, parser, Node'],
  [/\/fastify\/|\/find-my-way\/|\/avvio\/|\/src\/http\//, 'Fastify'],
]

/** Names of functions that open and end transactions: what SQLite writes, it writes there. */
const ENDS_TRANSACTION = /^(commit|rollback|begin)/i

/** Microseconds of each step; time in which the server waited is left out. */
export function timeBySteps(profile: Profile): ReadonlyMap<Step, number> {
  const stepOf = classifier(profile.nodes)
  const micros = new Map<Step, number>(STEPS.map((step) => [step, 0]))
  profile.samples.forEach((id, place) => {
    const step = stepOf(id)
    // The time until the next sample is this one's.
    if (step !== 'idle') micros.set(step, (micros.get(step) ?? 0) + (profile.timeDeltas[place + 1] ?? 0))
  })
  return micros
}

function classifier(nodes: readonly ProfileNode[]): (id: number) => Step | 'idle' {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  )
  const known = new Map<number, Step | 'idle'>()
  return (id) => {
    const kept = known.get(id)
    if (kept) return kept
    const frames: ProfileNode['callFrame'][] = []
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const node = byId.get(at)
      if (node) frames.push(node.callFrame)
    }
    const step = classify(frames)
    known.set(id, step)
    return step
  }
}

function isEndOfTransaction({ functionName, url }: ProfileNode['callFrame']): boolean {
  return ENDS_TRANSACTION.test(functionName) && url.includes('/kysely/')
}

/** The step of a stack, its innermost function first. */
export function classify(frames: readonly ProfileNode['callFrame'][]): Step | 'idle' {
  const named = BY_NAME.get(frames[0]?.functionName ?? '')
  if (named) return named
  for (const { url } of frames) {
    const step = BY_PLACE.find(([pattern]) => pattern.test(url))?.[1]
    if (step === 'SQL: statements' && frames.some(isEndOfTransaction)) return 'SQL: transaction and commit'
    if (step) return step
  }
  return 'rest'
}
