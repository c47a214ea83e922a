package check_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/check"
)

func caption(text string) check.Piece { return check.Piece{Medium: check.Caption, Text: text} }

func result(findings []check.Finding, name string) check.Result { return worst(findings)[name] }

func TestNobodyWavesADisclosureThrough(t *testing.T) {
	t.Parallel()
	for _, name := range []string{check.Disclosure, check.Position} {
		if (check.Finding{Check: name}).Overridable() {
			t.Errorf("%s can be overridden", name)
		}
	}
	for _, name := range []string{check.Media, check.Link, check.LinkRel, check.Mention, check.MustNot, check.Size, check.Window, check.Live} {
		if !(check.Finding{Check: name}).Overridable() {
			t.Errorf("%s cannot be overridden", name)
		}
	}
}

func TestWhatIsHard(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	d := check.Demands{Brand: "Hobb & Sill", Hosts: []string{"hobbandsill.example"}, Rules: []check.Rule{
		{Check: check.Link, Clause: 1, Link: "https://hobbandsill.example/"}, {Check: check.Mention, Clause: 2, Words: []string{"chives"}, Hard: true},
		{Check: check.Mention, Clause: 3, Words: []string{"mint"}}, {Check: check.MustNot, Clause: 4, Words: []string{"heal*"}},
		{Check: check.Size, Clause: 5, MinWords: 3}, {Check: check.Window, Clause: 6, From: from},
	}}
	for _, medium := range []check.Medium{check.Article, check.Video} {
		findings := check.Run(check.Piece{Medium: medium, Text: "Nothing healing."}, d, nil)
		findings = append(findings, check.StillLive(404, check.Piece{}, check.Piece{}, d)...)
		for _, f := range findings {
			soft := f.Check == check.MustNot || f.Check == check.Size || f.Check == check.Window || f.Check == check.Mention && f.Clause == 3
			if f.Hard == soft {
				t.Errorf("%s of clause %d: hard is %v", f.Check, f.Clause, f.Hard)
			}
		}
	}
}

func TestFindingsStandInOrder(t *testing.T) {
	t.Parallel()
	d := check.Demands{Brand: "Hobb & Sill", Hosts: []string{"hobbandsill.example"}, Rules: []check.Rule{
		{Check: check.Size, Clause: 9, MinWords: 1, MinPhotos: 1, Alt: true}, {Check: check.MustNot, Clause: 8, Words: []string{"basil", "mint", "chives"}},
		{Check: check.Link, Clause: 7, Link: "https://hobbandsill.example/"}, {Check: check.MustNot, Clause: 2, Words: []string{"week"}},
	}}
	p := check.Piece{Medium: check.Article, HTML: []byte("<article><p>Ad</p><p>Basil and mint, week four. Basil!</p></article>")}
	var got []string
	for _, f := range check.Run(p, d, nil) {
		got = append(got, f.Check+" "+string(rune('0'+f.Clause))+" "+string(f.Result))
	}
	want := []string{"K1 0 pass", "K2 0 pass", "K4 7 fail", "K5 0 pass", "K7 8 fail", "K7 8 fail", "K7 2 fail", "K8 9 pass", "K8 9 fail", "K8 9 pass"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// Offsets count characters of what is seen, not bytes and not the source.
func TestOffsets(t *testing.T) {
	t.Parallel()
	p := caption("🌿 Basilikum für alle. Ad: hier.")
	for _, f := range check.Run(p, check.Demands{}, nil) {
		if f.Offset != 22 || f.Evidence != "Ad" || string([]rune(check.Seen(p))[f.Offset:][:2]) != "Ad" {
			t.Errorf("%s: %q at %d", f.Check, f.Evidence, f.Offset)
		}
	}
	p = check.Piece{Medium: check.Article, HTML: []byte("<article>\n <h1>Caf&eacute;</h1>\n\n <p>Um   <b>zehn</b>.<br>Ad</article>")}
	if got, want := check.Seen(p), "Café\nUm zehn.\nAd"; got != want {
		t.Errorf("seen %q, want %q", got, want)
	}
	if f := check.Run(p, check.Demands{}, nil)[0]; f.Offset != 14 {
		t.Errorf("%q at %d, want 14", f.Evidence, f.Offset)
	}
}

func TestThePlatformsLabelIsToldAndNotCounted(t *testing.T) {
	t.Parallel()
	p := caption("Ears.")
	p.Labelled = true
	f := check.Run(p, check.Demands{Brand: "Saltmarsh"}, nil)[0]
	if f.Result != check.Fail || !strings.Contains(f.Say, "label") {
		t.Errorf("got %+v", f)
	}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		name   string
		rule   check.Rule
		faults int
	}{
		{"a link", check.Rule{Check: check.Link, Link: "https://hobbandsill.example/windowsill"}, 0},
		{"a link without a scheme", check.Rule{Check: check.Link, Link: "hobbandsill.example"}, 0},
		{"no link", check.Rule{Check: check.Link}, 1},
		{"a link to mail", check.Rule{Check: check.Link, Link: "mailto:a@hobbandsill.example"}, 1},
		{"a link with a user", check.Rule{Check: check.Link, Link: "https://a@hobbandsill.example/"}, 1},
		{"words", check.Rule{Check: check.MustNot, Words: []string{"heal*", "$*", "all-day protection"}}, 0},
		{"no words", check.Rule{Check: check.MustNot}, 1},
		{"a line without words", check.Rule{Check: check.MustNot, Words: []string{"heal*", " – "}}, 1},
		{"a bar too many", check.Rule{Check: check.Mention, Words: []string{"@a | "}}, 1},
		{"a star alone", check.Rule{Check: check.MustNot, Words: []string{"*"}}, 1},
		{"sizes", check.Rule{Check: check.Size, MinWords: 600, MaxWords: 1000, MinPhotos: 5, Alt: true}, 0},
		{"no sizes", check.Rule{Check: check.Size}, 1},
		{"sizes the wrong way round", check.Rule{Check: check.Size, MinWords: 600, MaxWords: 100, MinSeconds: 9, MaxSeconds: 3}, 2},
		{"sizes below zero", check.Rule{Check: check.Size, MinWords: -1, MinPhotos: 1}, 1},
		{"a window", check.Rule{Check: check.Window, From: day, To: day}, 0},
		{"half a window", check.Rule{Check: check.Window, To: day}, 0},
		{"no window", check.Rule{Check: check.Window}, 1},
		{"a window that ends before it begins", check.Rule{Check: check.Window, From: day, To: day.Add(-1)}, 1},
		{"what always holds", check.Rule{Check: check.Disclosure}, 1},
		{"nothing", check.Rule{}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.rule.Validate(); len(got) != tt.faults {
				t.Errorf("got %q, want %d faults", got, tt.faults)
			}
		})
	}
}

func TestStillLive(t *testing.T) {
	t.Parallel()
	const story = "Ad: four weeks of basil on a counter that gets sun until ten. The chives sulked. The mint has a postcode by now. " +
		"We cooked an omelette on a Tuesday and it was a good omelette, which is not a thing I say about Tuesdays."
	page := func(text string) check.Piece {
		return check.Piece{Medium: check.Article, HTML: []byte("<body><nav>Home</nav><article><p>" + text + "</p></article></body>")}
	}
	d := check.Demands{Brand: "Hobb & Sill"}
	tests := []struct {
		name   string
		status int
		now    check.Piece
		live   check.Result
		said   check.Result
	}{
		{"as it was", 200, page(story), check.Pass, check.Pass},
		{"a typo is mended and a line added", 200, page(strings.Replace(story, "sulked", "sulked a lot", 1) + " Thank you for asking."), check.Pass, check.Pass},
		{"other photos, the same text", 200, page(story + `<img src="new.jpg">`), check.Pass, check.Pass},
		{"the disclosure was taken out", 200, page(strings.TrimPrefix(story, "Ad: ")), check.Pass, check.Fail},
		{"another post", 200, page("Ad: I do not own a windowsill any more, so here is a soup that needs nothing green at all, only patience and onions."), check.Fail, check.Pass},
		{"half of it is gone", 200, page(story[:len(story)/2]), check.Fail, check.Pass},
		{"gone", 404, check.Piece{}, check.Fail, ""},
		{"gone for good", 410, check.Piece{}, check.Fail, ""},
		{"not reached", 0, check.Piece{}, check.Unknown, ""},
		{"sent away", 403, check.Piece{}, check.Unknown, ""},
		{"a page without text", 200, check.Piece{Medium: check.Article, HTML: []byte(`<div id="root"></div>`)}, check.Unknown, check.Unknown},
		{"a wall", 200, check.Piece{Medium: check.Article, HTML: []byte(`<p>Sign in to see it.</p><input type=password>`)}, check.Unknown, check.Unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			findings := check.StillLive(tt.status, tt.now, page(story), d)
			if got := result(findings, check.Live); got != tt.live {
				t.Errorf("K10 is %s, want %s: %s", got, tt.live, said(findings, check.Live))
			}
			if got := result(findings, check.Disclosure); got != tt.said {
				t.Errorf("K1 is %q, want %q", got, tt.said)
			}
		})
	}
}

func TestCountWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"": 0, "one": 1, "one – two": 2, "🌿 🌿": 0, "it's  4\n€": 2, "#ad @a": 2} {
		if got := check.CountWords(text); got != want {
			t.Errorf("%q has %d words, want %d", text, got, want)
		}
	}
}
