/** JSON as the answers carry it. `undefined` members are left out, like `null` in XML. */
type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject
export interface JsonObject {
  readonly [name: string]: JsonValue | undefined
}

/**
 * Writes a JSON object as an XML document: objects nest, a list under `K` repeats `<K>`, an empty list or object
 * leaves an empty wrapper, `null` is left out. Member names are written as they are: they are ours, never a caller's.
 * Source: spec/alibaba.md §1.7.
 */
export function xmlDocument(root: string, content: JsonObject): string {
  return `<?xml version='1.0' encoding='UTF-8'?>${element(root, content)}`
}

function element(name: string, value: JsonValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (isList(value)) return value.map((member) => element(name, member)).join('')
  if (typeof value !== 'object') return `<${name}>${escape(String(value))}</${name}>`
  let inner = ''
  for (const [key, member] of Object.entries(value)) inner += element(key, member)
  return inner === '' ? `<${name}/>` : `<${name}>${inner}</${name}>`
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}

function escape(text: string): string {
  if (!special.test(text)) return text
  return text
    .toWellFormed()
    .replace(unfit, '\ufffd')
    .replace(/[&<>\r]/g, entity)
}

const special = /[^\t\n\x20-\x25\x27-\x3b\x3d\x3f-\x7e]/
// Characters XML 1.0 cannot carry in any form.
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const unfit = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g

function entity(char: string): string {
  switch (char) {
    case '&':
      return '&amp;'
    case '<':
      return '&lt;'
    case '>':
      return '&gt;'
    default:
      // A bare carriage return would be read as a line feed.
      return '&#13;'
  }
}
