package markdown

import (
	"strings"
	"testing"
)

// article is a body as the agency's writers write them: about 900 words in
// 7 kB, with headings, lists, links, emphasis, a table and a block of code.
func article() string {
	const words = "The brief says *what* we want to **see**, and the call says [why it matters](/blog/why/). A creator who has read both sends fewer questions, and `three drafts` become one. " +
		"Nobody is paid for waiting, which is why the day on which money moves is written down first. "
	var b strings.Builder
	for i, title := range []string{"What we counted", "Who reads it", "Three rules & one more", "What it costs", "How to say no"} {
		b.WriteString("## " + title + "\n\n" + strings.Repeat(words, 3) + "\n\n")
		b.WriteString("Before a start, look at these:\n- the fee, and *when* it is paid\n- rights: [thirty days](https://clever.example/rights), no more\n  - and never on television\n- a named person\n\n")
		b.WriteString(words + "\nIt goes on over\na few lines, as text that is wrapped by hand does, and ends here.\n\n")
		if i == 1 {
			b.WriteString("| Program | Fee | Places |\n| :-- | --: | :-: |\n| Quillmere | $400 | 12 |\n| Hobb & Sill | $1,200 | 3 |\n| Ninepin | $75 | 40 |\n\n")
		}
		if i == 2 {
			b.WriteString("> A call is not a brief. It asks; the brief answers.\n\n1. read\n2. ask\n3. send\n\n")
		}
		if i == 3 {
			b.WriteString("```go\nfunc fee(views int) int {\n\treturn 75 + views/1000 // dollars\n}\n```\n\n")
		}
	}
	return b.String()
}

func BenchmarkRender(b *testing.B) {
	r := New(Options{Reserved: []string{"main", "title"}})
	source := article()
	if f := r.Render(source); len(f.Faults) > 0 || f.Words < 800 {
		b.Fatal(f.Words, f.Faults)
	}
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	for b.Loop() {
		r.Render(source)
	}
}

// BenchmarkHighlight is what a block of code costs when it is new.
func BenchmarkHighlight(b *testing.B) {
	var l lexers
	code := "func fee(views int) int {\n\treturn 75 + views/1000 // dollars\n}\n\nfunc main() { fmt.Println(fee(12_000), \"a\") }\n"
	l.highlight(goCode, code)
	b.SetBytes(int64(len(code)))
	b.ReportAllocs()
	for b.Loop() {
		l.highlight(goCode, code)
	}
}
