/** Ends an open change: it is kept, or taken back (for which `revert` is needed). */
export const SETTLE = `settle() {
  take id; take token; take ending
  state_of "$id"
  lock || stop 'another change does not end'
  if ! is_open || ! read_facts || [ "$open_token" != "$token" ]; then
    # Asked again because the first answer was lost on the way.
    line_of "$S/kept" kept ''
    if [ "$kept" = "$token" ]; then say kept "$token"; else say reverted "$token"; fi
    exit 0
  fi
  end_timer
  if [ "$ending" = keep ]; then
    rm -rf "$S/revert/facts" "$S/revert" && echo "$token" >"$S/kept" && flush "$S" || stop 'the way back cannot be disarmed'
    say kept "$token"
  else revert || stop 'the change cannot be taken back'; say reverted "$token"; fi
}
`
