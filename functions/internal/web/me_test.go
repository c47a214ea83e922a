package web_test

import (
	"net/http"
	"strings"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
)

// asks has a project manager ask the one question.
func (h *house) asks(a application.Application, question string) {
	h.t.Helper()
	_, err := h.web.Applications.Ask(h.t.Context(), h.who("Mara"), a.ID, a.Version, question, h.clock.Now().AddDate(0, 0, 4))
	h.must(err)
}

// looked has a reviewer open the work of somebody.
func (h *house) looked(slug, who string) application.Application {
	h.t.Helper()
	_, err := h.web.Vetting.Opened(h.t.Context(), h.who("Rita"), h.of(slug, who).ID)
	h.must(err)
	return h.of(slug, who)
}

func TestAnswersAreChangedWhileTheProgramIsOpen(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	a := h.apply("tuesday", "ines")
	me, address := h.session("ines@example.com"), "/me/applications/"+a.ID
	form := parse(t, h.send("GET", address+"/edit", nil, me, "")).filledIn(t, "/edit")
	if form.Get("angle") != "The night the soup won." || form.Get("rule1") != "yes" || form.Get("available") != "yes" {
		t.Fatalf("the form holds %v", form)
	}
	wrong := h.send("POST", "/api"+address+"/edit", changed(form, "angle", "", "piece", "javascript:x"), me, "")
	if again := comesBack(t, wrong).filledIn(t, "/edit"); wrong.status != 422 || again.Get("piece") != "javascript:x" || again.Get("answer1") != "Soup" {
		t.Errorf("%d, kept %v", wrong.status, again)
	}
	location(t, h.send("POST", "/api"+address+"/edit", changed(form, "angle", "The bread won."), me, ""))
	if page := h.send("GET", address, nil, me, ""); !strings.Contains(page.body, "The bread won.") || h.of("tuesday", "ines").Revision != 2 {
		t.Errorf("after the change:\n%s", page.body)
	}
	late := h.send("POST", "/api"+address+"/edit", changed(form, "angle", "The cheese won."), me, "")
	again := comesBack(t, late).filledIn(t, "/edit")
	if late.status != http.StatusConflict || again.Get("angle") != "The cheese won." || again.Get("key") == form.Get("key") {
		t.Errorf("%d, kept %v", late.status, again)
	}
	location(t, h.send("POST", "/api"+address+"/edit", again, me, ""))
	h.closed()
	for method, path := range map[string]string{"GET": address + "/edit", "POST": "/api" + address + "/edit"} {
		if got := h.send(method, path, again, h.session("ines@example.com"), ""); got.status != http.StatusConflict {
			t.Errorf("%s after closing: %d", method, got.status)
		}
	}
}

func TestTheOneQuestionIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	h.apply("tuesday", "ines")
	a := h.looked("tuesday", "ines")
	h.asks(a, "Which soup?")
	me, address := h.session("ines@example.com"), "/me/applications/"+a.ID
	if page := h.send("GET", address, nil, me, ""); !strings.Contains(page.body, "Which soup?") || !strings.Contains(page.body, "We have one question for you") {
		t.Errorf("the page:\n%s", page.body)
	}
	for name, answer := range map[string]string{"empty": " ", "too long": strings.Repeat("x", 1001), "with control characters": "a\x00b"} {
		got := h.send("POST", "/api"+address+"/answer", values("answer", answer), me, "")
		_, kept := comesBack(t, got).fields(t, "/answer")
		if got.status != 422 || asShown(kept.Get("answer")) != asShown(answer) {
			t.Errorf("%s: %d, kept %q", name, got.status, kept.Get("answer"))
		}
	}
	location(t, h.send("POST", "/api"+address+"/answer", values("answer", "The one with beans."), me, ""))
	if page := h.send("GET", address, nil, me, ""); !strings.Contains(page.body, "The one with beans.") || strings.Contains(page.body, "Send answer") {
		t.Errorf("after the answer:\n%s", page.body)
	}
	if got := h.send("POST", "/api"+address+"/answer", values("answer", "Or peas."), me, ""); got.status != http.StatusConflict {
		t.Errorf("answered twice: %d", got.status)
	}
}

func TestAnApplicationIsTakenBackWithOneButton(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	a := h.apply("tuesday", "ines")
	me, address := h.session("ines@example.com"), "/me/applications/"+a.ID
	path, fields := parse(t, h.send("GET", address, nil, me, "")).fields(t, "/withdraw")
	for range 2 { // twice is once
		location(t, h.send("POST", path, fields, me, ""))
	}
	if page := h.send("GET", address, nil, me, ""); !strings.Contains(page.body, "You withdrew") || strings.Contains(page.body, "/withdraw") {
		t.Errorf("after:\n%s", page.body)
	}
	if got := h.send("GET", "/apply/tuesday", nil, me, ""); got.status != http.StatusOK {
		t.Errorf("applying anew: %d", got.status)
	}
	location(t, h.send("POST", "/api/applications", dorasForm(), me, ""))
	if now := h.of("tuesday", "ines"); now.ID == a.ID || now.State != application.Submitted {
		t.Errorf("the new application is %s", now.State)
	}
}

// What was decided is hidden from who it is about until it is released.
func TestTheOutcomeIsToldWhenItIsReleased(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	a := h.apply("tuesday", "ines")
	h.score(a.ID, 3, "Rita", "Remo", "Lena")
	h.closed()
	me := func() string {
		return h.send("GET", "/me/applications/"+a.ID, nil, h.session("ines@example.com"), "").body
	}
	before := me()
	h.decide("tuesday", "ines", application.Accept)
	if decided := me(); decided != before {
		t.Errorf("before:\n%s\ndecided:\n%s", before, decided)
	}
	h.approve(h.of("tuesday", "ines"))
	if approved := me(); approved != before {
		t.Error("the page changed with the letter")
	}
	h.release("tuesday")
	h.deliver(post{})
	told := me()
	for _, want := range []string{"You are in", "please confirm by", "The smoke alarm as a dinner guest.", "Strong", "How your application was read"} {
		if !strings.Contains(told, want) {
			t.Errorf("the page lacks %q:\n%s", want, told)
		}
	}
}

func TestAPlaceIsConfirmedOnItsTerms(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	a := h.apply("tuesday", "ines")
	h.score(a.ID, 3, "Rita", "Remo", "Lena")
	h.closed()
	h.approve(h.decide("tuesday", "ines", application.Accept))
	h.release("tuesday")
	h.deliver(post{})
	me, address := h.session("ines@example.com"), "/me/applications/"+a.ID
	path, f := parse(t, h.send("GET", address, nil, me, "")).fields(t, "/confirm")
	f.Del("terms")
	if got := h.send("POST", path, f, me, ""); got.status != 422 {
		t.Errorf("without the terms: %d", got.status)
	} else {
		comesBack(t, got)
	}
	if got := h.send("POST", path, changed(f, "terms", "yes", "version", "x"), me, ""); got.status != http.StatusConflict {
		t.Errorf("as it was not: %d", got.status)
	}
	for range 2 {
		location(t, h.send("POST", path, changed(f, "terms", "yes"), me, ""))
	}
	if now := h.of("tuesday", "ines"); now.State != application.Confirmed {
		t.Errorf("it is %s", now.State)
	}
}

func TestChannelsComeBackAsTheyWereTyped(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	me := h.session("ines@example.com")
	for name, c := range map[string]struct{ url, followers string }{
		"a script":         {"javascript:alert(1)", "12"},
		"too long":         {"https://example.com/" + strings.Repeat("x", 2100), "12"},
		"letters":          {"https://example.com/me", "many"},
		"less than nobody": {"https://example.com/me", "-5"},
		"too many":         {"https://example.com/me", "99999999999999999999999"},
		"nearly too many":  {"https://example.com/me", "2000000001"},
		"a control":        {"https://example.com/\x00", "12"},
		"a power":          {"https://example.com/me", "1e6"},
	} {
		got := h.send("POST", "/api/me/channels", values("channel2", c.url, "followers2", c.followers), me, "")
		_, kept := comesBack(t, got).fields(t, "/api/me/channels")
		if got.status != 422 || kept.Get("channel2") != asShown(c.url) || kept.Get("followers2") != c.followers {
			t.Errorf("%s: %d, kept %q and %q", name, got.status, kept.Get("channel2"), kept.Get("followers2"))
		}
	}
	for typed, want := range map[string]string{"1,200": "1200", "1.200": "1200", "1 200": "1200", "1\u202f200": "1200", "": "0", "0": "0"} {
		location(t, h.send("POST", "/api/me/channels", values("channel1", "example.com/me", "followers1", typed), me, ""))
		_, kept := parse(t, h.send("GET", "/me/channels", nil, me, "")).fields(t, "/api/me/channels")
		if kept.Get("channel1") != "https://example.com/me" || kept.Get("followers1") != want {
			t.Errorf("%q: kept %v", typed, kept)
		}
	}
}

// What belongs to somebody else is answered like what is not there.
func TestOtherPeoplesApplicationsAreNotThere(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	a := h.apply("tuesday", "ann")
	me := h.session("ines@example.com")
	for _, id := range []string{a.ID, noID, "x", strings.ToLower(a.ID), "%2e%2e", a.ID + "%00", strings.Repeat("0", 4000)} {
		if got := h.send("GET", "/me/applications/"+id, nil, me, ""); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", id, got.status)
		}
	}
	if _, err := h.web.Applications.OwnedBy(t.Context(), agency.Anybody(), a.ID); err == nil {
		t.Error("it is a visitor's own")
	}
}
