package check_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"greenroom/functions/internal/check"
)

// specimen is a piece of the corpus with what its checks should come to. A
// file of testdata/corpus has many: a heading, lines of "key: value", an empty
// line, the piece. \u200b and the like stand for characters that nobody sees.
type specimen struct {
	name    string
	piece   check.Piece
	demands check.Demands
	answers check.Answers
	want    map[string]check.Result
	miss    map[string]check.Result // what is known to come out instead
	quote   map[string]string       // evidence, where it matters
}

func corpus(t testing.TB) []specimen {
	t.Helper()
	files, err := filepath.Glob("testdata/corpus/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	var all []specimen
	for _, name := range files {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			s := specimen{name: strings.TrimSuffix(filepath.Base(name), ".txtar") + ": " + f.Name}
			if err := s.parse(string(f.Data)); err != nil {
				t.Fatalf("%s: %v", s.name, err)
			}
			all = append(all, s)
		}
	}
	return all
}

func unescape(text string) string {
	return regexp.MustCompile(`\\u[0-9a-f]{4}`).ReplaceAllStringFunc(text, func(s string) string {
		n, _ := strconv.ParseUint(s[2:], 16, 32)
		return string(rune(n))
	})
}

func (s *specimen) parse(data string) error {
	head, body, _ := strings.Cut(data, "\n\n")
	body = unescape(strings.TrimSuffix(body, "\n"))
	s.answers = func(string) check.Result { return check.Pass }
	s.want, s.miss, s.quote = map[string]check.Result{}, map[string]check.Result{}, map[string]string{}
	for line := range strings.Lines(head) {
		key, value, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok {
			return fmt.Errorf("no key in %q", line)
		}
		if err := s.set(key, strings.TrimSpace(value)); err != nil {
			return err
		}
	}
	if strings.HasPrefix(strings.TrimSpace(body), "<") {
		s.piece.HTML = []byte(body)
	} else {
		s.piece.Text = body
	}
	if len(s.want) == 0 || s.piece.Medium == "" {
		return fmt.Errorf("no medium, or nothing wanted")
	}
	return nil
}

func (s *specimen) set(key, value string) error {
	rule := func(r check.Rule) { s.demands.Rules = append(s.demands.Rules, r) }
	number := func() int { n, _ := strconv.Atoi(value); return n }
	switch key {
	case "medium":
		s.piece.Medium = check.Medium(value)
	case "brand":
		s.demands.Brand = value
	case "hosts":
		s.demands.Hosts = strings.Fields(value)
	case "label":
		s.piece.Labelled = true
	case "spoken":
		s.piece.Spoken = check.Moment{Given: true, Second: number()}
	case "shown":
		s.piece.Shown = check.Moment{Given: true, Second: number()}
	case "seconds":
		s.piece.Seconds = number()
	case "photos":
		s.piece.Photos = number()
	case "published":
		at, err := time.Parse(time.RFC3339, value)
		s.piece.Published = at
		return err
	case "link":
		rule(check.Rule{Check: check.Link, Link: value})
	case "answers":
		s.answers = func(string) check.Result { return check.Result(value) }
	case "mention":
		rule(check.Rule{Check: check.Mention, Words: strings.Split(value, ";")})
	case "mustnot":
		rule(check.Rule{Check: check.MustNot, Words: strings.Split(value, ";")})
	case "minwords":
		rule(check.Rule{Check: check.Size, MinWords: number()})
	case "maxwords":
		rule(check.Rule{Check: check.Size, MaxWords: number()})
	case "minphotos":
		rule(check.Rule{Check: check.Size, MinPhotos: number()})
	case "maxseconds":
		rule(check.Rule{Check: check.Size, MaxSeconds: number()})
	case "alt":
		rule(check.Rule{Check: check.Size, Alt: true})
	case "window":
		from, to, _ := strings.Cut(value, " to ")
		a, err := time.Parse(time.RFC3339, from)
		if err != nil {
			return err
		}
		b, err := time.Parse(time.RFC3339, to)
		rule(check.Rule{Check: check.Window, From: a, To: b})
		return err
	case "want", "miss":
		return results(map[string]map[string]check.Result{"want": s.want, "miss": s.miss}[key], value)
	case "quote":
		check, text, _ := strings.Cut(value, " ")
		s.quote[check] = unescape(text)
	case "why":
	default:
		return fmt.Errorf("unknown key %q", key)
	}
	return nil
}

func results(into map[string]check.Result, value string) error {
	for part := range strings.SplitSeq(value, ",") {
		name, result, _ := strings.Cut(strings.TrimSpace(part), " ")
		if !slices.Contains([]check.Result{check.Pass, check.Fail, check.Unknown}, check.Result(result)) {
			return fmt.Errorf("no result in %q", part)
		}
		into[name] = check.Result(result)
	}
	return nil
}

func TestCorpus(t *testing.T) {
	t.Parallel()
	scores, unseen := map[string]score{}, map[string]score{}
	all := corpus(t)
	misses := 0
	for _, s := range all {
		findings := check.Run(s.piece, s.demands, s.answers)
		got := worst(findings)
		for name := range got {
			if _, ok := s.want[name]; !ok {
				t.Errorf("%s: nothing is wanted of %s, which says %s", s.name, name, got[name])
			}
		}
		for name, want := range s.want {
			into := scores
			if strings.HasPrefix(s.name, "unseen-") {
				into = unseen
			}
			into[name] = into[name].with(want, got[name])
			expected := want
			if miss, ok := s.miss[name]; ok {
				expected = miss
				misses++
			}
			if got[name] != expected {
				t.Errorf("%s: %s is %q, want %q: %s", s.name, name, got[name], expected, said(findings, name))
			}
		}
		s.evidence(t, findings)
	}
	show(t, "corpus", scores)
	show(t, "unseen", unseen)
	t.Logf("%d pieces, %d known misses", len(all), misses)
	if len(all) < 90 {
		t.Errorf("%d pieces, want 90 or more", len(all))
	}
}

// evidence holds that what is quoted stands where the finding says.
func (s specimen) evidence(t *testing.T, findings []check.Finding) {
	t.Helper()
	seen := []rune(check.Seen(s.piece))
	for _, f := range findings {
		if f.Say == "" || f.Offset < -1 || f.Offset > len(seen) {
			t.Errorf("%s: %+v", s.name, f)
		}
		if want, ok := s.quote[f.Check]; ok && f.Evidence != want {
			t.Errorf("%s: %s quotes %q, want %q", s.name, f.Check, f.Evidence, want)
		}
		inText := f.Check == check.Disclosure || f.Check == check.Position || f.Check == check.Mention
		if inText && f.Offset >= 0 && !strings.HasPrefix(strings.Join(strings.Fields(string(seen[f.Offset:])), " "), f.Evidence) {
			t.Errorf("%s: %s quotes %q, at %d stands something else", s.name, f.Check, f.Evidence, f.Offset)
		}
	}
}
