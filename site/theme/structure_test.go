package theme_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Every page is checked for what a machine can tell of HTML and accessibility.
func TestStructure(t *testing.T) {
	t.Parallel()
	for name, page := range pages() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := render(t, page)
			doc := parse(t, source)
			checkHead(t, source, doc)
			checkHeadings(t, doc)
			checkIDs(t, doc)
			checkControls(t, doc)
			checkLandmarks(t, doc)
			checkPictures(t, doc)
			checkPolicy(t, doc)
			checkNoTraces(t, source)
		})
	}
}

func checkHead(t *testing.T, source string, doc document) {
	t.Helper()
	if !strings.HasPrefix(source, "<!doctype html>") {
		t.Errorf("page starts with %.20q", source)
	}
	if i := bytes.Index([]byte(source), []byte(`<meta charset="utf-8">`)); i < 0 || i > 1024 {
		t.Errorf("charset stands at byte %d, want within the first 1024", i)
	}
	if got := attr(doc.all(atom.Html)[0], "lang"); got != "en" {
		t.Errorf("lang = %q", got)
	}
	if got := len(doc.all(atom.Title)); got < 1 || words(doc.all(atom.Title)[0]) == "" {
		t.Errorf("page has no title")
	}
}

// One h1, and no level left out on the way down. What stands above h1 is the
// error summary.
func checkHeadings(t *testing.T, doc document) {
	t.Helper()
	before, tops := 0, 0
	for _, h := range doc.all(atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6) {
		level := int(h.Data[1] - '0')
		if level == 1 {
			tops++
		}
		if before > 0 && level > before+1 {
			t.Errorf("h%d %q follows h%d", level, words(h), before)
		}
		if words(h) == "" {
			t.Errorf("%s is empty", h.Data)
		}
		before = level
	}
	if tops != 1 {
		t.Errorf("page has %d h1, want 1", tops)
	}
}

func checkIDs(t *testing.T, doc document) {
	t.Helper()
	seen := map[string]bool{}
	for _, n := range doc.all() {
		id := attr(n, "id")
		if id == "" {
			continue
		}
		if seen[id] {
			t.Errorf("id %q is there twice", id)
		}
		seen[id] = true
		if !known(id) {
			t.Errorf("id %q could also be that of a heading made from Markdown", id)
		}
	}
	for _, n := range doc.all() {
		for _, key := range []string{"for", "aria-labelledby", "aria-describedby"} {
			for id := range strings.FieldsSeq(attr(n, key)) {
				if !seen[id] {
					t.Errorf("%s %s=%q leads nowhere", n.Data, key, id)
				}
			}
		}
		if href := attr(n, "href"); strings.HasPrefix(href, "#") && !seen[href[1:]] {
			t.Errorf("link to %q leads nowhere", href)
		}
	}
}

// known reports whether an id is promised to others (links and scripts use it,
// and the generator keeps headings from taking it), is from the Markdown of
// the sample, or has an underscore, which no heading's id has.
func known(id string) bool {
	field := strings.TrimSuffix(strings.TrimSuffix(id, "-hint"), "-error")
	promised := []string{
		"main", "comments", "comment-form", "comment-form-title", "name", "email", "text", "parent",
		"application-form", "application-form-title", "channel", "channel2", "angle", "piece", "answer1", "answer2", "program",
		"rule1", "rule2", "audience1", "sponsored", "available", "newsletter", "praise",
		"q", "search-form", "search-status", "search-results", // no body stands on the search page
	}
	sample := []string{"more", "code", "table", "lists", "fn:1", "fnref:1"}
	return strings.Contains(id, "_") || strings.HasPrefix(id, "c-") || slices.Contains(promised, field) || slices.Contains(sample, id)
}

// Every control has a label of its own, every link and button a name.
func checkControls(t *testing.T, doc document) {
	t.Helper()
	labelled := map[string]bool{}
	for _, label := range doc.all(atom.Label) {
		labelled[attr(label, "for")] = words(label) != ""
	}
	for _, n := range doc.all(atom.Input, atom.Select, atom.Textarea) {
		if attr(n, "type") != "hidden" && !labelled[attr(n, "id")] {
			t.Errorf("control %q has no label", attr(n, "name"))
		}
	}
	for _, n := range doc.all(atom.A, atom.Button) {
		if words(n) == "" {
			t.Errorf("%s %v has no words", n.Data, n.Attr)
		}
	}
}

func checkLandmarks(t *testing.T, doc document) {
	t.Helper()
	for _, a := range []atom.Atom{atom.Main, atom.Footer} {
		if got := len(doc.all(a)); got != 1 {
			t.Errorf("page has %d %s, want 1", got, a)
		}
	}
	links := doc.all(atom.A)
	if attr(links[0], "href") != "#main" {
		t.Errorf("first link leads to %q, want #main", attr(links[0], "href"))
	}
	names := map[string]bool{}
	for _, nav := range doc.all(atom.Nav) {
		name := attr(nav, "aria-label")
		if name == "" || names[name] {
			t.Errorf("nav is named %q: every nav needs a name of its own", name)
		}
		names[name] = true
	}
}

// Every picture says what it shows, or that it only decorates, and keeps its
// place while it loads.
func checkPictures(t *testing.T, doc document) {
	t.Helper()
	for _, img := range doc.all(atom.Img) {
		for _, key := range []string{"alt", "width", "height"} {
			if !has(img, key) {
				t.Errorf("img %q has no %s", attr(img, "src"), key)
			}
		}
	}
}

// The policy of the site allows nothing inline and nothing from elsewhere.
func checkPolicy(t *testing.T, doc document) {
	t.Helper()
	for _, n := range doc.all() {
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s has an inline %s", n.Data, a.Key)
			}
			if slices.Contains([]string{"src", "srcset", "poster", "data"}, a.Key) && !local(a.Val) {
				t.Errorf("%s loads %q", n.Data, a.Val)
			}
		}
		if n.DataAtom == atom.Style || n.DataAtom == atom.Script && !isData(n) && (!has(n, "src") || n.FirstChild != nil) {
			t.Errorf("page has an inline %s", n.Data)
		}
		if n.DataAtom == atom.Link && loads(n) && !local(attr(n, "href")) {
			t.Errorf("link loads %q", attr(n, "href"))
		}
	}
}

// isData reports whether a script element only holds words for machines, which
// no policy keeps from being there.
func isData(script *html.Node) bool { return attr(script, "type") == "application/ld+json" }

func loads(link *html.Node) bool {
	return slices.Contains([]string{"stylesheet", "icon", "preload", "modulepreload"}, attr(link, "rel"))
}

func local(url string) bool { return strings.HasPrefix(url, "/") && !strings.HasPrefix(url, "//") }

// checkNoTraces finds what a template leaves behind when it goes wrong.
func checkNoTraces(t *testing.T, source string) {
	t.Helper()
	for _, trace := range []string{"templ_", "TemplFailed", "%!", "<nil>", "&amp;amp;", "&amp;lt;", "{ ", " }", "@templ", `class=""`, "children..."} {
		if strings.Contains(source, trace) {
			t.Errorf("page contains %q", trace)
		}
	}
}
