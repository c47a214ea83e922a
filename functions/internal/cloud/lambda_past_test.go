package cloud

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/publish"
	"greenroom/functions/internal/submission"
	"greenroom/functions/internal/table"
	"greenroom/functions/internal/web"
)

// past is the agency on the deployment's own tables some time ago: what it did
// then may have fallen due since.
type past struct {
	*decisiontest.House
	Briefs *brief.Room
	Work   *submission.Room
	t      *testing.T
}

// ago is the agency so long before now.
func (d *deployment) ago(t *testing.T, before time.Duration) *past {
	t.Helper()
	clock := agencytest.NewClock()
	clock.Pass(time.Now().Add(-before).Sub(clock.Now()))
	kept := NewDynamo(dynamodb.New(dynamoOptions(d.dynamo, http.DefaultTransport)),
		map[table.Space]string{table.Open: "OpenTable", table.Private: "PrivateTable"}, clock.Now)
	edition, err := publish.Read(t.Context(), os.DirFS(d.words), nil, parameters()["BaseUrl"], clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	keys, err := newKeys([]byte(agencySecret))
	if err != nil {
		t.Fatal(err)
	}
	server := web.NewServer(web.Parts{Table: kept, Site: edition, IDs: agency.NewIDs(clock.Now, rand.Reader), Now: clock.Now,
		Rules: agency.NewValidator(), Log: slog.New(slog.DiscardHandler), Signs: keys.signs,
		Visitor: newFetcher(parameters()["BaseUrl"])})
	return &past{House: &decisiontest.House{Room: server.Decisions, Clock: clock, Store: kept, People: server.Accounts},
		Briefs: server.Briefs, Work: server.Work, t: t}
}

func (p *past) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// staff is somebody who works here, enrolled before.
func (p *past) staff(name string, roles ...agency.Role) agency.Actor {
	p.t.Helper()
	id, made, err := p.People.Register(p.t.Context(), name, name+"@greenroom.example")
	p.must(err)
	if len(made) > 0 {
		p.t.Fatalf("%s has never asked for a link", name)
	}
	return agency.Actor{ID: id, Name: name, Roles: roles}
}

func (p *past) lead() agency.Actor   { return p.staff("priya", agency.Lead, agency.ProjectManager) }
func (p *past) editor() agency.Actor { return p.staff("tess", agency.Editor, agency.Reviewer) }

// apply sends an application.
func (p *past) apply(program, name string) application.Application {
	p.t.Helper()
	plan, err := p.Programs.Find(p.t.Context(), program)
	p.must(err)
	form := application.Form{Program: program, Key: name, Name: name, Email: mailbox(name), Channel: "https://example.com/" + name,
		Angle: "The night the soup won.", Answer1: "Soup", Sponsored: "none", Available: "yes"}
	if len(plan.Questions) > 1 {
		form.Answer2 = "https://example.com/soup"
	}
	for range plan.Eligibility {
		form.Rules = append(form.Rules, "yes")
	}
	for _, choice := range plan.Audience {
		form.Audience = append(form.Audience, choice.Options[0])
	}
	_, err = p.Applications.Submit(p.t.Context(), agency.Anybody(), form)
	p.must(err)
	return p.of(program, name)
}

func (p *past) of(program, name string) application.Application {
	p.t.Helper()
	id, _, err := p.People.Register(p.t.Context(), name, mailbox(name))
	p.must(err)
	a, err := p.Applications.Mine(p.t.Context(), agency.Actor{ID: id}, program)
	p.must(err)
	return a
}

// read has two people score an application.
func (p *past) read(a application.Application) application.Application {
	p.t.Helper()
	p.must(p.Score(p.t.Context(), p.staff("devon", agency.Reviewer), a.ID, 3))
	p.must(p.Score(p.t.Context(), p.editor(), a.ID, 3))
	a, err := p.Applications.Find(p.t.Context(), a.ID)
	p.must(err)
	return a
}

// decide decides about somebody new, whose letter a second person then reads.
func (p *past) decide(program, name, kind string) application.Application {
	p.t.Helper()
	ctx := p.t.Context()
	a := p.read(p.apply(program, name))
	p.must(p.Vetting.Declare(ctx, p.lead(), a.ID, "aside"))
	a, err := p.Decide(ctx, p.lead(), a.ID, decisiontest.Verdict(a, kind))
	p.must(err)
	p.must(p.Outbox.AskSecondLook(ctx, p.lead(), a.Outcome.Mail))
	letter, err := p.Outbox.Find(ctx, a.Outcome.Mail)
	p.must(err)
	p.must(p.Outbox.Approve(ctx, p.editor(), letter.ID, letter.Version))
	return a
}

// ask puts the one question to somebody new.
func (p *past) ask(program, name string) {
	p.t.Helper()
	a := p.read(p.apply(program, name))
	_, err := p.Applications.Ask(p.t.Context(), p.lead(), a.ID, a.Version, "Which soup?", p.Clock.Now().Add(4*24*time.Hour))
	p.must(err)
}
