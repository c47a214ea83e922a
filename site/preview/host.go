package preview

import (
	"fmt"
	"net"
	"net/http"
	"strings"
)

// isLocal reports whether a Host header names this computer by a name that
// cannot be made to lead here from elsewhere. Any port will do: it may have
// been forwarded.
func isLocal(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil { // no port
		name = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	}
	if strings.EqualFold(strings.TrimSuffix(name, "."), "localhost") {
		return true
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback()
}

func refuseHost(w http.ResponseWriter, r *http.Request) {
	http.Error(w, fmt.Sprintf("This preview is for this computer alone: it answers to 127.0.0.1 and localhost, and was asked for %q.\n"+
		"To show it to others, start it on another address with -addr.", r.Host), http.StatusForbidden)
}

// IsLoopback reports whether only this computer can connect to an address.
func IsLoopback(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}
