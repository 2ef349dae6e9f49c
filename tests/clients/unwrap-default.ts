/** The default export of a CommonJS module: the test runner unwraps it, plain Node and the types do not. */
export function unwrapDefault<Default>(module: Default | { readonly default: Default }): Default {
  const isWrapped = typeof module === 'object' && module !== null && 'default' in module
  return isWrapped ? module.default : module
}
