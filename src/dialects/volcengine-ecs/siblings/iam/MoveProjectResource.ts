import { z } from 'zod'

import { moveToProject, type PlacedResource } from '../../../../core/projects/move.ts'
import { action } from '../../../kit/action.ts'
import { states, text } from '../../../kit/params.ts'
import { Refusal } from '../../../kit/wire-error.ts'
import { malformed, notFound } from '../../errors.ts'
import { given, requiredProject } from '../../wire-types.ts'

/** `trn:ecs:<region>:<account>:<type>/<id>`. Source: spec/volcengine.md §3.5. */
const TRN =
  /^trn:ecs:(?<region>[a-z0-9-]{1,64}):(?<account>\d{1,20}):(?<type>keypair|instance)\/(?<id>[a-z0-9-]{1,64})$/

const KINDS: Readonly<Record<string, PlacedResource['kind']>> = { keypair: 'keyPair', instance: 'instance' }

type NamedResource = PlacedResource & { readonly account: string }

/** A list, or one text. */
function resourceTrns() {
  const trn = text().transform((value, context): NamedResource => {
    const { region, account, type, id } = TRN.exec(value)?.groups ?? {}
    const kind = KINDS[type ?? '']
    if (region && account && id && kind) return { region, account, id, kind }
    context.addIssue({ code: 'custom', ...states({ kind: 'malformed', refusal: malformed('ResourceTrn') }) })
    return z.NEVER
  })
  return z.preprocess(
    (value) => (typeof value === 'string' && value !== '' ? [value] : value),
    given(z.array(trn).min(1).max(100)),
  )
}

/**
 * Moves key pairs and instances to another project: all of them or none. Unverified: how many, and the refusal of what
 * is not there. Source: spec/volcengine.md §4.3.
 */
export const MoveProjectResource = action({
  name: 'MoveProjectResource',
  access: 'write',
  params: z.object({
    TargetProjectName: requiredProject('TargetProjectName'),
    ResourceTrn: resourceTrns(),
  }),
  async run({ core, call }, { TargetProjectName, ResourceTrn }) {
    if (ResourceTrn.some(({ account }) => account !== call.account)) {
      throw new Refusal(notFound('Resource', 'resource'))
    }
    await moveToProject(core, call, { resources: ResourceTrn, project: TargetProjectName })
    return {}
  },
})
