import { z } from 'zod'

import type { Tag } from '../../core/tags/tag.ts'
import { text } from '../kit/params.ts'
import { invalidValue } from '../kit/tencent/common-errors.ts'
import { must, tags } from '../kit/tencent/param-checks.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import { readTags } from '../kit/tencent/wire-fields.ts'
import type { WireError } from '../kit/wire-error.ts'

/** Tags that one resource may carry. Source: Tag documentation, "Use limits". */
const MOST_TAGS = 50

/** Tags of a new resource of one kind. Source: spec/tencent.md §2.4 CreateKeyPair. */
export function tagSpecification(resourceType: 'keypair' | 'instance') {
  const isOurs = (type: string) => type === resourceType
  const entry = z.object({
    ResourceType: text().check(must(isOurs, () => invalidValue('TagSpecification.ResourceType'))),
    Tags: tags(MOST_TAGS),
  })
  return z
    .array(entry)
    .max(10)
    .check(
      must(
        (given) => reservedKey(given) === undefined,
        (given) =>
          tencentError(
            'FailedOperation.TagKeyReserved',
            `The tag key \`${reservedKey(given)}\` is reserved.`,
          ),
      ),
      must(
        (given) => twiceGiven(given) === undefined,
        (given) => duplicate(resourceType, twiceGiven(given) ?? ''),
      ),
    )
    .optional()
}

type Specifications = readonly { readonly Tags: readonly { readonly Key: string }[] }[]

/** Unverified: which keys are reserved; those of the cloud itself begin so. */
function reservedKey(given: Specifications): string | undefined {
  return keysOf(given).find((key) => key.startsWith('qcs:'))
}

function twiceGiven(given: Specifications): string | undefined {
  const keys = keysOf(given)
  return keys.find((key, place) => keys.indexOf(key) !== place)
}

function keysOf(given: Specifications): readonly string[] {
  return given.flatMap(({ Tags }) => Tags.map(({ Key }) => Key))
}

/** Only RunInstances has a code for it. Source: spec/tencent.md appendix A. */
function duplicate(resourceType: 'keypair' | 'instance', key: string): WireError {
  if (resourceType === 'keypair') return invalidValue('TagSpecification')
  return tencentError('InvalidParameterValue.DuplicateTags', `The tag key \`${key}\` is given twice.`)
}

/** All tags of a call in the core's words. */
export function tagsOf(specifications: z.output<ReturnType<typeof tagSpecification>>): readonly Tag[] {
  return (specifications ?? []).flatMap(({ Tags }) => readTags(Tags))
}
