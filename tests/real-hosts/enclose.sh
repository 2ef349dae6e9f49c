# Runs as the first process of its own mount and process namespaces. Builds a root of its own over the machine's: what is
# written goes to a tmpfs that disappears with the last process, so nothing has to be cleaned up, however a test ends.
# The arguments: the server's command. INIT: the text of init.sh.
set -e
# Covered only in here.
base=/tmp
# /proc is still the machine's here: the number that others know this process by.
read -r outer _ </proc/self/stat
mount -t tmpfs -o mode=755 tmpfs "$base"
mkdir "$base/upper" "$base/work" "$base/root"
mount -t overlay -o "lowerdir=/,upperdir=$base/upper,workdir=$base/work" overlay "$base/root"
mount -t proc proc "$base/root/proc"
mount --rbind /dev "$base/root/dev"
mount --rbind /sys "$base/root/sys"
mount -t tmpfs -o mode=755 tmpfs "$base/root/run"
mount -t tmpfs -o mode=1777 tmpfs "$base/root/tmp"
# Not what the people of this machine have in their shell's start files: sshd's shells read them.
mount -t tmpfs -o mode=700 tmpfs "$base/root/root"
cd "$base/root"
exec chroot "$base/root" /bin/sh -c "$INIT" init "$outer" "$@"
