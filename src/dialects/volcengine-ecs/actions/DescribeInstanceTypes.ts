import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { catalog, findImage, findType } from '../catalog.ts'
import { notFound } from '../errors.ts'
import { nextToken } from '../next-token.ts'
import { pageByPlace } from '../place-pages.ts'
import { presentInstanceType } from '../present-instance-type.ts'
import { list, maxResults, optionalText } from '../wire-types.ts'

/**
 * Lists instance types. A well-formed type that is not on offer is shown when it is asked for: instances may have it.
 * Unverified: how many rows a page has unless the caller says so. Source: spec/volcengine.md §2.13.
 */
export const DescribeInstanceTypes = action({
  name: 'DescribeInstanceTypes',
  access: 'list',
  params: z.object({
    InstanceTypeIds: list(1000),
    InstanceTypes: list(1000),
    ImageId: optionalText(),
    NextToken: nextToken(),
    MaxResults: maxResults({ byDefault: 100, max: 1000 }),
  }),
  async run(_context, { InstanceTypeIds, InstanceTypes, ImageId, ...page }) {
    // Every image runs on every type.
    if (ImageId !== undefined && !findImage(ImageId)) throw new Refusal(notFound('Image', 'image'))
    const wanted = InstanceTypeIds ?? InstanceTypes
    const isWanted = (id: string) => !InstanceTypeIds || !InstanceTypes || InstanceTypes.includes(id)
    const ids = [...new Set(wanted)].filter(isWanted)
    const types = wanted ? ids.flatMap((id) => findType(id) ?? []) : catalog.types
    const { rows, NextToken } = pageByPlace(types, page)
    return { InstanceTypes: rows.map(presentInstanceType), NextToken, TotalCount: types.length }
  },
})
