package web

import (
	"log/slog"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/mail"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
	"greenroom/functions/internal/vetting"
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
	Letters    *mail.Writer
}

// NewServer makes every room that routes lead to.
func NewServer(p Parts) *Server {
	accounts := &account.Room{Table: p.Table, IDs: p.IDs, Now: p.Now, Rules: p.Rules, Proofs: p.Proofs}
	letters := &outbox.Room{Table: p.Table, IDs: p.IDs, Now: p.Now}
	programs := &program.Room{Table: p.Table, Files: p.Site, IDs: p.IDs, Now: p.Now}
	applications := &application.Room{Table: p.Table, Programs: programs, People: accounts, Staff: p.Site, IDs: p.IDs, Now: p.Now, Rules: p.Rules}
	reading := &vetting.Room{Table: p.Table, Programs: programs, Applications: applications, IDs: p.IDs, Now: p.Now}
	return &Server{
		Site: p.Site, IDs: p.IDs, Now: p.Now, Log: p.Log, Origin: p.Origin, Letters: p.Letters,
		Comments: &comment.Room{Table: p.Table, Posts: p.Site, IDs: p.IDs, Now: p.Now, Rules: p.Rules, Moderators: p.Moderators},
		Accounts: accounts, Programs: programs, Applications: applications, Vetting: reading, Outbox: letters,
		Decisions: &decision.Room{Table: p.Table, Programs: programs, Applications: applications, Vetting: reading,
			Outbox: letters, IDs: p.IDs, Now: p.Now},
	}
}
