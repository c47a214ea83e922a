package web_test

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"greenroom/functions/internal/program"
	"greenroom/site/content"
)

// branded are the files of the house, with another brand behind tuesday.
type branded struct {
	program.Files
	brand string
}

func (f branded) Program(slug string) (content.Program, bool) {
	p, ok := f.Files.Program(slug)
	if slug == "tuesday" {
		p.Brand = f.brand
	}
	return p, ok
}

func TestTheReportOfWhatChanged(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	for _, step := range h.steps() {
		step.take()
	}
	page := h.get("Mara", "/desk/reports/")
	for _, want := range []string{"Ninepin Suppers", "The product changed", "$90"} {
		if page.status != http.StatusOK || !strings.Contains(page.body, want) {
			t.Errorf("%d, without %q\n%s", page.status, want, page.body)
		}
	}
	sheet := h.get("Mara", "/desk/reports/changes.csv")
	lines, err := csv.NewReader(strings.NewReader(sheet.body)).ReadAll()
	if err != nil || len(lines) != 3 || sheet.header.Get("Content-Type") != "text/csv; charset=utf-8" || !strings.HasPrefix(sheet.header.Get("Content-Disposition"), "attachment") {
		t.Fatalf("%v, %v\n%s", err, sheet.header, sheet.body)
	}
	if got := strings.Join(lines[1], " "); !strings.HasPrefix(got, "Ninepin Suppers all 1 1 90 USD 2 1 1") {
		t.Errorf("all of it is %q", got)
	}
	if got := strings.Join(lines[2], " "); !strings.HasPrefix(got, "Ninepin Suppers The product changed 1 1 90 USD 2") {
		t.Errorf("the reason is %q", got)
	}
	for _, private := range []string{"ann", "example.com", "dessert", "soup"} {
		if strings.Contains(sheet.body, private) || strings.Contains(page.body, private) {
			t.Errorf("the report tells %q", private)
		}
	}
}

// A client can be called anything. No spreadsheet may take it for a formula, and
// no browser for a page.
func TestTheReportHasNoFormulas(t *testing.T) {
	t.Parallel()
	for _, brand := range []string{`=HYPERLINK("https://evil.example","x")`, "+1+1", "-2", "@SUM(1)", "\t=1", "a;=1+1", "\uff1d1", "<script>alert(1)</script>", "a,b\"c"} {
		h := worksHouse(t)
		h.drafted()
		h.web.Site = workSite{files: branded{agreed{briefed{Files: site{}}}, brand}}
		sheet := h.get("Mara", "/desk/reports/changes.csv")
		lines, err := csv.NewReader(strings.NewReader(sheet.body)).ReadAll()
		if err != nil || len(lines) < 2 || !strings.Contains(lines[1][0], brand[len(brand)-1:]) {
			t.Fatalf("%q: %v\n%s", brand, err, sheet.body)
		}
		for _, line := range lines {
			for _, cell := range line {
				if cell != "" && strings.ContainsRune("=+-@\t\r\uff1d", []rune(cell)[0]) || strings.Contains(cell, ";=") {
					t.Errorf("%q: a cell is %q", brand, cell)
				}
			}
		}
		if page := h.get("Mara", "/desk/reports/"); page.status != http.StatusOK || strings.Contains(page.body, "<script>alert") {
			t.Errorf("%q: %d\n%s", brand, page.status, page.body)
		}
	}
}
