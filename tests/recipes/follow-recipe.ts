import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { expect, vi } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { nameOf, type Recipe } from './recipe.ts'
import { type Reply, type ReplyError, sendCall } from './send-call.ts'

const SEED = readFileSync(join(import.meta.dirname, 'world.yaml'), 'utf8')
const LONGEST_REPETITION_MS = 20_000

/** Servers that recipes may share: refused calls change nothing, and each recipe has instances of its own. */
export class SharedServers implements AsyncDisposable {
  readonly #servers = new Map<string, Promise<TestKeyplane>>()

  get(recipe: Recipe): Promise<TestKeyplane> {
    const flags = recipe.flags ?? {}
    const key = JSON.stringify(flags)
    let server = this.#servers.get(key)
    if (!server) this.#servers.set(key, (server = startTestKeyplane({ seed: SEED, ...flags })))
    return server
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#servers.values()) await (await server)[Symbol.asyncDispose]()
  }
}

/** Everything a recipe says, up to the answer of its call. */
export async function followRecipe(recipe: Recipe, servers: SharedServers, language?: 'zh'): Promise<Reply> {
  if (recipe.damage) return followOnDamagedData(recipe, recipe.damage.sql, language)
  // What counts calls counts those of other recipes too.
  if (recipe.flags?.rates !== undefined) {
    await using server = await startTestKeyplane({ seed: SEED, ...recipe.flags })
    await setUp(recipe, server.endpoint)
    return await finalCall(recipe, server.endpoint, language)
  }
  const { endpoint } = await servers.get(recipe)
  await setUp(recipe, endpoint)
  return finalCall(recipe, endpoint, language)
}

async function followOnDamagedData(recipe: Recipe, sql: string, language?: 'zh'): Promise<Reply> {
  const data = mkdtempSync(join(tmpdir(), 'keyplane-recipe-'))
  try {
    {
      await using server = await startTestKeyplane({ seed: SEED, data, ...recipe.flags })
      await setUp(recipe, server.endpoint)
    }
    const file = new DatabaseSync(join(data, 'keyplane.db'))
    file.exec(sql)
    file.close()
    // What is broken on purpose is logged as an error; the log of the tests is no place for it.
    await using server = await startTestKeyplane({ data, logLevel: 'silent', ...recipe.flags })
    return await finalCall(recipe, server.endpoint, language)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

async function setUp(recipe: Recipe, endpoint: string): Promise<void> {
  for (const call of recipe.setup ?? []) {
    const { error, instanceErrors } = await sendCall(recipe.dialect, endpoint, call)
    const [refused = error] = instanceErrors
    if (refused) throw new Error(`${nameOf(recipe)}: ${call.action} was refused: ${refused.code}`)
  }
}

async function finalCall(recipe: Recipe, endpoint: string, language?: 'zh'): Promise<Reply> {
  const ask = () => sendCall(recipe.dialect, endpoint, recipe.call, language)
  if (recipe.isRepeated !== true) return ask()
  return vi.waitFor(
    async () => {
      const reply = await ask()
      expect(errorOf(recipe, reply)?.code).toBe(recipe.code)
      return reply
    },
    { timeout: LONGEST_REPETITION_MS },
  )
}

/** The error that a recipe is about. */
export function errorOf({ level }: Recipe, reply: Reply): ReplyError | undefined {
  return level === 'instance' ? reply.instanceErrors[0] : reply.error
}
