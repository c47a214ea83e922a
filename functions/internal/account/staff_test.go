package account_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// workers are the people of an agency, by address.
type workers map[string]account.Person

func (w workers) Member(email string) (account.Person, bool) {
	p, works := w[strings.ToLower(email)]
	return p, works
}

const devon = "devon@greenroom.example"

func newcomer() account.Person {
	return account.Person{Name: "Devon", Email: devon, Slug: "devon", Roles: []agency.Role{agency.ProjectManager, agency.Reviewer}}
}

// signIn goes the way of the code and returns who is in.
func signIn(t *testing.T, s *account.Room, email string) (account.Person, error) {
	t.Helper()
	id := ask(t, s, email)
	opened, err := s.ByCode(t.Context(), id, s.Proofs.Code(id))
	return opened.Person, err
}

// Who works here can sign in without having been enrolled, and as what the
// words say of them at that moment.
func TestSigningInFollowsWhoWorksHere(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	people := workers{devon: newcomer()}
	s.Staff = people
	began, err := signIn(t, s, "Devon@Greenroom.example")
	if err != nil || began.Slug != "devon" || !began.Actor().Is(agency.ProjectManager) {
		t.Fatalf("somebody new: %+v, %v", began, err)
	}

	promoted := newcomer()
	promoted.Name, promoted.Roles = "Devon Achterberg", []agency.Role{agency.Lead}
	people[devon] = promoted
	if p, err := signIn(t, s, devon); err != nil || p.ID != began.ID || p.Name != promoted.Name || !slices.Equal(p.Roles, promoted.Roles) {
		t.Errorf("with other words: %+v, %v", p, err)
	}

	delete(people, devon)
	p, err := signIn(t, s, devon)
	if err != nil || p.ID != began.ID || p.Actor().Staff() || p.Slug != "" || !slices.Equal(p.Roles, []agency.Role{agency.Influencer}) {
		t.Errorf("who has left is still in as %+v, %v", p, err)
	}
	page, err := store.Query(t.Context(), table.Query{Space: table.Private, PK: "AUD#person#" + p.ID})
	if err != nil || !slices.ContainsFunc(page.Items, func(i table.Item) bool { return strings.Contains(string(i.Body), "dismiss") }) {
		t.Errorf("%d events, %v, and none says who was dismissed", len(page.Items), err)
	}
}

// A session that is open is worth no more than its person is now.
func TestWhoLeavesLosesTheDeskAtOnce(t *testing.T) {
	t.Parallel()
	s, _, _ := room(t)
	people := workers{devon: newcomer()}
	s.Staff = people
	id := ask(t, s, devon)
	opened, err := s.ByCode(t.Context(), id, s.Proofs.Code(id))
	if err != nil {
		t.Fatal(err)
	}
	moved := newcomer()
	moved.Roles = []agency.Role{agency.Moderator}
	people[devon] = moved
	if p, err := s.Viewer(t.Context(), opened.Secret); err != nil || !slices.Equal(p.Roles, moved.Roles) {
		t.Errorf("with another job: %+v, %v", p, err)
	}
	delete(people, devon)
	if p, err := s.Viewer(t.Context(), opened.Secret); err != nil || p.Actor().Staff() || p.ID != opened.Person.ID {
		t.Errorf("who has left is still in as %+v, %v", p, err)
	}
}

// Nobody is let in, or thrown out, for being asked for.
func TestStaffChangesNothingForOthers(t *testing.T) {
	t.Parallel()
	s, _, _ := room(t)
	s.Staff = workers{devon: newcomer()}
	influencer := account.Person{Name: "Ines", Email: "ines@example.org", Slug: "ines", Roles: []agency.Role{agency.Influencer}}
	if err := s.Enrol(t.Context(), influencer); err != nil {
		t.Fatal(err)
	}
	if p, err := signIn(t, s, influencer.Email); err != nil || p.Slug != "ines" || p.Actor().Staff() {
		t.Errorf("an influencer is %+v, %v", p, err)
	}
	var invalid *agency.Invalid
	if _, err := signIn(t, s, "nobody@example.com"); !errors.As(err, &invalid) {
		t.Errorf("a stranger: %v", err)
	}
	s.Staff = nil // nobody says who works here: who was enrolled stays
	if p, err := signIn(t, s, tess); err != nil || !p.Actor().Is(agency.Moderator) {
		t.Errorf("without words: %+v, %v", p, err)
	}
}

func TestManyAsksEnrolOnePerson(t *testing.T) {
	t.Parallel()
	s, store, _ := room(t)
	s.Staff = workers{devon: newcomer()}
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if _, err := s.Ask(context.Background(), devon, ""); err != nil {
				t.Errorf("asking: %v", err)
			}
		})
	}
	all.Wait()
	changes, _, err := store.Changes(t.Context(), "", 10_000)
	if err != nil {
		t.Fatal(err)
	}
	people := 0
	for _, c := range changes {
		if c.New != nil && c.New.Kind == "person" && c.Old == nil {
			people++
		}
	}
	if people != 2 { // and Tess
		t.Errorf("%d people were made, want Devon and Tess", people)
	}
}
