import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { afterAll, describe, expect, test, vi } from 'vitest'

import { SharedServers } from '../recipes/follow-recipe.ts'
import { nameOf, type Recipe } from '../recipes/recipe.ts'
import { RECIPES } from '../recipes/recipes.ts'
import { SEED_CODES } from '../recipes/seed-codes.ts'
import { sendCall } from '../recipes/send-call.ts'
import { startTestKeyplane } from '../start-keyplane.ts'
import { askWithSdk, type SdkError } from './sdk-call.ts'

// The recipes of the error codes of the five pages once more, their last call made by the official SDK.

const SEED = readFileSync(join(import.meta.dirname, '..', 'recipes', 'world.yaml'), 'utf8')
const ofThePages = new Set(SEED_CODES.map(nameOf))
const recipes = RECIPES.filter((recipe) => ofThePages.has(nameOf(recipe)))
const named = (list: readonly Recipe[]) => list.map((recipe) => [nameOf(recipe), recipe] as const)

const servers = new SharedServers()
afterAll(() => servers[Symbol.asyncDispose]())

async function setUp(recipe: Recipe, endpoint: string): Promise<void> {
  for (const call of recipe.setup ?? []) await sendCall(recipe.dialect, endpoint, call)
}

async function follow(recipe: Recipe, language?: 'zh-CN'): Promise<SdkError | undefined> {
  const { dialect, call, damage, flags } = recipe
  if (damage) return followBroken(recipe, damage.sql)
  const ask = (endpoint: string) => askWithSdk[dialect](endpoint, call, language)
  if (flags?.rates !== undefined) {
    await using server = await startTestKeyplane({ seed: SEED, ...flags })
    await setUp(recipe, server.endpoint)
    // Awaited, or the server would be gone before it answers.
    return await ask(server.endpoint)
  }
  const { endpoint } = await servers.get(recipe)
  // In Chinese it is asked second: what comes first is done.
  if (language === undefined) await setUp(recipe, endpoint)
  if (recipe.isRepeated !== true) return ask(endpoint)
  return vi.waitFor(
    async () => {
      const error = await ask(endpoint)
      expect(error?.code).toBe(recipe.code)
      return error
    },
    { timeout: 20_000 },
  )
}

async function followBroken(recipe: Recipe, sql: string): Promise<SdkError | undefined> {
  const data = mkdtempSync(join(tmpdir(), 'keyplane-codes-'))
  try {
    {
      await using server = await startTestKeyplane({ seed: SEED, data, ...recipe.flags })
      await setUp(recipe, server.endpoint)
    }
    const file = new DatabaseSync(join(data, 'keyplane.db'))
    file.exec(sql)
    file.close()
    await using server = await startTestKeyplane({ data, logLevel: 'silent', ...recipe.flags })
    return await askWithSdk[recipe.dialect](server.endpoint, recipe.call)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

/** The message of a recipe, where `{…}` stands for any text and `{requestId}` for any id. */
function messagePattern(message: string): unknown {
  const parts = message
    .split(/\{…\}|\{requestId\}/)
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return expect.stringMatching(new RegExp(`^${parts.join('[^]+')}$`))
}

describe('the official SDK', () => {
  test.each(named(recipes))('%s', async (_name, recipe) => {
    const { dialect, code, level, message, status } = recipe
    // The other SDKs do not tell the status.
    const told = dialect === 'volcengine-ecs' ? { status: level === 'instance' ? 200 : status } : {}
    expect(await follow(recipe)).toEqual({ ...told, code, message: messagePattern(message) })
  })

  test.each(
    named(
      recipes.filter(({ dialect, messageZh, damage }) => dialect === 'tencent-cvm' && messageZh && !damage),
    ),
  )('%s, in Chinese', async (_name, recipe) => {
    expect(await follow(recipe, 'zh-CN')).toEqual({ code: recipe.code, message: recipe.messageZh })
  })
})
