package feed

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"pgregory.net/rapid"
)

// The oracle is a real parser. It is not asked about what the tokenizer alone
// cannot know (SVG and MathML have other raw text, and CDATA; a script with a
// comment in it ends elsewhere), nor about two faults of its own: it does not
// read a reference of one digit without a semicolon, and ends a tag at NUL.
func oracleKnows(source string) bool {
	lower := strings.ToLower(source)
	for _, not := range []string{"<svg", "<math", "<frameset", "\x00"} {
		if strings.Contains(lower, not) {
			return false
		}
	}
	if strings.Contains(lower, "<script") && strings.Contains(lower, "<!--") {
		return false
	}
	return !shortReference.MatchString(source)
}

var (
	shortReference = regexp.MustCompile(`&#(\d|[xX][[:xdigit:]]?)([^;[:xdigit:]]|$)`)
	srcsetAddress  = regexp.MustCompile(`^[\s,]*([^\s]+)`)
)

// expected is the rule for one value, as it is once its references are read.
func expected(key, value string) string {
	switch key {
	case "href", "src", "poster":
		rest := strings.TrimLeft(value, " \t\n\r\f")
		return value[:len(value)-len(rest)] + prefixed(rest)
	case "srcset":
		return expectedSrcset(value)
	}
	return value
}

func prefixed(address string) string {
	switch {
	case strings.HasPrefix(address, "//"):
		return "https:" + address
	case strings.HasPrefix(address, "/"):
		return base + address
	case strings.HasPrefix(address, "#"):
		return base + "/p/?a=1&b=2" + address
	}
	return address
}

func expectedSrcset(value string) (out string) {
	for {
		m := srcsetAddress.FindStringSubmatchIndex(value)
		if m == nil {
			return out + value
		}
		address := value[m[2]:m[3]]
		out += value[:m[2]] + prefixed(address)
		value = value[m[3]:]
		if strings.HasSuffix(address, ",") {
			continue
		}
		depth, end := 0, len(value)
		for i, c := range value {
			if c == '(' {
				depth = 1
			} else if c == ')' {
				depth = 0
			} else if c == ',' && depth == 0 {
				end = i + 1
				break
			}
		}
		out, value = out+value[:end], value[end:]
	}
}

// tree is what a reader of feeds makes of a text, one fact a line.
func tree(t reporter, source string, change func(key, value string) string) string {
	t.Helper()
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragmentWithOptions(strings.NewReader(source), body, html.ParseOptionEnableScripting(false))
	if err != nil {
		return err.Error() // too deep, for instance: the same before and after
	}
	var out strings.Builder
	var walk func(n *html.Node, depth int)
	walk = func(n *html.Node, depth int) {
		out.WriteString(strings.Repeat(" ", depth) + string(rune('0'+n.Type)) + n.Data + "\n")
		for _, a := range n.Attr {
			out.WriteString(strings.Repeat(" ", depth) + "@" + a.Key + "=" + change(a.Key, a.Val) + "\n")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, depth+1)
		}
	}
	for _, n := range nodes {
		walk(n, 0)
	}
	return out.String()
}

func checkAbsolute(t reporter, source string) {
	t.Helper()
	if !oracleKnows(source) {
		return
	}
	got := Absolute(source, base, base+"/p/?a=1&b=2")
	before := tree(t, source, expected)
	after := tree(t, got, func(_, value string) string { return value })
	if before != after {
		t.Fatalf("%q\nbecame %q\nwhose tree is\n%s\nand should be\n%s", source, got, after, before)
	}
}

func FuzzAbsolute(f *testing.F) {
	for _, seed := range []string{
		`<a href="/a">x</a><img srcset="/a 1x, /b 2x" src=#a>`, `<p title='<a href="/x">'><!-- <a href="/y"> --!><a href=/z>`,
		`<textarea><a href="/a"></textarea><title><img src=/></title>`, `<a href="&#47;&sol;x" href=/y =/ / =href=/z>`, `<a/href=/a/b='/c'>`,
		`<noscript><img src=/a></noscript><plaintext><a href=/b>`, `<!doctype x><?x?></><//a><a`, "<select><textarea><a href=/x></select>", `<img srcset="/a (,/b),/c,,/d,">`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) { checkAbsolute(t, source) })
}

// The same with what tags are made of, which chance alone rarely puts together.
func TestAbsoluteAgainstAParser(t *testing.T) {
	t.Parallel()
	pieces := rapid.SampledFrom([]string{
		"<", ">", "/", "=", `"`, "'", " ", "\n", "\f", "!", "--", "-", "?", ",", "(", ")", "#", "&#47;", "&#x23", "&sol;", "&num;", "&comma;", "&Tab;", "&amp;", "&", ";",
		"<a ", "<img ", "</a", "<p>", "<!--", "-->", "--!>", "href", "SRC", "srcset", "poster", "href=", "src='", `srcset="`, "=/", "=#", "=\"/", "/x", "//y", " 1x, ",
		"<textarea", "</textarea", "<title>", "</title>", "<style>", "</style", "<noscript>", "</noscript>", "<iframe ", "</iframe>", "<xmp>", "</xmp ", "<script>", "</script>",
		"<table>", "<select>", "<template>", "<plaintext>", "é", "\xff", "\r",
	})
	rapid.Check(t, func(t *rapid.T) {
		checkAbsolute(t, strings.Join(rapid.SliceOfN(pieces, 0, 14).Draw(t, "pieces"), ""))
	})
}
