/** What commands end with; `keyplane --help` and docs/cli.md tell them. */
export const EXIT = {
  done: 0,
  /** The answer is no: refused, failed, different, or no server answers. */
  no: 1,
  /** Asked wrongly: unknown flags, names that nobody has, a configuration that cannot be used. */
  usage: 2,
  /** `--timeout` was over before what was waited for had ended. What has begun goes on in the server. */
  timeout: 3,
  interrupted: 130,
} as const
