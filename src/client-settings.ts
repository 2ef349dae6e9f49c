import { ConfigError } from './config.ts'
import { standInAccountId } from './core/accounts/access-keys.ts'

/** What `keyplane env` has settings for. */
export const TARGETS = ['alibaba', 'tencent', 'volcengine', 'terraform'] as const
export type Target = (typeof TARGETS)[number]

export const DEFAULT_ENDPOINT = 'http://127.0.0.1:7420'

/** Where a Keyplane answers. */
interface Endpoint {
  /** `127.0.0.1:7420` */
  readonly address: string
  readonly isSecure: boolean
}

/** Access keys of the stand-in: it takes any id with this secret. */
const SECRET = 'keyplane'
const IDS = { alibaba: 'LTAIkeyplane', tencent: 'AKIDkeyplane', volcengine: 'AKLTkeyplane' } as const
const REGIONS = { alibaba: 'cn-hangzhou', tencent: 'ap-guangzhou', volcengine: 'cn-beijing' } as const
const CA_FILE = 'keyplane-ca.pem'

/**
 * What to export in a shell, or for Terraform to paste, so that the clients of a cloud ask Keyplane.
 *
 * @param endpoint `http://HOST:PORT`, or `https://` for a Keyplane with `--tls auto`
 */
export function clientSettings(target: Target, endpoint: string): string {
  const read = readEndpoint(endpoint)
  return `${WRITERS[target](read).join('\n')}\n`
}

const WRITERS: Readonly<Record<Target, (endpoint: Endpoint) => readonly string[]>> = {
  alibaba,
  tencent,
  volcengine,
  terraform,
}

function readEndpoint(text: string): Endpoint {
  const [, scheme, address] =
    /^(https?):\/\/((?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?)\/?$/i.exec(text) ?? []
  if (scheme === undefined || address === undefined) {
    throw new ConfigError(
      `--endpoint: must be http://HOST:PORT or https://HOST:PORT, not ${JSON.stringify(text)}`,
    )
  }
  return { address, isSecure: scheme.toLowerCase() === 'https' }
}

/** Source: spec/alibaba.md §4.1. */
function alibaba(endpoint: Endpoint): readonly string[] {
  const { address, isSecure } = endpoint
  return [
    ...title('Alibaba Cloud: SDKs, the aliyun CLI, Terraform, Packer'),
    variable('ALIBABA_CLOUD_ACCESS_KEY_ID', IDS.alibaba),
    variable('ALIBABA_CLOUD_ACCESS_KEY_SECRET', SECRET),
    variable('ALIBABA_CLOUD_REGION_ID', REGIONS.alibaba),
    `# The aliyun CLI${isSecure ? '' : ' (add --insecure to each command: it selects plain HTTP)'}`,
    variable('ALIBABA_CLOUD_ENDPOINT', address),
    `# Terraform: the provider block needs protocol = "${isSecure ? 'HTTPS' : 'HTTP'}" as well`,
    variable('ALIBABA_CLOUD_ENDPOINT_ECS', address),
    variable('ALICLOUD_SKIP_REGION_VALIDATION', 'true'),
    variable('ALIBABA_CLOUD_ACCOUNT_TYPE', 'Domestic'),
    variable('ALIBABA_CLOUD_ACCOUNT_ID', standInAccountId(IDS.alibaba)),
    `# Packer: the template needs custom_endpoint_ecs = "${address}" as well`,
    variable('ALICLOUD_ACCESS_KEY', IDS.alibaba),
    variable('ALICLOUD_SECRET_KEY', SECRET),
    variable('ALICLOUD_REGION', REGIONS.alibaba),
    ...trust(endpoint),
  ]
}

/** Source: spec/tencent.md §1.9. */
function tencent(endpoint: Endpoint): readonly string[] {
  const { address, isSecure } = endpoint
  return [
    ...title('Tencent Cloud: SDKs, tccli, Terraform'),
    variable('TENCENTCLOUD_SECRET_ID', IDS.tencent),
    variable('TENCENTCLOUD_SECRET_KEY', SECRET),
    variable('TENCENTCLOUD_REGION', REGIONS.tencent),
    '# Terraform asks the real host names through Keyplane as its proxy; run "terraform init" before, without it',
    variable('TENCENTCLOUD_PROTOCOL', isSecure ? 'HTTPS' : 'HTTP'),
    variable(isSecure ? 'HTTPS_PROXY' : 'HTTP_PROXY', `http://${address}`),
    `# tccli takes its endpoint with each command: --endpoint ${isSecure ? 'https' : 'http'}://${address}`,
    ...trust(endpoint),
  ]
}

/** Source: spec/volcengine.md §4.1, §4.2. */
function volcengine(endpoint: Endpoint): readonly string[] {
  const { address, isSecure } = endpoint
  return [
    ...title('Volcengine: SDKs, the ve CLI, Terraform'),
    variable('VOLCENGINE_ACCESS_KEY', IDS.volcengine),
    variable('VOLCENGINE_SECRET_KEY', SECRET),
    variable('VOLCENGINE_REGION', REGIONS.volcengine),
    variable('VOLCENGINE_ENDPOINT', address),
    variable('VOLCENGINE_DISABLE_SSL', String(!isSecure)),
    '# Without this Terraform ignores the endpoint',
    variable('VOLCENGINE_ENABLE_STANDARD_ENDPOINT', 'false'),
    ...trust(endpoint),
  ]
}

/** Source: spec/alibaba.md §4.1, spec/tencent.md §1.9, spec/volcengine.md §4.2. */
function terraform({ address, isSecure }: Endpoint): readonly string[] {
  const protocol = isSecure ? 'HTTPS' : 'HTTP'
  const caNote = `# Terraform has to trust the CA: keyplane ca > ${CA_FILE}, then export SSL_CERT_FILE="$PWD/${CA_FILE}"`
  return [
    '# Providers that ask Keyplane. Stand-in mode takes any access key with this secret; strict mode only seeded ones.',
    ...(isSecure ? [caNote] : []),
    ...block('provider "alicloud"', [
      ['access_key', IDS.alibaba],
      ['secret_key', SECRET],
      ['region', REGIONS.alibaba],
      ['protocol', protocol],
      ['skip_region_validation', true],
      ['account_type', 'Domestic'],
      ['account_id', standInAccountId(IDS.alibaba)],
      [
        'endpoints',
        [
          ['ecs', address],
          ['sts', address],
        ],
      ],
    ]),
    '',
    '# It asks the real host names through Keyplane as its proxy. After "terraform init":',
    `# export ${protocol}_PROXY=http://${address}`,
    ...block('provider "tencentcloud"', [
      ['secret_id', IDS.tencent],
      ['secret_key', SECRET],
      ['region', REGIONS.tencent],
      ['protocol', protocol],
    ]),
    '',
    ...block('provider "volcengine"', [
      ['access_key', IDS.volcengine],
      ['secret_key', SECRET],
      ['region', REGIONS.volcengine],
      ['endpoint', address],
      ['disable_ssl', !isSecure],
      ['enable_standard_endpoint', false],
    ]),
  ]
}

function title(text: string): readonly string[] {
  return [
    `# ${text}`,
    '# Stand-in mode takes any access key id with this secret; strict mode only seeded ones.',
  ]
}

/** How clients that go by the environment learn of the local CA. */
function trust({ isSecure }: Endpoint): readonly string[] {
  if (!isSecure) return []
  return [
    `# Trust the CA of --tls auto: keyplane ca > ${CA_FILE}`,
    ...['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'REQUESTS_CA_BUNDLE'].map(
      (name) => `export ${name}="$PWD/${CA_FILE}"`,
    ),
  ]
}

/** No value here has a quote in it. */
function variable(name: string, value: string): string {
  return `export ${name}='${value}'`
}

type Setting = readonly [name: string, value: string | boolean | readonly Setting[]]

/** A block of HCL, its equal signs in line as `terraform fmt` writes them. */
function block(head: string, settings: readonly Setting[], indent = ''): readonly string[] {
  const width = Math.max(...settings.map(([name, value]) => (Array.isArray(value) ? 0 : name.length)))
  const lines = settings.flatMap(([name, value]): readonly string[] => {
    if (typeof value === 'object') return ['', ...block(name, value, `${indent}  `)]
    return [`${indent}  ${name.padEnd(width)} = ${JSON.stringify(value)}`]
  })
  return [`${indent}${head} {`, ...lines, `${indent}}`]
}
