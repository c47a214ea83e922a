package brief_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/brief"
)

// Whatever somebody sends: only what we made is a ticket, and it says what we
// made it of.
func FuzzTicket(f *testing.F) {
	proofs, err := brief.NewProofs(bytes.Repeat([]byte("s"), 32))
	if err != nil {
		f.Fatal(err)
	}
	ours := brief.Ticket{Document: "01ARZ3NDEKTSV4RRFFQ69G5FAV", Number: 3, Hash: strings.Repeat("a", 64), Expires: 2_000_000_000}
	f.Add(proofs.Token(ours))
	f.Add("")
	f.Add("01ARZ3NDEKTSV4RRFFQ69G5FAV.3.2000000000.a.b")
	f.Add("01ARZ3NDEKTSV4RRFFQ69G5FAV.+3.02000000000.a.b.c")
	f.Add(strings.Repeat(".", 500))
	f.Fuzz(func(t *testing.T, token string) {
		got, err := proofs.Ticket(token, time.Unix(1_900_000_000, 0))
		if (err == nil) != (token == proofs.Token(ours)) {
			t.Errorf("%q is a ticket: %+v, %v", token, got, err)
		}
		if err == nil && got != ours {
			t.Errorf("%q became %+v", token, got)
		}
	})
}
