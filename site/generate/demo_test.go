package generate

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	words "greenroom/content"
	"greenroom/site/content"
)

// demo is the real site with a thread below every post. The comments carry
// what must be escaped, and an address nowhere but in the text.
func demo(t *testing.T) *memory {
	t.Helper()
	target, err := builtDemo()
	if err != nil {
		t.Fatal(err)
	}
	return target
}

// builtDemo is made once for all tests: its pictures and cards are dear.
var builtDemo = sync.OnceValues(func() (*memory, error) {
	site, err := content.Load(context.Background(), words.FS, 2)
	if err != nil {
		return nil, err
	}
	var comments []Comment
	for i, p := range site.Posts {
		for n := range 7 {
			c := Comment{Post: p.Slug, ID: fmt.Sprintf("01JV%020d%02d", i, n), Name: "Reader & <b>co</b>", At: p.Date.AddDate(0, 0, n), Text: "{{ .Title }} <script>alert(1)</script>\n\nhttps://ask.example/?a=1&b=2"}
			if n > 0 {
				c.Parent = fmt.Sprintf("01JV%020d%02d", i, n-1)
			}
			if n%2 == 1 {
				c.Staff, c.Name = site.People[0].Slug, site.People[0].Name
			}
			comments = append(comments, c)
		}
	}
	target := newMemory()
	_, err = New(Options{}).Build(context.Background(), Input{Content: words.FS, Comments: comments}, target)
	return target, err
})

func TestDemoPages(t *testing.T) {
	t.Parallel()
	target := demo(t)
	pages := map[string]pageOf{}
	titles, descriptions := map[string]string{}, map[string]string{}
	for name, data := range target.files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		p := parsePage(t, data)
		pages[name] = p
		if p.redirect {
			continue
		}
		if other := titles[p.title]; other != "" || p.title == "" {
			t.Errorf("%s and %s are both titled %q", name, other, p.title)
		}
		if other := descriptions[p.description]; other != "" || p.description == "" {
			t.Errorf("%s and %s are both described as %q", name, other, p.description)
		}
		titles[p.title], descriptions[p.description] = name, name
		if want := "https://greenroom.example/" + strings.TrimSuffix(name, "index.html"); p.canonical != want && name != "404.html" {
			t.Errorf("%s: canonical %s, want %s", name, p.canonical, want)
		}
		checkOutline(t, name, p)
	}
	for name, p := range pages {
		for _, link := range p.links {
			checkLink(t, name, link, target, pages)
		}
	}
}

func checkOutline(t *testing.T, name string, p pageOf) {
	t.Helper()
	level := 0
	for i, h := range p.headings {
		if h > level+1 || (h == 1) != (i == 0) {
			t.Errorf("%s: headings %v", name, p.headings)
			break
		}
		level = h
	}
	for id, n := range p.ids {
		if n > 1 {
			t.Errorf("%s: id %q stands %d times", name, id, n)
		}
	}
	for _, leftover := range []string{"%!", "<no value>", "TODO", "Lorem", "\ufffd"} {
		if strings.Contains(p.text, leftover) {
			t.Errorf("%s: %q is left over", name, leftover)
		}
	}
}

// checkLink follows a link of the finished site, as a reader would.
func checkLink(t *testing.T, from, link string, target *memory, pages map[string]pageOf) {
	t.Helper()
	u, err := url.Parse(strings.TrimPrefix(link, "https://greenroom.example"))
	if err != nil {
		t.Errorf("%s: %v", from, err)
		return
	}
	if u.Scheme != "" || isServed(u.Path) {
		return
	}
	name := strings.TrimPrefix(u.Path, "/")
	if strings.HasSuffix(u.Path, "/") {
		name = path.Join(name, "index.html")
	}
	if u.Path == "" {
		name = from
	}
	if target.files[name] == nil {
		t.Errorf("%s links to %s, and there is no %s", from, link, name)
	} else if u.Fragment != "" && pages[name].ids[u.Fragment] == 0 {
		t.Errorf("%s links to %s, and that page has no such id", from, link)
	}
}

var anyAddress = regexp.MustCompile(`[A-Za-z0-9._%+-]+(?:@|&#64;|%40|\\u0040)[A-Za-z0-9-]+\.[A-Za-z0-9.-]+`)

func TestDemoHoldsNoAddressButTheAgencys(t *testing.T) {
	t.Parallel()
	for name, data := range demo(t).files {
		if isPicture(name) { // whose bytes only look like words
			continue
		}
		for _, found := range anyAddress.FindAllString(string(data), -1) {
			if !strings.HasSuffix(strings.TrimRight(found, "."), "@greenroom.example") || strings.HasPrefix(found, "moderators") {
				t.Errorf("%s holds the address %s", name, found)
			}
		}
	}
}

func TestDemoFeedsAndSitemap(t *testing.T) {
	t.Parallel()
	target := demo(t)
	feeds := 0
	for name, data := range target.files {
		switch {
		case path.Base(name) == "feed.xml", path.Base(name) == "comments.xml":
			feeds += len(parseRSS(t, name, data).Items)
		case path.Base(name) == "feed.json", path.Base(name) == "comments.json":
			feeds += len(parseJSON(t, name, data).Items)
		case path.Base(name) == "atom.xml", path.Base(name) == "comments-atom.xml":
			feeds += len(parseAtom(t, name, data).Entries)
		}
	}
	if feeds < 100 {
		t.Errorf("%d entries in all feeds", feeds)
	}
	var sitemap struct {
		Locs []string `xml:"url>loc"`
	}
	if err := xml.Unmarshal(target.files["sitemap.xml"], &sitemap); err != nil {
		t.Fatal(err)
	}
	var want []string
	for name, data := range target.files {
		if strings.HasSuffix(name, ".html") && name != "404.html" && name != "search/index.html" && !parsePage(t, data).redirect {
			want = append(want, "https://greenroom.example/"+strings.TrimSuffix(name, "index.html"))
		}
	}
	slices.Sort(want)
	slices.Sort(sitemap.Locs)
	if !slices.Equal(want, sitemap.Locs) {
		t.Errorf("sitemap lists %v, want %v", sitemap.Locs, want)
	}
}

// What an upcoming program, its page and the feeds say on the day of the demo,
// 12 May 2026.
func TestDemoPrograms(t *testing.T) {
	t.Parallel()
	files := demo(t).files
	const upcoming, open = "programs/marrow-valley-off-season", "programs/saltmarsh-ten-oclock-coat"
	tests := []struct {
		file, words string
		want        bool
	}{
		{upcoming + "/index.html", "opens in 6 days", true},
		{upcoming + "/index.html", `<time datetime="2026-05-18">18 May 2026</time>`, true},
		{open + "/index.html", `<a href="/how-we-choose/">`, true},
		{open + "/index.html", "An answer comes within one business day.", true},
		{open + "/index.html", "You have a receipt at once.", true},
		{"programs/feed.xml", open, true},
		{"programs/feed.xml", upcoming, false}, // not before it opens
		{"programs/feed.xml", "closes in", false},
		{"blog/feed.xml", "Link to this part", false},
		{"blog/feed.json", `>#</a>`, false},
		{"index.html", `<meta property="og:image" content="https://greenroom.example/card.png"`, true},
		{"card.png", "PNG", true},
	}
	for _, test := range tests {
		if got := strings.Contains(string(files[test.file]), test.words); got != test.want || files[test.file] == nil {
			t.Errorf("%s holds %q: %t, want %t", test.file, test.words, got, test.want)
		}
	}
}
