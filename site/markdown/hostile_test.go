package markdown

import (
	"strings"
	"testing"
)

// hostile are the beginnings of bodies that take some parsers quadratic time,
// or fill memory: each is repeated up to the length wanted.
func hostile() map[string][3]string { // before, repeated, after
	return map[string][3]string{
		"open brackets":             {"", "[", ""},
		"open pictures":             {"", "![", ""},
		"brackets with text":        {"", "[a", ""},
		"nested brackets":           {"", "[a](", ""},
		"bracketed links":           {"", "[a](b", ""},
		"bracketed angles":          {"", "[a](<b", ""},
		"titles without end":        {"", "[a](b \"", ""},
		"titles in parentheses":     {"", "[a](b (", ""},
		"pictures without end":      {"", "![](", ""},
		"brackets and parentheses":  {"", "[ (](", ""},
		"brackets, many":            {"", "[](( ", ""},
		"brackets over lines":       {"", "[\n", ""},
		"brackets and underscores":  {"", "[ a_", ""},
		"links in brackets":         {strings.Repeat("[", 5000), "[a](/b/)", ""},
		"closing brackets":          {strings.Repeat("[", 50000), "]", ""},
		"empty brackets":            {"[a]: /b/\n\n", "[]", ""},
		"references":                {"[a]: /" + strings.Repeat("b", 2000) + "\n\n", "[a]", ""},
		"reference labels":          {"[a]: /b/\n\n", "[a][", ""},
		"reference definitions":     {"", "[a]: /b/\n", ""},
		"references on one line":    {"", "[a]: b '", ""},
		"references without end":    {"", "[a]: b\n'", ""},
		"strong":                    {"", "**a ", ""},
		"strong and emphasis":       {"", "*a **a ", ""},
		"strong, both sides":        {"", "a**b", ""},
		"emphasis and closers":      {strings.Repeat("a**b", 20000), "c* ", ""},
		"underscores":               {"", "_a ", ""},
		"mixed signs":               {"", "*a_ ", ""},
		"struck out":                {"", "~~a ", ""},
		"deep emphasis":             {"", "*", ""},
		"deep emphasis in pairs":    {strings.Repeat("*a **b ", 30000), "c** d* ", ""},
		"backticks":                 {"", "`", ""},
		"runs of backticks":         {"", "`a``b```c````", ""},
		"growing runs of backticks": {growing(), "a", ""},
		"angles":                    {"", "<", ""},
		"tags without end":          {"", "<a b='", ""},
		"tags in attributes":        {"", "<a b=\"<a ", ""},
		"attributes":                {"<a ", "b ", ""},
		"comments":                  {"a", "<!--", ""},
		"instructions":              {"a", "<?", ""},
		"declarations":              {"a", "<!A ", ""},
		"sections":                  {"a", "<![CDATA[", ""},
		"blocks of HTML":            {"", "<div>x\n\n", ""},
		"ampersands":                {"", "&", ""},
		"names of characters":       {"", "&a", ""},
		"headings":                  {"", "# a\n", ""},
		"equal headings":            {"", "## a\n", ""},
		"underlined headings":       {"", "a\n---\n", ""},
		"headings with braces":      {"", "## a {#\n", ""},
		"quotes":                    {"", ">", ""},
		"quotes and spaces":         {"", "> ", ""},
		"quotes, line by line":      {strings.Repeat("> ", 90) + "a\n", strings.Repeat(">", 90) + "b\n", ""},
		"quotes going on":           {strings.Repeat("> ", 90) + "a\n", "b\n", ""},
		"bullets":                   {"", "- ", ""},
		"stars":                     {"", "* ", ""},
		"numbers":                   {"", "1. ", ""},
		"flat list":                 {"", "- a\n", ""},
		"flat list with gaps":       {"", "- a\n\n", ""},
		"empty items":               {"", "-\n", ""},
		"deep list":                 {deepList(90), strings.Repeat(" ", 180) + "b\n", ""},
		"short paragraphs":          {"", "a\n\n", ""},
		"one paragraph":             {"", "a\n", ""},
		"spaces":                    {"", " ", "a"},
		"lines of spaces":           {"- a\n", strings.Repeat(" ", 500) + "\n", ""},
		"tabs":                      {"", "\t", "a"},
		"bars":                      {"", "|", ""},
		"rows of bars":              {"", "|-", ""},
		"lines of rows":             {"", "|-\n", ""},
		"rows":                      {"a|b\n-|-\n", "a|b\n", ""},
		"rows without cells":        {strings.Repeat("a|", 100) + "\n" + strings.Repeat("-|", 100) + "\n", "|\n", ""},
		"wide table":                {strings.Repeat("a|", 100000) + "\n", "-|", "\n"},
		"alignments after lines":    {"", "a\n:-|\n", ""},
		"footnotes":                 {"", "[^a]", "\n\n[^a]: b\n"},
		"footnotes without text":    {"", "[^a]", ""},
		"footnote texts":            {"", "[^a]: b\n", ""},
		"footnotes in footnotes":    {"a[^1]\n\n", "[^1]: b[^1]\n\n", ""},
		"open footnotes":            {"", "[^", ""},
		"terms":                     {"", "a\n: b\n\n", ""},
		"definitions":               {"a\n", ": b\n", ""},
		"nested definitions":        {"a\n", ": ", ""},
		"addresses":                 {"", "https://a.b ", ""},
		"addresses on end":          {"", "https://", ""},
		"addresses in parentheses":  {"", "(https://a.b)", ""},
		"closing parentheses":       {"https://a.b", ")", ""},
		"semicolons":                {"https://a.b", "&a;", ""},
		"mailboxes":                 {"", "a@b.c ", ""},
		"at-signs":                  {"", "a@", ""},
		"dots and at-signs":         {strings.Repeat("a", 5000), ".@", ""},
		"web addresses":             {"", "www.", ""},
		"letters w":                 {"://", "w", ""},
		"backslashes":               {"", "\\", ""},
		"broken lines":              {"", "a  \n", ""},
		"spaces before line ends":   {"", "a          ", ""},
		"fences":                    {"", "```\n", ""},
		"fences of two kinds":       {"", "```\n~~~\n", ""},
		"long fence":                {"", "`", "\na\n"},
		"code to colour":            {"```js\n", "/*a*/ `b` 'c' ", "\n```\n"},
		"comments to colour":        {"```js\n", "/*", "\n```\n"},
		"strings to colour":         {"```sh\n", "\"$(", "\n```\n"},
		"keys to colour":            {"```yaml\n", "a ", "\n```\n"},
		"many blocks to colour":     {"", "```js\nlet a = 1;\n```\n", ""},
		"pictures":                  {"", "![a](/media/a.jpg) ", ""},
		"pictures in pictures":      {"", "![a", ""},
		"rules":                     {"", "---\n", ""},
		"equals":                    {"a\n", "=", "b\n"},
		"zeroes":                    {"", "\x00", ""},
		"broken UTF-8":              {"", "\xff*\xc3", ""},
		"returns":                   {"", "\r", ""},
	}
}

func growing() string {
	var b strings.Builder
	for n := range 1000 {
		b.WriteString(strings.Repeat("`", n) + " ")
	}
	return b.String()
}

func deepList(depth int) string {
	var b strings.Builder
	for n := range depth {
		b.WriteString(strings.Repeat(" ", 2*n) + "- a\n")
	}
	return b.String()
}

func hostileBody(parts [3]string, size int) string {
	n := max(0, size-len(parts[0])-len(parts[2])) / len(parts[1])
	return parts[0] + strings.Repeat(parts[1], n) + parts[2]
}

// TestHostileBodies renders 100 kB of each. What is quadratic would take
// minutes here: the slowest took gomarkdown over 20 s. BenchmarkHostile tells
// how long it is.
func TestHostileBodies(t *testing.T) {
	t.Parallel()
	r := New(Options{Picture: testPicture})
	for name, parts := range hostile() {
		t.Run(name, func(t *testing.T) {
			body := hostileBody(parts, 100_000)
			f := r.Render(body)
			if len(f.HTML) > 200*len(body) {
				t.Errorf("%d bytes of HTML", len(f.HTML))
			}
			if len(f.Faults) > 0 && strings.Contains(f.Faults[0].What, "cannot be read") {
				t.Errorf("panicked: %v", f.Faults[0])
			}
		})
	}
}

// BenchmarkHostile takes a megabyte of each.
func BenchmarkHostile(b *testing.B) {
	r := New(Options{Picture: testPicture})
	for name, parts := range hostile() {
		b.Run(name, func(b *testing.B) {
			body := hostileBody(parts, 1<<20)
			for b.Loop() {
				r.Render(body)
			}
		})
	}
}
