/** `npm run docs`: writes every generated document; `npm run check:docs` only compares them. */
import { readFileSync } from 'node:fs'

import { listDialects, READMES, withActionTable } from './action-table.ts'
import { COVERAGE_FILE, coverageDocument } from './coverage/document.ts'
import { readDrivenActions } from './coverage/driven-calls.ts'
import { PAGES } from './coverage/statements.ts'
import { putGenerated } from './generated-file.ts'
import { licencePage, LICENCES_FILE } from './licence-page.ts'
import { readMatrix } from './crash/published.ts'
import { RELIABILITY_FILE, withMatrix } from './crash/reliability-page.ts'
import { errorDocument, ERRORS_FILE } from './recipes/error-document.ts'
import { openApiDocument } from '../src/own-api/server/document.ts'
import { SEED_SCHEMA_FILE, seedJsonSchema } from './seed-json-schema.ts'

for (const file of READMES) {
  putGenerated(file, await withActionTable(readFileSync(file, 'utf8'), listDialects()))
}
putGenerated(ERRORS_FILE, errorDocument())
putGenerated(LICENCES_FILE, await licencePage())
putGenerated(SEED_SCHEMA_FILE, seedJsonSchema())
putGenerated('docs/openapi.json', `${JSON.stringify(await openApiDocument(), null, 2)}\n`)
putGenerated(
  COVERAGE_FILE,
  await coverageDocument(PAGES, { dialects: listDialects(), driven: readDrivenActions() }),
)
putGenerated(RELIABILITY_FILE, await withMatrix(readFileSync(RELIABILITY_FILE, 'utf8'), readMatrix()))
