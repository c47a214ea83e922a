package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/site/content"
)

// What tells who somebody is, in every field where they can say it, each in
// words that stand nowhere else.
const (
	telltale     = "zanari" // is in all of them but the number
	manyFollow   = 7654321
	toldAngle    = "The night the soup won, as on https://zanari-angle.example/x?y=z and zanari.mail@zanari-angle.example by @zanari_angle."
	toldAnswer   = "https://zanari-answer.example/dinner"
	toldQuestion = "On Sundays, see www.zanari-extra.example/soup or @zanari.extra@social.example"
)

func telltaleForm() application.Form {
	f := decisiontest.Form("tuesday", "")
	f.Name, f.Email = "Zanari Quist", "zanari@mail.example"
	f.Channel, f.Channel2, f.Piece = "https://zanari-one.example/@zanari", "zanari-two.example/zanari", "https://zanari-piece.example/soup"
	f.Angle, f.Answer1 = toldAngle, toldAnswer
	return f
}

// telltaleScene is an office with the application of somebody who says in every
// field who they are. Rita and Fay have taken it up and handed in nothing.
func telltaleScene(t testing.TB) (s *scene, id string) {
	t.Helper()
	h, ctx := furnished(t), t.Context()
	_, err := h.web.Applications.Submit(ctx, agency.Anybody(), telltaleForm())
	h.must(err)
	person, _, err := h.web.Accounts.Register(ctx, "", "zanari@mail.example")
	h.must(err)
	h.must(h.web.Accounts.KeepChannels(ctx, person, []account.Channel{{URL: "https://zanari-three.example/z", Followers: manyFollow}}))
	list, err := h.web.Applications.Listed(ctx, "tuesday")
	h.must(err)
	id = list[0].ID
	_, err = h.web.Vetting.Opened(ctx, h.who("Remo"), id)
	h.must(err)
	a, err := h.web.Applications.Find(ctx, id)
	h.must(err)
	_, err = h.web.Applications.Ask(ctx, h.who("Mara"), id, a.Version, "When do you cook?", h.clock.Now().AddDate(0, 0, 4))
	h.must(err)
	_, err = h.web.Applications.Reply(ctx, agency.Actor{ID: person}, id, toldQuestion)
	h.must(err)
	for _, who := range []string{"Rita", "Fay"} {
		_, err := h.web.Vetting.Begin(ctx, h.who(who), id)
		h.must(err)
	}
	h.clock.Pass(application.ReadingTime)
	return h.keep(), id
}

// tells reports what in an answer tells who applied.
func tells(a answer, person string) (found []string) {
	all := strings.ToLower(a.body)
	for name, values := range a.header {
		all += "\n" + strings.ToLower(name+": "+strings.Join(values, ", "))
	}
	for _, tale := range []string{telltale, "quist", "7654321", "7,654,321", "7 654 321", "7.6", "@", strings.ToLower(person)} {
		if strings.Contains(all, tale) {
			found = append(found, tale)
		}
	}
	return found
}
