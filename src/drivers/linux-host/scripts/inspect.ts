/**
 * Looks at a host for one login user and changes nothing: the files that keys are read from, byte by byte, what sshd
 * does for the user (never what its files say, but `sshd -T -C`), and the files that a password setting would go to.
 */
export const INSPECT = `inspect() {
  take user; take server; take sshd; take conf; take key_file; take with_settings
  account_of "$user"
  say version "$looked_version"
  say account "$uid:$gid:$home"
  entries=
  if [ -n "$key_file" ]; then
    entries=$key_file
  elif [ "$server" = dropbear ]; then
    entries=.ssh/authorized_keys
    [ "$uid" = 0 ] && [ -e /etc/openwrt_release ] && entries=/etc/dropbear/authorized_keys
  else
    find_sshd
    settings=$(ask_sshd) || stop "sshd -T: $settings"
    printf '%s\\n' "$settings"
    setting_of authorizedkeysfile; entries=$setting
    [ "$entries" = none ] && entries=
  fi
  for one in $entries; do expand "$one"; entry "$r"; done
  if [ "$with_settings" = yes ] && [ "$server" = openssh ]; then look_at_settings; fi
}
look_at_settings() {
  reader=head
  real_of "$main"; say setting main; say real "$real"; may_write "$real"; show "$real"
  patterns=$(awk 'tolower($1)=="match"{exit} tolower($1)=="include"{$1="";gsub(/"/,"");print}' "$real") ||
    stop "$real cannot be read"
  for one in $patterns; do case $one in *'/*.conf')
    d=\${one%/*}; case $d in /*) ;; *) d=/etc/ssh/$d ;; esac
    if [ -d "$d" ]; then
      real_of "$d"
      say setting drop-in; say real "$real/00-keyplane-$id.conf"; may_write "$real/00-keyplane-$id.conf"
      show "$real/00-keyplane-$id.conf"
      break
    fi ;;
  esac; done
  if [ -d /etc/cloud/cloud.cfg.d ]; then
    one=/etc/cloud/cloud.cfg.d/99-keyplane-$id.cfg
    say setting cloud-init; say real "$one"; may_write "$one"; show "$one"
  fi
}
may_write() { [ -w "\${1%/*}" ] || say unusable "\${1%/*} cannot be written to"; }
# With its size where that is known already.
show() {
  if [ ! -e "$1" ]; then
    [ ! -h "$1" ] || { say unreadable 'it is a link to nothing'; return; }
    say absent "$1"; return
  fi
  [ -f "$1" ] || { say unreadable 'it is no regular file'; return; }
  size=\${2-}
  [ -n "$size" ] || size=$(stat -c %s -- "$1" 2>&1) || stop "$1 cannot be looked at: $size"
  [ -r "$1" ] || { say unreadable 'it cannot be read'; return; }
  [ "$size" -le 8388608 ] || { say unreadable 'it is larger than 8 MiB'; return; }
  say bytes "$size"; [ "$size" = 0 ] || $reader -c "$size" -- "$1"; echo
}
expand() {
  r=; s=$1
  while [ -n "$s" ]; do case $s in
    %%*) r=$r%; s=\${s#??} ;;
    %h*) r=$r$home; s=\${s#??} ;;
    %u*) r=$r$user; s=\${s#??} ;;
    %U*) r=$r$uid; s=\${s#??} ;;
    *) c=\${s#?}; r=$r\${s%"$c"}; s=$c ;;
  esac; done
  case $r in /*) ;; *) r=$home/$r ;; esac
}
# The path without links; what is not there yet keeps its name.
real_of() {
  real=$1; up=$1
  case $1 in *//* | */./* | */../*) up=odd ;; esac
  while [ -n "$up" ] && [ "$up" != odd ]; do
    [ ! -h "$up" ] || { up=odd; break; }
    up=\${up%/*}
  done
  [ "$up" != odd ] || { real=$(readlink -f -- "$1" 2>/dev/null) && [ -n "$real" ] || real=$1; }
}
# What cannot be looked at now is no reason to write somewhere else.
owner_of() { owner=$(stat -c %u -- "$1" 2>&1) || stop "$1 cannot be looked at: $owner"; }
# Whether only root decides where a path leads: every directory and every link on the way is his.
led_by_root() {
  rest=$1; at=; links=0
  while [ -n "$rest" ]; do
    part=\${rest%%/*}
    case $rest in */*) rest=\${rest#*/} ;; *) rest= ;; esac
    case $part in '' | .) continue ;; ..) at=\${at%/*}; continue ;; esac
    at=$at/$part
    [ -h "$at" ] || [ -d "$at" ] || continue
    owner_of "$at"; [ "$owner" = 0 ] || return 1
    [ -h "$at" ] || continue
    links=$((links + 1)); [ "$links" -le 40 ] || return 1
    leads=$(readlink -- "$at") || return 1
    rest=$leads/$rest
    case $leads in /*) at= ;; *) at=\${at%/*} ;; esac
  done
}
judged=
# Whether a key file can be replaced there, and safely: root must not follow a link that the user planted.
judge() {
  d=\${2%/*}; d=\${d:-/}
  if [ ! -d "$d" ]; then
    [ "\${d%/*}" = "$home" ] && [ -d "$home" ] || { say unusable "there is no directory $d"; return; }
    d=$home
  fi
  file_owner=
  if [ -e "$2" ]; then
    looks=$(stat -c '%u %s' -- "$d" "$2" 2>&1) || stop "$2 cannot be looked at: $looks"
    set -- "$1" "$2" $looks; o=$3; file_owner=$5; size=$6; judged=$d
  elif [ "$judged" != "$d" ]; then owner_of "$d"; o=$owner; judged=$d; fi
  if [ "$o" != 0 ] && [ "$o" != "$uid" ]; then say unusable "$d belongs neither to root nor to $user"; return; fi
  if [ "$1" != "$2" ] && [ "$o" != "$uid" ] && [ "$uid" != 0 ] && [ "$file_owner" != "$uid" ] && ! led_by_root "$1"; then
    say unusable 'it is a link of the user to a place of root'; return
  fi
  if [ -n "$file_owner" ] && [ "$o" != 0 ] && [ "$file_owner" != "$o" ]; then
    say unusable "it does not belong to $user"; return
  fi
  if [ "$me" = 0 ] && [ "$uid" != 0 ]; then
    has timeout || { say unusable "there is no program timeout, which writing as $user needs"; return; }
    [ "$o" = 0 ] || return 0
    choose_writer "$2" keys || stop "$2 cannot be looked at"
    [ "$writer" = here ] || { say unusable "$d belongs to root, what it is in does not"; return; }
  fi
  [ -w "$d" ] || say unusable "$d cannot be written to"
}
entry() {
  real_of "$1"
  say entry "$1"
  say real "$real"
  size=; reader=head
  # He may put something in its place that never ends.
  if [ "$me" = 0 ] && [ "$uid" != 0 ] && has timeout; then reader='timeout -s KILL 20 head'; fi
  judge "$1" "$real"
  show "$real" "$size"
}
`
