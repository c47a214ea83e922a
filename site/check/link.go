package check

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"
)

// verdict is where a link leads.
type verdict int

const (
	elsewhere verdict = iota // another site, or a scheme such as mailto
	here                     // a file of this site
	answered                 // a function of this site
	missing                  // no file
	unslashed                // a folder, named without its final slash
	malformed
	script // javascript: and its like
	inline // data:
)

// target is what a link means.
type target struct {
	verdict  verdict
	file, id string
	path     string // on this site
}

// maxResolved is how many links a reader remembers.
const maxResolved = 50_000

// resolve finds where a link on a page leads.
func (r *reader) resolve(page string, written []byte) target {
	if known, ok := r.resolved[string(written)]; ok {
		return known
	}
	link := strings.TrimSpace(string(written))
	found := r.tree.target(page, link)
	if strings.HasPrefix(link, "/") || strings.HasPrefix(link, "http") {
		if len(r.resolved) >= maxResolved {
			clear(r.resolved)
		}
		r.resolved[string(written)] = found
	}
	return found
}

func (t *tree) target(page, link string) target {
	if plain := schemeOf(link); plain != "" {
		switch plain {
		case "javascript", "vbscript":
			return target{verdict: script}
		case "data", "blob":
			return target{verdict: inline}
		}
	}
	u, err := url.Parse(link)
	if err != nil {
		return target{verdict: malformed}
	}
	if u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" || u.Host != "" && strings.ToLower(u.Host) != t.host {
		return target{verdict: elsewhere}
	}
	return t.inside(page, u)
}

// inside finds the file of a link within the site.
func (t *tree) inside(page string, u *url.URL) target {
	if u.Host == "" && u.Path == "" {
		return target{here, page, u.Fragment, "/" + page}
	}
	address := u.Path
	if u.Host == "" && !strings.HasPrefix(address, "/") {
		joined := path.Join("/", path.Dir(page), address)
		if strings.HasSuffix(address, "/") || address == "." || address == ".." {
			joined = strings.TrimSuffix(joined, "/") + "/"
		}
		address = joined
	}
	if address == "" {
		address = "/"
	}
	name, ok := t.file(address)
	switch {
	case ok:
		return target{here, name, u.Fragment, address}
	case isServed(address):
		return target{verdict: answered, path: address}
	case !strings.HasSuffix(address, "/") && t.files[path.Join(name, "index.html")]:
		return target{verdict: unslashed, path: address}
	}
	return target{verdict: missing, path: address}
}

// schemeOf returns the scheme that a browser would see: it overlooks spaces
// and control characters.
func schemeOf(link string) string {
	colon := strings.IndexByte(link, ':')
	if colon < 0 || strings.ContainsAny(link[:colon], "/?#") {
		return ""
	}
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7F {
			return -1
		}
		return r
	}, link[:colon]))
}

// link checks one link of a document to anything.
func (r *reader) link(d *document, written []byte) target {
	found := r.resolve(d.name, written)
	link := func() string { return strings.TrimSpace(string(written)) }
	switch found.verdict {
	case elsewhere, inline:
		return found
	case script:
		d.fault("link "+quoted(link())+" runs a script", "link to a page, and let the script improve the link", link())
		return found
	case malformed:
		d.fault("link "+quoted(link())+" is no address", "write it as in /blog/ or https://…", link())
		return found
	}
	d.links++
	switch found.verdict {
	case missing:
		d.fault("link to "+found.path+" leads to no file", "correct it or take it out", seekLink(link(), found.path)...)
	case unslashed:
		d.fault("link to "+found.path+" leads to no file", "write "+found.path+"/", seekLink(link(), found.path)...)
	case here:
		if found.id != "" && found.id != "top" && !strings.HasPrefix(found.id, ":~:") {
			d.asked = append(d.asked, anchor{found.file, found.id, link()})
		}
	}
	return found
}

// seekLink is how a link may stand in the source: as it was written here, as
// the path on this site, or with its parts escaped.
func seekLink(written, path string) []string {
	escaped := (&url.URL{Path: path}).EscapedPath()
	return []string{"(" + written, "(" + path, written, path, escaped}
}

// part checks a file that a page needs to be shown: it must be of this site.
func (r *reader) part(d *document, what string, written []byte) {
	found := r.resolve(d.name, written)
	link := strings.TrimSpace(string(written))
	switch found.verdict {
	case elsewhere:
		d.fault(fmt.Sprintf("%s is loaded from another host: %s", what, quoted(link)), "keep a copy on this site", link)
	case script:
		d.fault(fmt.Sprintf("%s runs a script: %s", what, quoted(link)), "name a file", link)
	case malformed:
		d.fault(fmt.Sprintf("%s has no address: %s", what, quoted(link)), "name a file", link)
	case missing, unslashed:
		d.fault(fmt.Sprintf("%s does not exist: %s", what, found.path), "put the file there or take it out", seekFile(link, found.path)...)
	}
}

// seekFile is how a file may stand in the source: a picture may have been made
// from one of another size or kind. Its name alone would be found in any
// sentence: "site" of site.css.
func seekFile(written, address string) []string {
	base := strings.TrimSuffix(path.Base(address), path.Ext(address))
	return append(seekLink(written, address), "/"+path.Base(address), "/"+base+".", "/"+madeFrom.ReplaceAllString(base, "")+".")
}

// madeFrom is what the name of a picture of another size ends in: a hash and
// the width.
var madeFrom = regexp.MustCompile(`-[0-9a-f]{8}-[0-9]+$`)
