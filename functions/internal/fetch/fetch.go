// Package fetch is the one way out: it reads a page at an address that a
// person typed. It is the only place that makes an HTTP client, because what a
// stranger types may lead anywhere: to this machine, to its neighbours, to a
// page that never ends.
//
// An address is checked twice: as it is written, by Check, and as the name
// resolves, at the moment of dialing, for every hop of a redirect. The address
// that was checked is the one that is dialed, so a name that changes its mind
// in between gains nothing.
//
// What cannot be read is told apart by two errors. ErrRefused: we do not go
// there. ErrUnreached: we tried, and do not know; nobody may conclude from it
// that a page is gone, because many platforms send programs away.
package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"
)

// Limits of one page.
const (
	MaxAddress   = 2048    // bytes of an address
	MaxBody      = 5 << 20 // bytes of a page, unpacked
	MaxRedirects = 4
	maxHeader    = 64 << 10 // bytes of an answer's header
	maxTime      = 10 * time.Second
)

// The two ways in which a page is not read.
var (
	ErrRefused   = errors.New("address not allowed")
	ErrUnreached = errors.New("page not reached")
)

// Refused says why an address is not asked. It is an ErrRefused.
type Refused struct{ Say string } // a whole sentence for who typed the address

func (e *Refused) Error() string { return ErrRefused.Error() + ": " + e.Say }

// Unwrap returns ErrRefused.
func (e *Refused) Unwrap() error { return ErrRefused }

// Unreached says why nothing is known about a page. It is an ErrUnreached.
type Unreached struct {
	Say string // a whole sentence for who typed the address
	Err error  // the cause, for the log; may be nil
}

func (e *Unreached) Error() string {
	if e.Err == nil {
		return ErrUnreached.Error() + ": " + e.Say
	}
	return ErrUnreached.Error() + ": " + e.Say + ": " + e.Err.Error()
}

// Unwrap returns ErrUnreached and the cause.
func (e *Unreached) Unwrap() []error {
	if e.Err == nil {
		return []error{ErrUnreached}
	}
	return []error{ErrUnreached, e.Err}
}

// Options are what a Fetcher is made of. None of them switches a check off:
// what Resolve says is checked, whoever said it, before Dial is asked.
type Options struct {
	// Agent names us to the servers we ask, with an address to complain to.
	Agent string

	// Resolve returns all addresses of a name. nil asks the machine's resolver.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)

	// Dial connects to an address that was checked. nil is a [net.Dialer].
	Dial func(ctx context.Context, network, address string) (net.Conn, error)

	// Serve returns what answers for a host without any network, or nil for
	// hosts that are not its own. It may be nil.
	Serve func(host string) http.RoundTripper

	// Roots are the certificates that are believed. nil are the machine's.
	Roots *x509.CertPool

	// Timeout is for a page with all its redirects. 0, and anything above ten
	// seconds, is ten seconds.
	Timeout time.Duration
}

// Fetcher reads pages. It keeps nothing from one page to the next: no
// cookies, no connections, no credentials.
type Fetcher struct {
	options   Options
	forbidden []netip.Prefix
	out       *http.Transport
}

// New returns a Fetcher.
func New(o Options) *Fetcher {
	if o.Timeout <= 0 || o.Timeout > maxTime {
		o.Timeout = maxTime
	}
	if o.Dial == nil {
		o.Dial = new(net.Dialer).DialContext
	}
	if o.Resolve == nil {
		o.Resolve = func(ctx context.Context, host string) ([]netip.Addr, error) {
			// The dot keeps the machine's search domains out of it.
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host+".")
		}
	}
	f := &Fetcher{options: o, forbidden: forbidden()}
	f.out = &http.Transport{
		Proxy:                  nil, // a proxy would dial where we have not looked
		DialContext:            f.dial,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: o.Roots},
		DisableKeepAlives:      true,
		MaxResponseHeaderBytes: maxHeader,
	}
	return f
}

// Page is what was found at an address. Status is 200 to 299, or 404 or 410
// for a page that is gone, which has no body.
type Page struct {
	Address string // where the last redirect led
	Status  int
	Type    string // the media type, without parameters
	Body    []byte // UTF-8
}

// Fetch reads the page at an address. Every error is an ErrRefused or an
// ErrUnreached.
func (f *Fetcher) Fetch(ctx context.Context, address string) (Page, error) {
	ctx, cancel := context.WithTimeout(ctx, f.options.Timeout)
	defer cancel()
	for range MaxRedirects + 1 {
		u, err := parse(address)
		if err != nil {
			return Page{}, err
		}
		page, next, err := f.hop(ctx, u)
		if err != nil || next == "" {
			return page, err
		}
		address = next
	}
	return Page{}, &Unreached{Say: "The address sends us from one place to the next without an end."}
}

// hop asks one address. next is where it sends us, if it does.
func (f *Fetcher) hop(ctx context.Context, u *url.URL) (page Page, next string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Page{}, "", &Refused{Say: "This is not an address that we can open."}
	}
	req.Header.Set("User-Agent", f.options.Agent)
	req.Header.Set("Accept", "text/html, application/xhtml+xml, text/plain;q=0.8")
	answer, err := f.via(u.Hostname()).RoundTrip(req)
	if err != nil {
		return Page{}, "", unreached(err)
	}
	defer answer.Body.Close()
	if redirects(answer.StatusCode) {
		next, err = target(u, answer.Header.Get("Location"))
		return Page{}, next, err
	}
	page, err = read(answer)
	page.Address = u.String()
	return page, "", err
}

func (f *Fetcher) via(host string) http.RoundTripper {
	if f.options.Serve != nil {
		if own := f.options.Serve(host); own != nil {
			return own
		}
	}
	return f.out
}

// unreached keeps what was refused while dialing, and calls all else unknown.
func unreached(err error) error {
	if refused, ok := errors.AsType[*Refused](err); ok {
		return refused
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &Unreached{Say: "The page did not answer in time.", Err: err}
	}
	if known, ok := errors.AsType[*Unreached](err); ok {
		return known
	}
	return &Unreached{Say: "We could not connect to the page.", Err: err}
}

func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// target is where an answer sends us. It is checked at the next hop.
func target(from *url.URL, location string) (string, error) {
	to, err := from.Parse(location)
	if err != nil || location == "" {
		return "", &Unreached{Say: "The address sends us on without saying where.", Err: err}
	}
	to.Fragment, to.RawFragment = "", ""
	return to.String(), nil
}
