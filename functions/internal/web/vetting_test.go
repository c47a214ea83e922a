package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"greenroom/functions/internal/application"
	"greenroom/functions/internal/vetting"
	"greenroom/site/content"
)

// reader is somebody at the desk who reads.
type reader struct {
	*house
	cookie string
}

func (h *house) reader(name string) reader {
	h.t.Helper()
	return reader{h, h.session(h.addressOf(name))}
}

func (r reader) get(path string) answer { r.t.Helper(); return r.send("GET", path, nil, r.cookie, "") }

func (r reader) post(path string, f url.Values) answer {
	r.t.Helper()
	return r.send("POST", path, f, r.cookie, "")
}

// sheet is the scoring form on a reader's page, with every mark given.
func (r reader) sheet(t *testing.T, id string, pass content.Pass, score string) (path string, f url.Values) {
	t.Helper()
	page, action := "/desk/vetting/"+id, "/blind"
	if pass == content.Revealed {
		page, action = page+"/numbers", "/numbers"
	}
	got := r.get(page)
	if got.status != http.StatusOK {
		t.Fatalf("%s: %d\n%s", page, got.status, got.body)
	}
	path, _ = parse(t, got).fields(t, action)
	f = parse(t, got).filledIn(t, action)
	p, err := r.web.Programs.Find(t.Context(), "tuesday")
	r.must(err)
	for name, value := range marks(pass, p.Program, score) {
		if name != "answers" {
			f[name] = value
		}
	}
	return path, f
}

func TestReadingGoesFromTheQueueThroughBothPassesToTheNext(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	h.score(h.apply("tuesday", "ann").ID, 3, "Remo")
	last, first := h.of("tuesday", "ann"), h.apply("tuesday", "ben")
	rita := h.reader("Rita")
	queue := text(parse(t, rita.get("/desk/vetting/")).root)
	if !strings.Contains(queue, "2 to read") || strings.Index(queue, "nobody has read it yet") > strings.Index(queue, "1 person has read it") {
		t.Errorf("the queue: %s", queue)
	}
	if got := location(t, rita.post("/api/desk/vetting/next", nil)).String(); got != "/desk/vetting/"+first.ID {
		t.Fatalf("what fewest have read comes first; next is %s", got)
	}
	for _, id := range []string{first.ID, last.ID} {
		h.clock.Pass(application.ReadingTime)
		path, f := rita.sheet(t, id, content.Blind, "3")
		if got := location(t, rita.post(path, f)).String(); got != "/desk/vetting/"+id+"/numbers" {
			t.Fatalf("the first pass leads to %s", got)
		}
		path, f = rita.sheet(t, id, content.Revealed, "na")
		f.Set("reason-reach", "No numbers were given.")
		f.Set("then", "next")
		want := "/desk/vetting/" + last.ID
		if id == last.ID {
			want = "/desk/vetting/?done=1"
		}
		if got := location(t, rita.post(path, f)).String(); got != want {
			t.Fatalf("save and next leads to %s, want %s", got, want)
		}
	}
	if page := rita.get("/desk/vetting/?done=1"); !strings.Contains(page.body, "That was the last one") {
		t.Errorf("the empty queue:\n%s", page.body)
	}
	file := text(parse(t, rita.get("/desk/applications/"+last.ID)).root)
	for _, want := range []string{"Remo", "Rita", "not assessed", "median of 2"} {
		if !strings.Contains(file, want) {
			t.Errorf("the file lacks %q: %s", want, file)
		}
	}
}

func TestASheetWithFaultsComesBackWithEveryMark(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	a := h.apply("tuesday", "ann")
	rita := h.reader("Rita")
	rita.post("/api/desk/vetting/"+a.ID+"/begin", nil)
	h.clock.Pass(application.ReadingTime)
	path, f := rita.sheet(t, a.ID, content.Blind, "3")
	f.Set("note", "She cooks.")
	for name, change := range map[string][]string{
		"no mark":                 {"score-angle", ""},
		"a mark that is none":     {"score-angle", "5"},
		"no number":               {"score-angle", "strong"},
		"less than nothing":       {"score-angle", "-1"},
		"no evidence":             {"evidence-angle", " "},
		"evidence without end":    {"evidence-angle", strings.Repeat("x", 501)},
		"evidence with controls":  {"evidence-angle", "a\x00b"},
		"not assessed, no reason": {"score-writing", "na", "reason-writing", ""},
		"no confidence":           {"confidence", ""},
		"more confidence than is": {"confidence", "4"},
		"a note without end":      {"note", strings.Repeat("x", 2001)},
	} {
		sent := changed(f, change...)
		got := rita.post(path, sent)
		if got.status != 422 {
			t.Errorf("%s: %d\n%s", name, got.status, got.body)
			continue
		}
		kept := comesBack(t, got).filledIn(t, "/blind")
		for field := range sent {
			was, is := asShown(sent.Get(field)), asShown(kept.Get(field))
			unmarked := strings.TrimPrefix(change[0], "score-") == strings.TrimPrefix(field, "evidence-")
			if is != was && field != change[0] && !unmarked {
				t.Errorf("%s: %s is %q, was %q", name, field, is, was)
			}
		}
	}
	if got := location(t, rita.post(path, f)).Path; !strings.HasSuffix(got, "/numbers") {
		t.Errorf("without a fault it leads to %s", got)
	}
}

func TestWhatShowsAMarkIsKeptWithoutTheMark(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	a := h.apply("tuesday", "ann")
	rita := h.reader("Rita")
	rita.post("/api/desk/vetting/"+a.ID+"/begin", nil)
	h.clock.Pass(application.ReadingTime)
	path, f := rita.sheet(t, a.ID, content.Blind, "3")
	f.Del("score-angle")
	if kept := comesBack(t, rita.post(path, f)).filledIn(t, "/blind"); kept.Get("evidence-angle") != "The soup won." {
		t.Errorf("kept %q", kept.Get("evidence-angle"))
	}
}

// Nobody hands in without taking the application up first: the time for
// reading begins then.
func TestWhoHasNotBegunHandsInNothing(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	a := h.apply("tuesday", "ann")
	rita := h.reader("Rita")
	p, err := h.web.Programs.Find(t.Context(), "tuesday")
	h.must(err)
	f := marks(content.Blind, p.Program, "3")
	f.Set("version", "0")
	if got := rita.post("/api/desk/vetting/"+a.ID+"/blind", f); got.status < 400 || h.of("tuesday", "ann").State != application.Submitted {
		t.Errorf("%d, and the application is %s", got.status, h.of("tuesday", "ann").State)
	}
}

func TestWhoHasNotReadHandsInNothing(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	a := h.apply("tuesday", "ann")
	rita := h.reader("Rita")
	rita.post("/api/desk/vetting/"+a.ID+"/begin", nil)
	path, f := rita.sheet(t, a.ID, content.Blind, "3")
	got := rita.post(path, f)
	if got.status != 422 || !strings.Contains(got.body, "at least 20 seconds") {
		t.Errorf("at once: %d\n%s", got.status, got.body)
	}
	rita.post("/api/desk/vetting/"+a.ID+"/open", values("piece", "0"))
	if h.of("tuesday", "ann").State != application.InReview {
		t.Error("opening the work is no look")
	}
}

// Two windows of one reader cannot overwrite each other: both versions are on
// the page, and handing in again keeps the later one.
func TestASheetFromAnOldWindowShowsBothVersions(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	a := h.apply("tuesday", "ann")
	rita := h.reader("Rita")
	rita.post("/api/desk/vetting/"+a.ID+"/begin", nil)
	h.clock.Pass(application.ReadingTime)
	for _, pass := range []content.Pass{content.Blind, content.Revealed} {
		path, mine := rita.sheet(t, a.ID, pass, "1")
		theirs := changed(mine)
		for name := range mine {
			if strings.HasPrefix(name, "score-") {
				theirs.Set(name, "4")
			}
			if strings.HasPrefix(name, "evidence-") {
				theirs.Set(name, "Words of the other window.")
				mine.Set(name, "Words of this window.")
			}
		}
		location(t, rita.post(path, theirs))
		got := rita.post(path, mine)
		d := comesBack(t, got)
		both := text(d.root)
		again := d.filledIn(t, path[strings.LastIndex(path, "/"):])
		if got.status != http.StatusConflict || !strings.Contains(both, "4 Words of the other window.") || again.Get("version") == mine.Get("version") {
			t.Errorf("%s: %d\n%s", pass, got.status, got.body)
		}
		for name := range mine {
			if strings.HasPrefix(name, "score-") && again.Get(name) != "1" || strings.HasPrefix(name, "evidence-") && again.Get(name) != "Words of this window." {
				t.Errorf("%s: %s came back as %q", pass, name, again.Get(name))
			}
		}
		if pass == content.Revealed {
			location(t, rita.post(path, again))
		} else if got := rita.post(path, again); got.status != http.StatusConflict || !strings.Contains(got.body, "stays as it was") {
			t.Errorf("marks of the first pass change after who it is was shown: %d", got.status) // from the other window
		}
	}
}

func TestAnswersThatChangedWhileReadingAreReadAgain(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	a := h.apply("tuesday", "ines")
	rita := h.reader("Rita")
	rita.post("/api/desk/vetting/"+a.ID+"/begin", nil)
	h.clock.Pass(application.ReadingTime)
	path, f := rita.sheet(t, a.ID, content.Blind, "2")
	me, address := h.session("ines@example.com"), "/me/applications/"+a.ID
	form := parse(t, h.send("GET", address+"/edit", nil, me, "")).filledIn(t, "/edit")
	location(t, h.send("POST", "/api"+address+"/edit", changed(form, "angle", "The bread won."), me, ""))
	got := rita.post(path, f)
	again := comesBack(t, got).filledIn(t, "/blind")
	if got.status != http.StatusConflict || !strings.Contains(got.body, "The bread won.") || again.Get("score-angle") != "2" {
		t.Errorf("%d\n%s", got.status, got.body)
	}
	location(t, rita.post(path, again))
}

func TestWhatIsPutOffComesLast(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	h.apply("tuesday", "ann")
	h.apply("tuesday", "ben")
	rita := h.reader("Rita")
	first := location(t, rita.post("/api/desk/vetting/next", nil)).Path
	second := location(t, rita.post("/api"+first+"/skip", nil)).Path
	if second == first {
		t.Fatal("the same one comes again")
	}
	if third := location(t, rita.post("/api"+second+"/skip", nil)).Path; third != first {
		t.Errorf("with both put off, next is %s, want %s", third, first)
	}
	queue := text(parse(t, rita.get("/desk/vetting/")).root)
	if strings.Count(queue, "put off") != 1 { // the one that was taken up again is not
		t.Errorf("the queue: %s", queue)
	}
}

func TestWhoKnowsTheApplicantSeesNothingOfThemAnyMore(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	a := h.apply("tuesday", "ann")
	rita := h.reader("Rita")
	address := "/desk/vetting/" + a.ID
	for name, kind := range map[string]string{"nothing": "", "what is none": "zeal", "being the applicant": "own"} {
		if got := rita.post("/api"+address+"/conflict", values("kind", kind)); got.status != 422 {
			t.Errorf("declaring %s: %d", name, got.status)
		}
	}
	if got := location(t, rita.post("/api"+address+"/conflict", values("kind", vetting.Friend))).Path; got != "/desk/vetting/" {
		t.Errorf("declared, led to %s", got)
	}
	for _, path := range []string{address, address + "/numbers", "/desk/applications/" + a.ID} {
		if got := rita.get(path); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if page := rita.get("/desk/vetting/"); strings.Contains(page.body, a.ID) {
		t.Error("it is in the queue")
	}
}

func TestWhoStandsAsideSeesTheFileAndScoresNothing(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	a := h.apply("tuesday", "ann")
	lena := h.reader("Lena")
	page := lena.get("/desk/vetting/" + a.ID)
	var aside url.Values
	for _, f := range parse(t, page).all("form", "", "") {
		if _, v := (document{&html.Node{FirstChild: f, LastChild: f}}).fields(t, ""); v.Get("kind") == vetting.StoodAside {
			aside = v
		}
	}
	if got := location(t, lena.post("/api/desk/vetting/"+a.ID+"/conflict", aside)).Path; got != "/desk/applications/"+a.ID {
		t.Fatalf("stood aside, led to %s", got)
	}
	if file := lena.get("/desk/applications/" + a.ID); file.status != http.StatusOK || !strings.Contains(file.body, "https://example.com/ann") {
		t.Errorf("the file: %d", file.status)
	}
	for _, path := range []string{"begin", "skip", "open", "blind", "numbers"} {
		if got := lena.post("/api/desk/vetting/"+a.ID+"/"+path, values("piece", "0")); got.status != http.StatusConflict {
			t.Errorf("%s: %d", path, got.status)
		}
	}
}

// Whatever a sheet holds, the answer is one for who sent it.
func FuzzPostedSheet(f *testing.F) {
	s, id := telltaleScene(f)
	h := s.open(f)
	for _, seed := range []string{"", "score-angle=3&score-writing=na&reason-writing=x&confidence=2&version=1&answers=2", "version=-9223372036854775808&answers=99999999999999999999",
		"piece=-1", "piece=9223372036854775807", "kind=aside\x00", "score-angle=%ff&note=%00&then=next", "version=1;x", "%", "confidence=-1&score-photo=1e9",
		"evidence-angle=" + strings.Repeat("%F0%9F%8D%B2", 600)} {
		f.Add(seed, uint8(0))
		f.Add(seed, uint8(1))
		f.Add(seed, uint8(2))
	}
	f.Fuzz(func(t *testing.T, body string, where uint8) {
		path := []string{"blind", "numbers", "open"}[where%3]
		form, _ := url.ParseQuery(body)
		now := *h
		now.t = t
		got := now.send("POST", "/api/desk/vetting/"+id+"/"+path, form, s.cookies["Rita"], "")
		if got.status >= 500 {
			t.Fatalf("%s: %d for %q", path, got.status, body)
		}
		if found := tells(got, telltale); found != nil && path == "blind" {
			t.Fatalf("%d for %q tells %q", got.status, body, found)
		}
	})
}
