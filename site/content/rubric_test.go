package content

import (
	"os"
	"strings"
	"testing"
)

// The page that says how applications are read has the criteria and the anchors
// that they are scored by, word for word.
func TestThePageHasTheCriteria(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../content/pages/how-we-choose.md")
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	for _, c := range Criteria() {
		want.WriteString("| " + c.Label + " | " + strings.Join(c.Anchors[:], " | ") + " |\n")
	}
	if !strings.Contains(string(page), want.String()) {
		t.Errorf("content/pages/how-we-choose.md has another table; it should be\n%s", want.String())
	}
}

// Weights and anchors make a rubric; another weight makes another one.
func TestRubricNamesWhatItIs(t *testing.T) {
	t.Parallel()
	p := load(t, tree(t, "testdata/valid.txtar")).Programs[0]
	before := p.Rubric()
	other := p
	other.Weights = append([]Weight{}, p.Weights...)
	other.Title, other.Description = "Other", "Words"
	if other.Rubric() != before {
		t.Error("other words make another rubric")
	}
	other.Weights[0].Weight++
	if other.Rubric() == before {
		t.Error("another weight makes the same rubric")
	}
	if got, want := p.WeightOf("photo"), 34; got != want {
		t.Errorf("photo counts %d, want %d", got, want)
	}
}
