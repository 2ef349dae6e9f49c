import { z } from 'zod'

import { isObject, KnownUses, plainNames } from './known-uses.ts'

/** What became of the parameters of one call: dotted paths, lists without their indexes (`Tag.Key`). */
export interface ParameterUses {
  readonly read: readonly string[]
  /** Known to the cloud, taken, and without effect here. */
  readonly ignored: readonly string[]
  /** Not known to the action at all. */
  readonly unknown: readonly string[]
}

/** Longest path that is told; what is longer is cut. */
const LONGEST_PATH = 100

const IGNORED = z.registry<{ isIgnored: true }>()

/** A parameter that the cloud knows and that has no effect here: taken in any form, and told to whoever asks. */
export function ignored() {
  return z.unknown().optional().register(IGNORED, { isIgnored: true })
}

/** Names of parameters that are put together before the schema sees them, and the names they have there. */
export interface Joined<Read extends string, Made extends string> {
  readonly reads: readonly Read[]
  readonly makes: readonly Made[]
}

const JOINED = z.registry<Joined<string, string>>()

/** Carries the names of `joining` for the compiler; there is no such field. */
declare const joinedNames: unique symbol
export interface JoiningSchema<Read extends string, Made extends string> {
  readonly [joinedNames]?: Joined<Read, Made>
}

/** Puts parameters together before the schema sees them. */
export function joining<const Read extends string, const Made extends string, T extends z.ZodType>(
  names: Joined<Read, Made>,
  join: (params: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
  schema: T,
): z.ZodPreprocess<T> & JoiningSchema<Read, Made> {
  // The wire layer hands over an object.
  const joined = z.preprocess((input) => join(input as Readonly<Record<string, unknown>>), schema)
  JOINED.add(joined, names)
  return joined
}

/**
 * Sorts the parameters that were given by what the schema of the action does with them. `everywhere` are names that the
 * cloud takes with every action: where an action does not declare one, it is ignored.
 */
export function usesOf(
  schema: z.ZodType,
  input: unknown,
  everywhere: ReadonlySet<string> = NOTHING,
): ParameterUses {
  const names = plainNames(input)
  const kept = names && knownOf(schema, everywhere).find(names)
  if (kept) return kept
  const uses = sort(schema, input, everywhere)
  // Callers can invent any number of unknown ones.
  if (names && uses.unknown.length === 0) knownOf(schema, everywhere).keep(names, uses)
  return uses
}

function sort(schema: z.ZodType, input: unknown, everywhere: ReadonlySet<string>): ParameterUses {
  const uses = { read: new Set<string>(), ignored: new Set<string>(), unknown: new Set<string>() }
  walk(schema, input, '', uses)
  const isTaken = (name: string) => everywhere.has(name)
  const unknown = [...uses.unknown]
  return {
    read: [...uses.read],
    ignored: [...uses.ignored, ...unknown.filter(isTaken)],
    unknown: unknown.filter((name) => !isTaken(name)),
  }
}

const NOTHING: ReadonlySet<string> = new Set()

const KNOWN = new WeakMap<z.core.$ZodType, KnownUses<ParameterUses>>()

function knownOf(schema: z.core.$ZodType, everywhere: ReadonlySet<string>): KnownUses<ParameterUses> {
  let known = KNOWN.get(schema)
  if (known?.everywhere !== everywhere) KNOWN.set(schema, (known = new KnownUses(everywhere)))
  return known
}

type Uses = Readonly<Record<keyof ParameterUses, Set<string>>>

function walk(schema: z.core.$ZodType, input: unknown, path: string, uses: Uses): void {
  const inner = shapeOf(schema)
  const { reads = [] } = JOINED.get(schema) ?? {}
  if (inner instanceof z.ZodArray && Array.isArray(input)) {
    for (const entry of input) walk(inner.element, entry, path, uses)
  } else if (inner instanceof z.ZodObject && isObject(input)) {
    const shape: z.core.$ZodShape = inner.shape
    for (const [name, value] of Object.entries(input)) {
      const own = path === '' ? name : `${path}.${name}`
      const known = Object.hasOwn(shape, name) ? shape[name] : undefined
      if (reads.includes(name)) uses.read.add(own)
      else if (!known) uses.unknown.add(own.slice(0, LONGEST_PATH))
      else if (isIgnored(known)) uses.ignored.add(own)
      else walk(known, value, own, uses)
    }
  } else uses.read.add(path)
}

function isIgnored(schema: z.core.$ZodType): boolean {
  return IGNORED.has(schema) || (schema instanceof z.ZodOptional && isIgnored(schema.unwrap()))
}

const SHAPES = new WeakMap<z.core.$ZodType, z.core.$ZodType>()

/** The object or list inside of what makes it optional, gives it a default or prepares it. */
function shapeOf(schema: z.core.$ZodType): z.core.$ZodType {
  const kept = SHAPES.get(schema)
  if (kept) return kept
  const shape = unwrap(schema)
  SHAPES.set(schema, shape)
  return shape
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) {
    return unwrap(schema.unwrap())
  }
  if (!(schema instanceof z.ZodPipe)) return schema
  // What a caller sends is described before a transformation, and behind a preparation or a check of anything.
  const before = schema.in instanceof z.ZodTransform ? schema.out : unwrap(schema.in)
  return unwrap(before instanceof z.ZodUnknown ? schema.out : before)
}
