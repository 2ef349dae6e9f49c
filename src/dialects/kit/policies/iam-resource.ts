import { compileGlob, matchesGlob } from '../../../core/policies/glob.ts'
import type { FieldPattern, ResourcePattern } from '../../../core/policies/policy.ts'
import { splitAtColons } from './colon-names.ts'
import { refuse, type TextElement } from './document.ts'
import { readTemplate, VARIABLE } from './iam-variables.ts'

/**
 * `*`, or `trn:<service>:<region>:<account>:<type>/<id>` with wildcards in every field but the first. Ids joined by
 * commas after the last slash mean any of them, so one text may be several patterns. Variables are possible in the
 * last field. Source: spec/policies.md §1.3.
 */
export function readIamResource(element: TextElement): readonly ResourcePattern[] {
  if (element.value === '*') return ['every']
  const [trn, service, region, account, resource] = splitAtColons(element.value, 4)
  if (trn !== 'trn' || service === undefined || region === undefined || account === undefined || !resource) {
    return refuse(element, 'A resource is "*" or "trn:<service>:<region>:<account>:<type>/<id>".')
  }
  const before = [service, region, account].map((field) => compileGlob(field, '*?'))
  return splitIds(element, resource).map((one) => [...before, resourcePattern(one)])
}

/** True when a pattern of a service covers the service. */
export function mayName(pattern: string, service: string): boolean {
  return matchesGlob(compileGlob(pattern.toLowerCase(), '*?'), service)
}

/** Slashes and commas inside a variable belong to its name. */
function splitIds(element: TextElement, resource: string): readonly string[] {
  const masked = resource.replaceAll(VARIABLE, (variable) => '$'.repeat(variable.length))
  const start = masked.lastIndexOf('/') + 1
  // Without a slash there are no ids to join.
  if (start === 0) return [resource]
  const ids: string[] = []
  let from = start
  for (const piece of masked.slice(start).split(',')) {
    if (piece === '') refuse(element, 'An id between commas must not be empty.')
    ids.push(`${resource.slice(0, start)}${resource.slice(from, from + piece.length)}`)
    from += piece.length + 1
  }
  return ids
}

function resourcePattern(text: string): FieldPattern {
  const template = readTemplate(text)
  if (!template) return compileGlob(text, '*?')
  const { dependsOnResource } = template
  return {
    kind: 'variable',
    dependsOnResource,
    expand(context, resource) {
      const pieces = template.pieces(context, resource)
      return pieces && compileGlob(pieces, '*?')
    },
  }
}
