package access

import "net/netip"

// Network is the key under which what comes from an address is counted: the address itself, or of
// one of IPv6 the 64 leading bits, since who has one such address has all that begin so. A text
// that is no address is its own key.
func Network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	a = a.Unmap().WithZone("")
	if a.Is4() {
		return a.String()
	}
	return netip.PrefixFrom(a, 64).Masked().String()
}
