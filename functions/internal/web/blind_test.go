package web_test

import (
	"net/http"
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

func TestNothingOfTheFirstPassTellsWhoApplied(t *testing.T) {
	t.Parallel()
	s, id := telltaleScene(t)
	answers := 0
	for _, r := range slices.Concat(deskRows()[:2], vettingRows(), fileRows(), programRows(), letterRows()[:4]) {
		if strings.HasSuffix(r.route, "/open") {
			continue // leads to the piece itself
		}
		for _, who := range []string{"Rita", "Fay", "Lena"} { // Lena has not begun
			for _, accept := range []string{"text/html", "application/json"} {
				h := s.open(t)
				a, err := h.web.Applications.Find(t.Context(), id)
				h.must(err)
				c := cell{house: h, col: column{who, who}, a: a}
				form := r.form
				if strings.Contains(r.route, "{slug}/approve") {
					form = nil // there is no letter
				}
				method, path, f := row{route: r.route, form: form}.request(c, false)
				got := h.send(method, path, f, s.cookies[who], accept)
				if found := tells(got, a.Person); found != nil {
					t.Errorf("%s by %s as %s is answered with %d and tells %q:\n%s", r.route, who, accept, got.status, found, got.body)
				}
				answers++
			}
		}
	}
	t.Logf("%d answers", answers)
}

// Sheets that come back are pages of the first pass as well.
func TestASheetThatComesBackTellsNotWhoApplied(t *testing.T) {
	t.Parallel()
	s, id := telltaleScene(t)
	h := s.open(t)
	a, err := h.web.Applications.Find(t.Context(), id)
	h.must(err)
	address := "/desk/vetting/" + id
	current := sheetOf(content.Blind)(cell{house: h, col: column{"", "Rita"}, a: a})
	current.Set("answers", "2")
	for _, c := range []struct {
		name   string
		method string
		path   string
		change []string
		want   int
	}{
		{"an empty sheet", "POST", "/api" + address + "/blind", []string{"score-angle", ""}, 422},
		{"no confidence", "POST", "/api" + address + "/blind", []string{"confidence", ""}, 422},
		{"an old version", "POST", "/api" + address + "/blind", []string{"version", "0"}, 409},
		{"old answers", "POST", "/api" + address + "/blind", []string{"answers", "1"}, 409},
		{"old weights", "POST", "/api" + address + "/blind", []string{"rubric", "none"}, 409},
		{"numbers too soon", "POST", "/api" + address + "/numbers", nil, 403},
		{"a piece that is none", "POST", "/api" + address + "/open", []string{"piece", "7"}, 404},
		{"no such piece", "POST", "/api" + address + "/open", []string{"piece", "-1"}, 404},
		{"no conflict there is", "POST", "/api" + address + "/conflict", []string{"kind", "zeal"}, 422},
		{"the numbers too soon", "GET", address + "/numbers", nil, 403},
		{"the file too soon", "GET", "/desk/applications/" + id, nil, 403},
	} {
		for _, accept := range []string{"text/html", "application/json"} {
			f := url.Values{}
			for name, v := range current {
				f[name] = v
			}
			for i := 0; i < len(c.change); i += 2 {
				f.Set(c.change[i], c.change[i+1])
			}
			got := h.send(c.method, c.path, f, s.cookies["Rita"], accept)
			if found := tells(got, a.Person); found != nil || got.status != c.want {
				t.Errorf("%s as %s: %d, want %d, tells %q\n%s", c.name, accept, got.status, c.want, found, got.body)
			}
		}
	}
}

func TestThePieceIsWhereTheyLeadTo(t *testing.T) {
	t.Parallel()
	s, id := telltaleScene(t)
	h := s.open(t)
	for piece, want := range map[string]string{"0": "https://zanari-piece.example/soup", "1": toldAnswer} {
		got := h.send("POST", "/api/desk/vetting/"+id+"/open", values("piece", piece), s.cookies["Rita"], "")
		if got.status != http.StatusOK || got.header.Get("Refresh") != "0; url="+want || got.header.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("piece %s: %d, %v", piece, got.status, got.header)
		}
		if strings.Contains(got.body, "quist") || strings.Contains(got.body, "7654321") || strings.Contains(got.body, "zanari-one") {
			t.Errorf("piece %s tells more than where it is:\n%s", piece, got.body)
		}
	}
}

func TestAfterTheFirstPassNumbersAreShownWithTheirDate(t *testing.T) {
	t.Parallel()
	s, id := telltaleScene(t)
	h := s.open(t)
	h.must(h.rooms.HandIn(t.Context(), h.who("Rita"), id, content.Blind, 3))
	got := h.send("GET", "/desk/vetting/"+id+"/numbers", nil, s.cookies["Rita"], "")
	page := parse(t, got)
	for _, want := range []string{"Zanari Quist", "https://zanari-one.example/@zanari", "https://zanari-two.example/zanari",
		"https://zanari-three.example/z", "7654321", "12 May 2026", "as the applicant says"} {
		if !strings.Contains(text(page.root), want) {
			t.Errorf("%d: the second pass lacks %q", got.status, want)
		}
	}
	if strings.Contains(got.body, "mail.example") {
		t.Error("the second pass shows where mail is sent")
	}
}

// The angle is read first (R11): no mark, weight or number of followers stands
// before it. The day of the promise does, and belongs to the program.
func TestTheAngleStandsBeforeAnyNumber(t *testing.T) {
	t.Parallel()
	s, id := telltaleScene(t)
	h := s.open(t)
	pages := []answer{h.send("GET", "/desk/vetting/"+id, nil, s.cookies["Rita"], "")}
	h.must(h.rooms.HandIn(t.Context(), h.who("Rita"), id, content.Blind, 3))
	pages = append(pages, h.send("GET", "/desk/vetting/"+id+"/numbers", nil, s.cookies["Rita"], ""))
	for i, page := range pages {
		words := text(withoutMeta(parse(t, page).all("main", "", "")[0]))
		angle, number := strings.Index(words, "The night the soup won"), strings.IndexAny(words, "0123456789")
		if angle < 0 || number < 0 || number < angle {
			t.Errorf("page %d: the angle stands at %d, a number at %d of %q", i, angle, number, words)
		}
	}
}

// withoutMeta takes the line about the program out of a page.
func withoutMeta(n *html.Node) *html.Node {
	for _, p := range (document{n}).all("p", "class", "meta") {
		p.Parent.RemoveChild(p)
	}
	return n
}

func TestFollowersChangeNoByteOfTheRanking(t *testing.T) {
	t.Parallel()
	h, ctx := furnished(t), t.Context()
	for _, who := range []string{"ann", "ben", "cem"} {
		h.score(h.apply("tuesday", who).ID, 3, "Rita", "Remo")
	}
	secret := h.session("rita@greenroom.example")
	desk := func(query string) string {
		return h.send("GET", "/desk/programs/tuesday", values("sort", query, "order", query, "by", query), secret, "").body
	}
	before := desk("")
	if !strings.Contains(before, "Applications by score") || strings.Count(before, `href="/desk/applications/`) != 3 {
		t.Fatalf("no ranking:\n%s", before)
	}
	for i, who := range []string{"cem", "ann", "ben"} {
		id, _, err := h.web.Accounts.Register(ctx, who, who+"@example.com")
		h.must(err)
		h.must(h.web.Accounts.KeepChannels(ctx, id, []account.Channel{{URL: "https://example.com/" + who, Followers: 2_000_000_000 - i}}))
		for _, query := range []string{"", "followers", "reach", "-followers"} {
			if desk(query) != before {
				t.Errorf("with the followers of %s, sorted by %q, the ranking is another", who, query)
			}
		}
	}
}
