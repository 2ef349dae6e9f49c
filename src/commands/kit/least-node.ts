/** The oldest major version of Node that Keyplane runs on: `engines` of the package. */
export const LEAST_NODE = 24
