/** Ends an open change: it is kept, or taken back (for which `revert` is needed). */
export const SETTLE = `settle() {
  take token; take ending
  lock || stop 'another change does not end'
  if ! is_open || ! read_facts || [ "$open_token" != "$token" ]; then
    # Asked again because the first answer was lost on the way.
    line_of "$S/kept" kept ''
    if [ "$kept" = "$token" ]; then say kept "$token"; else say reverted "$token"; fi
    exit 0
  fi
  note_timer
  if [ "$ending" = keep ]; then
    # Noted first: whatever breaks off, the change is open and its way back armed, or the answer stays the same.
    echo "$token" >"$S/kept" && flush "$S/kept" "$S" || stop 'the way back cannot be disarmed'
    close_change || [ ! -e "$S/revert/facts" ] || stop 'the way back cannot be disarmed'
    end_timer; say kept "$token"
  else
    revert || stop 'the change cannot be taken back'
    end_timer; say reverted "$token"
  fi
}
`
