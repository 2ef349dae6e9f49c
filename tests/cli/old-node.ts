import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { delimiter, dirname, join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')

/** Tells the program that it runs on an older Node than it does. */
const PRETENCE = `Object.defineProperty(process.versions, 'node', { value: '22.1.0' })`

/** How a Node that Keyplane does not run on is called: one of this machine, else ours, which says that it is older. */
export function oldNodeCommand(): readonly [string, ...string[]] {
  const found = findOldNode()
  return found === undefined
    ? [process.execPath, '--import', `data:text/javascript,${encodeURIComponent(PRETENCE)}`]
    : [found]
}

function findOldNode(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return ['/usr/bin', '/usr/local/bin', ...folders]
    .map((folder) => join(folder, 'node'))
    .find((file) => {
      const { stdout } = spawnSync(file, ['--version'], { encoding: 'utf8' })
      const major = Number(/^v(\d+)/.exec(stdout ?? '')?.[1])
      return major >= 20 && major < 24
    })
}

/** The product as it is published, JavaScript only, in a folder of its own; resolves to its main file. */
export function publishTo(folder: string): string {
  for (const file of globSync('src/**/*.ts', { cwd: ROOT })) {
    const to = join(folder, file.replace(/^src/, 'dist').replace(/\.ts$/, '.js'))
    mkdirSync(dirname(to), { recursive: true })
    const text = stripTypeScriptTypes(readFileSync(join(ROOT, file), 'utf8'))
    writeFileSync(to, text.replaceAll(/(['"]\.{1,2}\/[^'"\n]+)\.ts(['"])/g, '$1.js$2'))
  }
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'))
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  return join(folder, 'dist', 'main.js')
}
