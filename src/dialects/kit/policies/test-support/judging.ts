import type { CallContext, JudgedResource, Principal } from '../../../../core/policies/access-request.ts'
import { decide, type Decision } from '../../../../core/policies/decide.ts'
import type { Policy } from '../../../../core/policies/policy.ts'
import type { Tag } from '../../../../core/tags/tag.ts'
import type { AccessTable } from '../access-table.ts'
import { readCamPolicy } from '../cam.ts'
import { CVM_ACTIONS } from '../cvm-actions.catalog.ts'
import type { PolicyOwner, PolicyProblem, PolicyReading } from '../document.ts'
import { readIamPolicy } from '../iam.ts'
import { accessRequest, judgedCall, type JudgedName } from '../judged-call.ts'
import { readRamPolicy } from '../ram.ts'
import { ALIBABA_ACTIONS } from '../alibaba-actions.catalog.ts'
import { LIGHTHOUSE_ACTIONS } from '../lighthouse-actions.catalog.ts'
import { VOLCENGINE_ACTIONS } from '../volcengine-actions.catalog.ts'

/** The clouds as the test cases of spec/policies.md §5 name them. */
export const CLOUDS = {
  cvm: { table: CVM_ACTIONS, read: readCamPolicy, account: '1000000001', region: 'ap-guangzhou' },
  lighthouse: {
    table: LIGHTHOUSE_ACTIONS,
    read: readCamPolicy,
    account: '1000000001',
    region: 'ap-guangzhou',
  },
  ali: { table: ALIBABA_ACTIONS, read: readRamPolicy, account: '1234567890123456', region: 'cn-hangzhou' },
  volc: { table: VOLCENGINE_ACTIONS, read: readIamPolicy, account: '2100000000', region: 'cn-beijing' },
} as const satisfies Record<string, Cloud>

interface Cloud {
  readonly table: AccessTable
  readonly read: (document: unknown, owner: PolicyOwner) => PolicyReading
  readonly account: string
  readonly region: string
}

export type CloudName = keyof typeof CLOUDS

/** One call of a test; what is left out is as spec/policies.md §5 says. */
export interface Asked {
  readonly params?: Readonly<Record<string, unknown>>
  readonly region?: string
  /** Name of the user; `root` is the account itself. */
  readonly user?: string
  readonly principal?: Principal
  readonly context?: Partial<CallContext>
  /** Of resources, by id. */
  readonly tags?: Readonly<Record<string, readonly Tag[]>>
  readonly facts?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly keyPairIds?: Readonly<Record<string, string>>
  readonly session?: readonly unknown[]
}

/** Reads the documents, builds the request of the call and decides. */
export function judge(
  cloud: CloudName,
  action: string,
  documents: readonly unknown[],
  asked: Asked = {},
): Decision {
  const { table, account, region } = CLOUDS[cloud]
  const call = judgedCall(table, {
    action,
    account,
    region: asked.region ?? region,
    params: asked.params ?? {},
    keyPairIds: new Map(Object.entries(asked.keyPairIds ?? {})),
  })
  const request = accessRequest(call, contextOf(cloud, asked), (name) => factsOf(name, asked))
  const session = asked.session?.map((document) => read(cloud, document))
  return decide(request, {
    identity: documents.map((document) => read(cloud, document)),
    ...(session ? { session } : {}),
  })
}

/** `allow`, or the kind of refusal and the name of the resource. */
export function verdict(decision: Decision): string {
  return decision.outcome === 'allow' ? 'allow' : `${decision.outcome} ${decision.resource.text}`
}

export function read(cloud: CloudName, document: unknown): Policy {
  const reading = CLOUDS[cloud].read(document, { policyId: 'p', account: CLOUDS[cloud].account })
  if ('problem' in reading) throw new Error(`${reading.problem.path}: ${reading.problem.message}`)
  return reading.policy
}

/** Why a document is refused; undefined when it is not. */
export function problemOf(cloud: CloudName, document: unknown): PolicyProblem | undefined {
  const reading = CLOUDS[cloud].read(document, { policyId: 'p', account: CLOUDS[cloud].account })
  return 'problem' in reading ? reading.problem : undefined
}

export function contextOf(cloud: CloudName, { user = 'alice', principal, context }: Asked = {}): CallContext {
  const { account } = CLOUDS[cloud]
  const caller: Principal =
    user === 'root' ? { kind: 'account', account } : { kind: 'user', account, name: user, id: user, tags: [] }
  return {
    principal: principal ?? caller,
    sourceAddress: '203.0.113.9',
    isSecure: true,
    nowMs: Date.parse('2026-03-01T00:00:00Z'),
    isMfaPresent: undefined,
    requestTags: [],
    ...context,
  }
}

function factsOf({ id }: JudgedName, { tags, facts }: Asked): Pick<JudgedResource, 'tags' | 'facts'> {
  if (id === undefined) return {}
  const found = facts?.[id]
  return {
    tags: tags?.[id] ?? [],
    ...(found ? { facts: new Map(Object.entries(found).map(([key, value]) => [key, [value]])) } : {}),
  }
}
