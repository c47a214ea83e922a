package web

import (
	"cmp"
	"log/slog"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/guest"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/submission"
	"greenroom/functions/internal/table"
	"greenroom/functions/internal/vetting"
	"greenroom/site/generate"
)

// Parts are what a server and the rooms behind it are made of.
type Parts struct {
	Table      table.Table
	Site       Site
	IDs        *agency.IDs
	Now        agency.Clock
	Rules      *agency.Validator
	Proofs     account.Proofs
	Log        *slog.Logger
	Origin     string
	Moderators string
	Editors    string             // mailbox that answers of guest writers reach
	Letters    Letters            // says how a mail will read; nil where no route shows one
	Visitor    submission.Visitor // looks at pages on the web; nil where no route needs one
	Files      submission.Files   // keeps what people upload; nil where no route needs it
	MaxFile    int                // the most that one file may have, in bytes
	MaxForm    int                // the most that a form carries of it, in bytes; 0: all
	Arrivals   Arrivals           // takes what no form carries; nil where forms carry every file
	Links      Links              // hands out what no form carries; nil as above
	Slips      Slips              // for Arrivals
	Signs      brief.Proofs
}

// NewServer makes every room that routes lead to.
func NewServer(p Parts) *Server {
	accounts := &account.Room{Table: p.Table, IDs: p.IDs, Now: p.Now, Rules: p.Rules, Proofs: p.Proofs}
	letters := &outbox.Room{Table: p.Table, IDs: p.IDs, Now: p.Now}
	programs := &program.Room{Table: p.Table, Files: p.Site, IDs: p.IDs, Now: p.Now}
	applications := &application.Room{Table: p.Table, Programs: programs, People: accounts, Staff: p.Site, IDs: p.IDs, Now: p.Now, Rules: p.Rules}
	reading := &vetting.Room{Table: p.Table, Programs: programs, Applications: applications, IDs: p.IDs, Now: p.Now}
	calendar := agency.Calendar{Zone: p.Site.Zone(), Holidays: p.Site.Holidays()}
	documents := &document.Room{Table: p.Table, IDs: p.IDs, Now: p.Now}
	briefs := &brief.Room{Table: p.Table, Documents: documents, Programs: programs, Applications: applications,
		Links: links{p.Visitor}, IDs: p.IDs, Now: p.Now, Calendar: calendar, Proofs: p.Signs}
	work := &submission.Room{Table: p.Table, Programs: programs, Applications: applications, Briefs: briefs, Contacts: briefs, Staff: p.Site, Ties: ties{applications, reading},
		Visitor: p.Visitor, Files: p.Files, MaxFile: p.MaxFile, IDs: p.IDs, Now: p.Now, Calendar: calendar, Proofs: p.Signs}
	briefs.Works, briefs.Owing = work, work
	return &Server{
		Site: p.Site, IDs: p.IDs, Now: p.Now, Log: p.Log, Origin: p.Origin, Letters: p.Letters,
		MaxForm: cmp.Or(p.MaxForm, p.MaxFile), Arrivals: p.Arrivals, Links: p.Links, Slips: p.Slips,
		Comments: &comment.Room{Table: p.Table, Posts: p.Site, IDs: p.IDs, Now: p.Now, Rules: p.Rules, Moderators: p.Moderators},
		Accounts: accounts, Programs: programs, Applications: applications, Vetting: reading, Outbox: letters,
		Decisions: &decision.Room{Table: p.Table, Programs: programs, Applications: applications, Vetting: reading,
			Outbox: letters, IDs: p.IDs, Now: p.Now},
		Briefs: briefs, Work: work,
		Guests: &guest.Room{Table: p.Table, Documents: documents, People: accounts, Site: p.Site, Reserved: generate.ReservedIDs(),
			IDs: p.IDs, Now: p.Now, Rules: p.Rules, Editors: p.Editors},
	}
}
