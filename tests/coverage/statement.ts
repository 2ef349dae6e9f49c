import { PENDING_CODES } from '../recipes/pending-codes.ts'
import { type DialectId, type Level, nameOf } from '../recipes/recipe.ts'
import { RECIPES } from '../recipes/recipes.ts'

/** A test by its file, from the root of the repository, and its full name, as `vitest list` prints it. */
export interface Proof {
  readonly file: string
  readonly test: string
}

/** What has no test before something else is built. */
export interface NotYet {
  readonly pending: string
}

/** One thing that a page says, in our words, and the test that fails when it stops being true. */
export type Statement = readonly [says: string, proof: Proof | NotYet]

export interface Section {
  readonly title: string
  readonly statements: readonly Statement[]
}

/** One reference page that Keyplane keeps to. */
export interface ReferencePage {
  readonly title: string
  /** Which text was read: language and last update. */
  readonly edition: string
  readonly sections: readonly Section[]
  /** Sentences about the cloud's web site, which no server can keep or break. */
  readonly leftOut: readonly string[]
}

/** Names the tests of one file, all of them inside `suite` if one is given. */
export function testsOf(file: string, suite?: string): (test: string) => Proof {
  return (test) => ({ file, test: suite === undefined ? test : `${suite} > ${test}` })
}

export function notYet(reason: string): NotYet {
  return { pending: reason }
}

/**
 * Rows of error codes of one page, each proven by following its recipe with the official SDK; or by another test, where
 * the recipe calls another action than that of the page.
 */
export function codes(
  page: CodesOfPage,
  rows: readonly (readonly [code: string, when: string, proof?: Proof])[],
): readonly Statement[] {
  return rows.map(([code, when, proof]) => [`\`${code}\`: ${when}`, proof ?? proofByRecipe(page, code)])
}

export interface CodesOfPage {
  readonly dialect: DialectId
  /** `instance`: the code of one instance inside an answer. `call` by default. */
  readonly level?: Level
  /** The page is Chinese, and so are its messages. */
  readonly isChinese?: boolean
}

const followed = testsOf('tests/coverage/codes.test.ts', 'the official SDK')

function proofByRecipe({ dialect, level, isChinese }: CodesOfPage, code: string): Proof | NotYet {
  const name = nameOf({ dialect, code, ...(level ? { level } : {}) })
  const pending = PENDING_CODES.find((one) => nameOf(one) === name)
  if (pending) return notYet(pending.reason)
  // A server that was broken on purpose is asked in English only.
  const isBroken = RECIPES.some((recipe) => nameOf(recipe) === name && recipe.damage)
  return followed(isChinese && !isBroken ? `${name}, in Chinese` : name)
}
