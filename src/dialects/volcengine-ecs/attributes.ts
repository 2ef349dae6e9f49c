import { z } from 'zod'

import type { Instance } from '../../core/instances/instance.ts'

/** What only this cloud's calls know of an instance; seeded instances have the defaults. */
const schema = z.object({
  VpcId: z.string().default('vpc-ybdefault0000000vpc01'),
  SubnetId: z.string().default('subnet-ybdefault0000subnet1'),
  SecurityGroupIds: z.array(z.string()).default(['sg-ybdefault00000000sg01']),
  UserData: z.string().default(''),
  DeletionProtection: z.boolean().default(false),
  EnableJumboFrame: z.boolean().default(false),
  SpotStrategy: z.string().default('NoSpot'),
  HttpTokens: z.string().default('optional'),
  /** Data volumes beside the system volume. */
  DataVolumes: z.number().default(0),
})

export type Attributes = z.output<typeof schema>

export function attributesOf({ attributes }: Pick<Instance, 'attributes'>): Attributes {
  return schema.parse(attributes)
}

/** The attributes of a new instance; what is left out has its default. */
export function newAttributes(given: Partial<Attributes> = {}): Attributes {
  return schema.parse(given)
}
