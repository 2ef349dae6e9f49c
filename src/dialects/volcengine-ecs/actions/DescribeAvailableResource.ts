import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { findRegion } from '../../kit/catalog.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { text } from '../../kit/params.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { catalog } from '../catalog.ts'
import { notFound } from '../errors.ts'
import { given, optionalText } from '../wire-types.ts'

/** Source: provider volcengine, data source ecs_available_resources. */
const KINDS = ['InstanceType', 'DedicatedHost'] as const

/**
 * Lists what can be had in the zones of a region. Every zone has every instance type and no dedicated hosts. Source: Go
 * SDK, service ecs. Unverified: the refusal of a zone that does not exist.
 */
export const DescribeAvailableResource = action({
  name: 'DescribeAvailableResource',
  access: 'list',
  params: z.object({
    DestinationResource: given(text().pipe(z.enum(KINDS))),
    ZoneId: optionalText(),
    InstanceTypeId: optionalText(),
    InstanceType: optionalText(),
    // It costs nothing here, however it is paid for.
    InstanceChargeType: ignored(),
    SpotStrategy: ignored(),
  }),
  run({ call }, { DestinationResource, ZoneId, InstanceTypeId, InstanceType }) {
    const all = findRegion(catalog, call.region)?.zones ?? []
    const zones = all.filter(({ id }) => ZoneId === undefined || id === ZoneId)
    if (ZoneId !== undefined && zones.length === 0) throw new Refusal(notFound('Zone', 'zone'))
    const wanted = InstanceTypeId ?? InstanceType
    const types = DestinationResource === 'InstanceType' ? catalog.types : []
    const SupportedResources = types
      .filter(({ id }) => wanted === undefined || id === wanted)
      .map(({ id }) => ({ Status: AVAILABLE, Value: id }))
    const Status = SupportedResources.length > 0 ? AVAILABLE : 'SoldOut'
    const AvailableResources = [{ Type: DestinationResource, SupportedResources }]
    const AvailableZones = zones.map(({ id }) => ({
      ...{ RegionId: call.region, ZoneId: id, Status, AvailableResources },
    }))
    return Promise.resolve({ AvailableZones })
  },
})

const AVAILABLE = 'Available'
