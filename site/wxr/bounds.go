package wxr

import (
	"bytes"
	"errors"
	"strings"

	"golang.org/x/net/html"
)

// Bodies that cost the libraries more than this are refused before they see
// them. What people write stays a thousand times below.
const (
	maxReopened = 100_000       // tags that the parser may add
	maxScanned  = 1_000_000_000 // bytes that the converter may look at again
)

// bounds adds up what a body would cost.
type bounds struct {
	open     int // bold and italics that are not closed
	reopened int
	signs    int // in the block so far: each is looked for to the end of the block
	length   int
	scanned  int
}

// bounded refuses two kinds of body: one whose bold and italics are left open
// over many paragraphs, which the parser opens again in each, and one with a
// paragraph so full of signs of Markdown that the converter, which looks for
// the partner of each, takes quadratic time.
func bounded(text string) error {
	z := html.NewTokenizer(strings.NewReader(text))
	var b bounds
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			b.endBlock()
		}
		switch {
		case b.reopened > maxReopened:
			return errors.New("too many tags such as <b> are left open")
		case b.scanned > maxScanned:
			return errors.New("a paragraph has too many signs such as [ or *")
		case kind == html.ErrorToken:
			return nil
		case kind == html.TextToken:
			b.text(z.Text())
		case kind == html.StartTagToken || kind == html.EndTagToken || kind == html.SelfClosingTagToken:
			name, _ := z.TagName()
			b.tag(string(name), kind == html.EndTagToken)
		}
	}
}

func (b *bounds) text(text []byte) {
	b.length += len(text)
	for _, sign := range []byte("[*_`") {
		b.signs += bytes.Count(text, []byte{sign})
	}
}

func (b *bounds) tag(name string, end bool) {
	switch {
	case !isFormatting(name):
		if !end {
			b.reopened += b.open
		}
		if startBlock.MatchString("<"+name+">") || name == "br" {
			b.endBlock()
		}
	case end:
		b.open = max(b.open-1, 0)
	default:
		b.open++
	}
}

func (b *bounds) endBlock() {
	b.scanned += b.signs * b.length
	b.signs, b.length = 0, 0
}

// isFormatting reports the tags that the parser opens again.
func isFormatting(tag string) bool {
	switch tag {
	case "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u":
		return true
	}
	return false
}
