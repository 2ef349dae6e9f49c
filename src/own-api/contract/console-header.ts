/**
 * Whoever comes with a cookie in place of a bearer token says so in this header. A page of another origin cannot: its
 * browser would ask first, and is never told yes.
 */
export const CONSOLE_HEADER = 'x-keyplane-console'
