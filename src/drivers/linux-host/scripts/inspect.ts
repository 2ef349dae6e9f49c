import { PRELUDE } from './prelude.ts'
import { script } from './script.ts'

/**
 * Looks at a host for one login user and changes nothing: the files that keys are read from, byte by byte, what sshd
 * does for the user (never what its files say, but `sshd -T -C`), and the files that a password setting would go to.
 */
export const INSPECT =
  script(`${PRELUDE}take id; take user; take server; take sshd; take conf; take key_file; take with_settings
state_of "$id"
account_of "$user"
say uid "$me"
say version "$(cat "$S/version" 2>/dev/null || echo 0)"
show() {
  if [ ! -e "$1" ]; then say absent "$2"; return; fi
  [ -f "$1" ] || { say unreadable 'it is no regular file'; return; }
  size=$(wc -c <"$1") || { say unreadable 'it cannot be read'; return; }
  size=$((size))
  [ "$size" -le 8388608 ] || { say unreadable 'it is larger than 8 MiB'; return; }
  say bytes "$size"; head -c "$size" -- "$1"; echo
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
owner() { stat -c %u -- "$1" 2>/dev/null; }
# Whether a key file can be replaced there, and safely: root must not follow a link that the user planted.
judge() {
  d=\${2%/*}; d=\${d:-/}
  if [ ! -d "$d" ]; then
    [ "\${d%/*}" = "$home" ] && [ -d "$home" ] || { say unusable "there is no directory $d"; return; }
    d=$home
  fi
  o=$(owner "$d")
  if [ "$o" != 0 ] && [ "$o" != "$uid" ]; then say unusable "$d belongs neither to root nor to $user"; return; fi
  if [ "$1" != "$2" ] && [ "$o" != "$uid" ] && [ "$(owner "\${1%/*}")" = "$uid" ] && [ "$uid" != 0 ] &&
    [ "$(owner "$2")" != "$uid" ]; then
    say unusable 'it is a link of the user to a place of root'; return
  fi
  if [ -e "$2" ] && [ "$o" != 0 ] && [ "$(owner "$2")" != "$o" ]; then
    say unusable "it does not belong to $user"; return
  fi
  if [ "$me" = 0 ] && [ "$o" != 0 ]; then return; fi
  [ -w "$d" ] || say unusable "$d cannot be written to"
}
entry() {
  say entry "$1"
  real=$(readlink -f -- "$1" 2>/dev/null) && [ -n "$real" ] || real=$1
  say real "$real"
  judge "$1" "$real"
  show "$real" keys
}
entries=
if [ -n "$key_file" ]; then
  entries=$key_file
elif [ "$server" = dropbear ]; then
  entries=.ssh/authorized_keys
  [ "$uid" = 0 ] && [ -e /etc/openwrt_release ] && entries=/etc/dropbear/authorized_keys
else
  find_sshd
  settings=$(ask_sshd) || stop "sshd -T: $settings"
  printf '%s\\n' "$settings" | grep -E '^(authorizedkeysfile|passwordauthentication|kbdinteractiveauthentication|challengeresponseauthentication|pubkeyauthentication|permitrootlogin|authenticationmethods|pidfile) '
  entries=$(printf '%s\\n' "$settings" | sed -n 's/^authorizedkeysfile //p')
  [ "$entries" = none ] && entries=
fi
for one in $entries; do expand "$one"; entry "$r"; done
if [ "$with_settings" = yes ] && [ "$server" = openssh ]; then
  say setting main; real=$(readlink -f -- "$main") || real=$main; say real "$real"; show "$real" main
  patterns=$(awk 'tolower($1)=="match"{exit} tolower($1)=="include"{$1="";gsub(/"/,"");print}' "$real")
  for one in $patterns; do case $one in *'/*.conf')
    d=\${one%/*}; case $d in /*) ;; *) d=/etc/ssh/$d ;; esac
    if [ -d "$d" ]; then
      d=$(readlink -f -- "$d")
      say setting drop-in; say real "$d/00-keyplane-$id.conf"; show "$d/00-keyplane-$id.conf" drop-in
      break
    fi ;;
  esac; done
  if [ -d /etc/cloud/cloud.cfg.d ]; then
    one=/etc/cloud/cloud.cfg.d/99-keyplane-$id.cfg
    say setting cloud-init; say real "$one"; show "$one" cloud-init
  fi
fi
say end inspect
`)
