"""From where a request comes, as far as somebody says so whom we trust."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def client_address(request: HttpRequest) -> Address | None:
    """The reader's address; None where it is none, such as on a socket of this machine.

    Behind our own proxy (BEHIND_PROXY) the last one it names: what stands before that anybody may have sent.
    """
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    try:
        address = ipaddress.ip_address(told.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def network(address: Address, bits: dict[int, int]) -> str:
    """The network an address is in, as `203.0.113.0/24`; `bits` by the version of IP."""
    return str(ipaddress.ip_network((address, bits[address.version]), strict=False))
