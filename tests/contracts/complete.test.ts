import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { listDialects } from '../action-table.ts'
import { declaredAnswer } from './answer-flaws.ts'

/** Withdrawn by the cloud: the SDKs do not have them any more. */
const WITHDRAWN: ReadonlySet<string> = new Set([
  'DescribeInstanceLoginKeyPairAttribute',
  'ModifyInstancesLoginKeyPairAttribute',
])

describe.each(listDialects().map((dialect) => ({ ...dialect })))(
  '$id',
  ({ id, service, actions, siblings }) => {
    const all = [{ name: service, actions }, ...siblings]
      .flatMap(({ name, actions }) => actions.map((action) => ({ service: name, action: action.name })))
      .filter(({ action }) => !WITHDRAWN.has(action))

    test('the compiler holds every action against the types of an official client', () => {
      const contracts = readFileSync(join(import.meta.dirname, `${id}.ts`), 'utf8')
      expect(all.filter(({ action }) => !contracts.includes(`'${action}'`))).toEqual([])
    })

    test('every answer of a test is held against what an official client declares', () => {
      expect(all.filter(({ service, action }) => declaredAnswer(id, service, action) === undefined)).toEqual(
        [],
      )
    })
  },
)
