package feed

import "strings"

// Absolute returns HTML whose addresses work anywhere: in the href, src, srcset
// and poster attributes of its tags, what begins with / gets base before it,
// what begins with # gets page up to its own #, and what begins with // the
// scheme of base.
// All else stays as it is, byte by byte: text, comments, and the insides of
// script, style, textarea, title and their like. SVG and MathML are read as
// HTML.
func Absolute(html, base, page string) string {
	r := rewriter{html: html, write: appendPlain}
	r.site(base, page)
	r.all()
	if r.done == 0 {
		return html
	}
	return string(append(r.out, html[r.done:]...))
}

// appendHTML appends the full text of an entry in the format's own escaping.
func appendHTML(b []byte, f *Feed, i *Item, write func([]byte, string) []byte) []byte {
	r := rewriter{html: i.HTML, out: b, write: write}
	r.site(f.Base, i.URL)
	r.all()
	return write(r.out, r.html[r.done:])
}

func appendPlain(b []byte, s string) []byte { return append(b, s...) }

// rewriter copies HTML and puts something before some addresses in it.
type rewriter struct {
	html               string
	base, page, scheme string // as they stand in an attribute
	out                []byte
	done               int // how much of html is in out
	write              func([]byte, string) []byte
}

func (r *rewriter) site(base, page string) {
	page, _, _ = strings.Cut(page, "#")
	r.base, r.page = attributeText(base), attributeText(page)
	if colon := strings.IndexByte(r.base, ':'); colon > 0 {
		r.scheme = r.base[:colon+1]
	}
}

// insert puts something before the byte at i.
func (r *rewriter) insert(i int, text string) {
	if text == "" {
		return
	}
	if r.out == nil {
		r.out = make([]byte, 0, len(r.html)+len(r.html)/8+len(text))
	}
	r.out = r.write(r.write(r.out, r.html[r.done:i]), text)
	r.done = i
}

// all goes from one < to the next. What follows decides, as in the standard's
// tokenizer, whether it begins a tag, a comment or nothing.
func (r *rewriter) all() {
	for i := 0; ; {
		next := strings.IndexByte(r.html[i:], '<')
		if next < 0 || i+next+1 >= len(r.html) {
			return
		}
		i += next + 1
		switch c := r.html[i]; {
		case letter(c):
			i = r.startTag(i)
		case c == '/' && i+1 < len(r.html) && letter(r.html[i+1]):
			_, i = r.name(i + 1)
			i = r.attributes(i, false)
		case strings.HasPrefix(r.html[i:], "!--"):
			i = commentEnd(r.html, i+3)
		case c == '/' || c == '!' || c == '?':
			i = after(r.html, i, '>')
		}
	}
}

// startTag reads a tag and, if what follows is no markup, that too.
func (r *rewriter) startTag(i int) int {
	name, i := r.name(i)
	i = r.attributes(i, true)
	if raw(name) {
		return r.rawEnd(i, name)
	}
	return i
}

func (r *rewriter) name(i int) (string, int) {
	end := i
	for end < len(r.html) && !space(r.html[end]) && r.html[end] != '/' && r.html[end] != '>' {
		end++
	}
	return r.html[i:end], end
}

// rawEnd finds the end tag that alone ends raw text.
func (r *rewriter) rawEnd(i int, name string) int {
	for {
		next := strings.Index(r.html[i:], "</")
		if next < 0 || strings.EqualFold(name, "plaintext") {
			return len(r.html)
		}
		i += next
		end := i + 2 + len(name)
		if end >= len(r.html) {
			return len(r.html)
		}
		if c := r.html[end]; strings.EqualFold(r.html[i+2:end], name) && (space(c) || c == '/' || c == '>') {
			return i
		}
		i += 2
	}
}

// raw says that text follows the tag and no markup. A noscript is not among
// them: readers of feeds run no scripts.
func raw(name string) bool {
	switch len(name) {
	case 3:
		return strings.EqualFold(name, "xmp")
	case 5:
		return strings.EqualFold(name, "style") || strings.EqualFold(name, "title")
	case 6:
		return strings.EqualFold(name, "script") || strings.EqualFold(name, "iframe")
	case 7:
		return strings.EqualFold(name, "noembed")
	case 8:
		return strings.EqualFold(name, "textarea") || strings.EqualFold(name, "noframes")
	case 9:
		return strings.EqualFold(name, "plaintext")
	}
	return false
}

// commentEnd finds what ends a comment whose words begin at start: -->, --!>,
// and > or -> at once.
func commentEnd(html string, start int) int {
	for i := start; ; {
		i = after(html, i, '>')
		if i == len(html) {
			return i
		}
		words := html[start : i-1]
		if words == "" || words == "-" || strings.HasSuffix(words, "--") || strings.HasSuffix(words, "--!") {
			return i
		}
	}
}

// after is where the text goes on after the next c.
func after(html string, i int, c byte) int {
	next := strings.IndexByte(html[i:], c)
	if next < 0 {
		return len(html)
	}
	return i + next + 1
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func space(c byte) bool {
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'
}
