import { join } from 'node:path'

import { z } from 'zod'

import { seedSchema } from '../src/seeding/seed-file.ts'

/** The published JSON Schema of the seed file, for editors. */
export const SEED_SCHEMA_FILE = join(import.meta.dirname, '..', 'docs', 'seed.schema.json')

/** What people write: fields with a default may be left out. Rules between fields are the server's alone. */
export function seedJsonSchema(): string {
  const schema = z.toJSONSchema(seedSchema, { io: 'input' })
  return `${JSON.stringify({ ...schema, title: 'Keyplane seed file' }, null, 2)}\n`
}
