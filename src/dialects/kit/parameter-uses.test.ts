import { describe, expect, test } from 'vitest'
import { z } from 'zod'

import { ignored, joining, usesOf } from './parameter-uses.ts'
import { boolean, integer, text } from './params.ts'

const schema = z.strictObject({
  Name: text(),
  Limit: integer().default(20),
  Force: boolean().optional(),
  Old: ignored(),
  Disk: z.object({ Size: integer(), Label: ignored() }).optional(),
  Tags: z.array(z.object({ Key: text(), Value: text() })).optional(),
  Ids: z
    .array(text())
    .transform((ids) => new Set(ids))
    .optional(),
  Prepared: z.preprocess((value) => value, z.object({ A: text() })).optional(),
})

function uses(input: unknown) {
  const { read, ignored, unknown } = usesOf(schema, input)
  return { read, ignored, unknown }
}

describe('usesOf', () => {
  test('tells what is read, ignored and unknown', () => {
    expect(uses({ Name: 'a', Limit: '3', Old: { any: 'thing' }, Nome: 1 })).toEqual({
      read: ['Name', 'Limit'],
      ignored: ['Old'],
      unknown: ['Nome'],
    })
  })

  test('looks into objects, lists and what is prepared or transformed', () => {
    const input = {
      Disk: { Size: 1, Label: 'l', Colour: 'red' },
      Tags: [
        { Key: 'k', Value: 'v' },
        { Key: 'k', Volue: 'v' },
      ],
      Ids: ['a', 'b'],
      Prepared: { A: 'a', B: 'b' },
    }
    expect(uses(input)).toEqual({
      read: ['Disk.Size', 'Tags.Key', 'Tags.Value', 'Ids', 'Prepared.A'],
      ignored: ['Disk.Label'],
      unknown: ['Disk.Colour', 'Tags.Volue', 'Prepared.B'],
    })
  })

  test('takes what is not of its type as read: the schema refuses it', () => {
    expect(uses({ Disk: 'x', Tags: 'y' })).toEqual({ read: ['Disk', 'Tags'], ignored: [], unknown: [] })
    expect(uses([1])).toEqual({ read: [''], ignored: [], unknown: [] })
  })

  test('what is put together before the schema sees it was read', () => {
    const joined = joining(
      { reads: ['Id', 'Name'], makes: ['Pair'] },
      ({ Id, Name, ...rest }) => ({ ...rest, Pair: Id ?? Name }),
      z.object({ Pair: text(), Limit: integer().optional() }),
    )
    expect(joined.parse({ Name: 'a' })).toEqual({ Pair: 'a' })
    const found = usesOf(joined, { Id: 'a', Name: 'b', Limit: 1, Nome: 'c' })
    expect(found).toEqual({ read: ['Id', 'Name', 'Limit'], ignored: [], unknown: ['Nome'] })
  })

  test('looks behind a check of anything', () => {
    const tags = z.array(z.object({ Key: text() }))
    const checked = z.object({ Tags: z.unknown().refine(Boolean).pipe(tags) })
    expect(usesOf(checked, { Tags: [{ Key: 'a', Kay: 'b' }] })).toEqual({
      ...{ read: ['Tags.Key'], ignored: [], unknown: ['Tags.Kay'] },
    })
  })

  test('what is taken everywhere is never unknown', () => {
    const everywhere = new Set(['Nome', 'Name'])
    const found = usesOf(schema, { Name: 'a', Nome: 'b', Nume: 'c' }, everywhere)
    expect(found).toEqual({ read: ['Name'], ignored: ['Nome'], unknown: ['Nume'] })
  })

  test('names of methods are unknown parameters like others, and long ones are cut', () => {
    expect(uses({ toString: 1, ['x'.repeat(500)]: 1 }).unknown).toEqual(['toString', 'x'.repeat(100)])
  })
})
