package application_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/site/content"
)

func TestWhatAFormMustSay(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("é", n) }
	for _, c := range []struct {
		name   string
		change func(*application.Form)
		fault  string // the fields that are named
	}{
		{"as it should be", func(*application.Form) {}, ""},
		{"as long as can be", func(f *application.Form) {
			f.Name, f.Angle, f.Answer1, f.Channel2, f.Piece = long(80), long(600), long(1000), "https://b.example", "http://c.example/x"
		}, ""},
		{"everything empty", func(f *application.Form) { *f = application.Form{Program: "tuesday"} },
			"rule1 audience1 name email channel angle sponsored available answer1"},
		{"only spaces", func(f *application.Form) { f.Name, f.Angle, f.Answer1 = " \t", "\r\n ", "\u00a0" }, "name angle answer1"},
		{"name too long", func(f *application.Form) { f.Name = long(81) }, "name"},
		{"name of two lines", func(f *application.Form) { f.Name = "Ann\nBcc: all" }, "name"},
		{"name with a control character", func(f *application.Form) { f.Name = "Ann\x00" }, "name"},
		{"name that reads backwards", func(f *application.Form) { f.Name = "Ann\u202e" }, "name"},
		{"name that nobody sees", func(f *application.Form) { f.Name = "\u200b\u2060" }, "name"},
		{"name of bytes", func(f *application.Form) { f.Name = "\xff" }, "name"},
		{"address too long", func(f *application.Form) { f.Email = long(255) + "@example.com" }, "email"},
		{"address of two", func(f *application.Form) { f.Email = "a@b.example,c@d.example" }, "email"},
		{"address with a header", func(f *application.Form) { f.Email = "a@b.example\r\nBcc: c@d.example" }, "email"},
		{"angle too long", func(f *application.Form) { f.Angle = long(601) }, "angle"},
		{"angle with a bell", func(f *application.Form) { f.Angle = "ding\x07" }, "angle"},
		{"angle turned around", func(f *application.Form) { f.Angle = "a\u2066b" }, "angle"},
		{"angle under a tower of marks", func(f *application.Form) { f.Angle = "a" + strings.Repeat("\u0300", 30) }, "angle"},
		{"channel too long", func(f *application.Form) { f.Channel = "https://a.example/" + long(2000) }, "channel"},
		{"channel that runs", func(f *application.Form) { f.Channel = "javascript:alert(1)" }, "channel"},
		{"channel that is data", func(f *application.Form) { f.Channel = "data:text/html,<script>" }, "channel"},
		{"channel over ftp", func(f *application.Form) { f.Channel = "ftp://a.example/me" }, "channel"},
		{"channel with a password", func(f *application.Form) { f.Channel = "https://me:secret@a.example/" }, "channel"},
		{"channel with spaces", func(f *application.Form) { f.Channel = "my channel" }, "channel"},
		{"channel that is a host alone", func(f *application.Form) { f.Channel = "localhost" }, "channel"},
		{"channel that starts with slashes", func(f *application.Form) { f.Channel = "//a.example/me" }, "channel"},
		{"channel of two lines", func(f *application.Form) { f.Channel = "https://a.example/\nhttps://b.example/" }, "channel"},
		{"second channel that runs", func(f *application.Form) { f.Channel2 = "JavaScript:alert(1)" }, "channel2"},
		{"piece that runs", func(f *application.Form) { f.Piece = "vbscript:x" }, "piece"},
		{"answer too long", func(f *application.Form) { f.Answer1 = long(1001) }, "answer1"},
		{"answer with a control character", func(f *application.Form) { f.Answer1 = "a\x1bb" }, "answer1"},
		{"an answer nobody asked for", func(f *application.Form) { f.Answer2 = "42" }, "answer2"},
		{"rule not met", func(f *application.Form) { f.Rules = []string{"no"} }, "rule1"},
		{"rule not answered", func(f *application.Form) { f.Rules = nil }, "rule1"},
		{"rule answered in another way", func(f *application.Form) { f.Rules = []string{"YES"} }, "rule1"},
		{"more rules than there are", func(f *application.Form) { f.Rules = []string{"yes", "no"} }, ""},
		{"audience not answered", func(f *application.Form) { f.Audience = nil }, "audience1"},
		{"audience that is not offered", func(f *application.Form) { f.Audience = []string{"on the moon"} }, "audience1"},
		{"audience that rather does not say", func(f *application.Form) { f.Audience = []string{content.RatherNotSay} }, ""},
		{"a third answer about the audience", func(f *application.Form) { f.Audience = []string{"in a city", "x", "y"} }, ""},
		{"paid work of another kind", func(f *application.Form) { f.Sponsored = "often" }, "sponsored"},
		{"not available", func(f *application.Form) { f.Available = "no" }, "available"},
		{"a key as long as a book", func(f *application.Form) { f.Key = long(101) }, "key"},
		{"a code as long as a book", func(f *application.Form) { f.Code = long(101) }, "code"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h, f := open(t), form("ann")
			c.change(&f)
			_, err := h.Applications.Submit(t.Context(), agency.Anybody(), f)
			if fields(err) != c.fault || err != nil && c.fault == "" {
				t.Errorf("got %v, want faults in %q", err, c.fault)
			}
			if n := len(h.everybody()); (n == 1) != (c.fault == "") {
				t.Errorf("%d applications came of it", n)
			}
			saysWhatToDo(t, err)
		})
	}
}

// saysWhatToDo fails unless every fault is put in words for a person: a
// sentence that begins with a capital, ends without a stop and names nothing
// of ours.
func saysWhatToDo(t *testing.T, err error) {
	t.Helper()
	invalid, ok := errors.AsType[*agency.Invalid](err)
	if !ok {
		return
	}
	sentence := regexp.MustCompile(`^\p{Lu}[^\x00-\x1f]{8,}[^.]$`)
	ours := regexp.MustCompile(`validate|json|nil|error|%!|Key:|\bint\b|\{`)
	for _, f := range invalid.Fields {
		if !sentence.MatchString(f.Message) || ours.MatchString(f.Message) {
			t.Errorf("%s: %q is no sentence for a person", f.Field, f.Message)
		}
	}
}

func TestAHardRuleIsNamed(t *testing.T) {
	t.Parallel()
	h, f := open(t), form("ann")
	f.Rules = []string{"no"}
	_, err := h.Applications.Submit(t.Context(), agency.Anybody(), f)
	if err == nil || !strings.Contains(err.Error(), "18 or older") {
		t.Errorf("got %v, want the rule", err)
	}
}

func TestAProgramThatThereIsNot(t *testing.T) {
	t.Parallel()
	for _, slug := range []string{"", "wednesday", "../tuesday", "tuesday#META", strings.Repeat("x", 5000), "\x00"} {
		h, f := open(t), form("ann")
		f.Program = slug
		if _, err := h.Applications.Submit(t.Context(), agency.Anybody(), f); kindOf(err) != agency.KindNotFound {
			t.Errorf("%.20q: %v, want that there is none", slug, err)
		}
		if _, err := h.Applications.SaveDraft(t.Context(), agency.Actor{ID: "p"}, f); kindOf(err) != agency.KindNotFound {
			t.Errorf("draft for %.20q: %v, want that there is none", slug, err)
		}
	}
}

// FuzzForm sends whatever comes. What is refused is refused with words, what
// is kept keeps the rules.
func FuzzForm(f *testing.F) {
	f.Add("tuesday", "k", "", "Ann", "ann@example.com", "a.example/ann", "", "The soup.", "", "Soup", "", "none", "yes", "yes", "in a city")
	f.Add("rolling", "", "code", "\u202e", "a@b", "javascript:alert(1)", "data:,", "\x00", "ftp://x", "", "x", "", "no", "no", "")
	f.Add("tuesday", "\xff", "\xff", "\xff", "\xff@example.com", "https://\xff.example", "//", "e\u0301\u200b", "HTTPS://A.EXAMPLE", "\u2028", "\ufeff", "piece", "yes", "yes\x00", "Rather not say")
	f.Fuzz(func(t *testing.T, slug, key, code, name, email, channel, channel2, angle, piece, answer1, answer2, sponsored, available, rule, audience string) {
		h := open(t)
		sent := application.Form{Program: slug, Key: key, Code: code, Name: name, Email: email, Channel: channel, Channel2: channel2, Angle: angle, Piece: piece,
			Answer1: answer1, Answer2: answer2, Sponsored: sponsored, Available: available, Rules: []string{rule}, Audience: []string{audience}}
		_, err := h.Applications.Submit(t.Context(), agency.Anybody(), sent)
		if err != nil {
			if _, invalid := errors.AsType[*agency.Invalid](err); !invalid && kindOf(err) == 0 {
				t.Fatalf("refused without words: %v", err)
			}
			saysWhatToDo(t, err)
			return
		}
		all, err := h.Applications.Everybody(t.Context(), slug)
		if err != nil || len(all) != 1 {
			t.Fatalf("%d applications, %v", len(all), err)
		}
		answers, err := h.Applications.Answers(t.Context(), all[0])
		h.must(err)
		who, err := h.Applications.Who(t.Context(), all[0])
		h.must(err)
		kept(t, answers, who)
		_, err = h.Applications.SaveDraft(t.Context(), h.person("ben"), sent)
		if _, invalid := errors.AsType[*agency.Invalid](err); err != nil && !invalid && kindOf(err) == 0 {
			t.Fatalf("draft refused without words: %v", err)
		}
	})
}

// kept checks what was accepted.
func kept(t *testing.T, answers application.Answers, who application.Who) {
	t.Helper()
	texts := map[string]string{"name": who.Name, "angle": answers.Angle, "question": answers.Questions[0].Say}
	for field, text := range texts {
		if !agency.PlainText(text) || text != agency.Tidy(text) {
			t.Errorf("%s was kept as %q", field, text)
		}
	}
	if len([]rune(who.Name)) > 80 || len([]rune(answers.Angle)) > 600 || len([]rune(answers.Questions[0].Say)) > 1000 {
		t.Error("something too long was kept")
	}
	for _, address := range []string{who.Channel, who.Channel2, answers.Piece} {
		if address != "" && !agency.WebAddress(address) {
			t.Errorf("address %q was kept", address)
		}
	}
	if !answers.Available || answers.Rules[0].Say != "yes" {
		t.Errorf("kept although available %v, rule %q", answers.Available, answers.Rules[0].Say)
	}
}
