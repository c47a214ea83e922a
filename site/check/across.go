package check

import (
	"strings"

	"greenroom/site/content"
)

// maxNearest is for how many faults the nearest name is looked for: each costs
// a look at every file.
const maxNearest = 20

// across finds what no file shows alone. seen is in the order of names.
func (t *tree) across(seen []*document) []fault {
	byName := make(map[string]*document, len(seen))
	for _, d := range seen {
		byName[d.name] = d
	}
	a := &crossing{tree: t, byName: byName}
	for _, d := range seen {
		a.anchors(d)
		a.alternates(d)
		a.sitemap(d)
	}
	a.titles(seen)
	a.unlisted(seen)
	a.robots()
	return a.faults
}

// crossing is all documents at once.
type crossing struct {
	*tree
	byName map[string]*document
	listed map[string]bool // files that a sitemap names
	maps   int
	faults []fault
}

func (a *crossing) fault(d *document, what, fix string, seek ...string) {
	a.faults = append(a.faults, fault{file: d.name, what: what, fix: fix, seek: seek})
}

func (a *crossing) anchors(d *document) {
	for _, asked := range d.asked {
		if on := a.byName[asked.file]; on != nil && on.kind == htmlPage && !on.ids[asked.id] {
			var one document
			one.missingID(asked)
			a.fault(d, one.faults[0].what, one.faults[0].fix, one.faults[0].seek...)
		}
	}
}

func (a *crossing) alternates(d *document) {
	for _, link := range d.feeds {
		if on := a.byName[link.file]; on != nil && on.kind != kindOf(link.id) && len(on.faults) == 0 {
			a.fault(d, quoted(link.written)+" is announced as "+link.id+" and is not that", "announce what it is")
		}
	}
}

// titles reports pages that results of a search could not tell apart.
func (a *crossing) titles(seen []*document) {
	first := map[string]*document{}
	for _, d := range seen {
		if !d.indexable() || d.title == "" {
			continue
		}
		if other, twice := first[d.title]; twice {
			a.fault(d, "title "+quoted(d.title)+" is also that of "+other.name, "give each page its own", d.title, "title:")
			continue
		}
		first[d.title] = d
	}
}

func (a *crossing) sitemap(d *document) {
	if d.kind != sitemap {
		return
	}
	if a.listed == nil {
		a.listed = map[string]bool{}
	}
	if d.name == "sitemap.xml" {
		a.maps++
	}
	for _, loc := range d.listed {
		found := a.target(d.name, loc)
		on := a.byName[found.file]
		switch {
		case !strings.HasPrefix(loc, a.options.BaseURL+"/"):
			a.fault(d, "sitemap lists "+quoted(loc)+", which is not an address of this site", "start it with "+a.options.BaseURL+"/")
		case found.verdict != here || on == nil:
			a.fault(d, "sitemap lists "+quoted(loc)+", which does not exist", "take it out")
		case on.kind != sitemap && !on.indexable():
			a.fault(d, "sitemap lists "+quoted(loc)+", which search engines are told to leave out", "take it out, or the noindex")
		case a.listed[on.name]:
			a.fault(d, "sitemap lists "+quoted(loc)+" twice", "list it once")
		case a.address(on.name) != loc:
			a.fault(d, "sitemap lists "+quoted(loc)+", which is not the page's own address", "write "+a.address(on.name))
		}
		a.listed[found.file] = true
	}
}

// unlisted reports pages that no sitemap names.
func (a *crossing) unlisted(seen []*document) {
	if a.maps == 0 {
		a.faults = append(a.faults, fault{file: "sitemap.xml", what: "there is no sitemap", fix: "write one at /sitemap.xml"})
		return
	}
	for _, d := range seen {
		if d.indexable() && !a.listed[d.name] {
			a.fault(d, "is not in the sitemap", "list it, or give it noindex")
		}
	}
}

func (a *crossing) robots() {
	want := "Sitemap: " + a.options.BaseURL + "/sitemap.xml"
	d := a.byName["robots.txt"]
	if d == nil {
		a.faults = append(a.faults, fault{file: "robots.txt", what: "there is no robots.txt", fix: "write one that says " + want})
		return
	}
	named := false
	for line := range strings.Lines(d.text) {
		line = strings.TrimSpace(line)
		named = named || strings.EqualFold(line, want)
		if strings.EqualFold(strings.ReplaceAll(line, " ", ""), "disallow:/") {
			a.fault(d, "keeps search engines off the whole site", "take "+line+" out")
		}
	}
	if !named {
		a.fault(d, "does not name the sitemap", "write "+want)
	}
}

// nearest adds to the fix of a link that leads nowhere the address that may
// have been meant.
func (t *tree) nearest(found []*cause) {
	var all []string
	for i, told := 0, 0; i < len(found) && told < maxNearest; i++ {
		link, ok := strings.CutPrefix(found[i].what, "link to ")
		link, dead := strings.CutSuffix(link, " leads to no file")
		if !ok || !dead {
			continue
		}
		if all == nil {
			for _, name := range t.names {
				all = append(all, strings.TrimPrefix(t.address(name), t.options.BaseURL))
			}
		}
		if near := content.Nearest(link, all); near != "" {
			found[i].suggestion = "did you mean " + near + "?"
		}
		told++
	}
}
