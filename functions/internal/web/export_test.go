package web

import (
	"encoding/csv"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
)

// A spreadsheet takes a cell that begins like one of these for a formula
// (https://owasp.org/www-community/attacks/CSV_Injection).
func TestNoCellIsAFormula(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                                "",
		"Ann":                             "Ann",
		"Ann O'Hara-Quist":                "Ann O'Hara-Quist",
		"2026-05-12":                      "2026-05-12",
		"https://example.com/ann":         "https://example.com/ann",
		`=HYPERLINK("https://x","y")`:     `'=HYPERLINK("https://x","y")`,
		"+1":                              "'+1",
		"-1":                              "'-1",
		"@SUM(A1)":                        "'@SUM(A1)",
		"|cmd":                            "'|cmd",
		"%0A=1":                           "'%0A=1",
		" =1":                             "' =1",
		"\t=1":                            "'\t=1",
		"\r=1":                            "'\r=1",
		"\n=1":                            "'\n=1",
		"\u00a0=1":                        "'\u00a0=1",
		"＝1":                              "'＝1",
		"＋1":                              "'＋1",
		"－1":                              "'－1",
		"＠SUM(A1)":                        "'＠SUM(A1)",
		"a\tb":                            "'a\tb",
		"a = b":                           "a = b",
		`="a","b"` + "\r\n" + `=cmd|' /C`: `'="a","b"` + "\r\n" + `=cmd|' /C`,
	} {
		if got := harmless(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestTablesKeepCommasQuotesAndLines(t *testing.T) {
	t.Parallel()
	lines := [][]string{{"name", "angle"}, {`Ann "Soup" O'Hara, Jr.`, "One line,\nand \"another\"; with a tab-less end"}, {"", "é 日本 🍲"}}
	want := [][]string{lines[0], lines[1], lines[2]}
	rec := httptest.NewRecorder()
	if err := new(Server).sendTable(rec, "x.csv", lines); err != nil {
		t.Fatal(err)
	}
	if strings.Count(rec.Body.String(), "\r\n") != 4 { // one in the text
		t.Errorf("ends of lines: %q", rec.Body.String())
	}
	got, err := csv.NewReader(rec.Body).ReadAll()
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v\n%q", err, got)
	}
	if kind := rec.Header().Get("Content-Type"); kind != "text/csv; charset=utf-8" {
		t.Errorf("Content-Type %s", kind)
	}
}

func FuzzCellsAreText(f *testing.F) {
	for _, seed := range []string{"", "=1", " =1", "'=1", "\u200b=1", "a\n=1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		got := harmless(cell)
		if got != cell && got != "'"+cell {
			t.Errorf("%q became %q", cell, got)
		}
		if got != "" && strings.ContainsAny(got[:1], "=+-@\t\r") {
			t.Errorf("%q stays %q", cell, got)
		}
	})
}
