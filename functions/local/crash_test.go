package main_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// kills is how often the process is killed while it is being used.
const kills = 50

const crashPost = "what-i-learned-behind-the-scenes"

// acked is what was answered with success, and so must never be lost.
type acked struct {
	mu       sync.Mutex
	receipts map[string]string // text of a comment → path of its status page
	live     map[string]bool   // texts whose approval was acknowledged
	open     []string          // texts that were sent and got no answer
}

// Whatever the process answered with success is there after kill -9, its mail
// goes out once, and what was approved gets published.
func TestKillingTheProcessLosesNothingThatWasAcknowledged(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	all := &acked{receipts: map[string]string{}, live: map[string]bool{}}
	p := start(t, data)
	staff := signIn(t, p.base, "tess@greenroom.example")
	chance := rand.New(rand.NewPCG(1, 2))
	for round := range kills {
		ctx, cancel := context.WithCancel(t.Context())
		var busy sync.WaitGroup
		for writer := range 4 {
			busy.Go(func() { all.comment(ctx, p.base, fmt.Sprintf("round %d writer %d", round, writer)) })
		}
		busy.Go(func() { all.approve(ctx, p.base, staff) })
		<-time.After(time.Duration(20+chance.IntN(120)) * time.Millisecond) // any moment may be the last
		p.kill()
		cancel()
		busy.Wait()
		next := start(t, data)
		move(staff, p.base, next.base)
		p = next
		all.sendAgain(t, p.base)
		all.verifyOne(t, p.base, chance)
	}
	all.verify(t, p.base)
	t.Logf("%d kills: %d comments and %d approvals acknowledged, 0 lost", kills, len(all.receipts), len(all.live))
	if len(all.receipts) < kills || len(all.live) < kills/5 {
		t.Errorf("only %d comments and %d approvals were acknowledged: the test did not test much", len(all.receipts), len(all.live))
	}
	if code := p.stop(t); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// comment sends comments until it gets no answer.
func (a *acked) comment(ctx context.Context, base, who string) {
	c := client()
	for i := 0; ctx.Err() == nil; i++ {
		text := fmt.Sprintf("%s number %d.", who, i)
		status, location, _, err := send(ctx, c, "POST", base+"/api/comments", crashForm(text))
		a.mu.Lock()
		if err != nil || status != http.StatusSeeOther {
			a.open = append(a.open, text)
			a.mu.Unlock()
			return
		}
		a.receipts[text] = location
		a.mu.Unlock()
	}
}

func crashForm(text string) url.Values {
	return url.Values{"post": {crashPost}, "name": {"Crash"}, "email": {"crash@example.com"}, "text": {text}, "key": {text}}
}

// sendAgain does what a person does whose browser said that the connection was
// lost. Whether the form was kept before or not, it is kept once.
func (a *acked) sendAgain(t *testing.T, base string) {
	t.Helper()
	for _, text := range a.open {
		status, location, body, err := send(t.Context(), client(), "POST", base+"/api/comments", crashForm(text))
		if err != nil || status != http.StatusSeeOther {
			t.Fatalf("sending again: %d, %v\n%s", status, err, body)
		}
		a.receipts[text] = location
	}
	a.open = nil
}

// approve approves what waits until it is stopped.
func (a *acked) approve(ctx context.Context, base string, staff *http.Client) {
	for ctx.Err() == nil {
		_, _, body, err := send(ctx, staff, "GET", base+"/desk/comments/", nil)
		if err != nil {
			return
		}
		for _, card := range strings.Split(body, `<li class="card"`)[1:] {
			action, text := between(card, `action="`, `/approve"`), between(card, "round ", ".")
			version, err1 := field(card, "/approve", "version")
			revision, err2 := field(card, "/approve", "revision")
			if text == "" || err1 != nil || err2 != nil {
				continue
			}
			form := url.Values{"version": {version}, "revision": {revision}}
			status, _, _, err := send(ctx, staff, "POST", base+action+"/approve", form)
			if err != nil {
				return
			}
			if status == http.StatusSeeOther {
				a.mu.Lock()
				a.live["round "+text+"."] = true
				a.mu.Unlock()
			}
		}
	}
}

func between(s, before, after string) string {
	_, s, found := strings.Cut(s, before)
	if s, _, ok := strings.Cut(s, after); ok && found {
		return s
	}
	return ""
}

// move takes the cookies along to the address of the next process.
func move(c *http.Client, from, to string) {
	old, _ := url.Parse(from) // both were served
	next, _ := url.Parse(to)
	c.Jar.SetCookies(next, c.Jar.Cookies(old))
}

// verifyOne looks a receipt up right after a restart.
func (a *acked) verifyOne(t *testing.T, base string, chance *rand.Rand) {
	t.Helper()
	skip := chance.IntN(len(a.receipts) + 1)
	for text, path := range a.receipts {
		if skip--; skip > 0 {
			continue
		}
		if status, body := get(t, client(), base+path); status != 200 || !strings.Contains(body, text) {
			t.Fatalf("lost: %q, its status page answers %d", text, status)
		}
		return
	}
}

// discussion is what stands below the post, on however many pages.
func discussion(t *testing.T, base string) string {
	t.Helper()
	var said strings.Builder
	address := base + "/blog/" + crashPost + "/"
	for n := 2; ; n++ {
		status, page := get(t, client(), address)
		if status != http.StatusOK {
			return said.String()
		}
		_, body, _ := strings.Cut(page, "</head>") // which has some of it too, as data
		said.WriteString(body)
		address = fmt.Sprintf("%s/blog/%s/comments/%d/", base, crashPost, n)
	}
}

// verify looks for everything that was acknowledged.
func (a *acked) verify(t *testing.T, base string) {
	t.Helper()
	for text, path := range a.receipts {
		if status, body := get(t, client(), base+path); status != 200 || !strings.Contains(body, text) {
			t.Errorf("lost: %q, its status page answers %d", text, status)
		}
	}
	eventually(t, "everything approved is on the page", func() bool {
		said := discussion(t, base)
		for text := range a.live {
			if strings.Count(said, text) != 1 {
				return false
			}
		}
		return true
	})
	mails := func() map[string]int {
		count := map[string]int{}
		for _, l := range mailbox(t, base) {
			if text := between(l.Text, "round ", "."); text != "" {
				count["round "+text+"."]++
			}
		}
		return count
	}
	eventually(t, "every comment's mail went out", func() bool {
		sent := mails()
		for text := range a.receipts {
			if sent[text] == 0 {
				return false
			}
		}
		return true
	})
	for text, n := range mails() {
		if n != 1 {
			t.Errorf("%d mails about %q", n, text)
		}
	}
}
