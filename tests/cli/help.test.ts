import { expect, it } from 'vitest'

import { listCommands } from './command-tree.ts'
import { runCli } from './run-cli.ts'

const cases = (['en', 'zh'] as const).flatMap(async (language) =>
  (await listCommands(language)).map(({ words }) => ({ words, language })),
)

it.each((await Promise.all(cases)).flat())(
  'keyplane $words --help in $language',
  async ({ words, language }) => {
    const args = words === '' ? [] : words.split(' ')
    const { exitCode, stdout, stderr } = await runCli([...args, '--help'], { KEYPLANE_LANG: language })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    const file = words === '' ? 'keyplane' : words.replaceAll(' ', '-')
    await expect(stdout).toMatchFileSnapshot(`help/${file}.${language}.txt`)
  },
)
