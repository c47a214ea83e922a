package main_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// applicants is how many people apply in the closing minute.
const applicants = 500

// applicationForm is the form of one of them.
func applicationForm(n int) url.Values {
	return url.Values{"program": {rollingProgram}, "key": {fmt.Sprint("load", n)}, "name": {fmt.Sprint("Applicant ", n)},
		"email": {fmt.Sprintf("applicant%d@example.com", n)}, "channel": {"https://example.com/" + fmt.Sprint(n)},
		"angle": {"Four teeth, all opinions."}, "answer1": {"Bram, beagle, nine."}, "sponsored": {"none"}, "available": {"yes"},
		"rule1": {"yes"}, "rule2": {"yes"}, "rule3": {"yes"}, "rule4": {"yes"}}
}

// Everybody who applies when everybody does is answered, none is lost, and who
// presses twice has applied once.
func TestEverybodyAppliesAtOnce(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := start(t, data, "-empty")
	took := applyAtOnce(t, p.base)
	slices.Sort(took)
	t.Logf("%d applications, each sent twice: median %v, 99 of 100 within %v, the slowest %v", applicants,
		took[len(took)/2], took[len(took)*99/100], took[len(took)-1])
	letters := map[string]int{}
	eventually(t, "everybody has a receipt", func() bool {
		clear(letters)
		for _, l := range mailbox(t, p.base) {
			if strings.HasPrefix(l.Subject, "We have it") {
				letters[l.To]++
			}
		}
		return len(letters) == applicants
	})
	for to, n := range letters {
		if n != 1 {
			t.Errorf("%s has %d receipts", to, n)
		}
	}
	if code := p.stop(t); code != 0 {
		t.Fatalf("the server ended with %d", code)
	}
	out, err := command(t, data, "figures").CombinedOutput()
	if want := rollingProgram + " "; err != nil || !strings.Contains(line(string(out), want), " 500 ") || !strings.Contains(line(string(out), want), "the same") {
		t.Errorf("figures: %v\n%s", err, out)
	}
}

// applyAtOnce sends every form twice, by as many people as fit, and returns
// how long each answer took.
func applyAtOnce(t *testing.T, base string) []time.Duration {
	var mu sync.Mutex
	var took []time.Duration
	var all sync.WaitGroup
	turn := make(chan int)
	for range 64 {
		all.Go(func() {
			c := client()
			for n := range turn {
				began := time.Now()
				status, location, body, err := send(t.Context(), c, http.MethodPost, base+"/api/applications", applicationForm(n/2))
				if err != nil || status != http.StatusSeeOther || !strings.HasPrefix(location, "/applications/") {
					t.Errorf("applicant %d: status %d, %v\n%s", n/2, status, err, body)
				}
				mu.Lock()
				took = append(took, time.Since(began))
				mu.Unlock()
			}
		})
	}
	for n := range 2 * applicants {
		turn <- n
	}
	close(turn)
	all.Wait()
	return took
}

// line is the line of a text that begins so.
func line(text, begin string) string {
	for l := range strings.Lines(text) {
		if strings.HasPrefix(l, begin) {
			return l
		}
	}
	return ""
}
