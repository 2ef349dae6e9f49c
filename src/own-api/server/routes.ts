import type { HTTPPath } from '@orpc/contract'
import { StandardOpenAPIMatcher } from '@orpc/openapi/standard'

import { ownRouter } from './index.ts'

const METHODS = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT']

/** What the contract has at a path; paths come without the prefix of the API. */
export class Routes {
  readonly #matcher = new StandardOpenAPIMatcher()

  constructor() {
    this.#matcher.init(ownRouter)
  }

  /** The schema of what a route answers. */
  async outputAt(method: string, path: HTTPPath): Promise<unknown> {
    return (await this.#matcher.match(method, path))?.procedure['~orpc'].outputSchema
  }

  /** The methods that there are at a path; none: there is nothing. */
  async methodsAt(path: HTTPPath): Promise<readonly string[]> {
    const found = await Promise.all(METHODS.map((method) => this.#matcher.match(method, path)))
    return METHODS.filter((_, index) => found[index] !== undefined)
  }
}
