package account_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/local"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/outbox"
)

const tess = "tess@greenroom.example"

func room(t *testing.T) (*account.Room, *local.Bolt, *agencytest.Clock) {
	t.Helper()
	store, clock := localtest.Store(t)
	proofs, err := account.NewProofs([]byte(strings.Repeat("s", 32)))
	if err != nil {
		t.Fatal(err)
	}
	s := &account.Room{Table: store, IDs: agency.NewIDs(clock.Now, rand.Reader), Now: clock.Now,
		Rules: agency.NewValidator(), Proofs: proofs}
	if err := s.Enrol(t.Context(), account.Person{Name: "Tess", Email: tess, Slug: "tess-abara", Roles: []agency.Role{agency.Moderator}}); err != nil {
		t.Fatal(err)
	}
	return s, store, clock
}

// mails returns the sign-in letters that wait to be sent.
func mails(t *testing.T, store *local.Bolt) (letters []account.SignInValues) {
	t.Helper()
	changes, _, err := store.Changes(t.Context(), "", 10_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		if _, waiting := outbox.Waiting(c); !waiting {
			continue
		}
		var m outbox.Mail
		var v account.SignInValues
		if err := errors.Join(json.Unmarshal(c.New.Body, &m), json.Unmarshal(m.Values, &v)); err != nil {
			t.Fatal(err)
		}
		letters = append(letters, v)
	}
	return letters
}

func ask(t *testing.T, s *account.Room, email string) string {
	t.Helper()
	id, err := s.Ask(t.Context(), email, "")
	if err != nil || id == "" {
		t.Fatalf("asking: %q, %v", id, err)
	}
	return id
}

func gone(err error) bool {
	e, ok := errors.AsType[*agency.Error](err)
	return ok && e.Kind == agency.KindGone
}

func TestALinkSignsInOnce(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	id := ask(t, s, " Tess@Greenroom.example ")
	if letters := mails(t, store); len(letters) != 1 || letters[0].Request != id {
		t.Fatalf("letters: %v", letters)
	}
	token := s.Proofs.Token(id)
	for range 3 {
		if err := s.Pending(t.Context(), id, token); err != nil {
			t.Fatalf("looking at the link: %v", err)
		}
	}
	opened, err := s.ByLink(t.Context(), id, token)
	if err != nil || opened.Person.Email != tess {
		t.Fatalf("got %+v, %v", opened, err)
	}
	if p, err := s.Viewer(t.Context(), opened.Secret); err != nil || p.Email != tess {
		t.Errorf("viewer is %v, %v", p, err)
	}
	if _, err := s.ByLink(t.Context(), id, token); !gone(err) {
		t.Errorf("second use: %v", err)
	}
	if _, err := s.ByCode(t.Context(), id, s.Proofs.Code(id)); err == nil {
		t.Error("the code of a used request still works")
	}
}

func TestOfManyPressesOneSignsIn(t *testing.T) {
	t.Parallel()
	s, _, _ := room(t)
	id := ask(t, s, tess)
	var in atomic.Int32
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if _, err := s.ByLink(context.Background(), id, s.Proofs.Token(id)); err == nil {
				in.Add(1)
			}
		})
	}
	all.Wait()
	if in.Load() != 1 {
		t.Errorf("%d sessions from one link", in.Load())
	}
}

func TestALinkLivesFifteenMinutes(t *testing.T) {
	t.Parallel()
	s, _, clock := room(t)
	id := ask(t, s, tess)
	clock.Pass(15*time.Minute - time.Second)
	if err := s.Pending(t.Context(), id, s.Proofs.Token(id)); err != nil {
		t.Errorf("a second before: %v", err)
	}
	clock.Pass(time.Second)
	if _, err := s.ByLink(t.Context(), id, s.Proofs.Token(id)); !gone(err) {
		t.Errorf("after 15 minutes: %v", err)
	}
}

func TestATamperedLinkIsRefused(t *testing.T) {
	t.Parallel()
	s, _, _ := room(t)
	id := ask(t, s, tess)
	other := ask(t, s, tess)
	token := s.Proofs.Token(id)
	for i := range token {
		forged := []byte(token)
		forged[i] ^= 1
		if _, err := s.ByLink(t.Context(), id, string(forged)); !gone(err) {
			t.Fatalf("with character %d changed: %v", i, err)
		}
	}
	if _, err := s.ByLink(t.Context(), other, token); !gone(err) {
		t.Errorf("with the token of another request: %v", err)
	}
	if _, err := s.ByLink(t.Context(), id, s.Proofs.Code(id)); !gone(err) {
		t.Errorf("with the code as token: %v", err)
	}
	if _, err := s.ByLink(t.Context(), id, token); err != nil {
		t.Errorf("the true token afterwards: %v", err)
	}
}

func TestFiveWrongCodesEndARequest(t *testing.T) {
	t.Parallel()
	s, _, _ := room(t)
	id := ask(t, s, tess)
	wrong := "000000"
	if s.Proofs.Code(id) == wrong {
		wrong = "000001"
	}
	for range 5 {
		var invalid *agency.Invalid
		if _, err := s.ByCode(t.Context(), id, wrong); !errors.As(err, &invalid) {
			t.Fatalf("wrong code: %v", err)
		}
	}
	if _, err := s.ByCode(t.Context(), id, s.Proofs.Code(id)); err == nil {
		t.Error("the sixth try was let in")
	}
}

func TestACodeSignsIn(t *testing.T) {
	t.Parallel()
	s, _, _ := room(t)
	id, err := s.Ask(t.Context(), tess, "/desk/comments/first/1")
	if err != nil {
		t.Fatal(err)
	}
	opened, err := s.ByCode(t.Context(), id, s.Proofs.Code(id))
	if err != nil || opened.Next != "/desk/comments/first/1" {
		t.Errorf("got %+v, %v", opened, err)
	}
}

func TestAnUnknownAddressIsAnsweredTheSameAndWrittenNothing(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	id := ask(t, s, "nobody@example.com")
	if letters := mails(t, store); len(letters) != 0 {
		t.Errorf("letters: %v", letters)
	}
	var invalid *agency.Invalid
	if _, err := s.ByCode(t.Context(), id, s.Proofs.Code(id)); !errors.As(err, &invalid) {
		t.Errorf("its code: %v; want what a wrong code gets", err)
	}
	if _, err := s.ByLink(t.Context(), id, s.Proofs.Token(id)); !gone(err) {
		t.Errorf("its link: %v", err)
	}
}

// Where anybody may come in, the proof of the address makes the person.
func TestSomebodyNewComesIn(t *testing.T) {
	t.Parallel()
	const nia = "nia@example.com"
	s, store, _ := room(t)
	for _, wrong := range []string{" ", "two\nlines\x00", strings.Repeat("n", 81)} {
		var invalid *agency.Invalid
		if _, err := s.AskAnybody(t.Context(), wrong, nia, ""); !errors.As(err, &invalid) || invalid.Fields[0].Field != "name" {
			t.Errorf("as %q: %v", wrong, err)
		}
	}
	first, err := s.AskAnybody(t.Context(), " Nia Roy ", nia, "/me/posts/new")
	if err != nil {
		t.Fatal(err)
	}
	if letters := mails(t, store); len(letters) != 1 || letters[0].Name != "" || letters[0].Request != first {
		t.Errorf("letters: %+v, want one without the name that was typed", letters)
	}
	if id := ask(t, s, nia); len(mails(t, store)) != 1 {
		t.Errorf("request %s: asking made somebody of it", id)
	}
	opened, err := s.ByCode(t.Context(), first, s.Proofs.Code(first))
	if err != nil || opened.Person.Name != "Nia Roy" || opened.Person.Email != nia || opened.Next != "/me/posts/new" || opened.Person.Actor().Staff() {
		t.Fatalf("opened %+v, %v", opened, err)
	}
	second, err := s.AskAnybody(t.Context(), "Somebody Else", "NIA@example.com", "")
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.ByLink(t.Context(), second, s.Proofs.Token(second))
	if err != nil || again.Person.ID != opened.Person.ID || again.Person.Name != "Nia Roy" {
		t.Errorf("a second time: %+v, %v, want the same person", again.Person, err)
	}
}

// Two links that were asked for before the first was opened are of one person.
func TestSomebodyNewWhoAskedTwiceIsOne(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	var ids []string
	for range 7 {
		id, err := s.AskAnybody(t.Context(), "Nia", "nia@example.com", "")
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if got := len(mails(t, store)); got != 5 {
		t.Errorf("%d mails, want 5", got)
	}
	one, err := s.ByLink(t.Context(), ids[0], s.Proofs.Token(ids[0]))
	two, also := s.ByLink(t.Context(), ids[1], s.Proofs.Token(ids[1]))
	if err != nil || also != nil || one.Person.ID == "" || one.Person.ID != two.Person.ID {
		t.Errorf("got %q, %v and %q, %v, want one person", one.Person.ID, err, two.Person.ID, also)
	}
}

func TestOneAddressGetsFiveMailsAnHour(t *testing.T) {
	t.Parallel()
	s, store, clock := room(t)
	for range 9 {
		ask(t, s, tess)
	}
	if got := len(mails(t, store)); got != 5 {
		t.Errorf("%d mails, want 5", got)
	}
	clock.Pass(time.Hour)
	ask(t, s, tess)
	if got := len(mails(t, store)); got != 6 {
		t.Errorf("%d mails an hour later, want 6", got)
	}
}

func TestTheStoreHoldsNothingThatSignsIn(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	id := ask(t, s, tess)
	token, code := s.Proofs.Token(id), s.Proofs.Code(id)
	opened, err := s.ByLink(t.Context(), id, token)
	if err != nil {
		t.Fatal(err)
	}
	changes, _, err := store.Changes(t.Context(), "", 10_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		if c.New == nil {
			continue
		}
		kept := c.Key.PK + c.Key.SK + string(c.New.Body)
		for what, secret := range map[string]string{"token": token, "code": `"` + code, "session": opened.Secret} {
			if strings.Contains(kept, secret) {
				t.Errorf("%s of a sign-in is kept in %s", what, c.Key)
			}
		}
	}
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	s, _, clock := room(t)
	in := func() string {
		id := ask(t, s, tess)
		opened, err := s.ByLink(t.Context(), id, s.Proofs.Token(id))
		if err != nil {
			t.Fatal(err)
		}
		return opened.Secret
	}
	signedOut, left := in(), in()
	if err := s.SignOut(t.Context(), signedOut); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Viewer(t.Context(), signedOut); err == nil {
		t.Error("signed out and still in")
	}
	clock.Pass(12 * time.Hour)
	if _, err := s.Viewer(t.Context(), left); err == nil {
		t.Error("a session of yesterday still opens the desk")
	}
	if _, err := s.Viewer(t.Context(), ""); err == nil {
		t.Error("no session is a session")
	}
}

func TestOneAddressIsOnePerson(t *testing.T) {
	t.Parallel()
	s, _, _ := room(t)
	id := ask(t, s, tess)
	opened, err := s.ByLink(t.Context(), id, s.Proofs.Token(id))
	if err != nil {
		t.Fatal(err)
	}
	again := account.Person{Name: "Tess Abara", Email: "TESS@greenroom.example", Slug: "tess", Roles: []agency.Role{agency.Influencer}}
	if err := s.Enrol(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	p, err := s.Viewer(t.Context(), opened.Secret)
	if err != nil || p.ID != opened.Person.ID || p.Name != "Tess Abara" || p.Slug != "tess" || p.Actor().Staff() {
		t.Errorf("enrolled again, the person is %+v, %v", p, err)
	}
	if err := s.Enrol(t.Context(), account.Person{Email: "not an address"}); err == nil {
		t.Error("a person without a mailbox was enrolled")
	}
	if _, err := account.NewProofs([]byte("short")); err == nil {
		t.Error("a short secret was taken")
	}
}

// A hundred guesses at once are five tries, and so are a hundred asks five
// mails: each is counted before it counts.
func TestLimitsHoldAgainstManyAtOnce(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			if _, err := s.Ask(context.Background(), tess, ""); err != nil {
				t.Errorf("asking: %v", err)
			}
		})
	}
	all.Wait()
	if got := len(mails(t, store)); got == 0 || got > 5 {
		t.Errorf("%d mails, want 1 to 5", got)
	}
	id := ask(t, s, "nobody@example.com")
	known := mails(t, store)[0].Request
	for _, request := range []string{id, known} {
		var invalid atomic.Int32
		for range 64 {
			all.Go(func() {
				_, err := s.ByCode(context.Background(), request, "no code")
				if _, ok := errors.AsType[*agency.Invalid](err); ok {
					invalid.Add(1)
				}
			})
		}
		all.Wait()
		if invalid.Load() != 64 {
			t.Errorf("%d of 64 guesses were answered as wrong", invalid.Load())
		}
		for range 5 {
			_, _ = s.ByCode(t.Context(), request, "no code") // uses up what races left over
		}
	}
	if _, err := s.ByCode(t.Context(), known, s.Proofs.Code(known)); err == nil {
		t.Error("the right code after all those guesses was let in")
	}
}
