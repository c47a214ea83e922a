package outbox

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// What would leave by itself after a restore is put before a person instead.
func TestMailOfABackupDoesNotLeaveByItself(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name string
		mail Mail
		want agency.State
	}{
		{"approved", Mail{State: Approved}, Failed},
		{"approved, to be tried again", Mail{State: Approved, NextTry: at, Tries: 2, Problem: "no answer"}, Failed},
		{"approved and held", Mail{State: Approved, Held: true}, Approved},
		{"being sent", Mail{State: Sending, NextTry: at}, Failed},
		{"draft", Mail{State: Drafted}, Drafted},
		{"read by nobody yet", Mail{State: SecondLook}, SecondLook},
		{"sent", Mail{State: Sent, SentAt: at}, Sent},
		{"given up", Mail{State: Failed, Problem: "refused"}, Failed},
		{"discarded", Mail{State: Discarded}, Discarded},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.mail.ID, tt.mail.To, tt.mail.Version = "01", "ann@example.org", 4
			before, err := item(tt.mail)
			if err != nil {
				t.Fatal(err)
			}
			after, err := Restored(before)
			if err != nil {
				t.Fatal(err)
			}
			m, err := decode(after)
			if err != nil || m.State != tt.want {
				t.Fatalf("got state %q and error %v, want %q", m.State, err, tt.want)
			}
			if id, leaves := Waiting(table.Change{Key: after.Key, New: &after}); leaves || (Sender{Again: true}).due(m) {
				t.Errorf("mail %q leaves by itself", id)
			}
			if changed := tt.want != tt.mail.State; changed != (after.Version == 5) || changed != strings.Contains(m.Problem, "backup") {
				t.Errorf("got version %d and problem %q", after.Version, m.Problem)
			}
			if again, err := Restored(after); err != nil || again.Version != after.Version || !bytes.Equal(again.Body, after.Body) {
				t.Errorf("restored again it is at version %d, error %v", again.Version, err)
			}
		})
	}
}

func TestWhatIsNoMailIsRestoredAsItIs(t *testing.T) {
	t.Parallel()
	i := table.Item{Kind: "comment", Version: 3, Body: []byte(`{"State":"approved"}`)}
	if got, err := Restored(i); err != nil || got.Version != 3 || string(got.Body) != string(i.Body) {
		t.Errorf("got %+v and error %v, want it unchanged", got, err)
	}
}
