import { afterAll, describe, expect, it } from 'vitest'

import { COMMON_CODES } from '../recipes/common-codes.ts'
import { errorOf, followRecipe, SharedServers } from '../recipes/follow-recipe.ts'
import { PENDING_CODES } from '../recipes/pending-codes.ts'
import { nameOf, type RequiredCode } from '../recipes/recipe.ts'
import { RECIPES } from '../recipes/recipes.ts'
import { SEED_CODES } from '../recipes/seed-codes.ts'

const REQUIRED: readonly RequiredCode[] = [...SEED_CODES, ...COMMON_CODES]
const names = (codes: readonly Parameters<typeof nameOf>[0][]) => codes.map(nameOf).toSorted()

describe('the list of recipes', () => {
  const pending = new Set(names(PENDING_CODES))

  it('has a recipe for every required code that is not pending', () => {
    expect(names(RECIPES)).toEqual(names(REQUIRED).filter((name) => !pending.has(name)))
  })

  it('leaves this many required codes pending', () => {
    expect(PENDING_CODES).toHaveLength(0)
    expect(names(REQUIRED)).toEqual(expect.arrayContaining(names(PENDING_CODES)))
  })

  it('has all codes of the seed pages', () => {
    const count = (dialect: string, level?: string) =>
      SEED_CODES.filter((code) => code.dialect === dialect && code.level === level).length
    expect(count('tencent-cvm')).toBe(29)
    expect(SEED_CODES.filter(({ dialect, pageZh }) => dialect === 'tencent-cvm' && pageZh)).toHaveLength(9)
    expect(count('tencent-lighthouse')).toBe(16)
    expect(count('volcengine-ecs')).toBe(8)
    expect(count('volcengine-ecs', 'instance')).toBe(5)
    expect(count('alibaba-ecs')).toBe(5)
  })

  it('has the statuses of the pages', () => {
    const statusOf = (code: Parameters<typeof nameOf>[0] & { status: number }) => [nameOf(code), code.status]
    expect(RECIPES.map(statusOf)).toEqual(
      expect.arrayContaining(REQUIRED.filter((code) => !pending.has(nameOf(code))).map(statusOf)),
    )
  })

  const onPages = SEED_CODES.flatMap((code) => {
    const recipe = RECIPES.find((recipe) => nameOf(recipe) === nameOf(code))
    return recipe ? [{ name: nameOf(code), recipe, code }] : []
  })
  it.each(onPages.filter(({ recipe }) => recipe.messageFrom === undefined))(
    'has the sentence of the page: $name',
    ({ recipe, code }) => {
      expect(comparable(recipe.message)).toContain(comparable(code.page ?? 'no sentence'))
    },
  )

  it.each(onPages.filter(({ code }) => code.dialect === 'tencent-cvm' && code.pageZh !== undefined))(
    'has the Chinese sentence of the page: $name',
    ({ recipe, code }) => {
      expect(comparable(recipe.messageZh ?? '')).toBe(comparable(code.pageZh ?? ''))
    },
  )
})

/** Without the id, which each page makes up; a blank stands before a period on one of them. */
function comparable(text: string): string {
  return text
    .replaceAll('`', '')
    .replaceAll(' .', '.')
    .replaceAll(/\b(?:ins|skey)-\w+/g, 'ID')
}

describe('following a recipe', () => {
  const servers = new SharedServers()
  afterAll(() => servers[Symbol.asyncDispose]())

  it.each(RECIPES.map((recipe) => [nameOf(recipe), recipe] as const))('%s', async (_name, recipe) => {
    const reply = await followRecipe(recipe, servers)
    expect({ status: reply.status, code: errorOf(recipe, reply)?.code }).toEqual({
      status: recipe.status,
      code: recipe.code,
    })
    const message = errorOf(recipe, reply)?.message ?? ''
    expect(message).toBe(filledIn(recipe.message, message).replaceAll('{requestId}', reply.requestId))
  })

  const inChinese = RECIPES.filter(({ messageZh }) => messageZh !== undefined)
  it.each(inChinese.map((recipe) => [nameOf(recipe), recipe] as const))(
    '%s, in Chinese',
    async (_name, recipe) => {
      const { error } = await followRecipe(recipe, servers, 'zh')
      expect(error).toEqual({ code: recipe.code, message: recipe.messageZh })
    },
  )
})

/** The expected message with what may be any text taken from the real one. */
function filledIn(expected: string, real: string): string {
  const [before = '', after] = expected.split('{…}')
  if (after === undefined) return expected
  return before + real.slice(before.length, real.length - after.length) + after
}
