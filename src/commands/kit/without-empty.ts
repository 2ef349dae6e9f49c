/** The fields that have a value: what a flag did not say is absent in a request. */
export function withoutEmpty<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  // The same fields, without those that have no value.
  return Object.fromEntries(given) as { [K in keyof T]?: Exclude<T[K], undefined> }
}
