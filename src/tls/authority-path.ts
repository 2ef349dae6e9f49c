/** Where the running server has the certificate of the local authority, for those who are to trust it. */
export const AUTHORITY_PATH = '/keyplane/ca.pem'
