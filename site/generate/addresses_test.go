package generate

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"greenroom/site/content"
)

func TestNoSpellingOfAnAddressGetsBy(t *testing.T) {
	t.Parallel()
	own := content.Agency{Email: "hello@greenroom.example", ModerationEmail: "moderators@greenroom.example"}
	for _, tt := range []struct {
		name, file, text string
		want             int
	}{
		{"plain", "a/index.html", "<p>write to b@gmail.com</p>", 1},
		{"in a link", "a/index.html", `<a href="mailto:b@gmail.com">x</a>`, 1},
		{"percent", "a/index.html", `<a href="mailto:b%40gmail.com">x</a>`, 1},
		{"entity", "feed.xml", "b&#64;gmail.com", 1},
		{"named entity", "feed.xml", "b&commat;gmail.com", 1},
		{"escape", "feed.json", `"b\u0040gmail.com"`, 1},
		{"other script", "a/index.html", "<p>josé@gmäil.com</p>", 1},
		{"twice", "a/index.html", "a@b.example, c@d.example", 2},
		{"for moderators only", "a/index.html", "moderators@greenroom.example", 1},
		{"the agency's own", "a/index.html", `<a href="mailto:hello@greenroom.example">hello@greenroom.example</a>`, 0},
		{"a handle", "a/index.html", "<li>tag @barnacleandbone.example or @ann@social.example</li>", 0},
		{"a price", "a/index.html", "<p>2 @ 3.50</p>", 0},
		{"no host", "a/index.html", "<p>me@home</p>", 0},
		{"a style", "assets/site.css", "a@b.example", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := strangers(tt.file, []byte(tt.text), own)
			if len(got) != tt.want {
				t.Errorf("%d problems, want %d: %v", len(got), tt.want, got)
			}
		})
	}
}

// Whatever the words are written like, the build refuses them and leaves the
// target alone.
func TestAnAddressInTheWordsStopsTheBuild(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"Write to b&#64;gmail.com.", "Write to b&commat;gmail.com.", "Write [me](mailto:b%40gmail.com).", "Write [me](mailto:b&#64;gmail.com).",
	} {
		words := fixture(t)
		about := words["posts/oldest.md"]
		about.Data = slices.Concat(about.Data, []byte("\n"+line+"\n"))
		target := newMemory()
		_, err := newBuilder(1).Build(t.Context(), Input{Content: words}, target)
		problems, ok := errors.AsType[content.Problems](err)
		if !ok || !strings.Contains(problems.Error(), "b@gmail.com would be published") || len(target.files) != 0 {
			t.Errorf("%s: got %v, wrote %d files", line, err, len(target.files))
		}
	}
	comments := fixtureComments(t)
	comments[0].Text = "b@gmail.com"
	if _, err := newBuilder(1).Build(t.Context(), Input{Content: fixture(t), Comments: comments}, newMemory()); err == nil {
		t.Error("an address in a record was published")
	}
}
