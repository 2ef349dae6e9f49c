/* oxlint-disable typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-return --
   plain JavaScript, and the package is installed only where this is run */
// How long it takes from nothing to the first signed answer, in a process of its own; prints milliseconds as JSON.
import { createHash, createHmac } from 'node:crypto'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'

const sha256 = (text) => createHash('sha256').update(text).digest('hex')
const hmac = (key, text) => createHmac('sha256', key).update(text).digest()

/** A call of CVM as its SDKs sign it (TC3). */
function signedCall(port) {
  const timestamp = Math.floor(Date.now() / 1000)
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10)
  const scope = `${date}/cvm/tc3_request`
  const type = 'application/json'
  const canonical = `POST\n/\n\ncontent-type:${type}\nhost:127.0.0.1\n\ncontent-type;host\n${sha256('{}')}`
  const key = [date, 'cvm', 'tc3_request'].reduce(hmac, 'TC3keyplane')
  const signature = hmac(key, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`).toString('hex')
  const headers = {
    ...{ host: '127.0.0.1', 'content-type': type, 'content-length': 2 },
    ...{ 'x-tc-action': 'DescribeKeyPairs', 'x-tc-version': '2017-03-12', 'x-tc-region': 'ap-guangzhou' },
    'x-tc-timestamp': String(timestamp),
    authorization: `TC3-HMAC-SHA256 Credential=AKIDmine/${scope}, SignedHeaders=content-type;host, Signature=${signature}`,
  }
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, method: 'POST', path: '/', headers }, (answer) => {
      resolve(text(answer))
    })
    call.on('error', reject).end('{}')
  })
}

async function measure() {
  const cpu = process.cpuUsage()
  const beganMs = performance.now()
  const keyplane = await startKeyplane()
  const startedMs = performance.now()
  const answer = await signedCall(new URL(keyplane.url).port)
  const answeredMs = performance.now()
  const { user, system } = process.cpuUsage(cpu)
  if (!answer.includes('"TotalCount":0')) throw new Error(answer)
  await keyplane.stop()
  return { startMs: startedMs - beganMs, firstAnswerMs: answeredMs - beganMs, cpuMs: (user + system) / 1000 }
}

const beganMs = performance.now()
const { startKeyplane } = await import('keyplane/testing')
const importMs = performance.now() - beganMs
const first = await measure()
const again = await measure()
console.log(JSON.stringify({ importMs, ...first, againMs: again.firstAnswerMs }))
