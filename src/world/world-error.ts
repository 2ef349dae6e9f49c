/**
 * Why the world is not changed as somebody asked: `invalid`: it makes no sense; `unknown`: what it is about is not there;
 * `taken`: it is there already; `unsupported`: not with this database.
 */
export type WorldProblem = 'invalid' | 'unknown' | 'taken' | 'unsupported'

export class WorldError extends Error {
  override readonly name = 'WorldError'
  readonly problem: WorldProblem

  constructor(problem: WorldProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.problem = problem
  }
}
