/** Machines whose operations nobody carries on for the moment; only a stand-in has any. */
export interface Holds {
  /** By the ids of machines; undefined where there are none. Whoever takes one out wakes its operation. */
  readonly held: ReadonlySet<string> | undefined
}
