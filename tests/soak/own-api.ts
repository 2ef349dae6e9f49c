import type { Answer, Ledger, Outcome } from './outcome.ts'

/** An instance as Keyplane's own API tells it. */
export interface ToldInstance {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly address: string
  readonly loginUser: string
  readonly keyPairIds: readonly string[]
  readonly latestOperation: { readonly outcome: string; readonly message: string } | null
}

export interface ToldPair {
  readonly id: string
  readonly name: string
}

/** Keyplane's own API for one account in one cloud. */
export class OwnApi {
  readonly #api: () => Promise<string>
  readonly #token: string
  readonly #ledger: Ledger
  readonly #place: { readonly account: string; readonly dialect: string }

  constructor(parts: {
    readonly api: () => Promise<string>
    readonly token: string
    readonly ledger: Ledger
    readonly account: string
    readonly dialect: string
  }) {
    this.#api = parts.api
    this.#token = parts.token
    this.#ledger = parts.ledger
    this.#place = { account: parts.account, dialect: parts.dialect }
  }

  instances(): Promise<Outcome<{ readonly items: readonly ToldInstance[] }>> {
    return this.#read(`/instances?${this.#query()}`)
  }

  pairs(): Promise<Outcome<{ readonly items: readonly ToldPair[] }>> {
    return this.#read(`/key-pairs?${this.#query()}`)
  }

  /** Rows of the account's audit log. */
  audit(): Promise<Outcome<{ readonly items: readonly unknown[] }>> {
    return this.#read(`/audit?limit=20&account=${this.#place.account}`)
  }

  /** The chains of all accounts. */
  verification(): Promise<Outcome<{ readonly results: readonly { readonly broken?: object }[] }>> {
    return this.#read('/audit/verification')
  }

  bindForAWhile(instanceId: string, key: string, forSeconds: number): Promise<Outcome<Results>> {
    const body = { key, instances: [this.#whole(instanceId)], forSeconds }
    return this.#change('BindKeyPair', { method: 'POST', path: '/bindings', body })
  }

  unbind(instanceId: string, key: string): Promise<Outcome<Results>> {
    const body = { key, instances: [this.#whole(instanceId)], force: true }
    return this.#change('UnbindKeyPair', { method: 'DELETE', path: '/bindings', body })
  }

  rotate(
    pairId: string,
    wanted: { readonly newName: string; readonly publicKey: string; readonly overlapSeconds: number },
  ): Promise<Outcome<Results>> {
    const { account, dialect } = this.#place
    const path = `/key-pairs/${dialect}/${account}/${pairId}/rotate`
    return this.#change('RotateKeyPair', { method: 'POST', path, body: wanted })
  }

  #query(): string {
    return new URLSearchParams({ ...this.#place, limit: '200' }).toString()
  }

  #whole(instanceId: string): string {
    return `${this.#place.dialect}/${this.#place.account}/${instanceId}`
  }

  #read<T>(path: string): Promise<Outcome<T>> {
    return this.#ledger.note({ action: `GET ${path.split('?')[0]}`, isChange: false }, () =>
      this.#send<T>({ method: 'GET', path }),
    )
  }

  /** Changes of instances are answered one by one: what was refused or failed of the one asked for is a refusal. */
  async #change(action: string, request: Request): Promise<Outcome<Results>> {
    const outcome = await this.#ledger.note({ action, isChange: true }, () => this.#send<Results>(request))
    if (outcome.kind !== 'done') return outcome
    const bad = outcome.value.results.find((one) => one.outcome === 'refused' || one.outcome === 'failed')
    return bad ? { kind: 'refused', code: `${bad.outcome}: ${bad.message}` } : outcome
  }

  async #send<T>({ method, path, body }: Request): Promise<Answer<T>> {
    const response = await fetch(`${await this.#api()}/keyplane/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        accept: 'application/json',
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const { status } = response
    // The shapes are those of the contract, or a problem with its detail.
    const value = (await response.json()) as T & { readonly detail?: string }
    return { status, requestId: '', value, code: response.ok ? undefined : `${status} ${value.detail}` }
  }
}

/** One for each instance, and of a rotation one for the new pair before them. */
interface Results {
  readonly results: readonly { readonly outcome?: string; readonly message?: string }[]
}

interface Request {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly body?: object
}
