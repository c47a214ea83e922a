package search

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPlain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ source, want string }{
		"text":                           {"Plain words", "Plain words"},
		"blocks end words":               {"<p>one</p><p>two<br>three</p>", " one  two three "},
		"inline elements do not":         {"in<em>flu</em>encer <code>a<span class=x>b</span></code> so<wbr>long", "influencer ab solong"},
		"entities":                       {"caf&eacute; &amp; R&#38;D &lt;b&gt; &nbsp;x", "café & R&D <b> \u00a0x"},
		"comments":                       {"a<!-- no <b> -->b", "ab"},
		"scripts, styles and pictures":   {"a<script>if (x < 1) no()</script>b<style>p{}</style><svg><title>no</title></svg>c", "a >b > >c"},
		"values with signs":              {`<a href="/x?a>b" title='>'>yes</a>`, "yes"},
		"a script that never began":      {"a</script>b", "a b"},
		"capitals":                       {"<P>one</P><SCRIPT>no</SCRIPT>", " one  "},
		"less than":                      {"1 < 2 <3 a<", "1 < 2 <3 a<"},
		"headings":                       {"<h2 id=x>Fees</h2>text", "\x02Fees\x01text"},
		"no heading":                     {"<hr><header>x</header>", "  x "},
		"doctype":                        {"<!doctype html>x", " x"},
		"comment without end":            {"a<!-- b", "a"},
		"tag without end":                {"a<b", "a"},
		"value without end":              {`a<p title="b>c`, "a "},
		"entity that is none":            {"AT&T &unheard; &", "AT&T &unheard; &"},
		"a closing tag that closes none": {"a</p></>b", "a  b"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, string(appendPlain(nil, test.source))); diff != "" {
				t.Errorf("text of %q (-want +got):\n%s", test.source, diff)
			}
		})
	}
}

// What is not in the document is not found, and the scanner ends on anything.
func FuzzPlain(f *testing.F) {
	f.Add("<p title='x>y'>A <b>b</b></p><!-- c --><script>d</script>&amp;")
	f.Add("<h1>x</h1><")
	f.Add("</SCRIPT <svg")
	f.Fuzz(func(t *testing.T, source string) {
		e := NewEntry(Document{URL: "/", HTML: source})
		if err := e.check(); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(e.terms, "<") || strings.Contains(e.terms, " ") || strings.Contains(e.terms, "\n") {
			t.Fatalf("terms %q", e.terms)
		}
	})
}
