package generate

import (
	"cmp"
	"slices"
	"time"

	"greenroom/site/content"
)

// addPrograms puts every program into the group of its state on the day.
func (m *model) addPrograms() {
	m.choosing = choosingPage(m.site)
	m.today.key = keyOfValue(content.Day(m.asOf), m.site.Programs, m.zoneName(), m.choosing)
	for _, p := range m.site.Programs {
		one := program{Program: p, body: m.builder.fragment(p.Body.File), state: p.State(m.asOf)}
		one.node = &node{key: key(m.builder.loader.Key(p.Body.File))}
		one.card = m.programCard(one)
		m.programs = append(m.programs, one)
	}
	for _, state := range []content.ProgramState{content.Open, content.Ready, content.Deciding, content.Running, content.Completed} {
		group := programGroup{title: groupTitle(state)}
		for _, p := range m.programs {
			if p.state == state {
				group.programs = append(group.programs, p)
			}
		}
		slices.SortFunc(group.programs, byUrgency)
		if len(group.programs) > 0 {
			m.groups = append(m.groups, group)
		}
	}
}

// byUrgency orders programs of one state: what ends soonest comes first,
// rolling programs come last, and of the completed the latest comes first.
func byUrgency(a, b program) int {
	if a.state == content.Completed {
		a, b = b, a
	}
	if rolling := cmp.Compare(btoi(a.Rolling != nil), btoi(b.Rolling != nil)); rolling != 0 {
		return rolling
	}
	return cmp.Or(a.next().Compare(b.next()), cmp.Compare(a.Slug, b.Slug))
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// next is the date that a program of its state is looked at for.
func (p program) next() time.Time {
	switch p.state {
	case content.Ready:
		return p.Opens
	case content.Open:
		return p.Closes
	case content.Deciding:
		return p.DecideBy
	}
	return p.LiveTo
}
