/**
 * Of the key pairs that have an id or a name, those that are meant. An exact id wins, wherever its pair is: ids are made
 * by the server, while a name is anything that somebody writes, also the id of another pair.
 */
export function meantKeyPairs<T extends { readonly id: string; readonly name: string }>(
  found: readonly T[],
  idOrName: string,
): readonly T[] {
  const exact = found.filter(({ id }) => id === idOrName)
  return exact.length > 0 ? exact : found.filter(({ name }) => name === idOrName)
}
