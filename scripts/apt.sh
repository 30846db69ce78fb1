#!/bin/sh
# Installs Debian packages, as root, asking nothing.
set -eu
export DEBIAN_FRONTEND=noninteractive

# PostgreSQL's package would make and start a cluster of its own. The tests bring theirs.
no_cluster=/etc/postgresql-common/createcluster.d/accord-no-cluster.conf
case " $* " in
*" postgresql "*)
    mkdir -p "${no_cluster%/*}"
    echo "create_main_cluster = false" >"$no_cluster"
    trap 'rm -f "$no_cluster"' EXIT
    trap 'exit 130' HUP INT TERM
    ;;
esac

dpkg --configure -a # after an installation that was cut short
apt-get -qq update || echo "The package lists could not be updated; trying with those at hand." >&2
apt-get -qq -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 install --fix-broken --no-install-recommends --yes "$@"
