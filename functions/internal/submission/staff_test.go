package submission_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/submission"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// workers are those who work here.
type workers struct{ who []agency.Actor }

// mailbox is where somebody of the staff is reached.
func mailbox(a agency.Actor) string { return strings.ToLower(a.Name) + "@greenroom.example" }

func (w *workers) People() []content.Person {
	var all []content.Person
	for _, a := range w.who {
		one := content.Person{Name: a.Name, Email: mailbox(a), Staff: true}
		for _, role := range a.Roles {
			one.Roles = append(one.Roles, string(role))
		}
		all = append(all, one)
	}
	return all
}

// accounts know those who work here as the tests do.
type accounts struct {
	application.People
	staff *workers
}

func (a accounts) Register(ctx context.Context, name, email string) (string, []table.Write, error) {
	if i := slices.IndexFunc(a.staff.who, func(one agency.Actor) bool { return mailbox(one) == email }); i >= 0 {
		return a.staff.who[i].ID, nil, nil
	}
	return a.People.Register(ctx, name, email)
}

// knows are those who said that they know an influencer.
type knows map[string]string

func (k knows) Tied(_ context.Context, a agency.Actor, influencer string) (bool, error) {
	return k[a.ID] == influencer, nil
}

// told are the letters that something waits, "who: what", oldest first.
func (h *house) told() []string {
	h.t.Helper()
	mails, err := h.Mails.About(h.t.Context(), h.now(1).Thing())
	h.must(err)
	var all []string
	for _, m := range slices.Backward(mails) {
		if m.Letter == submission.LetterWaiting {
			var v submission.WaitingValues
			h.must(json.Unmarshal(m.Values, &v))
			name, _, _ := strings.Cut(m.To, "@")
			all = append(all, name+": "+v.What)
		}
	}
	return all
}

// disputed is work whose edit request, of Manager and read by Reader(0), is
// disputed.
func disputed(t testing.TB, staff ...agency.Actor) *house {
	t.Helper()
	h := mixed(t)
	h.Workers.who = staff
	h.reply(submission.Reply{Answer: submission.Dispute, Note: "It is in the first line."}, yes())
	h.is(submission.EditsRequested)
	return h
}

// Those are told of a dispute who may rule on it, and nobody who may not.
func TestADisputeGoesToWhoMayRule(t *testing.T) {
	t.Parallel()
	manager, lead, other := decisiontest.Manager(), decisiontest.Lead(), decisiontest.OtherLead()
	gone := agency.Actor{Name: "GONE", Roles: []agency.Role{agency.Moderator}}
	newcomer := agency.Actor{Name: "NEWP", Roles: []agency.Role{agency.ProjectManager}} // never signed in
	for _, c := range []struct {
		name  string
		staff []agency.Actor
		tied  bool // lead and ann know each other
		told  string
		names string
	}{
		{"who had no part in it", []agency.Actor{manager, lead, other, decisiontest.Reader(0), gone}, false, "lead sec0", "LEAD SEC0"},
		{"who knows its writer does not", []agency.Actor{manager, lead, other}, true, "sec0", "SEC0"},
		{"who never signed in does", []agency.Actor{manager, newcomer}, false, "newp", "NEWP"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := mixed(t)
			h.Workers.who = c.staff
			if c.tied {
				h.Known[lead.ID] = h.ann.ID
			}
			before := len(h.told())
			h.reply(submission.Reply{Answer: submission.Dispute, Note: "It is in the first line."}, yes())
			var told []string
			for _, one := range h.told()[before:] {
				who, what, _ := strings.Cut(one, ": ")
				if told = append(told, who); !strings.Contains(what, "you may rule on it") {
					t.Errorf("%s reads %q", who, what)
				}
			}
			slices.Sort(told)
			d := h.now(1)
			e, err := h.Edit(t.Context(), d, 1)
			h.must(err)
			names, err := h.Rulers(t.Context(), d, e)
			h.must(err)
			if slices.Sort(names); strings.Join(told, " ") != c.told || strings.Join(names, " ") != c.names {
				t.Errorf("told %v, able %v", told, names)
			}
		})
	}
}

// Where nobody is left who may rule, the leads are told; where there is no lead,
// the project manager.
func TestADisputeThatNobodyMayRuleOn(t *testing.T) {
	t.Parallel()
	manager, lead := decisiontest.Manager(), decisiontest.Lead()
	for _, c := range []struct {
		name  string
		staff []agency.Actor
		want  string
	}{
		{"a lead had a part in it", []agency.Actor{manager, lead}, "lead"},
		{"there is no lead", []agency.Actor{manager}, "marisol"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			h.Workers.who = c.staff
			h.send(good)
			_, _, err := h.Write(t.Context(), lead, h.app, 1, h.now(1).Version, wish(asked(1, "Say that it was Tuesday.")))
			h.must(err)
			_, _, err = h.Send(t.Context(), manager, h.app, 1, h.now(1).Version)
			h.must(err)
			h.reply(submission.Reply{Answer: submission.Dispute, Note: "It is in the first line."})
			told := h.told()
			if last := told[len(told)-1]; !strings.HasPrefix(last, c.want) || !strings.Contains(last, "nobody here may rule") || len(told) != 2 {
				t.Errorf("told %q", told)
			}
		})
	}
}

// Who said that they know somebody neither reads their work nor decides on it.
func TestWhoKnowsAnInfluencerDoesNotDecide(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.send(good)
	manager := decisiontest.Manager()
	h.Known[manager.ID] = h.ann.ID
	_, err := h.ForStaff(t.Context(), manager, h.app, 1)
	h.wantKind(err, agency.KindForbidden, "reading it")
	_, err = h.Room.Approve(t.Context(), manager, h.app, 1, h.now(1).Version, nil)
	h.wantKind(err, agency.KindForbidden, "approving it")
	_, _, err = h.Write(t.Context(), manager, h.app, 1, h.now(1).Version, wish(asked(1, "Say that it was Tuesday.")))
	h.wantKind(err, agency.KindForbidden, "asking for edits")
	if _, err := h.Room.Approve(t.Context(), decisiontest.Lead(), h.app, 1, h.now(1).Version, nil); err != nil {
		t.Errorf("somebody else: %v", err)
	}
}
