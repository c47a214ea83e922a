package generate

import (
	"testing"
	"testing/fstest"
	"time"

	"greenroom/site/content"
)

// What a page shows is among its inputs: after each change, in the same process
// and in another one, the site is the one that a clean build makes.
func TestNothingIsStale(t *testing.T) {
	t.Parallel()
	chicago, err := time.LoadLocation("America/Chicago")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name           string
		before, change func(d *desk)
	}{
		{"a thread of tombstones goes", func(d *desk) { d.comment("aa", 1, "") }, func(d *desk) { d.remove("records/aa.ndjson") }},
		{"and its post with it", func(d *desk) { d.comment("aa", 1, "") }, func(d *desk) { d.remove("records/aa.ndjson"); d.remove("content/posts/aa.md") }},
		{"as_of dates what is empty", func(*desk) {}, func(d *desk) { d.edit("content/site.yaml", "as_of: 2026-05-12", "as_of: 2026-05-11") }},
		{"time zone", func(d *desk) {
			d.write("content/posts/zz.md", []byte("---\ntitle: T\ndate: 2025-07-04T23:30:00-06:00\ndescription: D.\nauthors: [ada-stone]\n---\nw\n"))
			d.comment("aa", 1, "hello")
		}, func(d *desk) { d.edit("content/site.yaml", "America/Chicago", "America/Regina") }},
		{"base URL", func(*desk) {}, func(d *desk) { d.in.BaseURL = "https://other.example" }},
		{"preview", func(*desk) {}, func(d *desk) { d.in.Preview = true }},
		{"an author's only post", func(d *desk) {
			d.write("content/people/cy-new.md", []byte("---\ntitle: Cy New\nrole: Guest\ndescription: C.\n---\nC.\n"))
			d.post("aa", "cy-new", "x")
		}, func(d *desk) { d.edit("content/posts/aa.md", "[cy-new]", "[ada-stone]") }},
		{"script of the search", func(d *desk) { d.assets["js/search.js"] = &fstest.MapFile{Data: []byte("1")} }, func(d *desk) { d.assets["js/search.js"] = &fstest.MapFile{Data: []byte("2")} }},
		{"site card: base URL", shareCards, func(d *desk) { d.in.BaseURL = "https://other.example" }},
		{"site card: agency", shareCards, func(d *desk) { d.edit("content/site.yaml", "name: Juniper Row Ltd", "name: Other Ltd") }},
		{"figures of twelve months", func(d *desk) { d.in.AsOf = time.Date(2027, 3, 7, 0, 0, 0, 0, chicago) }, func(d *desk) { d.in.AsOf = time.Date(2027, 3, 7, 12, 0, 0, 0, chicago) }},
		{"the day that clocks change", func(d *desk) { d.in.AsOf = time.Date(2026, 11, 1, 0, 30, 0, 0, chicago) }, func(d *desk) { d.in.AsOf = time.Date(2026, 11, 1, 12, 30, 0, 0, chicago) }},
		{"thread of a second page", func(d *desk) {
			for n := range 101 {
				d.comment("aa", n, "many")
			}
		}, func(d *desk) { d.comment("aa", 200, "one more") }},
		{"a program is paused", func(*desk) {}, func(d *desk) { d.recorded(1, content.Paused, "Back soon") }},
		{"what was said of it", func(d *desk) { d.recorded(1, content.Paused, "Back soon") }, func(d *desk) { d.recorded(1, content.Paused, "Back later") }},
		{"how many applied", func(d *desk) { d.recorded(1, "", "") }, func(d *desk) { d.recorded(2, "", "") }},
		{"nothing is on record any more", func(d *desk) { d.recorded(1, content.Cancelled, "Sorry") }, func(d *desk) { d.in.Courses = nil }},
		{"a program's zone", func(*desk) {}, func(d *desk) {
			d.edit("content/programs/windowsill.md", "opens:", "time_zone: America/Winnipeg\nopens:")
		}},
		{"midnight elsewhere", func(d *desk) {
			d.edit("content/programs/sooner.md", "opens:", "time_zone: Pacific/Auckland\nopens:")
			d.in.AsOf = time.Date(2026, 5, 13, 6, 30, 0, 0, chicago)
		}, func(d *desk) { d.in.AsOf = time.Date(2026, 5, 13, 7, 30, 0, 0, chicago) }},
		{"a post is withdrawn", func(d *desk) { d.comment("aa", 1, "hello") }, func(d *desk) { d.withdraw("aa") }},
		{"a post comes back", func(d *desk) { d.withdraw("aa") }, func(d *desk) { d.post("aa", "ada-stone", "x") }},
		{"a thread of a withdrawn post", func(d *desk) { d.withdraw("aa"); d.comment("aa", 1, "hello") }, func(d *desk) { d.comment("aa", 2, "again") }},
		{"a correction", func(*desk) {}, func(d *desk) { d.afterwards("aa", "correction: It is 12.\n", "x") }},
		{"another correction", func(d *desk) { d.afterwards("aa", "correction: It is 12.\n", "x") }, func(d *desk) { d.afterwards("aa", "correction: It is 13.\n", "x") }},
		{"reading time", func(*desk) {}, func(d *desk) { d.post("aa", "ada-stone", longText()) }},
	}
	for _, test := range tests {
		for _, process := range []string{"the same process", "another process"} {
			t.Run(test.name+", "+process, func(t *testing.T) {
				t.Parallel()
				d := newDesk(t)
				d.post("aa", "ada-stone", "x")
				test.before(d)
				d.must()
				if process == "another process" {
					d.other()
				}
				test.change(d)
				d.must()
				d.same()
				d.other()
				d.must()
				d.same()
			})
		}
	}
}

// recorded puts a step of the day and a count on record.
func (d *desk) recorded(applied int, to content.ProgramState, notice string) {
	c := content.Course{Applied: applied, Answers: content.Tally{Due: applied, InTime: 1}}
	if to != "" {
		c.Steps = []content.Step{{ID: "P5", To: to, At: d.asOf.Add(time.Hour), Notice: notice}}
	}
	d.in.Courses = map[string]content.Course{"windowsill": c}
}

func shareCards(d *desk) { d.edit("content/site.yaml", "share_cards: false", "share_cards: true") }

func longText() string {
	words := make([]byte, 0, 4000)
	for range 800 {
		words = append(words, "word "...)
	}
	return string(words)
}

// A new process says of an edited link what a clean build says.
func TestEditedLinksAreLookedAt(t *testing.T) {
	t.Parallel()
	for _, link := range []string{"/blog/middle/", "/blog/middle", "/blog/middle/index.html", "/search/index.json", "/" + manifestName, "/blog", "/mine.txt", "#nowhere"} {
		t.Run(link, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.post("aa", "ada-stone", "x")
			d.must()
			d.write("public/mine.txt", []byte("somebody else's"))
			d.other()
			d.post("aa", "ada-stone", "[there]("+link+")")
			_, want := d.clean()
			if err := d.build(); (err == nil) != (want == nil) {
				t.Errorf("the build says %v, a clean one %v", err, want)
			}
		})
	}
}

// A comment can be taken down though a post links to it.
func TestLinkToACommentHoldsNothingUp(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.post("aa", "ada-stone", "x")
	d.post("bb", "ada-stone", "[said](/blog/aa/#c-01JV0000000000000000000001)")
	d.comment("aa", 1, "hello")
	d.must()
	d.remove("records/aa.ndjson")
	d.must()
	d.same()
}
