import { ANYTHING, compileGlob, type Glob } from '../../../core/policies/glob.ts'
import type { ResourcePattern } from '../../../core/policies/policy.ts'
import { TENCENT_REGIONS } from '../tencent/regions.catalog.ts'
import { splitAtColons } from './colon-names.ts'
import { type PolicyWarning, refuse, type TextElement } from './document.ts'

/** Names that examples of the documentation still use. Source: spec/policies.md §1.1, field "region". */
const OLD_REGIONS: ReadonlyMap<string, string> = new Map([
  ['gz', 'ap-guangzhou'],
  ['sh', 'ap-shanghai'],
  ['bj', 'ap-beijing'],
  ['cd', 'ap-chengdu'],
  ['hk', 'ap-hongkong'],
  ['sg', 'ap-singapore'],
  ['ca', 'na-toronto'],
  ['de', 'eu-frankfurt'],
])

const KNOWN_SERVICES: ReadonlySet<string> = new Set(['cam', 'cvm', 'lighthouse', 'vpc'])
const KNOWN_REGIONS: ReadonlySet<string> = new Set([
  ...TENCENT_REGIONS.map(({ id }) => id),
  ...OLD_REGIONS.values(),
])

/**
 * `*`, or the six fields `qcs:<project>:<service>:<region>:<account>:<resource>`. Only a bare `*` covers what has no
 * name of its own. Source: spec/policies.md §1.1.
 */
export function readCamResource(
  element: TextElement,
  account: string,
  warnings: PolicyWarning[],
): ResourcePattern {
  if (element.value === '*') return 'every'
  const [qcs, ...fields] = splitAtColons(element.value, 5)
  if (qcs !== 'qcs') refuse(element, 'A resource is "*" or begins with "qcs:".', code('QcsError'))
  const [project, service, region, owner, resource] = fields
  if (
    project === undefined ||
    service === undefined ||
    region === undefined ||
    owner === undefined ||
    resource === undefined
  ) {
    return refuse(
      element,
      'A resource has six fields: "qcs::<service>:<region>:<account>:<resource>".',
      code('Error'),
    )
  }
  if (project !== '') refuse(element, 'The project must be empty.', code('ProjectError'))
  if (resource === '') refuse(element, 'The last field must not be empty.', code('ContentError'))
  if (!/^(?:\*|uin\/\*|uin\/\d+|uid\/\d+)?$/.test(owner)) {
    refuse(element, 'The account must be empty or "uin/<account id>".', code('UinError'))
  }
  const warn = (message: string) => warnings.push({ path: element.path, message })
  if (!isAny(service) && !KNOWN_SERVICES.has(service)) warn(`No service here is called "${service}".`)
  if (!isAny(region) && !KNOWN_REGIONS.has(currentRegion(region))) warn(`No region is called "${region}".`)
  if (!isOwn(owner) && owner !== `uin/${account}`) warn(`The account "${owner}" is not the policy's own.`)
  return [
    exactOrAny(service),
    exactOrAny(currentRegion(region)),
    isOwn(owner) ? ANYTHING : { kind: 'exact', text: owner },
    compileGlob(resource, '*'),
  ]
}

function code(what: string): string {
  return `InvalidParameter.Resource${what}`
}

function currentRegion(region: string): string {
  return OLD_REGIONS.get(region) ?? region
}

/** Names carry the caller's account, and a policy belongs to the caller's: own is any. */
function isOwn(owner: string): boolean {
  return isAny(owner) || owner === 'uin/*'
}

function isAny(field: string): boolean {
  return field === '' || field === '*'
}

function exactOrAny(field: string): Glob {
  return isAny(field) ? ANYTHING : { kind: 'exact', text: field }
}
