/** What a lane believes there to be in its account; everything under names of the lane's own. */
export interface World {
  readonly instances: Readonly<Record<string, BelievedInstance>>
  /** Names of the key pairs. */
  readonly pairs: readonly string[]
}

export interface BelievedInstance {
  readonly state: string
  /** Names of the pairs that are bound. */
  readonly pairs: readonly string[]
  /** Names of the pairs that let in while it runs; undefined: nobody can know, until its next boot. */
  readonly inForce: readonly string[] | undefined
}

/** The world with one instance changed. */
export function withInstance(world: World, name: string, change: Partial<BelievedInstance>): World {
  const before = world.instances[name]
  if (!before) throw new Error(`there is no instance ${name}`)
  return { ...world, instances: { ...world.instances, [name]: { ...before, ...change } } }
}

export function withoutInstance({ pairs, instances }: World, name: string): World {
  return { pairs, instances: Object.fromEntries(Object.entries(instances).filter(([one]) => one !== name)) }
}

export function withPair(world: World, name: string): World {
  return { ...world, pairs: [...world.pairs, name] }
}

export function withoutPair(world: World, name: string): World {
  return { ...world, pairs: world.pairs.filter((one) => one !== name) }
}

/** The world after its instance has booted: what is bound is in force. */
export function booted(world: World, name: string): World {
  return withInstance(world, name, { state: 'running', inForce: world.instances[name]?.pairs })
}

/** What can be seen of a world, so that two that look alike are the same text. */
export function textOf({ instances, pairs }: World): string {
  const seen = Object.entries(instances).map(([name, one]) => [name, one.state, sorted(one.pairs)] as const)
  return JSON.stringify([seen.toSorted(([a], [b]) => (a < b ? -1 : 1)), sorted(pairs)])
}

/** The believed worlds that look like what is seen, as one; undefined: none does. */
export function matching(believed: readonly World[], seen: World): World | undefined {
  const fitting = believed.filter((one) => textOf(one) === textOf(seen))
  const [first, ...others] = fitting
  return first && others.reduce(merged, first)
}

/** Of two worlds that look alike, what is the same in both. */
function merged(one: World, other: World): World {
  const instances = Object.entries(one.instances).map(([name, instance]) => {
    const { inForce } = instance
    const isSame = String(inForce && sorted(inForce)) === String(sortedForce(other.instances[name]))
    return [name, isSame ? instance : { ...instance, inForce: undefined }] as const
  })
  return { pairs: one.pairs, instances: Object.fromEntries(instances) }
}

function sortedForce(instance: BelievedInstance | undefined): readonly string[] | undefined {
  return instance?.inForce && sorted(instance.inForce)
}

function sorted(names: readonly string[]): readonly string[] {
  return names.toSorted()
}
