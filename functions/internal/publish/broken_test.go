package publish_test

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"greenroom/functions/internal/guest"
	"greenroom/functions/internal/table"
)

// record puts a guest post on record past the room.
func (p *press) record(post guest.Post, w guest.Writer) {
	p.t.Helper()
	for sk, v := range map[string]any{"POST#" + post.Slug: post, "WRITER#" + w.Page: w} {
		body, err := json.Marshal(v)
		if err != nil {
			p.t.Fatal(err)
		}
		key := table.Key{Space: table.Open, PK: "GUESTS", SK: sk}
		if err := p.store.Write(p.t.Context(), "", table.Set(table.Item{Key: key, Kind: "guest", Body: body})); err != nil {
			p.t.Fatal(err)
		}
	}
}

// A record that the site cannot be built with is left out and named, and
// everything else is published.
func TestABrokenRecordTakesNothingDown(t *testing.T) {
	t.Parallel()
	good := guest.Post{Slug: "broken", Title: "Broken", Description: "D.", Body: "Words.", Page: "bo"}
	bo := guest.Writer{Page: "bo", Name: "Bo", Bio: "B."}
	tests := []struct {
		name   string
		change func(*press, *guest.Post, *guest.Writer)
	}{
		{"HTML", func(_ *press, p *guest.Post, _ *guest.Writer) { p.Body = "<script>" }},
		{"dead link", func(_ *press, p *guest.Post, _ *guest.Writer) { p.Body = "[x](/nowhere/)" }},
		{"no title", func(_ *press, p *guest.Post, _ *guest.Writer) { p.Title = "" }},
		{"address of somebody", func(_ *press, p *guest.Post, _ *guest.Writer) { p.Body = "ann@mail.example" }},
		{"address in disguise", func(_ *press, p *guest.Post, _ *guest.Writer) { p.Body = "ann&#64;mail.x-y" }},
		{"no slug", func(_ *press, p *guest.Post, _ *guest.Writer) { p.Slug = "No Slug" }},
		{"address of a list", func(_ *press, p *guest.Post, _ *guest.Writer) { p.Slug = "2026" }},
		{"no writer", func(_ *press, p *guest.Post, _ *guest.Writer) { p.Page = "nobody" }},
		{"writer with HTML", func(_ *press, _ *guest.Post, w *guest.Writer) { w.Bio = "<b>" }},
		{"writer with an address", func(_ *press, _ *guest.Post, w *guest.Writer) { w.Bio = "bo&#64;mail.x-y" }},
		{"writer without a name", func(_ *press, _ *guest.Post, w *guest.Writer) { w.Name = "" }},
		{"a file of that name", func(p *press, _ *guest.Post, _ *guest.Writer) {
			p.tree["posts/broken.md"] = ownPost("slug: other\n")
		}},
		{"a post at that address", func(p *press, _ *guest.Post, _ *guest.Writer) {
			p.tree["posts/zz.md"] = ownPost("slug: broken\n")
		}},
		{"an older address", func(p *press, _ *guest.Post, _ *guest.Writer) {
			p.tree["posts/zz.md"] = ownPost("aliases: [/blog/broken/]\n")
		}},
		{"somebody at that page", func(p *press, _ *guest.Post, w *guest.Writer) {
			p.tree["posts/zz.md"] = ownPost("aliases: [/people/bo/]\n")
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newPress(t)
			p.released(guestForm())
			post, w := good, bo
			post.Date, w.Changed = p.clock.Now(), p.clock.Now()
			test.change(p, &post, &w)
			p.record(post, w)
			edition, _, err := p.Publish(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			left := edition.LeftOut()
			if len(left) != 1 || left[0].Slug != post.Slug || len(left[0].Problems) == 0 {
				t.Fatalf("left out are %+v", left)
			}
			if !strings.Contains(p.log.String(), `"slug":"`+post.Slug+`"`) || strings.Contains(p.log.String(), "mail.") {
				t.Errorf("the log says %s", p.log.String())
			}
			if !strings.Contains(p.page(guestPage), "Zwirbelnuss") || len(onSite(t, p.dir, "mail.example", "mail.x-y")) > 0 {
				t.Error("the others are not as they should be")
			}
			if _, ok := edition.Post(post.Slug); ok != (test.name == "a post at that address") {
				t.Error("the edition has it")
			}
		})
	}
}

func ownPost(front string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("---\ntitle: Own\ndate: 2026-05-01\ndescription: O.\nauthors: [devon-achterberg]\n" + front + "---\n\nOwn words.\n")}
}

// What is wrong with content/ is said as ever, with guest posts or without.
func TestBrokenContentIsStillReported(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	p.released(guestForm())
	p.tree["posts/zz.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Own\ndate: 2026-05-01\ndescription: O.\nauthors: [devon-achterberg]\n---\n\n[x](/nowhere/)\n")}
	if _, _, err := p.Publish(t.Context()); err == nil || !strings.Contains(err.Error(), "posts/zz.md:8: link to /nowhere/") || strings.Contains(err.Error(), "what-i-asked-for") {
		t.Errorf("got %v", err)
	}
}

// A guest who has a file in content/ by now is who that file says.
func TestAWriterWithAFileOfTheirOwn(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	p.released(guestForm())
	p.tree["people/ann-quill.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Ann A. Quill\nrole: Editor\ndescription: She edits.\nstaff: true\n---\n")}
	p.must()
	if page := p.page(guestPage); !strings.Contains(page, "Ann A. Quill") || strings.Contains(page, "Guest writer") {
		t.Error("the page names somebody else")
	}
}
