/** What Node and the module loaders of test runners call a package that is not there. */
const NOT_FOUND = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'])

/**
 * Loads a package that only some tests need, so it is no dependency.
 * @throws Error that names the package, when it is not installed
 */
export async function loadPackage<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load()
  } catch (error) {
    if (!isMissing(error, name)) throw error
    const advice = `this client needs the package ${name}: npm install --save-dev ${name}`
    throw new Error(advice, { cause: error })
  }
}

/** A package of its own that it misses is another mistake. */
function isMissing(error: unknown, name: string): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false
  return NOT_FOUND.has(String(error.code)) && error.message.includes(name)
}

/** The default export of a CommonJS module: some loaders of test runners unwrap it, plain Node does not. */
export function unwrapDefault<Default>(module: Default | { readonly default: Default }): Default {
  const isWrapped = typeof module === 'object' && module !== null && 'default' in module
  return isWrapped ? module.default : module
}
