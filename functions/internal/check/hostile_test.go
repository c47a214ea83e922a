package check_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"greenroom/functions/internal/check"
)

func demands() check.Demands {
	return check.Demands{Brand: "Hobb & Sill", Hosts: []string{"hobbandsill.example"}, Rules: []check.Rule{
		{Check: check.Link, Link: "https://hobbandsill.example/windowsill?a=1&b=2"},
		{Check: check.Mention, Words: []string{"@hobbandsill | hobbandsill.example"}},
		{Check: check.MustNot, Words: []string{"heal*", "$*", "all-day protection"}},
		{Check: check.Size, MinWords: 1, MaxWords: 1000, MinPhotos: 1, Alt: true, MaxSeconds: 10},
	}}
}

// Pages that were made to hurt are read, or left to a person; never more.
func TestHostilePages(t *testing.T) {
	t.Parallel()
	const large = 5 << 20
	times := func(s string, size int) string { return strings.Repeat(s, size/len(s)) }
	tests := []struct {
		name, page string
		unread     bool
	}{
		{"100,000 nested elements", strings.Repeat("<div>", 100_000) + "Ad", true},
		{"100,000 nested articles", strings.Repeat("<article>", 100_000) + "Ad", true},
		{"500 nested articles", strings.Repeat("<article>", 500) + "Ad" + times("word ", 1<<18), false},
		{"100,000 end tags", "<article><p>Ad" + strings.Repeat("</p></b></div>", 100_000), false},
		{"formatting that never closes", times("<p><b><i><a href=x>", 1<<20), true},
		{"tables in tables", times("<table><tr><td>", large), true},
		{"one attribute of 5 MB", "<article><p title='" + times("a", large) + "'>Ad</p></article>", false},
		{"a million attributes", "<article><p " + times("a=1 ", large) + ">Ad</p></article>", false},
		{"a million links", "<article><p>Ad</p>" + times(`<a href=//hobbandsill.example>x</a>`, large-100) + "</article>", false},
		{"a million photos", "<article><p>Ad</p>" + times(`<img>`, large-100) + "</article>", false},
		{"a comment that never ends", "<article><p>Ad</p><!--" + times("-", large), false},
		{"a script that never ends", "<article><p>Ad</p><script>" + times("<", large), false},
		{"broken characters", "<article><p>Ad</p>" + times("\xff\xc0\x80", 1<<20) + "</article>", false},
		{"a text too long", "<article><p>Ad</p>" + times("word ", large) + "</article>", true},
		{"characters for nothing", "\x00\x00<\x00article>", false},
		{"nothing but a type", "<!doctype html>", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := check.Piece{Medium: check.Article, HTML: []byte(tt.page)}
			got := check.Run(p, demands(), nil)
			if unread := result(got, check.Disclosure) == check.Unknown; unread != tt.unread {
				t.Errorf("left to a person: %v, want %v: %s", unread, tt.unread, said(got, check.Disclosure))
			}
		})
	}
}

func TestHostileCaptions(t *testing.T) {
	t.Parallel()
	for name, part := range map[string]string{
		"tags": "#a ", "tags without a gap": "#a", "ads": "ad ", "lines": "ad\n", "denials": "not not not an ad ", "quotes": "\"", "open quotes": "“a ",
		"brands": "Hobb ", "paid": "Hobb paid me for this ", "addresses": "http://hobbandsill.example/windowsill?b=2&a=1 ", "marks": "e\u0301\u0301\u0301",
		"ligatures": "\ufdfa", "apostrophes": "a'", "prices": "$1$", "and": "&", "dots": ". ", "phrase": "all-day all day ",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := strings.Repeat(part, 100_000/utf8.RuneCountInString(part))
			for _, medium := range []check.Medium{check.Caption, check.Newsletter} {
				p := check.Piece{Medium: medium, Text: text}
				check.Run(p, demands(), nil)
				check.StillLive(200, p, p, demands())
			}
		})
	}
}

// Whatever is handed in is checked: no panic, results that exist, offsets
// inside the text, and the same findings twice.
func FuzzRun(f *testing.F) {
	for i, s := range corpus(f) {
		f.Add(s.piece.Text, s.piece.HTML, uint8(i))
	}
	f.Add("#a\u200bd \u202edа#", []byte("<a href='//x\x00.example'><table><p hidden><b>Ad"), uint8(3))
	f.Add("", []byte("a<p><a href=hobbandsill.example>"), uint8(1))
	f.Fuzz(func(t *testing.T, text string, page []byte, medium uint8) {
		media := []check.Medium{check.Caption, check.Article, check.Newsletter, check.Video}
		p := check.Piece{Medium: media[int(medium)%len(media)], Text: text, HTML: page}
		seen := utf8.RuneCountInString(check.Seen(p))
		once, again := check.Run(p, demands(), nil), check.Run(p, demands(), nil)
		for i, finding := range once {
			if finding != again[i] {
				t.Fatalf("%+v, then %+v", finding, again[i])
			}
			known := finding.Result == check.Pass || finding.Result == check.Fail || finding.Result == check.Unknown
			if !known || finding.Say == "" || finding.Offset < -1 || finding.Offset > seen || !utf8.ValidString(finding.Evidence) {
				t.Fatalf("%+v of a text of %d characters", finding, seen)
			}
		}
		for _, finding := range check.StillLive(200, p, p, demands()) {
			if finding.Check == check.Live && finding.Result == check.Fail {
				t.Fatalf("a page is not what it is: %+v", finding)
			}
		}
	})
}

func BenchmarkRun(b *testing.B) {
	all := corpus(b)
	for b.Loop() {
		for _, s := range all {
			check.Run(s.piece, s.demands, s.answers)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(all)), "µs/piece")
}

// A long page, 500,000 characters of 5 MB.
func BenchmarkLongPage(b *testing.B) {
	page := []byte("<article><p>Ad</p>" + strings.Repeat("<p style='color:red'>The <a href='https://other.example/'>chives</a> sulked.</p>", 22_000) + "</article>")
	for b.Loop() {
		check.Run(check.Piece{Medium: check.Article, HTML: page}, demands(), nil)
	}
}
