package web_test

import (
	"net/url"
	"slices"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/outbox"
	"greenroom/site/content"
)

func rows() []row {
	return slices.Concat(publicRows(), ownRows(), deskRows(), vettingRows(), fileRows(), programRows(), letterRows(),
		briefRows(), deskBriefRows(), workRows(), deskWorkRows(), guestRows())
}

func publicRows() []row {
	return []row{
		{route: "GET /sign-in"},
		{route: "POST /api/sign-in", form: fixed("email", "ann@example.com"), lacks: "email"},
		{route: "GET /sign-in/code"},
		{route: "POST /api/sign-in/code", form: asked, lacks: "request"},
		{route: "GET /sign-in/link/{request}/{token}", id: func(c cell) string {
			f := asked(c)
			return f.Get("request") + "/" + f.Get("token")
		}},
		{route: "POST /api/sign-in/link", form: asked, lacks: "request"},
		{route: "POST /api/sign-out"},
		{route: "POST /api/comments", form: func(cell) url.Values { return form() }, lacks: "post"},
		{route: "GET /c/{id...}", id: func(c cell) string { return c.shown().ID + "/" }},
		{route: "GET /comments/new", form: fixed("post", "first"), lacks: "post"},
		{route: "GET /comments/status/{token}", id: token},
		{route: "POST /api/comments/withdraw", form: func(c cell) url.Values { return url.Values{"token": {token(c)}} }, lacks: "token"},
		{route: "GET /apply/{program}"},
		{route: "POST /api/applications", form: func(cell) url.Values { return dorasForm() }, lacks: "program"},
		{route: "GET /applications/{token}", id: receipt},
	}
}

// ownRows are the pages of applicants.
func ownRows() []row {
	return []row{
		{route: "GET /me/{$}"},
		{route: "GET /me/applications/{id}"},
		{route: "GET /me/applications/{id}/edit"},
		{route: "POST /api/me/applications/{id}/edit", form: func(c cell) url.Values {
			f := dorasForm()
			f.Set("key", version(c.a.Version))
			return f
		}},
		{route: "POST /api/me/applications/{id}/answer", scene: "asked", form: fixed("answer", "The one with soup.")},
		{route: "POST /api/me/applications/{id}/withdraw"},
		{route: "POST /api/me/applications/{id}/confirm", scene: "accepted", form: asSeen("terms", "yes")},
		{route: "GET /me/channels"},
		{route: "POST /api/me/channels", form: fixed("channel1", "https://example.com/me", "followers1", "1,200")},
	}
}

func deskRows() []row {
	held := func(c cell) string { return "first/" + c.held()[0].ID }
	shown := func(c cell) string { return "first/" + c.shown().ID }
	decision := func(of func(cell) comment.Comment) func(cell) url.Values {
		return func(c cell) url.Values {
			return url.Values{"version": {version(of(c).Version)}, "revision": {of(c).Revision()}, "reason": {"it is unkind to somebody"}, "text": {"Thank you."}, "key": {"k1"}}
		}
	}
	onHeld, onShown := decision(func(c cell) comment.Comment { return c.held()[0] }), decision(cell.shown)
	const one = "POST /api/desk/comments/{post}/{id}/"
	return []row{
		{route: "GET /desk/{$}"},
		{route: "GET /desk/comments/{$}"},
		{route: "GET /desk/comments/{post}/{id}", id: held},
		{route: one + "approve", id: held, form: onHeld},
		{route: one + "reject", id: held, form: onHeld},
		{route: one + "spam", id: held, form: onHeld},
		{route: one + "restore", id: shown, form: onShown},
		{route: one + "answer", id: shown, form: onShown},
	}
}

func vettingRows() []row {
	const act = "POST /api/desk/vetting/{id}/"
	return []row{
		{route: "GET /desk/vetting/{$}"},
		{route: "POST /api/desk/vetting/next"},
		{route: "GET /desk/vetting/{id}", scene: "begun"},
		{route: "GET /desk/vetting/{id}/numbers", scene: "blind"},
		{route: act + "begin"},
		{route: act + "skip"},
		{route: act + "open", form: fixed("piece", "0")},
		{route: act + "blind", scene: "begun", form: sheetOf(content.Blind)},
		{route: act + "numbers", scene: "blind", form: sheetOf(content.Revealed)},
		{route: act + "conflict", form: fixed("kind", "friend")},
	}
}

func fileRows() []row {
	const act = "POST /api/desk/applications/{id}/"
	return []row{
		{route: "GET /desk/applications/{id}", scene: "read"},
		{route: act + "shortlist", scene: "read", form: asSeen()},
		{route: act + "unshortlist", scene: "shortlisted", form: asSeen("reason", "There are better ones.")},
		{route: act + "ask", scene: "read", form: asSeen("question", "Which soup?", "due", "2026-05-19")},
		{route: act + "decide", scene: "read", form: asSeen("kind", "accept", "reasons", "accept:fit", "sentence", "The soup won us all.")},
		{route: act + "undo", scene: "decided", form: asSeen()},
		{route: act + "promote", scene: "waitlisted", form: asSeen()},
		{route: act + "let-go", scene: "waitlisted", form: asSeen()},
	}
}

func programRows() []row {
	const act = "POST /api/desk/programs/{slug}/"
	later := []string{"notice", "The client asked for it.", "closes", "2026-05-18", "decide_by", "2026-05-22"}
	return []row{
		{route: "GET /desk/programs/{$}"},
		{route: "GET /desk/programs/{slug}", scene: "read"},
		{route: "GET /desk/programs/{slug}/applications.csv", scene: "read"},
		{route: act + "pause", form: stepOf(later...)},
		{route: act + "resume", scene: "paused", form: stepOf(later...)},
		{route: act + "close", form: stepOf(later...)},
		{route: act + "extend", form: stepOf(later...)},
		{route: act + "reopen", scene: "read", form: stepOf(later...)},
		{route: act + "run", scene: "told", form: stepOf()},
		{route: act + "cancel", form: stepOf(later...)},
		{route: act + "code", scene: "read", form: fixed("why", "Their power was cut.")},
	}
}

func letterRows() []row {
	const act, one = "POST /api/desk/programs/{slug}/", "POST /api/desk/mails/{id}/"
	letter := func(c cell) string { return c.a.Outcome.Mail }
	read := func(pairs ...string) func(cell) url.Values {
		return func(c cell) url.Values {
			f := values(pairs...)
			f.Set("version", version(c.letter().Version))
			f.Set("sample", c.letter().ID)
			return f
		}
	}
	return []row{
		{route: "GET /desk/programs/{slug}/outcomes", scene: "second look"},
		{route: act + "second-look", scene: "decided", form: fixed("kind", "accept")},
		{route: act + "approve", scene: "second look", form: read("kind", "accept")},
		{route: act + "release", scene: "approved"},
		{route: "GET /desk/mails/{id}", scene: "second look", id: letter},
		{route: one + "edit", scene: "second look", id: letter, form: read("sentence", "The soup won us all.")},
		{route: one + "approve", scene: "second look", id: letter, form: read()},
		{route: one + "retry", scene: "lost", id: letter},
	}
}

func values(pairs ...string) url.Values {
	f := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return f
}

func fixed(pairs ...string) func(cell) url.Values {
	return func(cell) url.Values { return values(pairs...) }
}

// asSeen is a form of the file of an application as it is now.
func asSeen(pairs ...string) func(cell) url.Values {
	return func(c cell) url.Values {
		f := values(pairs...)
		f.Set("version", version(c.a.Version))
		return f
	}
}

// stepOf is a form of the desk of the program.
func stepOf(pairs ...string) func(cell) url.Values {
	return func(c cell) url.Values {
		p, err := c.web.Programs.Find(c.t.Context(), "tuesday")
		c.must(err)
		f := values(pairs...)
		f.Set("version", version(p.Version))
		return f
	}
}

// sheetOf is a scoring form as its reviewer has it before them.
func sheetOf(pass content.Pass) func(cell) url.Values {
	return func(c cell) url.Values {
		file, err := c.web.Vetting.File(c.t.Context(), c.a.ID)
		c.must(err)
		f := marks(pass, file.Program.Program, "3")
		f.Set("version", version(file.ReviewBy(c.actor().ID).Version))
		return f
	}
}

// asked are the proofs of a request to sign in.
func asked(c cell) url.Values {
	request, err := c.web.Accounts.Ask(c.t.Context(), "ann@example.com", "")
	c.must(err)
	proofs := c.web.Accounts.Proofs
	return url.Values{"request": {request}, "code": {proofs.Code(request)}, "token": {proofs.Token(request)}}
}

// token opens the status of a comment that waits.
func token(c cell) string {
	r, err := c.web.Comments.Submit(c.t.Context(), comment.Draft{Post: "second", Name: "Odile", Email: "odile@example.com", Text: "And this?"})
	c.must(err)
	return r.Token
}

func receipt(c cell) string {
	r, err := c.web.Applications.Submit(c.t.Context(), agency.Anybody(), decisiontest.Form("tuesday", "dora"))
	c.must(err)
	return r.Token
}

func (c cell) shown() comment.Comment {
	shown, _, err := c.web.Comments.List(c.t.Context(), comment.Approved, "")
	c.must(err)
	return shown[0]
}

func (c cell) letter() outbox.Mail {
	m, err := c.web.Outbox.Find(c.t.Context(), c.a.Outcome.Mail)
	c.must(err)
	return m
}

// dorasForm is the form of tuesday, filled in by a visitor without a fault.
func dorasForm() url.Values {
	return values("program", "tuesday", "key", "k1", "name", "Dora", "email", "dora@example.com", "channel", "https://example.com/dora",
		"angle", "The night the soup won.", "answer1", "Soup", "sponsored", "none", "available", "yes", "rule1", "yes")
}
