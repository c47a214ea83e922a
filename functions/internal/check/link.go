package check

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// target is an address as it is compared: http or https, the case of the host,
// a final slash, the order of the query and the part of the page make no
// difference.
type target struct{ host, path, query string }

func parseLink(address string) (target, bool) {
	address = strings.TrimSpace(address)
	switch {
	case strings.HasPrefix(address, "//"):
		address = "https:" + address
	case !strings.Contains(address, "://"):
		address = "https://" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		return target{}, false
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		host += ":" + port
	}
	query := strings.Split(u.RawQuery, "&")
	slices.Sort(query)
	t := target{host, strings.TrimRight(u.Path, "/"), strings.Trim(strings.Join(query, "&"), "&")}
	return t, strings.Contains(strings.Trim(host, "."), ".")
}

// leadsTo reports whether a link leads to one of the sites or a part of it,
// straight or by a redirect that has the address in its query.
func (l link) leadsTo(hosts []string) bool {
	t, ok := parseLink(l.address)
	return ok && (t.isOf(hosts) || slices.ContainsFunc(t.carried(), func(t target) bool { return t.isOf(hosts) }))
}

func (t target) isOf(hosts []string) bool {
	return slices.ContainsFunc(hosts, func(host string) bool {
		host = strings.ToLower(host)
		return t.host == host || strings.HasSuffix(t.host, "."+host)
	})
}

// carried are the addresses in the query of an address.
func (t target) carried() []target {
	var all []target
	for part := range strings.SplitSeq(t.query, "&") {
		_, value, _ := strings.Cut(part, "=")
		value, err := url.QueryUnescape(value)
		lower := strings.ToLower(value)
		if err != nil || !strings.HasPrefix(lower, "https://") && !strings.HasPrefix(lower, "http://") {
			continue
		}
		if one, ok := parseLink(value); ok {
			all = append(all, one)
		}
	}
	return all
}

// hosts are the client's sites, with those that the brief links to.
func (d Demands) hosts() []string {
	hosts := slices.Clone(d.Hosts)
	for _, r := range d.Rules {
		if t, ok := parseLink(r.Link); ok && r.Check == Link {
			hosts = append(hosts, t.host)
		}
	}
	return hosts
}

// linked is K4.
func linked(p Piece, r reading, required string, answers Answers) Finding {
	f := Finding{Check: Link, Hard: true, Result: Unknown, Say: r.unread, Offset: -1}
	want, ok := parseLink(required)
	if r.unread != "" || !ok {
		f.Say = either(r.unread, "The brief gives no link that a program can look for; a person does.")
		return f
	}
	near := -1
	for i, l := range r.links {
		got, ok := parseLink(l.address)
		if ok && got == want {
			f.Evidence, f.Offset = l.address, l.at
			return answered(f, required, answers)
		}
		if near < 0 && ok && got.host == want.host {
			near = i
		}
	}
	f.Result = Fail
	switch {
	case near >= 0:
		f.Evidence, f.Offset = r.links[near].address, r.links[near].at
		f.Say = fmt.Sprintf("The link has to lead to %s exactly; this one leads elsewhere on that site.", required)
	case r.isPage && writtenOut(r, want):
		f.Say = fmt.Sprintf("%s is written in the text, but it is no link. Make it one.", required)
	default:
		f.Say = fmt.Sprintf("The link to %s is missing. Put it in.", required)
	}
	return f
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// answered adds to a link that is there whether it leads to a page.
func answered(f Finding, link string, answers Answers) Finding {
	result := Unknown
	if answers != nil {
		result = answers(link)
	}
	switch result {
	case Pass:
		f.Result, f.Say = Pass, "The link is there and leads to a page."
	case Fail:
		f.Result, f.Say = Fail, "The link is there, but no page answers. Tell us if it opens for you: it may be the client's fault."
	default:
		f.Result, f.Say = Unknown, "The link is there; whether it answers, a person tries."
	}
	return f
}

func writtenOut(r reading, want target) bool {
	return slices.ContainsFunc(typedLinks(r.text), func(l link) bool {
		got, ok := parseLink(l.address)
		return ok && got == want
	})
}

// rels is K5.
func rels(r reading, d Demands) Finding {
	f := Finding{Check: LinkRel, Hard: true, Result: Unknown, Say: r.unread, Offset: -1}
	if r.unread != "" {
		return f
	}
	paid, bare := 0, 0
	for _, l := range r.links {
		if !l.leadsTo(d.hosts()) {
			continue
		}
		paid++
		if !l.marked() {
			if bare++; bare == 1 {
				f.Evidence, f.Offset = l.address, l.at
			}
		}
	}
	switch {
	case bare > 0:
		f.Result = Fail
		f.Say = fmt.Sprintf(`%d of %d links to the client are not marked as paid. Add rel="sponsored" to each.`, bare, paid)
	case paid == 0:
		f.Result, f.Say = Pass, "There is no link to the client that would have to be marked."
	default:
		f.Result, f.Say = Pass, "Every link to the client is marked as paid."
	}
	return f
}

// marked reports whether search engines are told that a link is paid.
func (l link) marked() bool {
	values := strings.FieldsFunc(strings.ToLower(l.rel), func(r rune) bool { return r == ',' || unicode.IsSpace(r) }) // search engines take both
	return slices.ContainsFunc(values, func(rel string) bool {
		return rel == "sponsored" || rel == "nofollow"
	})
}

// typedLinks returns the addresses that are written out in a text.
func typedLinks(text []rune) []link {
	var links []link
	for from := 0; from < len(text); {
		to := from
		for to < len(text) && !unicode.IsSpace(text[to]) && !strings.ContainsRune("<>\"“”«»()[]{}|", text[to]) {
			to++
		}
		typed := strings.TrimRight(string(text[from:to]), ".,;:!?'’…")
		if i := strings.Index(typed, "."); i > 0 && !strings.HasPrefix(typed, "@") {
			links = append(links, link{address: typed, at: from})
		}
		from = to + 1
	}
	return links
}
