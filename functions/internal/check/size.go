package check

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// sizes is K8, one finding for each number that is asked for.
func sizes(p Piece, r reading, rule Rule) []Finding {
	var findings []Finding
	add := func(result Result, say string) {
		findings = append(findings, Finding{Check: Size, Result: result, Say: say, Offset: -1})
	}
	if r.unread != "" {
		add(Unknown, r.unread)
		return findings
	}
	if rule.MinWords > 0 || rule.MaxWords > 0 {
		add(between("words", CountWords(string(r.text)), rule.MinWords, rule.MaxWords))
	}
	if rule.MinPhotos > 0 {
		add(photos(p, r, rule.MinPhotos))
	}
	if rule.Alt {
		add(described(r))
	}
	switch {
	case rule.MinSeconds == 0 && rule.MaxSeconds == 0:
	case p.Seconds == 0:
		add(Unknown, "Nobody said how long the video is; a person looks.")
	default:
		add(between("seconds", p.Seconds, rule.MinSeconds, rule.MaxSeconds))
	}
	return findings
}

// CountWords counts what stands between spaces and has a letter or a digit.
func CountWords(text string) int {
	n := 0
	for field := range strings.FieldsSeq(text) {
		if strings.ContainsFunc(field, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
			n++
		}
	}
	return n
}

func between(unit string, n, least, most int) (Result, string) {
	switch {
	case n < least:
		return Fail, fmt.Sprintf("It has %d %s; the brief asks for %d or more.", n, unit, least)
	case most > 0 && n > most:
		return Fail, fmt.Sprintf("It has %d %s; the brief asks for %d or fewer.", n, unit, most)
	}
	return Pass, fmt.Sprintf("It has %d %s.", n, unit)
}

func photos(p Piece, r reading, least int) (Result, string) {
	n := len(r.images)
	if n == 0 && !(r.isPage && p.Medium == Article) {
		n = p.Photos
		if n == 0 {
			return Unknown, "Nobody said how many photos there are; a person counts."
		}
	}
	return between("photos", n, least, 0)
}

// described reports whether every photo has a text for those who cannot see it.
func described(r reading) (Result, string) {
	if !r.isPage {
		return Unknown, "Whether every photo has a description, a person looks."
	}
	without := 0
	for _, image := range r.images {
		if !image.alt {
			without++
		}
	}
	if without > 0 {
		return Fail, fmt.Sprintf("%d of %d photos have no description. Say in the alt text what each shows.", without, len(r.images))
	}
	return Pass, "Every photo has a description."
}

// window is K9. The first and the last moment are in it.
func window(at, from, to time.Time) Finding {
	f := Finding{Check: Window, Result: Pass, Say: "It was published in its window.", Offset: -1}
	switch {
	case at.IsZero():
		f.Result, f.Say = Unknown, "Nobody knows when it was published; a person looks."
	case !from.IsZero() && at.Before(from):
		f.Result, f.Say = Fail, "It was published before its window, which begins on "+moment(from)+"."
	case !to.IsZero() && at.After(to):
		f.Result, f.Say = Fail, "It was published after its window, which ended on "+moment(to)+"."
	}
	return f
}

func moment(t time.Time) string { return t.Format("Monday 2 January 2006, 15:04 MST") }
