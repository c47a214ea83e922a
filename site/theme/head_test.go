package theme_test

import (
	"encoding/json"
	"slices"
	"testing"

	"golang.org/x/net/html/atom"

	"greenroom/site/theme"
)

// head is everything of a page's head that has a name, in order: "og:type article".
func head(t *testing.T, f theme.Frame) []string {
	t.Helper()
	var found []string
	for _, n := range parse(t, render(t, theme.Layout(f))).all(atom.Meta, atom.Link) {
		name := attr(n, "property") + attr(n, "name") + attr(n, "rel")
		found = append(found, name+" "+attr(n, "content")+attr(n, "href"))
	}
	return found
}

func TestHead(t *testing.T) {
	t.Parallel()
	post := postPage().Frame
	list := archivePage().Frame
	secret := theme.Frame{Language: "de", BaseURL: "https://greenroom.example", Head: theme.Head{Title: "Secret", NoIndex: true, NoReferrer: true}}
	british := theme.Frame{Language: "en-GB", Head: theme.Head{Title: "x"}}
	abroad := theme.Frame{BaseURL: "https://a.example", Head: theme.Head{Image: &theme.Card{URL: "https://b.example/card.png"}}}
	tests := []struct {
		name      string
		frame     theme.Frame
		want, not []string
	}{
		{"a post", post, []string{
			"canonical https://greenroom.example/blog/brief/", "og:type article", "og:url https://greenroom.example/blog/brief/", "og:locale en_US",
			"og:image https://greenroom.example/cards/blog/brief.png", "og:image:width 1200", "og:image:height 630", "og:image:alt What a brief is",
			"twitter:card summary_large_image", "article:published_time 2026-05-10T00:00:00Z", "article:author Marisol Tran", "article:author Tess Abara",
			"article:section Blog", "article:tag briefs", "article:tag work", "icon /favicon.ico", "icon /favicon.svg", "apple-touch-icon /apple-touch-icon.png",
			"manifest /site.webmanifest", "alternate /blog/feed.json", "robots max-image-preview:large", "referrer strict-origin-when-cross-origin",
		}, []string{"prev", "next"}},
		{"a page of a list", list, []string{"og:type website", "prev /tags/briefs/", "next /tags/briefs/page/1/", "twitter:card summary"}, []string{"og:image", "article:section"}},
		{"a secret page", secret, []string{"robots noindex", "referrer same-origin"}, []string{"canonical", "og:url", "og:locale", "description", "alternate"}},
		{"another country", british, []string{"og:locale en_GB"}, nil},
		{"a card from elsewhere", abroad, []string{"og:image https://b.example/card.png"}, []string{"og:image:width", "og:image:alt"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := head(t, tt.frame)
			for _, want := range tt.want {
				if !slices.Contains(got, want) {
					t.Errorf("head has no %q: %q", want, got)
				}
			}
			for _, not := range tt.not {
				if slices.ContainsFunc(got, func(s string) bool { return len(s) > len(not) && s[:len(not)+1] == not+" " }) {
					t.Errorf("head has %s: %q", not, got)
				}
			}
		})
	}
}

// Words for machines are the JSON they were, whatever is in them.
func TestDataStaysJSON(t *testing.T) {
	t.Parallel()
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := map[string]string{"name": text}
			data, err := json.Marshal(want)
			if err != nil {
				t.Fatal(err)
			}
			f := bare()
			f.Head.Data = string(data)
			scripts := parse(t, render(t, theme.Layout(f))).all(atom.Script)
			if len(scripts) != 1 {
				t.Fatalf("page has %d scripts, want 1", len(scripts))
			}
			var got, sent map[string]string
			if err := json.Unmarshal([]byte(scripts[0].FirstChild.Data), &got); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(data, &sent); err != nil {
				t.Fatal(err)
			}
			if got["name"] != sent["name"] {
				t.Errorf("name = %q, want %q", got["name"], sent["name"])
			}
		})
	}
}
