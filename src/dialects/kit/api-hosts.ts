/** Where the APIs of one cloud are reached. */
export interface CloudHosts {
  /** What the host names end in: `tencentcloudapi.com`. */
  readonly root: string
  /** Labels that may stand between service and root: the regions, and what the cloud uses like one. */
  readonly regions: readonly string[]
  /** First labels of the host names that are answered here. */
  readonly services: readonly string[]
}

/**
 * The host names of a cloud, as a certificate spells them: `*.` stands for one label. With the root domain of
 * `--domain` also `<service>.<domain>` and `<service>.<region>.<domain>`.
 */
export function hostNames(
  { root, regions, services }: CloudHosts,
  domain: string | undefined,
): readonly string[] {
  const real = [`*.${root}`, ...regions.map((region) => `*.${region}.${root}`)]
  if (domain === undefined) return real
  // Spelled out: a wildcard right under a domain of one label is refused by most clients.
  const own = services.map((service) => `${service}.${domain}`)
  return [...real, ...own, ...regions.map((region) => `*.${region}.${domain}`)]
}

/** Whether one of the names, wildcards among them, stands for this host. Ports are no part of either. */
export function coversHost(names: Iterable<string>, host: string): boolean {
  const asked = host.toLowerCase()
  const wildcard = asked.replace(/^[^.]+/, '*')
  for (const name of names) if (name === asked || name === wildcard) return true
  return false
}

/** The name in a Host header, in lower case: without its port, and without the scheme that tccli writes before it. */
export function nameOfHost(hostHeader: string | undefined): string {
  return (hostHeader ?? '')
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/:\d+$/, '')
}

/** `cvm` of `cvm.example.test` and of `cvm.ap-guangzhou.example.test`; undefined when the root is another one. */
export function serviceUnder(root: string | undefined, name: string): string | undefined {
  if (root === undefined || !name.endsWith(`.${root}`)) return undefined
  return /^([a-z0-9-]+)(?:\.[a-z0-9-]+)?$/.exec(name.slice(0, -root.length - 1))?.[1]
}
