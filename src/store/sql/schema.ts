/** Tables as both engines have them. Times are milliseconds since the epoch, booleans 0 or 1, lists JSON text. */
export interface Schema {
  keyplane_migrations: { number: number; name: string; applied_at_ms: number }
  settings: { name: string; value: string }
  accounts: { id: string; name: string; require_mfa: string }
  users: { account_id: string; name: string; mfa: string; policies: string }
  access_keys: {
    id: string
    account_id: string
    user_name: string
    sealed_secret: string
    is_disabled: number
  }
  roles: { account_id: string; name: string; policies: string }
  temporary_keys: {
    id: string
    account_id: string
    role_name: string
    session_name: string
    sealed_secret: string
    token_hash: string
    session_policies: string | null
    expires_at_ms: number
  }
  key_pairs: {
    account_id: string
    dialect: string
    id: string
    region: string
    name: string
    public_key: string
    imported_text: string
    fingerprint: string
    description: string
    project: string
    tags: string
    created_at_ms: number
    updated_at_ms: number
  }
  instances: {
    account_id: string
    dialect: string
    id: string
    region: string
    zone: string
    name: string
    os: string
    os_name: string
    login_user: string
    state: string
    stopped_mode: string | null
    is_io_optimized: number
    has_password_agent: number
    is_supported: number
    image_id: string
    type: string
    charge_type: string
    project: string
    description: string
    host_name: string
    driver: string
    address: string
    private_address: string
    password_hash: string | null
    rescue_password_hash: string | null
    allows_password: number
    desired_version: number
    applied_version: number
    current_operation_id: string | null
    latest_operation_id: string | null
    attributes: string
    tags: string
    created_at_ms: number
  }
  /** How many rows of `what`, a table, there are with these values: the sum of all parts. Written by triggers only. */
  kept_counts: {
    what: string
    account_id: string
    dialect: string
    region: string
    zone: string
    state: string
    part: number
    count: number
  }
  bindings: {
    account_id: string
    dialect: string
    instance_id: string
    key_pair_id: string
    position: number
    bound_at_ms: number | null
  }
  temporary_bindings: {
    account_id: string
    dialect: string
    instance_id: string
    key_pair_id: string
    expires_at_ms: number
    due_at_ms: number
    ending_at_ms: number | null
  }
  key_rotations: {
    account_id: string
    dialect: string
    old_key_pair_id: string
    new_key_pair_id: string
    overlap_ms: number
    started_at_ms: number
  }
  tags: {
    account_id: string
    dialect: string
    kind: string
    resource_id: string
    tag_key: string
    tag_value: string
  }
  operations: {
    id: string
    account_id: string
    dialect: string
    instance_id: string
    kind: string
    action: string
    request_id: string
    steps: string
    step: number
    is_undoing: number
    end_state: string
    is_forced: number
    before: string
    attempt: number
    fence: number
    due_at_ms: number
    deadline_at_ms: number
    outcome: string
    message: string
    created_at_ms: number
  }
  client_tokens: {
    account_id: string
    dialect: string
    region: string
    action: string
    token: string
    holder: string
    sealed_parameters_hash: string
    answer: string | null
    expires_at_ms: number
  }
  api_tokens: {
    id: string
    name: string
    scope: string
    token_hash: string
    created_at_ms: number
    expires_at_ms: number | null
  }
  mfa_devices: {
    account_id: string
    user_name: string
    id: string
    sealed_secret: string
    last_used_step: number | null
    checked_at_ms: number | null
  }
  machines: { address_index: number; id: string; instance_id: string; driver: string; record: string }
  nonces: { access_key_id: string; nonce: string; used_at_ms: number }
  turns: { account_id: string; number: number }
  rates: { subject: string; passed_ms: string; version: number; last_passed_ms: number }
  audit: {
    account_id: string
    id: string
    at_ms: number
    request_id: string
    user_name: string
    access_key_id: string
    dialect: string
    region: string
    action: string
    source_address: string
    outcome: string
    changes: string
    instance_id: string
    machine: string
    sum: string
  }
  audit_seals: { account_id: string; number: number; row_id: string; hash: string }
  audit_heads: { account_id: string; number: number; hash: string; settled_id: string; sum: string }
}
