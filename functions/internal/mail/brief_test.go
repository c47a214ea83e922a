package mail_test

import (
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/mail"
	"greenroom/functions/internal/submission"
)

func ticket() brief.Ticket {
	return brief.Ticket{Document: "01ARZ3NDEKTSV4RRFFQ69G5FAV", Number: 2, Hash: strings.Repeat("0a", 32), Expires: 1_779_000_000}
}

func signing() brief.SignValues {
	return brief.SignValues{Ticket: ticket(), Name: "Rosalind Hobb", Title: "Tuesday is a meal too", Manager: "Devon Achterberg",
		Clauses: 12, Until: "Sunday, 17 May 2026"}
}

func released() brief.ReleasedValues {
	return brief.ReleasedValues{About: about(), Number: 1, Clauses: 12}
}

func briefLetters() map[string]any {
	returned := brief.AnsweredValues{Program: "ninepin-tuesday", Title: "Tuesday is a meal too", Manager: "Devon Achterberg", Number: 2, Remarks: 3}
	signed := returned
	signed.Signed, signed.Remarks = true, 0
	again, one := released(), released()
	again.Number, again.Clauses, again.Offers, again.Again = 2, 14, 2, true
	one.Number, one.Offers, one.Again = 2, 1, true
	return map[string]any{
		brief.LetterSign:                    signing(),
		brief.LetterAnswered:                signed,
		brief.LetterAnswered + "/returned":  returned,
		brief.LetterReleased:                released(),
		brief.LetterReleased + "/again":     again,
		brief.LetterReleased + "/one-offer": one,
		brief.LetterReply: brief.ReplyValues{About: about(), Question: "May the dog be in it?\nHe is always there.",
			Answer: "He may, and he is welcome.", By: "Devon Achterberg"},
	}
}

// linked is the path of the first link of a letter's text.
func linked(t *testing.T, w *mail.Writer, name string, values any) string {
	t.Helper()
	m, err := w.Write(letter(t, name, values))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(m.Text, w.BaseURL)
	path, _, _ := strings.Cut(rest, "\n")
	return path
}

func TestAClientsLinkOpensWhatItsLetterIsAbout(t *testing.T) {
	t.Parallel()
	w := writer(t)
	for name, tt := range map[string]struct {
		values any
		before string
	}{
		brief.LetterSign:        {signing(), "/briefs/sign/"},
		submission.LetterClient: {clientDraft(), "/work/client/"},
	} {
		token, ok := strings.CutPrefix(linked(t, w, name, tt.values), tt.before)
		if got, err := w.Signs.Ticket(token, time.Unix(ticket().Expires-1, 0)); !ok || err != nil || got != ticket() {
			t.Errorf("%s: the link is %s… and opens %v, %v", name, tt.before, got, err)
		}
		if m, err := w.Preview(letter(t, name, tt.values)); err == nil || m != (mail.Message{}) {
			t.Errorf("%s: somebody else may read it", name)
		}
	}
}

func TestNoLetterHasALinkThatOpensNothing(t *testing.T) {
	t.Parallel()
	change := func(f func(*brief.Ticket)) brief.Ticket {
		t := ticket()
		f(&t)
		return t
	}
	w, keyless := writer(t), writer(t)
	keyless.Signs = brief.Proofs{}
	for name, tt := range map[string]struct {
		writer *mail.Writer
		ticket brief.Ticket
	}{
		"no key":           {keyless, ticket()},
		"no ticket":        {w, brief.Ticket{}},
		"no document":      {w, change(func(t *brief.Ticket) { t.Document = "" })},
		"a path":           {w, change(func(t *brief.Ticket) { t.Document = "../sign-in" })},
		"no hash":          {w, change(func(t *brief.Ticket) { t.Hash = "" })},
		"a hash with dots": {w, change(func(t *brief.Ticket) { t.Hash = "0a.0a" })},
		"a hash with path": {w, change(func(t *brief.Ticket) { t.Hash = "0a/../0a?b=c" })},
		"a long hash":      {w, change(func(t *brief.Ticket) { t.Hash = strings.Repeat("0a", 200) })},
	} {
		sign, draft := signing(), clientDraft()
		sign.Ticket, draft.Ticket = tt.ticket, tt.ticket
		for letterName, values := range map[string]any{brief.LetterSign: sign, submission.LetterClient: draft} {
			if m, err := tt.writer.Write(letter(t, letterName, values)); err == nil {
				t.Errorf("%s: %s was written:\n%s", name, letterName, m.Text)
			}
		}
	}
}

// The secret of the agency makes both kinds of links; neither opens the other.
func TestASignInIsNoSignature(t *testing.T) {
	t.Parallel()
	w := writer(t)
	path := linked(t, w, account.LetterSignIn, account.SignInValues{Request: "r1"})
	token := path[strings.LastIndex(path, "/")+1:]
	if _, err := w.Signs.Ticket(token, time.Unix(0, 0)); err == nil {
		t.Error("the token of a sign-in signs")
	}
}
