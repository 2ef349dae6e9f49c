import { z } from 'zod'

import type { Instance } from '../../core/instances/instance.ts'

/** GiB. */
const volume = z.object({
  VolumeType: z.string(),
  Size: z.number(),
  DeleteWithInstance: z.boolean(),
})

const networkInterface = z.object({ SubnetId: z.string(), SecurityGroupIds: z.array(z.string()) })

export const DEFAULT_VPC = 'vpc-ybdefault0000000vpc01'
export const DEFAULT_SUBNET = 'subnet-ybdefault0000subnet1'
export const DEFAULT_SECURITY_GROUP = 'sg-ybdefault00000000sg01'
export const DEFAULT_VOLUME = { VolumeType: 'ESSD_PL0', Size: 40, DeleteWithInstance: true }

/** What only this cloud's calls know of an instance; seeded instances have the defaults. */
const schema = z.object({
  VpcId: z.string().default(DEFAULT_VPC),
  SubnetId: z.string().default(DEFAULT_SUBNET),
  SecurityGroupIds: z.array(z.string()).default([DEFAULT_SECURITY_GROUP]),
  UserData: z.string().default(''),
  DeletionProtection: z.boolean().default(false),
  EnableJumboFrame: z.boolean().default(false),
  SpotStrategy: z.string().default('NoSpot'),
  SpotPriceLimit: z.number().default(0),
  HttpTokens: z.string().default('optional'),
  /** The system volume first. */
  Volumes: z.array(volume).default([DEFAULT_VOLUME]),
  /** Beside the primary one. */
  SecondaryInterfaces: z.array(networkInterface).default([]),
  /** The agent of the cloud assistant is installed. */
  CloudAssistant: z.boolean().default(false),
})

export type Attributes = z.output<typeof schema>
export type Volume = z.output<typeof volume>

export function attributesOf({ attributes }: Pick<Instance, 'attributes'>): Attributes {
  return schema.parse(attributes)
}

/** The attributes of a new instance; what is left out has its default. */
export function newAttributes(given: Partial<Attributes> = {}): Attributes {
  return schema.parse(given)
}
