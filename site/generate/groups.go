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
	m.day.key = keyOfValue(content.Day(m.asOf), m.choosing)
	m.today.key = keyOfValue(m.day.key, m.site.Programs, m.standings)
	for i, p := range m.site.Programs {
		one := program{Program: p, running: m.running[i], body: m.builder.fragment(p.Body.File)}
		one.node = &node{key: keyOfValue(key(m.builder.loader.Key(p.Body.File)), one.running.key())}
		one.card = m.programCard(one)
		m.programs = append(m.programs, one)
	}
	for _, state := range states() {
		group := programGroup{title: groupTitle(state)}
		for _, p := range m.programs {
			if p.standing.State == state {
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
// rolling programs come last, and of those that are over the latest comes first.
func byUrgency(a, b program) int {
	if slices.Contains(over(), a.standing.State) {
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

// over are the states in which nothing more is due to anybody.
func over() []content.ProgramState {
	return []content.ProgramState{content.Completed, content.Cancelled, content.Archived}
}

// next is the date that a program of its state is looked at for.
func (p program) next() time.Time {
	switch p.standing.State {
	case content.Ready:
		return p.Opens
	case content.Open, content.Paused:
		return p.standing.Closes
	case content.Closed, content.Deciding:
		return p.standing.DecideBy
	}
	return p.LiveTo
}
