package markdown

import (
	"strings"
	"testing"
)

func TestFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in string
		line     int
		want     string
	}{
		{"block of HTML", "text\n\n<div>\nx\n</div>", 3, "HTML is not allowed: <div>"},
		{"HTML in a line", "one\n\ntwo\ntwo <b>x", 4, "HTML is not allowed: <b>"},
		{"script", "one\n\n> - <script>alert(1)</script>", 3, "HTML is not allowed: <script>alert(1)</script>"},
		{"text after a comment", "one\n\n<!-- a --> *two*", 3, "text after a comment is not shown: *two*"},
		{"comment without end", "one\n\n<!-- a\n\nb", 3, "comment that begins here has no end"},
		{"code without end", "one\n\n```\nb", 3, "code block that begins here has no end"},
		{"picture of another site", "x\n\n![alt](https://x.example/x.png)", 3, `picture "https://x.example/x.png" is not of this site: pictures come from media/`},
		{"picture by a script", "![alt](javascript:alert)", 1, `picture "javascript:alert" is not of this site: pictures come from media/`},
		{"picture without a slash", "![alt](media/x.jpg)", 1, `picture "media/x.jpg" is not of this site: pictures come from media/`},
		{"picture without words", "x\ny ![ ](/media/x.jpg)", 2, "picture /media/x.jpg has no words for who cannot see it"},
		{"picture that is not there", "x\n\n![a](/media/missing.jpg \"t\")", 3, "picture /media/missing.jpg: there is no such file"},
		{"script address", "x\n\n[a](javascript:alert(1))", 3, `link to "javascript:alert(1)" is not allowed`},
		{"script address in disguise", "[a](&#106;avascript:alert)", 1, `link to "javascript:alert" is not allowed`},
		{"script address in angle brackets", "<javascript:alert(1)>", 1, `link to "javascript:alert(1)" is not allowed`},
		{"another host", "[a](//x.example/)", 1, `link to "//x.example/" is not allowed`},
		{"another host in disguise", `[a](/\\x.example/)`, 1, `link to "/\\x.example/" is not allowed`},
		{"broken address", "[a](https://x.example/%zz)", 1, `link to "https://x.example/%zz" is not allowed`},
		{"relative", "a\n[a](about/)", 2, `link to "about/" is not allowed`},
		{"reference", "see\n[a][r]\n\n\n[r]: data:text/html,x", 2, `link to "data:text/html,x" is not allowed`},
		{"no address", "[a]()", 1, `link to "" is not allowed`},
		{"no words", "[](/x/)", 1, "link to /x/ has no words"},
		{"first level", "text\n\n# Title", 3, `heading "Title" is on the level of the page's title`},
		{"first level, underlined", "Title\n=====", 1, `heading "Title" is on the level of the page's title`},
		{"skipped level", "## A\n\n#### B", 3, `heading "B" skips a level`},
		{"skipped level at first", "### B", 1, `heading "B" skips a level`},
		{"empty heading", "a\n\n## ", 3, "heading has no words"},
		{"footnote without text", "a\nb[^1]", 2, "footnote [^1] has no text"},
		{"footnote that nothing refers to", "a\n\n[^1]: b", 3, "footnote [^1] is never referred to"},
		{"footnote written twice", "a[^1]\n\n[^1]: b\n\n[^1]: c", 5, "footnote [^1] is written twice"},
		{"table right after a list", "- a\n\nb\n\n- c\n| d | e |\n|---|---|", 7, "table would be text of the list or quote above it"},
		{"too deep", "a\n\n" + strings.Repeat("> ", 150) + "b", 3, "quotes and lists stand in each other over 100 deep"},
		{"too wide", strings.Repeat("a|", 150) + "\n" + strings.Repeat("-|", 150), 2, "table has over 100 columns"},
		{"emphasis too deep", strings.Repeat("*a **b ", 150) + strings.Repeat("c** d* ", 150), 1, "emphasis stands in emphasis over 100 deep"},
		{"too many signs", "a\n" + strings.Repeat("*a\n", 20_000), 2 + maxTokens/2, "paragraph has over 10,000 signs such as * [ and `"},
		{"long addresses repeated", "[a]: /" + strings.Repeat("b", 3000) + "\n\n" + strings.Repeat("[a]\n", 100), 36, "references repeat long addresses too often"},
		{"Windows lines", "a\r\n\r\n<b>\r\n", 3, "HTML is not allowed: <b>"},
	}
	r := New(Options{Picture: testPicture})
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := r.Render(test.in)
			if len(f.Faults) == 0 || f.Faults[0].What != test.want || f.Faults[0].Line != test.line {
				t.Errorf("Render(%.100q) faults = %v, want line %d: %s", test.in, f.Faults, test.line, test.want)
			}
			for _, fault := range f.Faults {
				if fault.Fix == "" {
					t.Errorf("nothing to do about %v", fault)
				}
			}
			checkHTML(t, f)
		})
	}
}

func TestPicturesNeedFacts(t *testing.T) {
	t.Parallel()
	f := New(Options{}).Render("![a](/media/a.jpg)")
	if len(f.Faults) != 1 || f.HTML != "" || f.Pictures != nil {
		t.Errorf("%+v", f)
	}
}

func TestFaultsAreBounded(t *testing.T) {
	t.Parallel()
	f := New(Options{}).Render(strings.Repeat("<b>\n\n", 1000))
	if len(f.Faults) != maxFaults {
		t.Errorf("%d faults", len(f.Faults))
	}
}
