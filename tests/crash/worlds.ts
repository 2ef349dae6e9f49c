import type { Data, Engine } from './engines.ts'
import type { Place } from './matrix.ts'
import { restart } from './restarted.ts'
import type { Scenario } from './scenarios.ts'

/** The data in which scenarios begin; made once for those that begin alike. */
export class Worlds implements AsyncDisposable {
  readonly #engine: Engine
  readonly #seeded: Promise<Data>
  readonly #stack = new AsyncDisposableStack()

  constructor({ engine, seedFile }: Pick<Place, 'engine' | 'seedFile'>) {
    this.#engine = engine
    this.#seeded = seeded(engine, seedFile)
  }

  async of({ prepare, variant, isStart }: Scenario): Promise<Data> {
    if (isStart) return this.#stack.use(await this.#engine.make())
    const base = await this.#seeded
    if (!prepare) return base
    const data = this.#stack.use(await this.#engine.make(base))
    await using server = await restart(data, variant)
    await prepare(server.clouds)
    await server.settled()
    return data
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync()
    await (await this.#seeded)[Symbol.asyncDispose]()
  }
}

async function seeded(engine: Engine, seedFile: string): Promise<Data> {
  const data = await engine.make()
  await using server = await restart(data, {}, seedFile)
  await server.settled()
  return data
}
