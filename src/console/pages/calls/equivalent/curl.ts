import { type Cloud, encode, NO_SECRET, type Pair, queryOf, quoted, type SentCall } from './sent-call.ts'

/** A script for bash with curl and openssl, which signs anew each time. */
export function curlOf(cloud: Cloud, call: SentCall): string {
  return SCRIPTS[cloud](call)
}

const SCRIPTS = { tencent, alibaba, volcengine } as const satisfies Record<Cloud, (call: SentCall) => string>

const FUNCTIONS = `sha256() { openssl dgst -sha256 | sed 's/.* //'; }
hmac() { openssl dgst -sha256 -mac HMAC -macopt "$1" | sed 's/.* //'; }`

function settings({ endpoint, accessKeyId }: SentCall): string {
  return `endpoint=${quoted(endpoint)}
id=${quoted(accessKeyId)}
secret=${quoted(NO_SECRET)}
host=\${endpoint#*://}`
}

/** Forms A and B. Source: spec/tencent.md §1.2, §1.4. */
function tencent(call: SentCall): string {
  const { service, action, version, region, isJson } = call
  const type = isJson ? 'application/json' : 'application/x-www-form-urlencoded'
  const sent = isJson
    ? `body=${quoted(JSON.stringify(call.parameters))}`
    : `query=${quoted(queryOf(call.pairs))}`
  const head = isJson ? 'POST\\n/\\n\\n' : 'GET\\n/\\n%s\\n'
  const headValues = isJson ? '' : '"$query" '
  const payload = isJson ? '"$body"' : "''"
  return `${settings(call)}
${sent}
${FUNCTIONS}

time=$(date +%s)
scope=$(date -u +%F)/${service}/tc3_request
canonical=$(printf '${head}content-type:${type}\\nhost:%s\\n\\ncontent-type;host\\n%s' \\
  ${headValues}"$host" "$(printf %s ${payload} | sha256)")
text=$(printf 'TC3-HMAC-SHA256\\n%s\\n%s\\n%s' "$time" "$scope" "$(printf %s "$canonical" | sha256)")
key=$(printf %s "\${scope%%/*}" | hmac "key:TC3$secret")
key=$(printf %s ${service} | hmac "hexkey:$key")
key=$(printf %s tc3_request | hmac "hexkey:$key")
signature=$(printf %s "$text" | hmac "hexkey:$key")

curl -s ${isJson ? '"$endpoint/" --data-raw "$body"' : '"$endpoint/?$query"'} \\
  -H "Authorization: TC3-HMAC-SHA256 Credential=$id/$scope, SignedHeaders=content-type;host, Signature=$signature" \\
  -H 'Content-Type: ${type}' -H "X-TC-Timestamp: $time" \\
  -H ${quoted(`X-TC-Action: ${action}`)} -H ${quoted(`X-TC-Version: ${version}`)}${
    region === '' ? '' : ` -H ${quoted(`X-TC-Region: ${region}`)}`
  }
`
}

/** Source: spec/alibaba.md §1.5. */
function alibaba(call: SentCall): string {
  const { action, version } = call
  const names = 'host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version'
  return `${settings(call)}
query=${quoted(queryOf(call.pairs))}
${FUNCTIONS}

time=$(date -u +%FT%TZ)
nonce=$(openssl rand -hex 16)
nothing=$(printf '' | sha256)
names='${names}'
canonical=$(printf 'GET\\n/\\n%s\\nhost:%s\\nx-acs-action:%s\\nx-acs-content-sha256:%s\\nx-acs-date:%s\\nx-acs-signature-nonce:%s\\nx-acs-version:%s\\n\\n%s\\n%s' \\
  "$query" "$host" ${quoted(action)} "$nothing" "$time" "$nonce" ${version} "$names" "$nothing")
text=$(printf 'ACS3-HMAC-SHA256\\n%s' "$(printf %s "$canonical" | sha256)")
signature=$(printf %s "$text" | hmac "key:$secret")

curl -s "$endpoint/?$query" \\
  -H "Authorization: ACS3-HMAC-SHA256 Credential=$id,SignedHeaders=$names,Signature=$signature" \\
  -H ${quoted(`x-acs-action: ${action}`)} -H 'x-acs-version: ${version}' \\
  -H "x-acs-date: $time" -H "x-acs-signature-nonce: $nonce" -H "x-acs-content-sha256: $nothing"
`
}

/** Source: spec/volcengine.md §1.5. */
function volcengine(call: SentCall): string {
  const { service, action, version, pairs } = call
  const named: Pair[] = [['Action', action], ['Version', version], ...pairs]
  const query = queryOf(named.toSorted(([left], [right]) => (encode(left) < encode(right) ? -1 : 1)))
  return `${settings(call)}
query=${quoted(query)}
${FUNCTIONS}

time=$(date -u +%Y%m%dT%H%M%SZ)
scope=\${time%%T*}/${regionOf(call)}/${service}/request
canonical=$(printf 'GET\\n/\\n%s\\nhost:%s\\nx-date:%s\\n\\nhost;x-date\\n%s' \\
  "$query" "$host" "$time" "$(printf '' | sha256)")
text=$(printf 'HMAC-SHA256\\n%s\\n%s\\n%s' "$time" "$scope" "$(printf %s "$canonical" | sha256)")
key=$(printf %s "\${time%%T*}" | hmac "key:$secret")
key=$(printf %s ${regionOf(call)} | hmac "hexkey:$key")
key=$(printf %s ${service} | hmac "hexkey:$key")
key=$(printf %s request | hmac "hexkey:$key")
signature=$(printf %s "$text" | hmac "hexkey:$key")

curl -s "$endpoint/?$query" -H "X-Date: $time" \\
  -H "Authorization: HMAC-SHA256 Credential=$id/$scope, SignedHeaders=host;x-date, Signature=$signature"
`
}

/** Services without regions are signed for one all the same. */
export function regionOf({ region }: SentCall): string {
  return region === '' ? 'cn-beijing' : region
}
