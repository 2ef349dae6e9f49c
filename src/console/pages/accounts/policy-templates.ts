/** What a new policy may begin with. */
export type TemplateName = 'read' | 'bind' | 'all'

type Documents = Readonly<Record<TemplateName, object>>

const PAIR_ACTIONS = ['AssociateInstancesKeyPairs', 'DisassociateInstancesKeyPairs']

/** Source: spec/policies.md §1.1. */
function tencent(service: string): Documents {
  const of = (action: string | string[]) => ({
    version: '2.0',
    statement: [{ effect: 'allow', action, resource: '*' }],
  })
  const names = (actions: readonly string[]) => actions.map((action) => `${service}:${action}`)
  return {
    read: of(`${service}:Describe*`),
    bind: of(names(['Describe*', ...PAIR_ACTIONS])),
    all: of(`${service}:*`),
  }
}

/** Source: spec/policies.md §1.2. */
const ALIBABA: Documents = {
  read: { Version: '1', Statement: [{ Effect: 'Allow', Action: 'ecs:Describe*', Resource: '*' }] },
  bind: {
    Version: '1',
    Statement: [
      { Effect: 'Allow', Action: ['ecs:Describe*', 'ecs:AttachKeyPair', 'ecs:DetachKeyPair'], Resource: '*' },
    ],
  },
  all: { Version: '1', Statement: [{ Effect: 'Allow', Action: 'ecs:*', Resource: '*' }] },
}

/** Source: spec/policies.md §1.3. */
const VOLCENGINE: Documents = {
  read: { Statement: [{ Effect: 'Allow', Action: ['ecs:Describe*'], Resource: ['*'] }] },
  bind: {
    Statement: [
      {
        Effect: 'Allow',
        Action: ['ecs:Describe*', 'ecs:AttachKeyPair', 'ecs:DetachKeyPair'],
        Resource: ['*'],
      },
    ],
  },
  all: { Statement: [{ Effect: 'Allow', Action: ['ecs:*'], Resource: ['*'] }] },
}

const TEMPLATES: Readonly<Record<string, Documents>> = {
  'tencent-cvm': tencent('cvm'),
  'tencent-lighthouse': tencent('lighthouse'),
  'alibaba-ecs': ALIBABA,
  'volcengine-ecs': VOLCENGINE,
}

/** The document as text, in the policy language of the cloud; an empty object for a cloud that has no template. */
export function templateOf(dialect: string, name: TemplateName): string {
  return JSON.stringify(TEMPLATES[dialect]?.[name] ?? {}, null, 2)
}
