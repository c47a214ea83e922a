package markdown

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

func TestHighlight(t *testing.T) {
	t.Parallel()
	tests := []struct{ language, in, want string }{
		{"js", "const a = `x ${b}`; /* c */ 1.5e3", "<k>const</> a = <s>`x ${b}`</>; <c>/* c */</> <m>1.5e3</>"},
		{"json", `{"a": [1, true]}`, `{<s>&quot;a&quot;</>: [<m>1</>, <k>true</>]}`},
		{"python", "def f(): # x\n  return '''y\n'''", "<k>def</> f(): <c># x</>\n  <k>return</> <s>'''y\n'''</>"},
		{"sh", "for f in *.md; do echo \"$f\" # x\ndone", "<k>for</> f <k>in</> *.md; <k>do</> <k>echo</> <s>&quot;$f&quot;</> <c># x</>\n<k>done</>"},
		{"sql", "SELECT a FROM b WHERE c = 'd' -- e", "<k>SELECT</> a <k>FROM</> b <k>WHERE</> c = <s>'d'</> <c>-- e</>"},
		{"css", "@media print { a { color: #fff; margin: -1.5rem } } /* x */", "<k>@media</> print { a { <na>color</>: <m>#fff</>; <na>margin</>: <m>-1.5rem</> } } <c>/* x */</>"},
		{"html", `<a href="x" hidden>y &amp;</a><!-- z -->`, `<nt>&lt;a</> <na>href</>=<s>&quot;x&quot;</> <na>hidden</><nt>&gt;</>y &amp;amp;<nt>&lt;/a</><nt>&gt;</><c>&lt;!-- z --&gt;</>`},
		{"yaml", "a: 1 # b\nc:\n  - \"d\"\n  - true", "<na>a</>: <m>1</> <c># b</>\n<na>c</>:\n  - <s>&quot;d&quot;</>\n  - <k>true</>"},
		{"toml", "[a]\nb = 'c'", "<na>[a]</>\n<na>b</> = <s>'c'</>"},
		{"diff", "--- a\n+++ b\n@@ 1 @@\n-x\n+y\n z", "<k>--- a\n</><k>+++ b\n</><k>@@ 1 @@\n</><gd>-x\n</><gi>+y\n</> z"},
		{"text", "const a", "const a"},
	}
	short := regexp.MustCompile(`<span class="(\w+)">`)
	for _, test := range tests {
		f := New(Options{}).Render("```" + test.language + "\n" + test.in + "\n```")
		_, got, _ := strings.Cut(f.HTML, `<code class="language-`+test.language+`">`)
		got = strings.TrimSuffix(got, "\n</code></pre>")
		got = strings.ReplaceAll(short.ReplaceAllString(got, "<$1>"), "</span>", "</>")
		if strings.TrimSuffix(got, "\n</>") != strings.TrimSuffix(test.want, "</>") && got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.language, got, test.want)
		}
	}
}

// No language may lose or change what is in the code.
func TestHighlightKeepsTheCode(t *testing.T) {
	t.Parallel()
	tags := regexp.MustCompile(`</?span[^>]*>`)
	var l lexers
	for of := range languages {
		for _, code := range append(attacks(), article(), "\"", "'", "/*", "<!--", "`a\n\n", "\\", "ü\x00\xff") {
			code = strings.ToValidUTF8(strings.ReplaceAll(code, "\r", ""), "?")
			if got := tags.ReplaceAllString(l.highlight(of, code), ""); got != escapedCode(code) {
				t.Errorf("language %d: %q became %q", of, code, got)
			}
		}
	}
}

func TestCodeIsHighlightedOnce(t *testing.T) {
	t.Parallel()
	r := New(Options{})
	const body = "```go\nvar a int\n```\n"
	r.Render(body + "\n" + body)
	size := r.code.size
	r.Render("text\n\n" + body)
	if size == 0 || r.code.size != size || len(r.code.made) != 1 {
		t.Errorf("%d blocks kept, %d and then %d bytes", len(r.code.made), size, r.code.size)
	}
}

// Colouring takes a hundred times as long as escaping, so that there is an end
// to it.
func TestHighlightIsBounded(t *testing.T) {
	t.Parallel()
	r := New(Options{})
	if f := r.Render("```go\n" + strings.Repeat("var a int\n", maxHighlight/10+1) + "```"); strings.Contains(f.HTML, "<span") {
		t.Error("a long block is coloured")
	}
	block := "```go\n" + strings.Repeat("var a int\n", 1000) + "```\n\n"
	if n := strings.Count(r.Render(strings.Repeat(block, 50)).HTML, `<span class="k">`); n != maxColoured/10_000*1000 {
		t.Errorf("%d words are coloured", n)
	}
}

var colours = regexp.MustCompile(`(--code-\w+):#(\w{6})`)

// The colours can be read on the theme's sheets (WCAG 2.2, 1.4.3: 4.5:1).
func TestHighlightCSS(t *testing.T) {
	t.Parallel()
	css := HighlightCSS()
	if len(css) > 1229 {
		t.Errorf("%d bytes", len(css))
	}
	light, dark, _ := strings.Cut(css, "@media")
	for _, scheme := range []struct{ name, css, sheet string }{{"light", light, "fcf8ee"}, {"dark", dark, "14251c"}} {
		found := colours.FindAllStringSubmatch(scheme.css, -1)
		if len(found) != 7 {
			t.Errorf("%s has %d colours", scheme.name, len(found))
		}
		for _, c := range found {
			if contrast := contrastOf(c[2], scheme.sheet); contrast < 4.5 {
				t.Errorf("%s %s has a contrast of %.2f", scheme.name, c[1], contrast)
			}
			if !strings.Contains(css, fmt.Sprintf("color:var(%s)", c[1])) {
				t.Errorf("%s is not used", c[1])
			}
		}
	}
}

func contrastOf(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func luminance(colour string) float64 {
	n, _ := strconv.ParseUint(colour, 16, 32)
	part := func(shift uint) float64 {
		c := float64(n>>shift&255) / 255
		if c <= .04045 {
			return c / 12.92
		}
		return math.Pow((c+.055)/1.055, 2.4)
	}
	return .2126*part(16) + .7152*part(8) + .0722*part(0)
}

// FuzzSlug holds that ids are what HTML and addresses allow, and that none is
// given twice.
func FuzzSlug(f *testing.F) {
	f.Add("Hello, World & Co", "A 2")
	f.Add("???", "section")
	f.Add("İ ǅ ß", "a-2")
	f.Fuzz(func(t *testing.T, a, b string) {
		taken := map[string]int{}
		seen := map[string]bool{}
		for _, text := range []string{a, b, a, b, a} {
			id := uniqueID(taken, slugOf(text))
			if seen[id] || id == "" || strings.ContainsFunc(id, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`"'<>&:#`, r) }) {
				t.Errorf("id %q of %q", id, text)
			}
			seen[id] = true
		}
	})
}
