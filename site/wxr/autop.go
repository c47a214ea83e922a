package wxr

import (
	"regexp"
	"strings"
)

// In the classic editor an empty line is a paragraph and a line end is a line
// break, and WordPress makes the tags when it shows a post. This does the same
// as far as a parser of HTML needs it.

// block is a tag that is no part of a paragraph.
const block = `(?:table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|address|math|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|details|menu|summary|script|iframe|noscript|object|video|audio)`

var (
	openBlock  = regexp.MustCompile(`(?i)<` + block + `(?:[\s/][^<>]*)?>`)
	closeBlock = regexp.MustCompile(`(?i)</` + block + `\s*>`)
	startBlock = regexp.MustCompile(`(?i)^</?` + block + `[\s/>]`)
	holdsText  = regexp.MustCompile(`(?i)<(?:blockquote|div|section|article|td|dd)(?:\s[^<>]*)?>`)
	verbatim   = regexp.MustCompile(`(?is)<(pre|script|style|textarea)\b.*?</(?:pre|script|style|textarea)\s*>`)
	emptyLines = regexp.MustCompile(`\n[ \t]*\n\s*`)
)

// paragraphs writes the tags of paragraphs and line breaks into a classic body.
func paragraphs(body string) string {
	var b strings.Builder
	for {
		at := verbatim.FindStringIndex(body)
		if at == nil {
			break
		}
		paragraphsBetween(&b, body[:at[0]])
		b.WriteString("\n" + body[at[0]:at[1]] + "\n")
		body = body[at[1]:]
	}
	paragraphsBetween(&b, body)
	return b.String()
}

func paragraphsBetween(b *strings.Builder, body string) {
	body = openBlock.ReplaceAllString(body, "\n\n$0")
	body = closeBlock.ReplaceAllString(body, "$0\n\n")
	body = holdsText.ReplaceAllString(body, "$0\n\n")
	for _, part := range emptyLines.Split(strings.TrimSpace(body), -1) {
		switch part = strings.TrimSpace(part); {
		case part == "":
		case startBlock.MatchString(part) || strings.HasPrefix(part, "<!--") && strings.HasSuffix(part, "-->"):
			b.WriteString(part + "\n")
		default:
			b.WriteString("<p>" + breaks(part) + "</p>\n")
		}
	}
}

// breaks turns line ends into line breaks, but for those after one.
func breaks(part string) string {
	lines := strings.Split(part, "\n")
	for i, line := range lines[:len(lines)-1] {
		line = strings.TrimRight(line, " \t")
		if lower := strings.ToLower(line); !strings.HasSuffix(lower, "<br>") && !strings.HasSuffix(lower, "<br/>") && !strings.HasSuffix(lower, "<br />") {
			line += "<br>"
		}
		lines[i] = line
	}
	return strings.Join(lines, "\n")
}
