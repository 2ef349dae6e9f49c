import { createRequire } from 'node:module'

import type widthOf from 'string-width'

const require = createRequire(import.meta.url)

/** How many columns of a terminal a text takes: East Asian wide characters take two, colours none. */
export function textWidth(text: string): number {
  // Loading the tables of Unicode takes as long as the rest of a command: most commands show ASCII only.
  if (/^[\x20-\x7E]*$/.test(text)) return text.length
  // What `import` of it gives, of which `require` knows no type.
  const loaded = require('string-width') as { readonly default: typeof widthOf }
  return loaded.default(text)
}
