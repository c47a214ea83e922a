package main_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// applicationKills is how often the process is killed while people apply.
const applicationKills = 20

// Whoever was told that we have their application is one of those who applied
// after kill -9, once, with one receipt in the mail. Whoever was told nothing
// sends the form again, as people do.
func TestKillingTheProcessLosesNoApplication(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := start(t, data, "-empty")
	chance := rand.New(rand.NewPCG(3, 4))
	var mu sync.Mutex
	sent, next := map[int]bool{}, 0 // number of an applicant, and whether they were answered
	for range applicationKills {
		ctx, cancel := context.WithCancel(t.Context())
		var busy sync.WaitGroup
		for range 4 {
			busy.Go(func() {
				for ctx.Err() == nil {
					mu.Lock()
					n := next
					next++
					mu.Unlock()
					status, _, _, err := send(ctx, client(), http.MethodPost, p.base+"/api/applications", applicationForm(n))
					mu.Lock()
					sent[n] = err == nil && status == http.StatusSeeOther
					mu.Unlock()
					if err != nil {
						return
					}
				}
			})
		}
		<-time.After(time.Duration(20+chance.IntN(120)) * time.Millisecond) // any moment may be the last
		p.kill()
		cancel()
		busy.Wait()
		p = start(t, data, "-empty")
	}
	answered := 0
	for n, was := range sent {
		if was {
			answered++
			continue
		}
		if status, _, body, err := send(t.Context(), client(), http.MethodPost, p.base+"/api/applications", applicationForm(n)); err != nil || status != http.StatusSeeOther {
			t.Fatalf("sending again: %d, %v\n%s", status, err, body)
		}
	}
	receipts := map[string]int{}
	eventually(t, "everybody has a receipt", func() bool {
		clear(receipts)
		for _, l := range mailbox(t, p.base) {
			if strings.HasPrefix(l.Subject, "We have it") {
				receipts[l.To]++
			}
		}
		return len(receipts) == len(sent)
	})
	for to, n := range receipts {
		if n != 1 {
			t.Errorf("%s has %d receipts", to, n)
		}
	}
	if code := p.stop(t); code != 0 {
		t.Errorf("exit code %d", code)
	}
	out, err := command(t, data, "figures").CombinedOutput()
	if l := line(string(out), rollingProgram+" "); err != nil || !strings.Contains(l, fmt.Sprintf(" %d ", len(sent))) || !strings.Contains(l, "the same") {
		t.Errorf("%d applied: %v\n%s", len(sent), err, out)
	}
	t.Logf("%d kills: %d applications acknowledged, %d sent again, 0 lost", applicationKills, answered, len(sent)-answered)
	if answered < applicationKills {
		t.Errorf("only %d applications were acknowledged: the test did not test much", answered)
	}
}
