#!/bin/sh
# Called by udhcpc. An address that stays the same is left alone, so that connections survive a renewal.
case $1 in
bound | renew)
    if ! ip -4 -o addr show "$interface" | grep -q "inet $ip/"; then
        ip addr flush dev "$interface"
        ip addr add "$ip/${mask:-24}" dev "$interface"
    fi
    [ "$interface" = eth0 ] && for gateway in $router; do ip route replace default via "$gateway"; break; done
    : >/etc/resolv.conf
    for server in $dns; do echo "nameserver $server" >>/etc/resolv.conf; done
    [ -n "$(cat /run/name)" ] || hostname "${hostname:-guest-$(tr -d : <"/sys/class/net/$interface/address")}"
    ;;
esac
exit 0
