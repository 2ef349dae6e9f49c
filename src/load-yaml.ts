import { createRequire } from 'node:module'

import type * as Yaml from 'yaml'

/** The library for YAML, loaded when there is a file to read: most servers start without one. */
export function loadYaml(): typeof Yaml {
  // What the package exports to `require` is what its types describe.
  return createRequire(import.meta.url)('yaml') as typeof Yaml
}
