import type { Outcome } from './outcome.ts'

/** A key pair as calls name it: some clouds by id, some by name. */
export interface PairName {
  readonly id: string
  readonly name: string
}

/** Whom calls come from, and where to. */
export interface Caller {
  /** `http://127.0.0.1:PORT` of one that answers now. */
  api(): Promise<string>
  readonly accessKeyId: string
  readonly secret: string
}

/** The calls of one cloud, in words that all share. */
export interface Cloud {
  readonly dialect: string
  readonly region: string
  /** What is bound comes into force with the call's operation; else at the next boot. */
  readonly bindsAtOnce: boolean
  /** Instances are made and ended here, too. */
  readonly makesInstances: boolean
  importPair(name: string, line: string): Promise<Outcome>
  /** Resolves to the private key. */
  createPair(name: string): Promise<Outcome<string>>
  deletePair(pair: PairName): Promise<Outcome>
  bind(instanceId: string, pair: PairName): Promise<Outcome>
  unbind(instanceId: string, pair: PairName): Promise<Outcome>
  power(verb: 'start' | 'stop' | 'reboot', instanceId: string): Promise<Outcome>
  /** Makes one of this name, the same one for the same name; resolves to its id. */
  run(name: string): Promise<Outcome<string>>
  terminate(instanceId: string): Promise<Outcome>
  /** What the cloud's own API shows of its instances: the pair of each, of several the one it shows. */
  describe(): Promise<Outcome<readonly ShownInstance[]>>
  /** A call whose signature is not right. */
  forge(): Promise<Outcome>
}

export interface ShownInstance {
  readonly id: string
  /** In the letters of the core's states. */
  readonly state: string
  /** Ids or names of pairs. */
  readonly pairs: readonly string[]
}
