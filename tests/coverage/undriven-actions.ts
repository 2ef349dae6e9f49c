const WITHDRAWN =
  'withdrawn: the cloud refuses every call, and so does Keyplane; the SDK drives it by its generic request, and a test ' +
  'asserts the refusal (tests/clients/tencent-lighthouse-offer.test.ts)'

/** Actions that no official client gets a success of, as `dialect service action`, and why. */
export const UNDRIVEN: Readonly<Record<string, string>> = {
  'tencent-lighthouse lighthouse DescribeInstanceLoginKeyPairAttribute': WITHDRAWN,
  'tencent-lighthouse lighthouse ModifyInstancesLoginKeyPairAttribute': WITHDRAWN,
}
