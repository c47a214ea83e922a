package mail_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"github.com/google/go-cmp/cmp"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/guest"
	"greenroom/functions/internal/mail"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/submission"
)

// constants are the letters that the sources of the rooms name.
func constants(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, m := range regexp.MustCompile(`(?m)^(?:const|\t)\s*Letter[A-Z]\w*\s*= "([^"]+)"`).FindAllStringSubmatch(string(source), -1) {
			found = append(found, m[1])
		}
	}
	slices.Sort(found)
	return found
}

func TestEveryLetterThatARoomNamesIsWrittenAndNoOther(t *testing.T) {
	t.Parallel()
	named := constants(t)
	var tested []string
	for name := range letters() {
		base, _, _ := strings.Cut(name, "/")
		tested = append(tested, base)
	}
	slices.Sort(tested)
	if diff := cmp.Diff(named, slices.Compact(tested)); diff != "" {
		t.Errorf("letters of the rooms and of this test differ (-rooms +test):\n%s", diff)
	}
	for _, end := range []string{".txt", ".html"} {
		files, err := filepath.Glob("letters/*" + end)
		if err != nil {
			t.Fatal(err)
		}
		var there []string
		for _, f := range files {
			if name := strings.TrimSuffix(filepath.Base(f), end); name != "parts" {
				there = append(there, name)
			}
		}
		if diff := cmp.Diff(named, there); diff != "" {
			t.Errorf("letters of the rooms and *%s differ (-rooms +files):\n%s", end, diff)
		}
	}
}

// trusted are values that are no words: what links are made of.
func trusted(name string) bool {
	return slices.Contains([]string{"Application", "Slug", "Program", "Request", "Post", "ID", "Document", "Hash", "Submission", "Page"}, name)
}

// poisoned replaces all words in the values by bad, with the name of the value
// in front of each of its lines.
func poisoned(name string, v any, bad string) any {
	switch v := v.(type) {
	case string:
		if trusted(name) {
			return v
		}
		return "MARK" + name + " " + strings.ReplaceAll(bad, "\n", "\nMARK"+name+" ")
	case []any:
		for i := range v {
			v[i] = poisoned(name, v[i], bad)
		}
	case map[string]any:
		for key := range v {
			v[key] = poisoned(key, v[key], bad)
		}
	}
	return v
}

// attacked is a letter of harmless values with bad in place of its words.
func attacked(t testing.TB, values any, bad string) any {
	t.Helper()
	data, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	var all any
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return poisoned("", all, bad)
}

// elements are the tags of a page in order, with the addresses they lead to.
func elements(t testing.TB, page string) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			all = append(all, fmt.Sprint(n.Data, n.Attr))
		}
	}
	return all
}

// own are the lines of a letter that are not somebody's quoted words.
func own(text string) []string {
	var lines []string
	for l := range strings.Lines(text) {
		if !strings.HasPrefix(l, ">") {
			lines = append(lines, l)
		}
	}
	return lines
}

// quotedIn are the values of a letter that it only quotes. What waits for a
// project manager, and why a new ask is made, are words of ours.
func quotedIn(letter string) []string {
	all := []string{"Text", "Sentence", "Note", "Question", "Notice", "Answer", "Reason", "Correction",
		"Good", "What", "Where", "Why", "Quote", "Tried", "Ruling"}
	if strings.HasPrefix(letter, "guest-") {
		all = append(all, "Title") // their own
	}
	return slices.DeleteFunc(all, func(field string) bool {
		return field == "What" && letter == submission.LetterWaiting ||
			field == "Reason" && (letter == submission.LetterEdits || letter == submission.LetterRuling)
	})
}

// unbroken checks that a letter with bad words has the shape of the one with
// good words: the same elements and links, as many lines of its own.
func unbroken(t testing.TB, name string, values any, bad string) {
	t.Helper()
	base, _, _ := strings.Cut(name, "/")
	w := writer(t)
	good, err := w.Write(letter(t, base, attacked(t, values, "a")))
	if err != nil {
		t.Fatal(err)
	}
	got, err := w.Write(letter(t, base, attacked(t, values, bad)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(elements(t, good.HTML), elements(t, got.HTML)); diff != "" {
		t.Errorf("%s: the page is another (-good +bad):\n%s", name, diff)
	}
	if a, b := len(own(good.Text)), len(own(got.Text)); a != b {
		t.Errorf("%s: %d lines of its own, want %d:\n%s", name, b, a, got.Text)
	}
	for _, field := range quotedIn(base) {
		for _, l := range own(got.Text) {
			if strings.Contains(l, "MARK"+field+" ") {
				t.Errorf("%s: words of %s pass for the letter's: %q", name, field, l)
			}
		}
	}
	for _, field := range append(quotedIn(base), "Name", "Reasons") {
		if strings.Contains(got.Subject, "MARK"+field) {
			t.Errorf("%s: the subject has words of %s: %q", name, field, got.Subject)
		}
	}
	odd := func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }
	if strings.ContainsFunc(got.Subject, odd) || len([]rune(got.Subject)) > 300 {
		t.Errorf("%s: subject is %q", name, got.Subject)
	}
}

func attacks() map[string]string {
	return map[string]string{
		"lines":      "a\r\nBcc: victim@example.com\n\nDear customer\rpay\u2028here\u2029now\u0085or\vnever\f",
		"HTML":       "</blockquote></p></body><script>alert(1)</script><img src=x onerror=alert(1)><!--",
		"attributes": "\" onmouseover=\"alert(1)\" ' x='",
		"templates":  "{{.Link}} {{template \"end\" .}} {{",
		"direction":  "\u202egnihtemos\u202c \u2066x\u2069 \u200f",
		"length":     strings.Repeat("long words without end ", 5000),
		"one word":   strings.Repeat("x", 100_000),
		"controls":   "\x00\x07\x1b[31m",
	}
}

func TestNoWordsBreakOutOfALetter(t *testing.T) {
	t.Parallel()
	for name, values := range letters() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, attack := range slices.Sorted(maps.Keys(attacks())) {
				unbroken(t, name, values, attacks()[attack])
			}
		})
	}
}

func FuzzNoWordsBreakOutOfALetter(f *testing.F) {
	names := slices.Sorted(maps.Keys(letters()))
	for n, attack := range slices.Sorted(maps.Keys(attacks())) {
		f.Add(n, attacks()[attack][:min(len(attacks()[attack]), 500)])
	}
	f.Fuzz(func(t *testing.T, n int, bad string) {
		name := names[(n%len(names)+len(names))%len(names)]
		if strings.TrimSpace(bad) == "" {
			t.Skip("nothing to say")
		}
		unbroken(t, name, letters()[name], bad)
	})
}

func TestANameThatIsAnAdvertisementIsNotGreeted(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Ines Barros": "Hello Ines Barros,", "J. R. O'Neill-Núñez": "Hello J. R. O'Neill-Núñez,", "王秀英": "Hello 王秀英,",
		"": "Hello,", "Win at http://evil.example": "Hello,", "www.evil.example": "Hello,", "evil.example": "Hello,",
		"mail me@evil.example": "Hello,", "a\r\nb": "Hello a b,", strings.Repeat("a", 81): "Hello,", "<b>x": "Hello,",
	} {
		m, err := writer(t).Write(letter(t, account.LetterSignIn, account.SignInValues{Request: "r1", Name: name}))
		if err != nil {
			t.Fatal(err)
		}
		if got, _, _ := strings.Cut(m.Text, "\n"); got != want {
			t.Errorf("%q is greeted %q, want %q", name, got, want)
		}
	}
}

func TestALetterLinksOnlyToWhatCanBeAPage(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "../sign-in", "a/b", "a?b=c", "a b", "@evil.example", "A\u202eB", "%2e%2e", strings.Repeat("a", 101)} {
		values := map[string]func() any{
			decision.LetterExpired: func() any {
				v := decision.ConfirmValues{About: about()}
				v.Application = bad
				return v
			},
			decision.LetterDue: func() any { return decision.DueValues{Program: bad} },
			decision.LetterDeclined: func() any {
				v := declined()
				v.Suggestion.Slug = bad
				return v
			},
			brief.LetterReply:     func() any { return brief.ReplyValues{About: application.About{Application: bad}} },
			brief.LetterAnswered:  func() any { return brief.AnsweredValues{Program: bad} },
			submission.LetterDone: func() any { return submission.About{Application: bad, Number: 1} },
			submission.LetterWaiting: func() any {
				return submission.WaitingValues{About: submission.About{Application: bad, Number: 1}}
			},
			guest.LetterSign: func() any { return guest.SignValues{About: guest.About{Submission: bad}} },
			guest.LetterPublished: func() any {
				v := published()
				v.Page = bad
				return v
			},
		}
		for name, of := range values {
			if _, err := writer(t).Write(letter(t, name, of())); err == nil {
				t.Errorf("%s: %q became a link", name, bad)
			}
		}
	}
}

func TestAPreviewLetsNobodyInAndInventsNothing(t *testing.T) {
	t.Parallel()
	w := writer(t)
	outcome := letter(t, decision.LetterDeclined, declined())
	outcome.State = outbox.SecondLook
	shown, err := w.Preview(outcome)
	if err != nil {
		t.Fatal(err)
	}
	outcome.State = outbox.Sending
	sent, err := w.Write(outcome)
	if sent.HTML = ""; err != nil || sent != shown { // the text is shown
		t.Errorf("what is sent differs from its preview, %v", err)
	}
	outcome.State, outcome.Values = outbox.Sent, nil
	if _, err := w.Preview(outcome); kindOf(err) != agency.KindGone {
		t.Errorf("a sent mail: %v", err)
	}
	if _, err := w.Write(outcome); err == nil {
		t.Error("a letter was written of nothing")
	}
	signIn := letter(t, account.LetterSignIn, account.SignInValues{Request: "r1", Name: "Tess"})
	if m, err := w.Preview(signIn); kindOf(err) != agency.KindForbidden || m != (mail.Message{}) {
		t.Errorf("a sign-in mail: %v", err)
	}
}
