package local

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"greenroom/functions/internal/comment"
)

// Every comment of the demo has an address that never dies, and those that are
// public are found under it.
func TestPermalinksOfTheDemoLeadToIt(t *testing.T) {
	t.Parallel()
	base, _, _ := run(t, "-data", t.TempDir())
	pages := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(demoComments))
	for lines.Scan() {
		var d demoComment
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		res, _ := visit(t, "GET", base+"/c/"+d.ID+"/")
		page, place, _ := strings.Cut(res.Header.Get("Location"), "#")
		if d.State != comment.Approved {
			if res.StatusCode != http.StatusNotFound {
				t.Errorf("%s is %s: got %d", d.ID, d.State, res.StatusCode)
			}
			continue
		}
		if res.StatusCode != http.StatusFound {
			t.Fatalf("%s: got %d", d.ID, res.StatusCode)
		}
		if pages[page] == "" {
			_, pages[page] = visit(t, "GET", base+page)
		}
		if !strings.Contains(pages[page], `id="`+place+`"`) || place != "c-"+d.ID {
			t.Errorf("%s leads to %s, where it is not", d.ID, res.Header.Get("Location"))
		}
	}
	if res, _ := visit(t, "HEAD", base+"/c/01ARZ3NDEKTSV4RRFFQ69G5FAV"); res.StatusCode != http.StatusMovedPermanently {
		t.Errorf("without its slash: got %d", res.StatusCode)
	}
	if res, body := visit(t, "GET", base+"/c/"); res.StatusCode != http.StatusNotFound || !strings.Contains(body, "<h1") {
		t.Errorf("without an id: got %d", res.StatusCode)
	}
}
