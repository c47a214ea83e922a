package generate

import (
	"cmp"
	"slices"
	"strings"

	"greenroom/site/content"
	"greenroom/site/theme"
)

// closingSoon is within how many days a program that closes is called urgent.
const closingSoon = 7

// filter is one way to choose among programs.
type filter struct {
	key, title string
	choices    []choice
}

// choice is one value of a filter, which has a page of its own.
type choice struct {
	key, value, title string
	heading           string // of its page
	address           string
	count             int
	matches           func(program) bool
}

// filters are all the ways to choose. Those by platform, topic and region have
// the values that programs have.
func (m *model) filters() []filter {
	var all []filter
	for _, f := range []struct {
		key, title, heading string
		of                  func(program) []string
	}{
		{"platform", "Platform", "Programs on ", func(p program) []string { return p.Platforms }},
		{"topic", "Topic", "Programs about ", func(p program) []string { return []string{p.Topic} }},
		{"region", "Region", "Programs for ", func(p program) []string { return p.Regions }},
	} {
		one := filter{key: f.key, title: f.title}
		for _, title := range m.values(f.of) {
			heading := f.heading + title
			if f.key == "topic" {
				heading = f.heading + lowerFirst(title)
			}
			one.choices = append(one.choices, choice{
				key: f.key, value: slugOf(title), title: title, heading: heading, address: "/programs/" + f.key + "/" + slugOf(title) + "/",
				matches: func(p program) bool { return slices.Contains(f.of(p), title) },
			})
		}
		all = append(all, one)
	}
	all = append(all, filter{key: "more", title: "More", choices: []choice{
		{key: "more", value: "small-accounts", title: "Small accounts", heading: "Programs for small accounts", address: "/programs/small-accounts/",
			matches: func(p program) bool { return p.FollowersMax > 0 }},
		{key: "more", value: "closing-soon", title: "Closing soon", heading: "Programs closing soon", address: "/programs/closing-soon/",
			matches: m.closesSoon},
	}})
	for i := range all {
		for j := range all[i].choices {
			c := &all[i].choices[j]
			c.count = len(m.programCards(c.matches))
		}
	}
	return all
}

func (m *model) closesSoon(p program) bool {
	return p.standing.State == content.Open && p.Rolling == nil && content.Day(p.standing.Closes)-p.today <= closingSoon
}

// values are what programs have, each once, in order.
func (m *model) values(of func(program) []string) []string {
	var values []string
	for _, p := range m.programs {
		values = append(values, of(p)...)
	}
	slices.SortFunc(values, func(a, b string) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a), strings.ToLower(b)), cmp.Compare(a, b))
	})
	return slices.Compact(values)
}

// filterRows are the filters as a page shows them.
func (m *model) filterRows(current string) []theme.Filter {
	var rows []theme.Filter
	for _, f := range m.filters() {
		row := theme.Filter{Key: f.key, Title: f.title}
		for _, c := range f.choices {
			row.Choices = append(row.Choices, theme.FilterChoice{Value: c.value, Title: c.title, URL: c.address, Count: c.count, Current: c.address == current})
		}
		rows = append(rows, row)
	}
	return rows
}

// filterKeys are the choices that show a program: "platform:instagram".
func (m *model) filterKeys(p program) []string {
	var keys []string
	for _, platform := range p.Platforms {
		keys = append(keys, "platform:"+slugOf(platform))
	}
	keys = append(keys, "topic:"+slugOf(p.Topic))
	for _, region := range p.Regions {
		keys = append(keys, "region:"+slugOf(region))
	}
	if p.FollowersMax > 0 {
		keys = append(keys, "more:small-accounts")
	}
	if m.closesSoon(p) {
		keys = append(keys, "more:closing-soon")
	}
	return keys
}

func lowerFirst(s string) string {
	if s == "" || strings.ToUpper(s) == s {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
