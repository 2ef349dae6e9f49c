import { z } from 'zod'

import { action } from '../../kit/action.ts'
import type { MachineType } from '../../kit/catalog.ts'
import { readToken, writeToken } from '../../kit/page-tokens.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { integer, states, text } from '../../kit/params.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { catalog, findType } from '../catalog.ts'
import { invalidParameter } from '../errors.ts'
import { presentType, type ShownType } from '../present-type.ts'
import { matchesType, typeFilters } from '../type-filters.ts'
import { upTo } from '../wire-types.ts'

const MOST = 1600

/**
 * Lists instance types. One that is asked for by its name and that RunInstances would take is there, even when it is
 * not in the catalog. Source: spec/alibaba.md §2.11.
 */
export const DescribeInstanceTypes = action({
  name: 'DescribeInstanceTypes',
  access: 'list',
  params: z.object({
    ...typeFilters,
    InstanceTypes: upTo(10, text()).optional(),
    AdditionalAttributes: ignored(),
    MaxResults: integer()
      .refine((count) => count >= 1, states({ kind: 'outOfRange' }))
      .default(MOST),
    NextToken: text().optional(),
  }),
  async run(_context, { InstanceTypes, MaxResults, NextToken, ...filters }) {
    const types = named(InstanceTypes)
      .map(presentType)
      .filter((type) => matchesType(type, filters))
    const begin = NextToken === undefined ? 0 : placeBehind(types, NextToken)
    const shown = types.slice(begin, begin + Math.min(MaxResults, MOST))
    const last = begin + shown.length < types.length ? shown.at(-1) : undefined
    const next = last ? writeToken(last.InstanceTypeId) : ''
    return { NextToken: next, InstanceTypes: { InstanceType: shown } }
  },
})

/** All of the catalog, or those of these names. */
function named(ids: readonly string[] | undefined): readonly MachineType[] {
  return ids ? [...new Set(ids)].flatMap((id) => findType(id) ?? []) : catalog.types
}

/** The token is the last type of the page before. */
function placeBehind(types: readonly ShownType[], token: string): number {
  const id = readToken(token)
  const index = types.findIndex(({ InstanceTypeId }) => InstanceTypeId === id)
  if (index === -1) throw new Refusal(invalidParameter('NextToken'))
  return index + 1
}
