package fetch

import (
	"context"
	"net"
	"net/netip"
)

// forbidden are the networks that no public page is in, from the special-purpose
// address registries of IANA (iana-ipv4-special-registry and
// iana-ipv6-special-registry, RFC 6890), and one address that a cloud uses for
// itself. Of IPv6 only 2000::/3 is ever allowed, see public.
func forbidden() []netip.Prefix {
	var list []netip.Prefix
	for _, s := range []string{
		"0.0.0.0/8",       // this network
		"10.0.0.0/8",      // private
		"100.64.0.0/10",   // behind a provider's translation
		"127.0.0.0/8",     // loopback
		"169.254.0.0/16",  // link-local, and the clouds' metadata
		"172.16.0.0/12",   // private
		"192.0.0.0/24",    // protocol assignments
		"192.0.2.0/24",    // documentation
		"192.31.196.0/24", // AS112
		"192.52.193.0/24", // AMT
		"192.88.99.0/24",  // 6to4 relays
		"192.168.0.0/16",  // private
		"192.175.48.0/24", // AS112
		"198.18.0.0/15",   // benchmarks
		"198.51.100.0/24", // documentation
		"203.0.113.0/24",  // documentation
		"224.0.0.0/4",     // multicast
		"240.0.0.0/4",     // reserved, and broadcast

		"168.63.129.16/32", // Azure's platform, in a network that is otherwise public

		"2001::/23",         // protocol assignments, Teredo, ORCHID
		"2001:db8::/32",     // documentation
		"2002::/16",         // 6to4: any IPv4 address inside
		"2620:4f:8000::/48", // AS112
		"3fff::/20",         // documentation
	} {
		list = append(list, netip.MustParsePrefix(s))
	}
	return list
}

// public reports whether an address can be that of a public page.
func (f *Fetcher) public(a netip.Addr) bool {
	a = plainIPv4(a)
	if !a.IsValid() || a.Zone() != "" {
		return false
	}
	// The rest of IPv6 is loopback, mapped, link-local, site-local, unique
	// local, multicast, discard-only, segment routing, or given to nobody.
	if a.Is6() && !netip.MustParsePrefix("2000::/3").Contains(a) {
		return false
	}
	for _, p := range f.forbidden {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// plainIPv4 takes an IPv4 address out of its IPv6 wrapping: mapped
// (::ffff:0:0/96) or translated (64:ff9b::/96, RFC 6052).
func plainIPv4(a netip.Addr) netip.Addr {
	if netip.MustParsePrefix("64:ff9b::/96").Contains(a) {
		b := a.As16()
		return netip.AddrFrom4([4]byte(b[12:]))
	}
	return a.Unmap()
}

// dial resolves a name, refuses it if any of its addresses is not public, and
// connects to the first that answers.
func (f *Fetcher) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	addrs, err := f.options.Resolve(ctx, host)
	if err != nil {
		return nil, &Unreached{Say: "We could not find the name in the address.", Err: err}
	}
	for _, a := range addrs {
		if !f.public(a) {
			return nil, &Refused{Say: "The address leads into a private network. Give the one that everybody can open."}
		}
	}
	err = &Unreached{Say: "We could not find the name in the address."}
	for _, a := range addrs {
		conn, dialErr := f.options.Dial(ctx, network, net.JoinHostPort(a.String(), port))
		if dialErr == nil {
			return conn, nil
		}
		err = dialErr
	}
	return nil, err
}
