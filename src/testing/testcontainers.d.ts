/**
 * What is used of the package `testcontainers`, as its version 12 declares it. It is installed by those who have
 * containers to run, not here; in their projects its own types take this place.
 */
declare module 'testcontainers' {
  export interface WaitStrategy {
    withStartupTimeout(startupTimeoutMs: number): this
  }

  export const Wait: { readonly forHttp: (path: string, port: number) => WaitStrategy }

  export interface StartedTestContainer {
    getHost(): string
    getMappedPort(port: number): number
  }

  export class GenericContainer {
    constructor(image: string)
    start(): Promise<StartedTestContainer>
    withEnvironment(environment: Readonly<Record<string, string>>): this
    withExposedPorts(...ports: number[]): this
    withWaitStrategy(waitStrategy: WaitStrategy): this
    withCopyContentToContainer(
      contents: { readonly content: string; readonly target: string; readonly mode?: number }[],
    ): this
  }

  export class AbstractStartedContainer implements StartedTestContainer {
    constructor(started: StartedTestContainer)
    getHost(): string
    getMappedPort(port: number): number
  }
}
