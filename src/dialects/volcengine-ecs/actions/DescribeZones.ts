import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { findRegion } from '../../kit/catalog.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { catalog } from '../catalog.ts'
import { notFound } from '../errors.ts'
import { list } from '../wire-types.ts'

/** Lists the zones of the region; one that is unknown refuses the call. Source: spec/volcengine.md §2.13. */
export const DescribeZones = action({
  name: 'DescribeZones',
  access: 'list',
  params: z.object({ ZoneIds: list(20) }),
  async run({ call }, { ZoneIds }) {
    const zones = (findRegion(catalog, call.region)?.zones ?? []).map(({ id }) => id)
    if (ZoneIds?.some((id) => !zones.includes(id))) throw new Refusal(notFound('Zone', 'zone'))
    const shown = zones.filter((id) => !ZoneIds || ZoneIds.includes(id))
    return { Zones: shown.map((ZoneId) => ({ ZoneId })) }
  },
})
