package generate

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"greenroom/site/content"
	"greenroom/site/theme"
)

// pausedWindowsill is what is on record of a program that was paused on the day.
func pausedWindowsill() map[string]content.Course {
	return map[string]content.Course{"windowsill": {
		Steps:   []content.Step{{ID: "P5", To: content.Paused, At: time.Date(2026, 5, 12, 15, 0, 0, 0, time.UTC), Notice: "The <pods> are late."}},
		Applied: 61, Answers: content.Tally{Due: 4, InTime: 3},
	}}
}

// What was recorded changes the pages that show it, and no other.
func TestACourseChangesWhatShowsIt(t *testing.T) {
	t.Parallel()
	b, m := newBuilder(2), newMemory()
	in := Input{Content: fixture(t), Comments: fixtureComments(t)}
	build(t, b, in, m)
	in.Courses = pausedWindowsill()
	in.Changed = &Changed{}
	if got := build(t, b, in, m).Written; len(got) > 0 {
		t.Errorf("nobody said that courses changed, and %v were written", got)
	}
	in.Changed = &Changed{Programs: true}
	got := build(t, b, in, m).Written
	want := []string{
		"index.html", "people/ada-stone/index.html", "programs/atom.xml", "programs/feed.json", "programs/feed.xml", "programs/index.html",
		"programs/platform/blog/index.html", "programs/platform/instagram/index.html", "programs/region/ca/index.html", "programs/region/us/index.html",
		"programs/small-accounts/index.html", "programs/closing-soon/index.html",
		"programs/topic/garden/atom.xml", "programs/topic/garden/feed.json", "programs/topic/garden/feed.xml", "programs/topic/garden/index.html", "programs/windowsill/index.html",
	}
	got = slices.DeleteFunc(got, func(name string) bool { return name == manifestName })
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
	page := string(m.files["programs/windowsill/index.html"])
	for _, part := range []string{"Paused", "12 May 2026", "The &lt;pods&gt; are late.", "<dd>61</dd>", "<dd>3 of 4</dd>", `role="note"`} {
		if !strings.Contains(page, part) {
			t.Errorf("the page of a paused program lacks %q", part)
		}
	}
	if strings.Contains(page, `action="/api/applications"`) {
		t.Error("a paused program has a form")
	}
	list := string(m.files["programs/index.html"])
	for _, part := range []string{"157", "99 of 100", `role="note"`, ">Paused<"} {
		if !strings.Contains(list, part) {
			t.Errorf("the list lacks %q", part)
		}
	}
}

// The days of a program are those of its own zone.
func TestAProgramHasItsOwnZone(t *testing.T) {
	t.Parallel()
	words := fixture(t)
	f := words["programs/windowsill.md"]
	f.Data = []byte(strings.Replace(string(f.Data), "opens:", "time_zone: Pacific/Auckland\nopens:", 1))
	for moment, want := range map[string]string{
		"2026-05-24T06:59:59-05:00": "closes today", // a minute before midnight there
		"2026-05-24T07:00:00-05:00": "closed",
	} {
		asOf, err := time.Parse(time.RFC3339, moment)
		if err != nil {
			t.Fatal(err)
		}
		m := newMemory()
		build(t, newBuilder(2), Input{Content: words, AsOf: asOf}, m)
		page := string(m.files["programs/windowsill/index.html"])
		if !strings.Contains(page, want) || !strings.Contains(page, `<time datetime="2026-05-24">24 May 2026</time>`) || !strings.Contains(page, "Pacific/Auckland") {
			t.Errorf("at %s the page does not say %q, or has other dates", moment, want)
		}
	}
}

func TestReadCourses(t *testing.T) {
	t.Parallel()
	got, err := ReadCourses(strings.NewReader(`{"first": {"steps": [{"id": "P5", "to": "paused", "at": "2026-05-10T15:00:00Z", "notice": "Back"},
		{"id": "extend", "at": "2026-05-11T15:00:00Z", "closes": "2026-05-31T00:00:00Z"}], "applied": 61, "answers": {"due": 3, "in_time": 2}}, "second": {}}`))
	if err != nil {
		t.Fatal(err)
	}
	on := func(day, hour int) time.Time { return time.Date(2026, 5, day, hour, 0, 0, 0, time.UTC) }
	want := map[string]content.Course{"second": {}, "first": {
		Steps:   []content.Step{{ID: "P5", To: content.Paused, At: on(10, 15), Notice: "Back"}, {ID: "extend", At: on(11, 15), Closes: on(31, 0)}},
		Applied: 61, Answers: content.Tally{Due: 3, InTime: 2},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("courses (-want +got):\n%s", diff)
	}
	for text, fault := range map[string]string{
		`[]`:                     "is not what was recorded",
		`{"a": {"stepps": []}}`:  "is not what was recorded",
		`{} {}`:                  "goes on behind its end",
		`{"a": {"applied": -1}}`: "the counts are no counts",
		`{"a": {"answers": {"due": 1, "in_time": 2}}}`:                                       "the counts are no counts",
		`{"a": {"steps": [{"to": "shut", "at": "2026-05-10T15:00:00Z"}]}}`:                   `leads to no state "shut"`,
		`{"a": {"steps": [{"to": "draft", "at": "2026-05-10T15:00:00Z"}]}}`:                  `leads to no state "draft"`,
		`{"a": {"steps": [{"to": "open"}]}}`:                                                 "step 1 is not later",
		`{"a": {"steps": [{"at": "2026-05-10T15:00:00Z"}, {"at": "2026-05-10T14:00:00Z"}]}}`: "step 2 is not later",
		`{"a": {"steps": [{"at": "2026-05-10T15:00:00Z", "notice": "\u202e"}]}}`:             "hidden character",
	} {
		_, err := ReadCourses(strings.NewReader(text))
		if problems, ok := errors.AsType[content.Problems](err); !ok || !strings.Contains(problems.Error(), fault) || problems[0].File != "records/programs.json" {
			t.Errorf("%s: %v, want one that says %q", text, err, fault)
		}
	}
}

func TestCourseOfNoProgram(t *testing.T) {
	t.Parallel()
	_, err := newBuilder(1).Build(t.Context(), Input{Content: fixture(t), Courses: map[string]content.Course{"gone": {}}}, newMemory())
	if err == nil || !strings.Contains(err.Error(), `records/programs.json:1: unknown program "gone"`) {
		t.Errorf("Build = %v", err)
	}
}

// FuzzReadCourses holds that whatever is read can be built with, or is refused
// in words.
func FuzzReadCourses(f *testing.F) {
	f.Add(`{"a": {"steps": [{"id": "P5", "to": "paused", "at": "2026-05-10T15:00:00Z"}], "applied": 1}}`)
	f.Add(`{"a": null}`)
	f.Fuzz(func(t *testing.T, text string) {
		courses, err := ReadCourses(strings.NewReader(text))
		if _, ok := errors.AsType[content.Problems](err); err != nil && !ok {
			t.Fatalf("not in words: %v", err)
		}
		p := content.Program{TimeZone: time.UTC, Opens: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)}
		for _, c := range courses {
			if state := p.Standing(time.Date(2026, 5, 12, 0, 0, 0, 0, time.UTC), c).State; stateText(state) == "" {
				t.Errorf("led to %q", state)
			}
		}
	})
}

// A form has the fields to type into that the lint counts, and so never more
// than eight.
func TestAFormHasTheFieldsThatAreCounted(t *testing.T) {
	t.Parallel()
	site, err := content.Load(t.Context(), fixture(t), 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, questions := range [][]string{nil, {"One?"}, {"One?", "Two?"}} {
		p := site.Programs[0]
		p.Questions = questions
		p.Eligibility = []content.Rule{{Text: "18 or older", Hard: true}, {Text: "Cooks"}, {Text: "US", Hard: true}}
		p.Audience = []content.Choice{{Ask: "Who?", Options: []string{"A", "B"}}}
		form := NewApplicationForm(p, content.Standing{DecideBy: p.DecideBy})
		var b strings.Builder
		if err := theme.ApplicationFormPart(form).Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		got, chosen := formFields(t, b.String())
		if diff := cmp.Diff(content.TypedFields(p), got); diff != "" {
			t.Errorf("fields to type into (-counted +rendered):\n%s", diff)
		}
		if len(got) > content.MaxTyped {
			t.Errorf("%d fields to type into", len(got))
		}
		if want := []string{"audience1", "available", "newsletter", "praise", "rule1", "rule2", "sponsored"}; !slices.Equal(chosen, want) {
			t.Errorf("chosen are %v, want %v", chosen, want)
		}
	}
}

// formFields are the names of what is typed, in order, and of what is chosen,
// sorted. The field that only machines fill in is left out.
func formFields(t *testing.T, page string) (typed, chosen []string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	choices := map[string]bool{}
	for n := range root.Descendants() {
		name, kind := attribute(n, "name"), attribute(n, "type")
		switch {
		case name == "" || name == "contact_url" || kind == "hidden" || n.Data == "button":
		case n.Data == "select", kind == "radio", kind == "checkbox":
			choices[name] = true
		case n.Data == "input", n.Data == "textarea":
			typed = append(typed, name)
		}
	}
	return typed, slices.Sorted(maps.Keys(choices))
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
