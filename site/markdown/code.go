package markdown

import (
	"bytes"
	"strings"
	"sync"
)

// writeCodeBlock writes a block of code. It may be wider than the page, and
// then has to be scrolled by keyboard too.
func (d *document) writeCodeBlock(b *block) {
	var info []byte
	text := d.textOf(b)
	if b.marker != 0 {
		info = unescaped(d.text[b.start:b.info])
		text = d.text[min(b.info+1, b.stop):b.stop]
	}
	d.write(`<pre tabindex="0"><code`)
	language := ""
	if names := bytes.Fields(info); len(names) > 0 {
		language = string(names[0])
		d.writePair("class", "language-"+language)
	}
	d.write(">")
	if l := languageOf(language); l == plainText || len(text) > maxHighlight || d.coloured+len(text) > maxColoured {
		d.writeAttribute(text)
	} else {
		d.coloured += len(text)
		d.out = append(d.out, d.code.highlighted(l, text)...)
	}
	d.write("</code></pre>\n")
}

// codeCache keeps highlighted code by its language and text, because one block
// costs as much as all else of a body.
type codeCache struct {
	mu     sync.Mutex
	made   map[codeKey]string
	size   int // bytes of texts and HTML
	lexers lexers
}

type codeKey struct {
	language language
	text     string
}

// highlighted returns code as HTML.
func (c *codeCache) highlighted(l language, text []byte) string {
	c.mu.Lock()
	made, found := c.made[codeKey{l, string(text)}]
	c.mu.Unlock()
	if found {
		return made
	}
	key := codeKey{l, string(text)}
	made = c.lexers.highlight(l, key.text)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.made == nil || c.size > maxCode { // begin anew: a site has less code than that
		c.made, c.size = map[codeKey]string{}, 0
	}
	c.made[key] = made
	c.size += len(key.text) + len(made)
	return made
}

// language is one whose code is coloured.
type language int

const (
	plainText language = iota
	goCode
	scriptCode
	pythonCode
	shellCode
	sqlCode
	cssCode
	htmlCode
	yamlCode
	diffCode
	languages // how many there are
)

// languageOf finds a language by the names that people give it.
func languageOf(name string) language {
	switch strings.ToLower(name) {
	case "go", "golang":
		return goCode
	case "js", "javascript", "jsx", "ts", "typescript", "tsx", "json", "jsonc", "json5":
		return scriptCode
	case "py", "python", "python3":
		return pythonCode
	case "sh", "bash", "shell", "zsh", "console":
		return shellCode
	case "sql":
		return sqlCode
	case "css", "scss":
		return cssCode
	case "html", "xml", "svg", "htm":
		return htmlCode
	case "yaml", "yml", "toml", "ini":
		return yamlCode
	case "diff", "patch":
		return diffCode
	}
	return plainText
}
