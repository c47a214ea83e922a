package content

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Finding the line of a syntax error costs one parse a line, so it is only
// done for texts of a size that people write.
const (
	maxTracedLines = 200
	maxTraced      = 8 << 10 // bytes
)

// parserSays is what the parser puts before its message.
var parserSays = regexp.MustCompile(`^yaml: (line \d+: )?`)

// parseYAML returns the mapping that text holds, or nil after saying why it
// cannot. firstLine is the line of the file that text begins on.
func (d *document) parseYAML(text string, firstLine int) *yaml.Node {
	doc, err := decodeYAML(text)
	if err != nil {
		d.fault(firstLine+syntaxErrorLine(text, err)-1, "not valid YAML: "+parserSays.ReplaceAllString(err.Error(), ""),
			`check the indentation, and put text that holds ": " or starts with a sign in quotes`)
		return nil
	}
	if doc == nil || len(doc.Content) == 0 || isNull(doc.Content[0]) {
		return &yaml.Node{Kind: yaml.MappingNode, Line: 1}
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		d.fault(firstLine+root.Line-1, "is not a list of keys", "write each fact as key: value")
		return nil
	}
	return root
}

// decodeYAML parses exactly one document. The parser reports trouble of its
// own making by panicking, which becomes an error here.
func decodeYAML(text string) (doc *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: %v", r)
		}
	}()
	dec := yaml.NewDecoder(strings.NewReader(text))
	doc = new(yaml.Node)
	if err := dec.Decode(doc); errors.Is(err, io.EOF) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	if err := dec.Decode(new(yaml.Node)); err == nil {
		return nil, errors.New("yaml: there is a second document")
	} else if !errors.Is(err, io.EOF) {
		return nil, err
	}
	return doc, nil
}

// syntaxErrorLine is the line after the longest beginning of text that is
// valid: where an open quote or bracket stands, for one. The parser's own
// line numbers are those of the enclosing block, and one short.
func syntaxErrorLine(text string, err error) int {
	lines := strings.SplitAfter(text, "\n")
	if len(text) <= maxTraced && len(lines) <= maxTracedLines {
		for n := len(lines) - 1; n > 0; n-- {
			if _, err := decodeYAML(strings.Join(lines[:n], "")); err == nil {
				return n + 1
			}
		}
		return 1
	}
	_, after, found := strings.Cut(err.Error(), "line ")
	digits, _, _ := strings.Cut(after, ":")
	if n, convErr := strconv.Atoi(digits); found && convErr == nil {
		return min(max(n, 1), len(lines))
	}
	return 1
}

func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null"
}
