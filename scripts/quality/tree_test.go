package quality_test

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"greenroom/site/check"
)

// tree: our own checks of links, ids, titles, headings, feeds, JSON-LD and
// addresses find nothing, and there was something to look at.
func (s *site) tree(t *testing.T) {
	agency := s.words.Config.Agency
	_, domain, _ := strings.Cut(agency.Email, "@")
	for _, dir := range []string{s.dir, s.bare} {
		found, sum, err := check.Tree(t.Context(), os.DirFS(dir), check.Options{
			BaseURL: s.words.Config.BaseURL, Agency: domain, Never: agency.ModerationEmail, Workers: 2,
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			t.Error(f)
		}
		if sum.Pages < 80 || sum.Feeds < 100 || sum.Links < 2000 || sum.Data < 60 || sum.Images == 0 || sum.Listed < 60 {
			t.Errorf("too little was looked at: %+v", sum)
		}
		t.Logf("%+v", sum)
	}
}

// hosts: a page asks no other host for anything. It may link to others.
func (s *site) hosts(t *testing.T) {
	for name, data := range s.files(t, ".html", ".css") {
		for _, a := range fetched(name, data) {
			if rest := strings.TrimPrefix(a, s.words.Config.BaseURL); strings.Contains(rest, "//") && !strings.HasPrefix(rest, "/") {
				t.Errorf("%s fetches %s", name, a)
			}
		}
	}
}

// fetched is every address in a file that a browser asks for, or sends to,
// without being told to follow a link.
func fetched(name string, data []byte) []string {
	if strings.HasSuffix(name, ".css") {
		return cssAddresses(string(data))
	}
	var all []string
	for z := html.NewTokenizer(strings.NewReader(string(data))); z.Next() != html.ErrorToken; {
		token := z.Token()
		if token.Type != html.StartTagToken && token.Type != html.SelfClosingTagToken {
			continue
		}
		rel := ""
		for _, a := range token.Attr {
			if a.Key == "rel" {
				rel = a.Val
			}
		}
		for _, a := range token.Attr {
			all = append(all, fetchedBy(token.Data, rel, a)...)
		}
	}
	return all
}

func fetchedBy(element, rel string, a html.Attribute) []string {
	switch a.Key {
	case "src", "poster", "data", "action", "formaction", "background", "manifest", "ping":
		return []string{a.Val}
	case "srcset", "imagesrcset":
		var all []string
		for one := range strings.SplitSeq(a.Val, ",") {
			if fields := strings.Fields(one); len(fields) > 0 {
				all = append(all, fields[0])
			}
		}
		return all
	case "style":
		return cssAddresses(a.Val)
	case "href":
		told := element == "a" || element == "link" && (rel == "canonical" || rel == "alternate" || rel == "prev" || rel == "next")
		if !told {
			return []string{a.Val}
		}
	}
	return nil
}

// cssAddresses are what a style sheet fetches.
func cssAddresses(css string) []string {
	var all []string
	for _, before := range []string{"url(", "@import"} {
		for _, part := range strings.Split(css, before)[1:] {
			end := strings.IndexAny(part, ");")
			if end < 0 {
				end = len(part)
			}
			all = append(all, strings.Trim(part[:end], ` "'`))
		}
	}
	return all
}

func TestFetched(t *testing.T) {
	t.Parallel()
	for page, want := range map[string]string{
		`<a href="https://a.example/">`:                              "",
		`<link rel="canonical" href="https://a.example/">`:           "",
		`<link rel="stylesheet" href="https://a.example/a.css">`:     "https://a.example/a.css",
		`<link rel="preconnect" href="//a.example">`:                 "//a.example",
		`<img src="https://a.example/a.png">`:                        "https://a.example/a.png",
		`<source srcset="/b.webp 1w, https://a.example/a.webp 2w">`:  "/b.webp https://a.example/a.webp",
		`<form action="https://a.example/"></form>`:                  "https://a.example/",
		`<svg><use href="https://a.example/a.svg"/></svg>`:           "https://a.example/a.svg",
		`<p style="background: url('https://a.example/a.png')"></p>`: "https://a.example/a.png",
		`<p>src="https://a.example/"</p>`:                            "",
	} {
		if got := strings.Join(fetched("a.html", []byte(page)), " "); got != want {
			t.Errorf("%s fetches %q, want %q", page, got, want)
		}
	}
	css := `@import "https://a.example/a.css"; p { background: url(https://a.example/a.png) }`
	if got := strings.Join(fetched("a.css", []byte(css)), " "); got != "https://a.example/a.png https://a.example/a.css" {
		t.Errorf("css fetches %q", got)
	}
}
