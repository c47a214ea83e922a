package agency_test

import (
	"errors"
	"strings"
	"testing"

	"greenroom/functions/internal/agency"
)

func TestAMachineRefusesWhatIsNotInItsTable(t *testing.T) {
	t.Parallel()
	door := agency.Machine{
		Title: "Door", Initial: "closed", States: []agency.State{"closed", "open", "gone"},
		Transitions: []agency.Transition{
			{ID: "D1", From: agency.From("closed"), To: "open"},
			{ID: "D2", From: agency.From("open"), To: "closed"},
			{ID: "D3", From: agency.From("open", "closed"), To: "gone"},
		},
	}
	if to, err := door.Next("closed", "D1"); to != "open" || err != nil {
		t.Errorf("opening a closed door: %v, %v", to, err)
	}
	to, err := door.Next("closed", "D2")
	e, ok := errors.AsType[*agency.Error](err)
	if to != "closed" || !ok || e.Kind != agency.KindConflict {
		t.Errorf("closing a closed door: %v, %v; want it closed and a conflict", to, err)
	}
	if want := "This door is closed. From there it can become: open, gone."; ok && e.Say != want {
		t.Errorf("it says %q, want %q", e.Say, want)
	}
	if _, err := door.Next("gone", "D1"); err == nil || !strings.Contains(err.Error(), "nothing else") {
		t.Errorf("opening a door that is gone: %v", err)
	}
}

func TestTheValidatorNamesFieldsByTheirFormTag(t *testing.T) {
	t.Parallel()
	type form struct {
		Name  string `form:"name" validate:"required,max=3,line"`
		Email string `form:"email" validate:"required,mailbox"`
	}
	words := map[string]string{"name.max": "shorter", "email.mailbox": "an address"}
	err := agency.NewValidator().Check(form{Name: "äöüß", Email: "a@b"}, words)
	invalid, ok := errors.AsType[*agency.Invalid](err)
	if !ok || len(invalid.Fields) != 2 || invalid.Fields[0] != (agency.FieldError{Field: "name", Message: "shorter"}) {
		t.Fatalf("got %v", err)
	}
	if err := agency.NewValidator().Check(form{Name: "äöü", Email: "a@b.example"}, words); err != nil {
		t.Errorf("three letters of two bytes each are refused: %v", err)
	}
	if err := agency.NewValidator().Check(form{Email: "a@b.example"}, words); err == nil || errors.As(err, &invalid) {
		t.Errorf("a rule without words must be our fault, got %v", err)
	}
}
