package main

import (
	"fmt"
	"strings"
)

// fence writes a block of code of 4 to 12 lines in one of five languages, no
// two alike.
func (p *prose) fence() {
	language, lines := p.language()
	fmt.Fprintf(&p.b, "```%s\n", language)
	for range 4 + p.IntN(9) {
		p.b.WriteString(p.codeLine(lines) + "\n")
	}
	p.b.WriteString("```\n\n")
}

// language is one language and the lines that its blocks are made of: a is a
// name, n a number.
func (p *prose) language() (name string, lines []string) {
	switch p.IntN(5) {
	case 0:
		return "go", []string{"a := a(a, n)", "if a > n {", "\treturn fmt.Errorf(\"a: %w\", a)", "}", "for i := range a { // a a", "type a struct{ a int }"}
	case 1:
		return "python", []string{"def a(a, a=n):", "    return a[n]  # a a", "for a in a:", "    print(f\"a {a}\")", "import a", "a = [a for a in a if a > n]"}
	case 2:
		return "javascript", []string{"const a = (a) => a.a(n);", "if (a === \"a\") {", "  return `a ${a}`;", "}", "// a a a", "await a({ a: n, a: true });"}
	case 3:
		return "yaml", []string{"a:", "  a: \"a a\"", "  - a: n", "# a a", "a: true", "a: [a, a, n]"}
	default:
		return "bash", []string{"for a in *.a; do", "  echo \"$a a\" | a -n", "done", "a=$(a --a n)", "# a a", "if [ -f a ]; then a; fi"}
	}
}

// codeLine draws a line and puts words and numbers where it asks for them.
func (p *prose) codeLine(lines []string) string {
	var b strings.Builder
	line := pick(p.Rand, lines)
	for i := range len(line) {
		alone := (i == 0 || !isLetter(line[i-1])) && (i+1 == len(line) || !isLetter(line[i+1])) && (i == 0 || line[i-1] != '%')
		switch {
		case alone && line[i] == 'a':
			b.WriteString(p.some(1))
		case alone && line[i] == 'n':
			fmt.Fprint(&b, p.IntN(1000))
		default:
			b.WriteByte(line[i])
		}
	}
	return b.String()
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
