package content

import (
	"path"
	"strings"
	"time"
)

// Check reads one file, such as "posts/first.md", as [Load] would in a tree
// with this site.yaml, and says what is wrong with it alone: whether there are
// the people it names, or another file has its address, is not looked at.
func Check(c Config, file, text string) (Body, Problems) {
	d := &document{file: file, name: strings.TrimSuffix(path.Base(file), ".md"), env: envOf(c)}
	d.slug = mention{d.name, 1}
	if d.env.zone == nil {
		d.env.zone = time.UTC
	}
	if len(text) > maxFile {
		d.fault(1, "is over 1 MB", "shorten it")
		return Body{}, d.problems
	}
	text, d.problems = readText(file, []byte(text))
	d.parse(text)
	if len(d.problems) == 0 {
		d.problems = d.claim(map[string]string{}, d.address(), d.slug.line)
	}
	return d.text(), d.problems.Sort()
}
