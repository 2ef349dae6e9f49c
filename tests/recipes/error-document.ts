import { join } from 'node:path'

import { PENDING_CODES } from './pending-codes.ts'
import { type DialectId, type Flags, nameOf, type Recipe, type RecipeCall } from './recipe.ts'
import { RECIPES } from './recipes.ts'
import { SEED_CODES } from './seed-codes.ts'

export const ERRORS_FILE = join(import.meta.dirname, '..', '..', 'docs', 'errors.md')

const NAMES: Readonly<Record<DialectId, string>> = {
  'tencent-cvm': 'Tencent CVM',
  'tencent-lighthouse': 'Tencent Lighthouse',
  'volcengine-ecs': 'Volcengine ECS',
  'alibaba-ecs': 'Alibaba ECS',
}

const INTRODUCTION = `# Error codes

<!-- Written by \`npm run docs\` from tests/recipes. Do not edit. -->

Every code here was answered by Keyplane when its recipe was followed: a test follows each of them, and looks at status,
code and message. To follow one yourself, start the world of the recipes, and make the call as \`AKIDacmeroot\` with the
secret \`acme-root-secret\`, with an SDK pointed at \`127.0.0.1:7420\`
([how](../README.md#sixty-seconds-to-a-first-signed-call)). Ctrl-C stops it; start anew for each recipe.

\`\`\`sh
npm start -- --data memory --seed tests/recipes/world.yaml
\`\`\`

- A recipe may name more flags for that command. What its calls are about stands in [the seed
  file](../tests/recipes/world.yaml).
- Set the region yourself: Tencent \`ap-guangzhou\`, Volcengine \`cn-beijing\`, Alibaba \`cn-hangzhou\`, unless the recipe
  names another. (\`@volcengine/openapi\` otherwise signs for \`cn-north-1\`.)
- Volcengine: with \`@volcengine/openapi\` send the parameters as JSON, \`service.createJSONAPI('AttachKeyPair')({…})\`; in a
  query a list is \`InstanceIds.1\`, \`InstanceIds.2\`. The SDK does not throw: read \`ResponseMetadata.Error\`.
- _First_: a call that is made before, and succeeds.
- _One instance_: the code stands beside that instance, in \`Result.OperationDetails[].Error\`, in an answer that is itself
  a success.
- _Broken_: a stated fault, for codes that mean a broken server or a call held open. Delete \`./broken\` of an earlier
  recipe. Start with \`--data ./broken\` instead of \`--data memory\`, make the _First_ call if there is one, stop Keyplane
  with Ctrl-C, run \`sqlite3 broken/keyplane.db\` and type the SQL there, start with the same command again.
- \`… 101 in all\`: the list goes on counting, \`i-00000002\`, \`i-00000003\`, and so on; \`… characters in all\`: the text goes on
  the same way (51 ids in a JSON array, on Alibaba).
- Recipes that change a header, the URL, the method, the body or the form are for a raw request: SDKs write these
  themselves. One needs nothing but curl: \`curl 'http://127.0.0.1:7420/?Action=DescribeKeyPairs&Version=2020-04-01'\` is
  answered \`MissingAuthenticationToken\`.
- Messages are those in the answer itself: \`{requestId}\` is that of the answer, \`{…}\` any text. Alibaba's SDKs add the URL
  or the request id, and some SDKs do not show the HTTP status. Chinese: on Tencent what a caller gets who asks for
  \`zh-CN\`; on Volcengine what the page says beside the code, where the API itself answers in English.
- The tests are in [error-recipes.test.ts](../tests/e2e/error-recipes.test.ts), under the name that is given:
  \`npx vitest run tests/e2e/error-recipes.test.ts -t '<name>'\`. The name is taken as a regular expression: write
  \`\\(one instance\\)\`.
`

/** The text of docs/errors.md. */
export function errorDocument(): string {
  const sections = Object.entries(NAMES).map(([dialect, title]) => {
    const recipes = RECIPES.filter((recipe) => recipe.dialect === dialect)
    return `## ${title}\n\n${table(HEADINGS, recipes.map(recipeRow))}\n`
  })
  const pending = PENDING_CODES.map((code) => [NAMES[code.dialect], `\`${code.code}\``, code.reason])
  const notYet = `## Not yet\n\nCodes of the pages that Keyplane does not answer with.\n\n${table(['API', 'Code', 'Why'], pending)}\n`
  return [INTRODUCTION, ...sections, ...(pending.length > 0 ? [notYet] : [])].join('\n')
}

const HEADINGS = ['Code', 'HTTP', 'Message', 'Chinese', 'Recipe', 'Test']

function recipeRow(recipe: Recipe): readonly string[] {
  const { code, level, status, message } = recipe
  const page = SEED_CODES.find((required) => nameOf(required) === nameOf(recipe))
  return [
    `\`${code}\`${level === 'instance' ? ' (one instance)' : ''}`,
    String(status),
    message.trim().replaceAll('\n', ' '),
    recipe.messageZh ?? page?.pageZh ?? '',
    recipeText(recipe),
    `\`${nameOf(recipe)}\``,
  ]
}

function recipeText({ why, flags, setup = [], damage, call, isRepeated }: Recipe): string {
  return [
    why,
    flags && `Flags: \`${flagText(flags)}\`.`,
    ...setup.map((first) => `_First_: ${callText(first)}.`),
    damage && `_Broken_: ${damage.means}: \`${damage.sql}\`.`,
    `Call: ${callText(call)}${isRepeated === true ? ', again until it is over' : ''}.`,
  ]
    .filter((part) => part !== undefined)
    .join(' ')
}

function flagText({ mode, rates, transitionMs }: Flags): string {
  return [
    mode && `--mode ${mode}`,
    rates && `--rates ${rates}`,
    transitionMs !== undefined && `--transition-ms ${transitionMs}`,
  ]
    .filter((flag) => typeof flag === 'string')
    .join(' ')
}

function callText({ action, params, sent, ...rest }: RecipeCall): string {
  const parts = [action === '' ? '(no action)' : `\`${action}\``]
  if (params) parts.push(`\`${shortJson(params)}\``)
  const extras = Object.entries(rest).map(
    ([name, value]) => `${EXTRAS[name] ?? name} \`${extraText(value)}\``,
  )
  if (sent?.method) extras.push(`method \`${sent.method}\``)
  for (const [name, value] of Object.entries(sent?.headers ?? {})) {
    extras.push(value === null ? `without header \`${name}\`` : `header \`${name}: ${value}\``)
  }
  if (sent?.url) extras.push(`\`${sent.url[0]}\` in the URL made \`${sent.url[1]}\``)
  return [...parts, ...(extras.length > 0 ? [`(${extras.join(', ')})`] : [])].join(' ')
}

/** Fields of a call that are not named as people would. */
const EXTRAS: Readonly<Record<string, string>> = {
  as: 'signed by',
  token: 'session token',
  signedAgoSeconds: 'signed this many seconds ago:',
  timestamp: 'time of signing',
  body: 'body',
  form: 'request form',
  service: 'signed for service',
}

function extraText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  if ('id' in value && 'secret' in value) return `${String(value.id)} / ${String(value.secret)}`
  return shortJson(value)
}

const LONGEST_LIST = 3
const LONGEST_TEXT = 200

/** Long lists and texts are told, not shown. */
function shortJson(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) => {
    if (Array.isArray(inner) && inner.length > LONGEST_LIST) {
      return [...inner.slice(0, 2).map(String), `… ${inner.length} in all`]
    }
    if (typeof inner === 'string' && inner.length > LONGEST_TEXT) {
      return `${inner.slice(0, 30)}… ${inner.length} characters in all`
    }
    return inner
  })
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings, headings.map(() => '---'), ...rows]
  return lines
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
}
