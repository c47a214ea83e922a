package web_test

import (
	"strings"
	"testing"

	"greenroom/functions/internal/application"
	"greenroom/functions/internal/comment"
)

// tasks are the headings of what waits for somebody, in their order.
func (h *house) tasks(t *testing.T, name string) []string {
	t.Helper()
	var list []string
	for _, card := range parse(t, h.reader(name).get("/desk/")).all("li", "class", "card") {
		list = append(list, text(document{card}.all("h2", "", "")[0]))
	}
	return list
}

func TestTodayIsWhatWaitsForWhomByDay(t *testing.T) {
	t.Parallel()
	const commented, toRead, two = "1 comment waits for approval", "1 application to read", "2 applications to read"
	const decide, untold, free = "Tuesday is a meal too: 1 to decide", "Tuesday is a meal too: 1 decided and not told yet", "Tuesday is a meal too: a place is free, and somebody waits for it"
	const look, lost = "Letters wait for a second look: Tuesday is a meal too", "A mail did not leave (outcome-declined): It may have left already: sending it was cut off. Ask whether it arrived before you send it again. may have left: no answer"
	const untoldTwo = "Tuesday is a meal too: 2 decided and not told yet"
	everybody := []string{"Tess Abara", "Rita", "Mara", "Lena", "Edo", "Ada", "Kim"}
	for _, c := range []struct {
		name   string
		happen func(h *house)
		waits  map[string][]string // by name; for all others nothing
	}{
		{"nothing", func(*house) {}, nil},
		{"a comment", func(h *house) {
			_, err := h.web.Comments.Submit(h.t.Context(), comment.Draft{Post: "first", Name: "Odile", Email: "odile@example.com", Text: "And this?"})
			h.must(err)
		}, map[string][]string{"Tess Abara": {commented}, "Rita": {commented}, "Mara": {commented}, "Lena": {commented}, "Edo": {commented}, "Ada": {commented}, "Kim": {commented}}},
		{"an application of one of them", func(h *house) { h.apply("tuesday", "kim") },
			map[string][]string{"Rita": {toRead}, "Mara": {toRead}, "Lena": {toRead}}},
		{"one that Rita has read", func(h *house) { h.score(h.apply("tuesday", "ann").ID, 3, "Rita") },
			map[string][]string{"Mara": {toRead}, "Lena": {toRead}, "Kim": {toRead}}},
		{"two that wait", func(h *house) { h.apply("tuesday", "ann"); h.apply("rolling", "ann") },
			map[string][]string{"Rita": {two}, "Mara": {two}, "Lena": {two}, "Kim": {two}}},
		{"read, and closed", func(h *house) { h.readByAll(); h.closed() }, map[string][]string{"Lena": {decide}, "Kim": {decide}}},
		{"decided", func(h *house) { h.readByAll(); h.closed(); h.decide("tuesday", "ann", application.Decline) },
			map[string][]string{"Mara": {untold}, "Lena": {untold}, "Ada": {untold}, "Kim": {untold}}},
		{"put before a second person", func(h *house) {
			h.readByAll()
			h.closed()
			a := h.decide("tuesday", "ann", application.Decline)
			h.must(h.web.Outbox.AskSecondLook(h.t.Context(), h.who("Lena"), a.Outcome.Mail))
		}, map[string][]string{"Mara": {untold, look}, "Lena": {untold}, "Edo": {look}, "Ada": {untold, look}, "Kim": {untold, look}}},
		{"two letters of other outcomes, on one page", func(h *house) {
			h.score(h.apply("tuesday", "bob").ID, 3, "Rita", "Remo", "Mara", "Lena", "Kim")
			h.readByAll()
			h.closed()
			for name, kind := range map[string]string{"ann": application.Decline, "bob": application.Waitlist} {
				a := h.decide("tuesday", name, kind)
				h.must(h.web.Outbox.AskSecondLook(h.t.Context(), h.who("Lena"), a.Outcome.Mail))
			}
		}, map[string][]string{"Mara": {untoldTwo, look}, "Lena": {untoldTwo}, "Edo": {look}, "Ada": {untoldTwo, look}, "Kim": {untoldTwo, look}}},
		{"told, and lost on the way", func(h *house) {
			h.readByAll()
			h.closed()
			h.deliver(post{})
			h.approve(h.decide("tuesday", "ann", application.Decline))
			h.release("tuesday")
			h.deliver(post{lost: true})
		}, map[string][]string{"Mara": {lost}, "Lena": {lost}, "Edo": {lost}, "Ada": {lost}, "Kim": {lost}}},
		{"on the waitlist with a place free", func(h *house) {
			h.readByAll()
			h.closed()
			h.approve(h.decide("tuesday", "ann", application.Waitlist))
			h.release("tuesday")
			h.deliver(post{})
		}, map[string][]string{"Mara": {free}, "Lena": {free}, "Ada": {free}, "Kim": {free}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := furnished(t)
			c.happen(h)
			for _, who := range everybody {
				got, want := strings.Join(h.tasks(t, who), "\n"), strings.Join(c.waits[who], "\n")
				if got != want {
					t.Errorf("%s is told\n%s\nand should be told\n%s", who, got, want)
				}
			}
		})
	}
}

// readByAll is ann's application, read by everybody who reads.
func (h *house) readByAll() {
	h.t.Helper()
	h.score(h.apply("tuesday", "ann").ID, 3, "Rita", "Remo", "Mara", "Lena", "Kim")
}

func TestTodayIsOrderedByDayAndSaysWhatIsLate(t *testing.T) {
	t.Parallel()
	h := furnished(t)
	h.apply("tuesday", "ann") // hears by 20 May
	h.score(h.apply("rolling", "ben").ID, 3, "Lena", "Rita", "Remo")
	_, err := h.web.Comments.Submit(h.t.Context(), comment.Draft{Post: "first", Name: "Odile", Email: "odile@example.com", Text: "And this?"})
	h.must(err)
	got := h.tasks(t, "Lena")
	want := []string{"1 comment waits for approval", "Rolling: 1 to decide", "1 application to read"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("in the order of\n%s", strings.Join(got, "\n"))
	}
	h.closed()
	page := text(parse(t, h.reader("Lena").get("/desk/")).root)
	if strings.Count(page, "late Due") != 1 || !strings.Contains(page, "1 comment waits for approvallate Due 13 May 2026") {
		t.Errorf("what is late: %s", page)
	}
}
