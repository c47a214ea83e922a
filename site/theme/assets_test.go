package theme_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"greenroom/site/theme"
)

func asset(t testing.TB, name string) string {
	t.Helper()
	data, err := fs.ReadFile(theme.AssetFiles(), name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// What every visitor loads stays small, as brotli sends it. The scripts have
// 5 KB between them, of which the one on every page leaves room for search.
func TestAssetsKeepTheirBudget(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]int{"css/site.css": 8 << 10, "js/site.js": 3 << 10, "icons/favicon.svg": 1 << 10} {
		if got := compressed(t, name); got > limit {
			t.Errorf("%s is %d bytes compressed, want at most %d", name, got, limit)
		}
	}
	scripts, err := fs.Glob(theme.AssetFiles(), "js/*.js")
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, name := range scripts {
		total += compressed(t, name)
	}
	if total > 5<<10 {
		t.Errorf("the scripts %v are %d bytes compressed, want at most %d", scripts, total, 5<<10)
	}
}

func compressed(t *testing.T, name string) int {
	t.Helper()
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, brotli.BestCompression)
	fmt.Fprint(w, asset(t, name))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

func TestStylesLoadNothing(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"url(", "@import", "//"} {
		if strings.Contains(asset(t, "css/site.css"), word) {
			t.Errorf("site.css contains %q", word)
		}
	}
}

// The script fills no HTML from strings and runs none.
func TestScriptWritesNoMarkup(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", ".style"} {
		if strings.Contains(asset(t, "js/site.js"), word) {
			t.Errorf("site.js contains %q", word)
		}
	}
}

// A class on a page that no rule names is a slip, and so is one that the head
// of site.css promises to other packages without a rule.
func TestClassesHaveRules(t *testing.T) {
	t.Parallel()
	css := asset(t, "css/site.css")
	comment, rules, _ := strings.Cut(css, "*/")
	class := regexp.MustCompile(`\.([a-z][a-z-]+)`)
	var ruled, used []string
	for _, m := range class.FindAllStringSubmatch(rules, -1) {
		ruled = append(ruled, m[1])
	}
	for _, m := range class.FindAllStringSubmatch(comment, -1) {
		used = append(used, m[1])
	}
	for _, page := range pages() {
		for _, n := range parse(t, render(t, page)).all() {
			if under(n, func(p *html.Node) bool { return p.DataAtom == atom.Pre }) { // highlighted code
				continue
			}
			used = append(used, strings.Fields(attr(n, "class"))...)
		}
	}
	hooks := []string{"form-status", "reply", "all", "group", "footnote-back"} // for scripts, or without a need
	for _, name := range used {
		if !slices.Contains(ruled, name) && !slices.Contains(hooks, name) {
			t.Errorf("class %q has no rule", name)
		}
	}
}

// Text has a contrast of at least 4.5 to what it stands on, and the edges of
// controls of at least 3, in both schemes (WCAG 2.2, 1.4.3 and 1.4.11).
func TestContrast(t *testing.T) {
	t.Parallel()
	light, dark := schemes(t)
	for name, colour := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, pair := range []struct {
			text, ground string
			least        float64
		}{
			{"text", "paper", 4.5}, {"text", "sheet", 4.5},
			{"muted", "paper", 4.5}, {"muted", "sheet", 4.5},
			{"ink", "paper", 4.5}, {"ink", "sheet", 4.5},
			{"lamp", "paper", 4.5}, {"lamp", "sheet", 4.5},
			{"on-ink", "ink", 4.5}, {"on-ink", "lamp", 4.5},
			{"edge", "paper", 3}, {"edge", "sheet", 3},
		} {
			got := contrast(t, colour[pair.text], colour[pair.ground])
			if got < pair.least {
				t.Errorf("%s: %s on %s has a contrast of %.2f, want %.1f", name, pair.text, pair.ground, got, pair.least)
			}
		}
	}
}

func TestThemeColourIsThePaper(t *testing.T) {
	t.Parallel()
	light, dark := schemes(t)
	doc := parse(t, render(t, pages()["plain"]))
	for _, meta := range doc.all(atom.Meta) {
		if attr(meta, "name") != "theme-color" {
			continue
		}
		want := light["paper"]
		if strings.Contains(attr(meta, "media"), "dark") {
			want = dark["paper"]
		}
		if got := attr(meta, "content"); got != want {
			t.Errorf("theme-color for %s = %s, want %s", attr(meta, "media"), got, want)
		}
	}
}

// schemes are the colours of site.css by name; dark has those of light that
// it does not change.
func schemes(t *testing.T) (light, dark map[string]string) {
	t.Helper()
	before, after, _ := strings.Cut(asset(t, "css/site.css"), "@media (prefers-color-scheme: dark)")
	after, _, _ = strings.Cut(after, "/*")
	light, dark = colours(before), colours(before)
	for name, value := range colours(after) {
		dark[name] = value
	}
	return light, dark
}

func colours(css string) map[string]string {
	found := map[string]string{}
	for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6});`).FindAllStringSubmatch(css, -1) {
		found[m[1]] = m[2]
	}
	return found
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of WCAG.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	rgb, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	linear := func(shift uint) float64 {
		c := float64(rgb>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(16) + 0.7152*linear(8) + 0.0722*linear(0)
}
