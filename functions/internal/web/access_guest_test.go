package web_test

import (
	"net/url"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/guest"
)

// guestScenes are the states of two posts for the blog: one by ann, one by Kim,
// who edits the blog and writes for it.
func guestScenes(t testing.TB, all map[string]*scene) {
	t.Helper()
	ctx := t.Context()
	grow := func(from, name string, change func(h *house, sub guest.Submission, self agency.Actor)) {
		grow(t, all, from, name, func(h *house) {
			h.each(func(a application.Application, self agency.Actor) { change(h, h.postOf(a), self) })
		})
	}
	grow("applied", "post sent", func(h *house, _ guest.Submission, self agency.Actor) {
		_, err := h.web.Guests.Submit(ctx, self, guest.Form{Title: "What " + self.Name + " asked for", Description: "Three things.",
			Name: self.Name + " Quill", Bio: "Writes about rooms.", Body: "It began with a lamp.", Key: "k1"})
		h.must(err)
	})
	grow("post sent", "post to sign", func(h *house, sub guest.Submission, _ agency.Actor) {
		f, err := h.web.Guests.Text(ctx, sub, 1)
		h.must(err)
		f.Body = "It began with a green lamp."
		sub, err = h.web.Guests.Edit(ctx, h.who("Edo"), seenPost(sub), f)
		h.must(err)
		_, err = h.web.Guests.Approve(ctx, h.who("Lena"), seenPost(sub))
		h.must(err)
	})
	grow("post sent", "post approved", func(h *house, sub guest.Submission, _ agency.Actor) {
		_, err := h.web.Guests.Approve(ctx, h.who("Edo"), seenPost(sub))
		h.must(err)
	})
	grow("post approved", "post released", func(h *house, sub guest.Submission, _ agency.Actor) {
		_, err := h.web.Guests.Release(ctx, h.who("Edo"), seenPost(sub), guest.Addresses{})
		h.must(err)
	})
	grow("post released", "post corrected", func(h *house, sub guest.Submission, self agency.Actor) {
		f, err := h.web.Guests.Text(ctx, sub, 1)
		h.must(err)
		f.Description = "Four things."
		sub, err = h.web.Guests.Resubmit(ctx, self, seenPost(sub), f)
		h.must(err)
		_, err = h.web.Guests.Approve(ctx, h.who("Edo"), seenPost(sub))
		h.must(err)
	})
}

// postOf is what who applied has written for the blog; zero for nothing.
func (h *house) postOf(a application.Application) guest.Submission {
	h.t.Helper()
	mine, err := h.web.Guests.Mine(h.t.Context(), agency.Actor{ID: a.Person})
	h.must(err)
	if len(mine) == 0 {
		return guest.Submission{}
	}
	return mine[0]
}

func seenPost(sub guest.Submission) guest.Seen {
	return guest.Seen{ID: sub.ID, Version: sub.Document.Version}
}

func guestRows() []row {
	const mine, desk, act = "/me/posts/{id}", "/desk/posts/{id}", "POST /api/desk/posts/{id}/"
	post := func(c cell) string { return c.postOf(c.a).ID }
	return []row{
		{route: "GET /me/posts/{$}", scene: "post sent"},
		{route: "GET " + mine, scene: "post sent", id: post},
		{route: "GET " + mine + "/edit", scene: "post sent", id: post},
		{route: "POST /api/me/posts", form: func(cell) url.Values { return guestPost() }},
		{route: "POST /api" + mine + "/edit", scene: "post sent", id: post, form: ofPost("title", "What I asked for")},
		{route: "POST /api" + mine + "/sign", scene: "post to sign", id: post, form: ofPost()},
		{route: "POST /api" + mine + "/return", scene: "post to sign", id: post, form: ofPost("text", "It was blue.")},
		{route: "POST /api" + mine + "/withdraw", scene: "post sent", id: post},
		{route: "GET /desk/posts/{$}", scene: "post sent"},
		{route: "GET " + desk, scene: "post sent", id: post},
		{route: act + "edit", scene: "post sent", id: post, form: ofPost("title", "What she asked for")},
		{route: act + "remark", scene: "post sent", id: post, form: ofPost("text", "Which lamp?")},
		{route: act + "approve", scene: "post sent", id: post, form: ofPost()},
		{route: act + "release", scene: "post approved", id: post, form: ofPost()},
		{route: act + "correct", scene: "post corrected", id: post, form: ofPost("correction", "There were four.")},
		{route: act + "decline", scene: "post sent", id: post, form: ofPost("reason", "We had one like it.")},
		{route: act + "takedown", scene: "post released", id: post, form: ofPost("reason", "The lamp was not hers.")},
	}
}

// ofPost is a form of a post as it is now.
func ofPost(pairs ...string) func(cell) url.Values {
	return func(c cell) url.Values {
		sub := c.postOf(c.a)
		text := guestPost("name", sub.Name)
		for name, v := range values(pairs...) {
			text[name] = v
		}
		text.Set("version", version(sub.Document.Version))
		text.Set("hash", sub.Document.Current.Hash)
		if len(pairs) == 0 { // the usual addresses
			text.Del("slug")
		}
		return text
	}
}
