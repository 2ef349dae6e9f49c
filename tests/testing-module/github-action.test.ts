import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { execa } from 'execa'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

import { environmentName, SETTINGS } from '../../src/config.ts'

const FILE = join(import.meta.dirname, '..', '..', 'examples', 'github-action', 'keyplane.yml')

const variables = z.record(z.string(), z.string())
const step = z.strictObject({
  name: z.string().optional(),
  uses: z
    .string()
    .regex(/^[\w-]+\/[\w-]+@v\d+$/)
    .optional(),
  with: z.record(z.string(), z.unknown()).optional(),
  if: z.string().optional(),
  env: variables.optional(),
  run: z.string().optional(),
})
const service = z.strictObject({ image: z.string(), ports: z.array(z.string()), env: variables })
const workflow = z.strictObject({
  name: z.string(),
  on: z.array(z.string()),
  permissions: z.strictObject({ contents: z.literal('read') }),
  jobs: z.record(
    z.string(),
    z.strictObject({
      'runs-on': z.string(),
      services: z.record(z.string(), service).optional(),
      env: variables.optional(),
      steps: z.array(step),
    }),
  ),
})

it('is a workflow whose scripts are shell and whose flags and settings there are', async () => {
  const { jobs } = workflow.parse(parse(readFileSync(FILE, 'utf8')))
  const scripts = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []))
  for (const script of scripts) await execa('bash', ['-n', '-c', script])
  const flags = scripts.flatMap((script) =>
    [...script.matchAll(/keyplane serve (.*)/g)].map(([, all]) => all ?? ''),
  )
  const used = flags.flatMap((line) => [...line.matchAll(/--([a-z-]+)/g)].map(([, name]) => name))
  expect(used).toEqual(['data', 'seed'])
  const names = SETTINGS.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(used))
  const settings = Object.keys(jobs['as-a-container']?.services?.['keyplane']?.env ?? {})
  expect(settings).toHaveLength(2)
  expect(names.map(environmentName)).toEqual(expect.arrayContaining(settings))
})
