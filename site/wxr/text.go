package wxr

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"greenroom/site/content"
)

// visible takes out what the loader refuses and nobody can see.
func visible(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == 0x2028 || r == 0x2029:
			return '\n'
		case r == '\n' || r == '\t':
			return r
		case content.Hidden(r):
			return -1
		}
		return r
	}, text)
}

func oneLine(text string) string { return strings.Join(strings.Fields(visible(text)), " ") }

// cutText shortens text to so many characters, at a word.
func cutText(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	cut := string([]rune(text)[:most]) // one less for the sign of leaving out, and the space before
	if at := strings.LastIndexByte(cut, ' '); at > len(cut)/2 {
		cut = cut[:at]
	} else {
		cut = string([]rune(text)[:most-1])
	}
	return strings.TrimRight(cut, " ,;:–—-") + "…"
}

// firstSentence ends at the first full stop that a capital follows.
func firstSentence(text string) string {
	for i, r := range text {
		if r != '.' && r != '!' && r != '?' {
			continue
		}
		rest := text[i+utf8.RuneLen(r):]
		after := strings.TrimLeft(rest, `"'”’)`)
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(after, " "))
		if i > 20 && strings.HasPrefix(after, " ") && !unicode.IsLower(next) {
			return text[:len(text)-len(after)]
		}
	}
	return text
}

// plainText is HTML as text: paragraphs, line breaks, and links as their words
// with the address behind.
func plainText(markup string) string {
	if !strings.ContainsAny(markup, "<&") {
		return tidy(visible(markup))
	}
	p := plain{}
	z := html.NewTokenizer(strings.NewReader(markup))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return tidy(visible(p.b.String()))
		case html.TextToken:
			if text := string(z.Text()); !p.skip {
				if p.broken {
					text = strings.TrimPrefix(text, "\n") // the break and the line end are one
				}
				p.b.WriteString(text)
			}
			p.broken = false
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			p.open(token)
		case html.EndTagToken:
			name, _ := z.TagName()
			p.close(string(name))
		}
	}
}

type plain struct {
	b        strings.Builder
	skip     bool
	broken   bool // a <br> stands before
	href     string
	linkFrom int // where in b the words of the open link begin
}

func (p *plain) open(t html.Token) {
	p.skip, p.broken = false, false
	switch t.Data {
	case "script", "style":
		p.skip = true
	case "br":
		p.broken = true
		p.b.WriteByte('\n')
	case "p", "div", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table":
		p.b.WriteString("\n\n")
	case "li":
		p.b.WriteString("\n- ")
	case "tr":
		p.b.WriteByte('\n')
	case "a":
		p.href, p.linkFrom = "", p.b.Len()
		for _, a := range t.Attr {
			if lower := strings.ToLower(a.Val); a.Key == "href" && (strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://")) {
				p.href = a.Val
			}
		}
	}
}

func (p *plain) close(tag string) {
	p.skip = false
	switch tag {
	case "p", "div", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table":
		p.b.WriteString("\n\n")
	case "td", "th":
		p.b.WriteByte(' ')
	case "a":
		words := strings.TrimSpace(p.b.String()[min(p.linkFrom, p.b.Len()):])
		switch {
		case p.href == "" || words == p.href || words == strings.TrimSuffix(p.href, "/"):
		case words == "":
			p.b.WriteString(p.href)
		default:
			p.b.WriteString(" (" + p.href + ")")
		}
		p.href = ""
	}
}

// tidy trims lines and leaves at most one empty line between paragraphs.
func tidy(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		lines = append(lines, line)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
