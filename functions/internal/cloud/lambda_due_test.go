package cloud

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// Programs that take applications until a day.
const (
	kitchen = "hobb-and-sill-windowsill-kitchen" // open for some days more
	tuesday = "ninepin-tuesday-is-a-meal"        // closes soon
)

// fallsDue leaves undone in the past all that a clock has to do, strikes it,
// and wants each thing done once.
func (d *deployment) fallsDue(t *testing.T, by crew) {
	t.Helper()
	before := d.ago(t, 20*24*time.Hour) // everybody who applied then was promised an answer within a week
	before.decide(rolling, "Cem", application.Accept)
	before.decide(rolling, "Dan", application.Waitlist)
	before.release(true)
	gus := before.decide(rolling, "Gus", application.Decline)
	before.release(false)
	before.ask(rolling, "Eve")
	fay := before.apply(rolling, "Fay")
	d.sends(t)

	recently := d.ago(t, 5*24*time.Hour)
	recently.read(recently.apply(kitchen, "Hal"))
	d.closes(t, by)
	for stroke := range 3 {
		kept := len(d.stream(t, "PrivateTable")) + len(d.stream(t, "OpenTable"))
		d.host(t, "clock").invoke(t, struct{}{}, new(any))
		if got := len(d.stream(t, "PrivateTable")) + len(d.stream(t, "OpenTable")) - kept; stroke > 0 && got > 0 {
			t.Errorf("stroke %d changed %d items more", stroke+1, got)
		}
	}
	d.sends(t)
	for name, want := range map[string]agency.State{"Cem": application.Expired, "Dan": application.Declined,
		"Gus": application.Declined, "Eve": application.InReview, "Fay": application.Submitted} {
		if got := before.of(rolling, name); got.State != want {
			t.Errorf("%s is %s, want %s", name, got.State, want)
		}
	}
	for name, want := range map[string]string{"Cem": "confirm", "Dan": "place", "Gus": "The smoke alarm as a dinner guest."} {
		if letter := d.letterTo(t, mailbox(name)); !strings.Contains(letter, want) {
			t.Errorf("%s got\n%s\nwant it to say %q", name, letter, want)
		}
	}
	if p, err := recently.Programs.Find(t.Context(), kitchen); err != nil || p.Course.Steps[len(p.Course.Steps)-1].ID != "P9" {
		t.Errorf("everybody was read and %s took the steps %v, %v", kitchen, p.Course.Steps, err)
	}
	if course, err := before.Figures(t.Context(), rolling); err != nil || course.Answers != counted(t, before) {
		t.Errorf("counted %+v, and reckoned %+v, %v", counted(t, before), course.Answers, err)
	}
	_, _ = gus, fay
}

var _ = []any{context.Background, errors.New, slog.New, url.Values{}, events.DynamoDBEvent{}, outbox.Sender{}, program.Program{}, table.Key{}}
