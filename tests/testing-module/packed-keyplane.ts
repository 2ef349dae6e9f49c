import { cpSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { execa } from 'execa'

const ROOT = join(import.meta.dirname, '..', '..')

/** A project that has the package installed as it would be published. */
export interface PackedProject {
  /** Where it is, with `node_modules` inside. */
  readonly folder: string
}

/**
 * Builds and packs Keyplane and installs the archive in a project of its own. What it depends on is linked from here, so
 * that nothing is downloaded; `packages` are the others that the project has.
 */
export async function installPacked(folder: string, packages: readonly string[]): Promise<PackedProject> {
  const built = join(folder, 'built')
  const archive = await pack(built)
  const project = realpathSync(folder)
  const modules = join(project, 'node_modules')
  mkdirSync(join(modules, 'keyplane'), { recursive: true })
  await execa('tar', ['-xzf', archive, '-C', join(modules, 'keyplane'), '--strip-components=1'])
  for (const name of [...dependencies(), ...packages]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name))
  }
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'project', type: 'module' }))
  cpSync(join(import.meta.dirname, 'project'), project, { recursive: true })
  return { folder: project }
}

/** Milliseconds, each since the step before it was done but for `firstAnswerMs`, which counts from the call of start. */
export interface FirstAnswer {
  readonly importMs: number
  readonly startMs: number
  readonly firstAnswerMs: number
  /** CPU time in it, of all threads, the client's too: what others do on the machine is not in it. */
  readonly cpuMs: number
  /** The same as `firstAnswerMs` for a second Keyplane in the same process. */
  readonly againMs: number
}

/** How long a process of its own takes to the first signed answer of the installed package. */
export async function measureFirstAnswer(project: string): Promise<FirstAnswer> {
  const { stdout } = await execa(process.execPath, ['first-answer.mjs'], { cwd: project })
  // Printed by our own script.
  return JSON.parse(stdout) as FirstAnswer
}

/** How long a Node process takes that does nothing, in milliseconds: what the machine can do at the moment. */
export async function measureBareNode(): Promise<number> {
  const beganMs = performance.now()
  await execa(process.execPath, ['--eval', ''])
  return performance.now() - beganMs
}

async function pack(built: string): Promise<string> {
  const elsewhere = ['--outDir', join(built, 'dist')]
  const inRoot = { cwd: ROOT, preferLocal: true }
  await execa('vite', ['build', '--config', 'src/vite.config.ts', '--emptyOutDir', ...elsewhere], inRoot)
  await execa('tsc', ['-p', 'tsconfig.build.json', '--emitDeclarationOnly', ...elsewhere], inRoot)
  for (const file of ['package.json', 'README.md', 'README.zh-CN.md', 'LICENSE']) {
    cpSync(join(ROOT, file), join(built, file))
  }
  // Built above: its own script would write into this tree.
  const { stdout } = await execa('npm', ['pack', '--ignore-scripts', '--silent'], { cwd: built })
  return join(built, stdout.trim())
}

function dependencies(): readonly string[] {
  // Our own file.
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>
  }
  return Object.keys(dependencies)
}
