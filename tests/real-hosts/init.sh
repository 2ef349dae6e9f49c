# The first process of a test host. SIGUSR1 boots it, also again; the end of its stdin, which is the test's end, ends it
# and with it every process of the host. $1: its process number outside. The rest: the server's command.
outer=$1
shift
booting=

watch_test() {
  { cat >/dev/null; kill -TERM 1; } <&3 &
}

# A signal that comes while it boots makes it boot once more, not twice at once.
boot() {
  again=yes
  [ -z "$booting" ] || return 0
  booting=yes
  while [ -n "$again" ]; do
    again=
    kill -KILL -1 2>/dev/null
    # A server that is still dying would hold its port.
    wait
    umount /proc/sys/kernel/random/boot_id 2>/dev/null
    rm -rf /run/*
    mkdir -m 755 /run/sshd
    cat /proc/sys/kernel/random/uuid >/run/boot_id
    mount --bind /run/boot_id /proc/sys/kernel/random/boot_id
    watch_test
    "$@" 3<&- &
  done
  booting=
}

exec 3<&0
trap 'exit 0' TERM
trap 'boot "$@"' USR1
watch_test

# Nothing of the machine's own accounts, keys and settings shows inside.
rm -rf /etc/ssh/* /etc/sudoers.d/* /etc/dropbear /var/spool/cron/atjobs/*
mkdir -p -m 755 /etc/ssh/sshd_config.d
rm -f /usr/sbin/reboot /sbin/reboot /usr/sbin/shutdown /sbin/shutdown
printf '#!/bin/sh\nkill -s USR1 1\n' >/usr/sbin/reboot
printf '#!/bin/sh\n[ "$1" = -r ] && kill -s USR1 1\n' >/usr/sbin/shutdown
chmod 755 /usr/sbin/reboot /usr/sbin/shutdown

echo "$outer"
while :; do
  wait
done
