package publish_test

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"greenroom/functions/internal/vetting"
	"greenroom/site/content"
)

// The weights on a program's page are those that applications are scored by:
// full marks for one criterion and none for the others come to what the page
// says that it counts.
func TestTheWeightsOnThePageAreThoseThatScore(t *testing.T) {
	t.Parallel()
	p, _, _ := room(t, words())
	edition, _, err := p.Publish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, program := range edition.Programs() {
		page, err := p.Target.Read(t.Context(), "programs/"+program.Slug+"/index.html")
		if err != nil {
			t.Fatal(err)
		}
		shown := weightsOn(t, bytes.NewReader(page))
		sum := 0
		for _, c := range content.Criteria() {
			marks := vetting.Marks{}
			for _, other := range content.Criteria() {
				marks[other.Key] = vetting.Mark{}
			}
			marks[c.Key] = vetting.Mark{Score: content.MaxScore}
			if total, _ := vetting.Total(program, marks); total != float64(shown[c.Label]) {
				t.Errorf("%s: %q counts %.1f, the page says %d", program.Slug, c.Label, total, shown[c.Label])
			}
			sum += shown[c.Label]
		}
		if sum != 100 || len(shown) != len(content.Criteria()) {
			t.Errorf("%s: the page shows %d criteria that sum to %d", program.Slug, len(shown), sum)
		}
	}
	if len(edition.Programs()) == 0 {
		t.Error("there are no programs")
	}
}

// weightsOn reads the list of weights on a program's page.
func weightsOn(t *testing.T, page io.Reader) map[string]int {
	t.Helper()
	root, err := html.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]int{}
	for n := range root.Descendants() {
		if n.Data != "dl" || !strings.Contains(attribute(n, "class"), "weights") {
			continue
		}
		label := ""
		for d := range n.Descendants() {
			switch d.Data {
			case "dt":
				label = strings.TrimSpace(d.FirstChild.Data)
			case "dd":
				if shown[label], err = strconv.Atoi(strings.TrimSpace(d.FirstChild.Data)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	return shown
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
