package markdown

// tag is one beginning or end of emphasis at a delimiter.
type tag struct {
	name  tagKind
	after int32 // the tag to write after it
}

type tagKind uint8

const (
	emphasis tagKind = iota
	strong
	deleted
)

// opensTag adds a tag before those that the delimiter already opens: what was
// paired later is around what was paired before.
func (d *document) opensTag(i int32, name tagKind) {
	t := &d.tokens[i]
	t.start += name.width(t)
	d.tags = append(d.tags, tag{name, t.open})
	t.open = int32(len(d.tags) - 1)
}

func (d *document) closesTag(i int32, name tagKind) {
	t := &d.tokens[i]
	t.start += name.width(t)
	d.tags = append(d.tags, tag{name, 0})
	n := int32(len(d.tags) - 1)
	if t.closes == 0 {
		t.closes = n
	} else {
		d.tags[t.closing].after = n
	}
	t.closing = n
}

// width is how many signs a tag takes.
func (k tagKind) width(t *token) int32 {
	switch k {
	case emphasis:
		return 1
	case strong:
		return 2
	}
	return t.end - t.start
}

// writeTags writes emphasis, as deep as the limit allows.
func (d *document) writeTags(i int32, end bool) {
	for ; i != 0; i = d.tags[i].after {
		name := [...]string{"em", "strong", "del"}[d.tags[i].name]
		switch {
		case end:
			if d.deep--; d.deep < maxDepth {
				d.write("</", name, ">")
			}
		case d.deep < maxDepth:
			d.write("<", name, ">")
			d.deep++
		default:
			d.deep++
			d.faultOnce(d.firstLine, "emphasis stands in emphasis over 100 deep", "take some of the signs away")
		}
	}
}
