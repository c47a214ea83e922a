package content

import (
	"fmt"
	"slices"
	"strings"
)

// Roles are what people do at the desk.
func Roles() []string {
	return []string{"lead", "project_manager", "reviewer", "compliance", "moderator", "editor", "admin"}
}

// usualRoles are those of staff whose file names none.
func usualRoles() []string { return []string{"project_manager", "moderator"} }

// roles reads what somebody does at the desk. Only staff do anything there.
func (f *fields) roles(key string, staff bool) []string {
	list := f.mentions(key, -1)
	if f.nodes[key] != nil && !staff {
		f.doc.fault(f.lineAt(key), "key \""+key+"\" is for staff", "delete it, or write staff: true")
		return nil
	}
	for i, m := range list {
		switch {
		case !slices.Contains(Roles(), m.word):
			f.doc.fault(m.line, fmt.Sprintf("unknown role %q", m.word), suggest(m.word, Roles()))
		case contains(list[:i], m.word):
			f.doc.fault(m.line, fmt.Sprintf("role %q is named twice", m.word), "name each once")
		}
	}
	switch {
	case len(list) > 0:
		return words(list)
	case f.nodes[key] != nil:
		f.doc.fault(f.lineAt(key), "key \""+key+"\" names no role", "write some of "+strings.Join(Roles(), ", ")+", or delete the line")
	}
	if staff {
		return usualRoles()
	}
	return nil
}
