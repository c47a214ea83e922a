package fetch

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

// Allowed reports whether a site lets programs read an address again and again
// (robots.txt, RFC 9309). It is asked before monitoring, not for a page that
// somebody just handed in. A robots.txt that cannot be read forbids nothing.
func (f *Fetcher) Allowed(ctx context.Context, address string) bool {
	u, err := parse(address)
	if err != nil {
		return false
	}
	page, err := f.Fetch(ctx, (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}).String())
	if err != nil || page.Status != http.StatusOK || page.Type != "text/plain" {
		return true
	}
	return allows(string(page.Body), f.options.Agent, u.RequestURI())
}

// maxRobots is how much of a robots.txt is read, in bytes; RFC 9309 asks for
// 500 KiB at least.
const maxRobots = 500 << 10

// allows reads the rules for an agent: those of the group that names it, or
// else those for everybody. Of the rules that fit the longest counts, and of
// two as long the one that allows.
func allows(robots, agent, path string) bool {
	robots = robots[:min(len(robots), maxRobots)]
	product, _, _ := strings.Cut(strings.ToLower(agent), "/")
	own, all := ruling{allow: true}, ruling{allow: true}
	named, forUs, forAll, inRules := false, false, false, true
	for line := range strings.Lines(robots) {
		line, _, _ = strings.Cut(line, "#")
		key, value, _ := strings.Cut(line, ":")
		key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
		switch key {
		case "user-agent":
			if inRules { // a new group begins
				forUs, forAll, inRules = false, false, false
			}
			forAll = forAll || value == "*"
			forUs = forUs || product != "" && strings.EqualFold(value, product)
			named = named || forUs
		case "allow", "disallow":
			inRules = true
			if forUs {
				own.hear(key == "allow", value, path)
			}
			if forAll {
				all.hear(key == "allow", value, path)
			}
		}
	}
	if named {
		return own.allow
	}
	return all.allow
}

// ruling is the longest rule so far that fits a path.
type ruling struct {
	allow  bool
	length int
}

func (r *ruling) hear(allow bool, pattern, path string) {
	if pattern == "" || len(pattern) < r.length || len(pattern) == r.length && !allow {
		return
	}
	if fits(pattern, path) {
		r.allow, r.length = allow, len(pattern)
	}
}

// fits reports whether a path begins as a pattern says; * is anything and $
// the end.
func fits(pattern, path string) bool {
	pattern, whole := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	rest, ok := strings.CutPrefix(path, parts[0])
	if !ok {
		return false
	}
	for i, part := range parts[1:] {
		if whole && i == len(parts)-2 {
			return strings.HasSuffix(rest, part)
		}
		at := strings.Index(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	return !whole || rest == ""
}
