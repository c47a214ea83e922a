package generate

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"greenroom/site/content"
)

func TestOrderWithinAGroup(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return time.Date(2026, 5, n, 0, 0, 0, 0, time.UTC) }
	make := func(slug string, state content.ProgramState, n int) program {
		return program{running: running{standing: content.Standing{State: state, Closes: day(n), DecideBy: day(n)}}, Program: content.Program{Slug: slug, Opens: day(n), LiveTo: day(n)}}
	}
	rolling := make("rolling", content.Open, 1)
	rolling.Rolling, rolling.standing.Closes = &content.Rolling{}, time.Time{}
	tests := []struct {
		name     string
		programs []program
		want     string
	}{
		{"open: soonest close first, rolling last", []program{rolling, make("b", content.Open, 9), make("a", content.Open, 3)}, "a b rolling"},
		{"no ties", []program{make("b", content.Ready, 3), make("a", content.Ready, 3)}, "a b"},
		{"deciding: soonest answer first", []program{make("late", content.Deciding, 9), make("soon", content.Deciding, 3)}, "soon late"},
		{"completed: latest first", []program{make("first", content.Completed, 3), make("last", content.Completed, 9)}, "last first"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			slices.SortFunc(test.programs, byUrgency)
			var got []string
			for _, p := range test.programs {
				got = append(got, p.Slug)
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("order %v, want %s", got, test.want)
			}
		})
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	m := &model{zone: time.UTC}
	today := running{today: content.Day(time.Date(2026, 5, 12, 23, 0, 0, 0, time.UTC))}
	day := func(n int) time.Time { return time.Date(2026, 5, n, 0, 0, 0, 0, time.UTC) }
	tests := []struct{ got, want string }{
		{content.Money(450, "USD"), "$450"},
		{content.Money(1234567, "GBP"), "£1,234,567"},
		{content.Money(300, "CHF"), "CHF 300"},
		{today.inDays("closes", day(24)), "closes in 12 days"},
		{today.inDays("closes", day(13)), "closes tomorrow"},
		{today.inDays("opens", day(12)), "opens today"},
		{m.date(day(1)).Text, "1 May 2026"},
		{m.moment(day(1)).Text, "1 May 2026, 00:00 UTC"},
		{span(day(1), day(8)), "1–8 May 2026"},
		{span(day(1), day(1)), "1 May 2026"},
		{span(day(30), day(33)), "30 May – 2 June 2026"},
		{span(day(30), day(365)), "30 May 2026 – 30 April 2027"},
		{counted(1, "round", "rounds"), "1 round"},
		{topWeights([]content.Weight{{Key: "reach", Label: "Following (numbers)", Weight: 2}, {Key: "photo", Label: "Photography", Weight: 34}, {Key: "angle", Label: "Creativity and angle", Weight: 14}}), "Photography\u00a034, Angle\u00a014"},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
	if readingMinutes(0) != 1 || readingMinutes(440) != 2 || readingMinutes(441) != 3 {
		t.Error("minutes of reading are not rounded up")
	}
}

// Two words for one file are a problem, also if they differ in case only.
func TestTwoFilesOfOneName(t *testing.T) {
	t.Parallel()
	words := fixture(t)
	words["media/Brief.txt"] = &fstest.MapFile{Data: []byte("x")}
	_, err := newBuilder(1).Build(t.Context(), Input{Content: words}, newMemory())
	if err == nil || !strings.Contains(err.Error(), "two files of the site have this name") {
		t.Errorf("Build = %v", err)
	}
}
